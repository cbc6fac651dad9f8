// A verdict by a key. The buttons do the work: they are a form, which htmx sends, and which works without any script, too.

import { onKey } from "./keys.js";

const BUTTONS = { 1: "verdict-same", 2: "verdict-variant", 3: "verdict-related", 0: "verdict-unrelated", u: "verdict-unsure", z: "judgement-undo" };
const said = document.getElementById("judgement-said");

onKey((key, event) => {
  const button = document.getElementById(BUTTONS[key] ?? "");
  if (!button) return;
  event.preventDefault();
  button.click();
});

// The answer is a new bar; what is open stays open, and what was said is said aloud.
let open = false;
document.addEventListener("htmx:beforeSwap", () => (open = document.querySelector("#judgement .why")?.open ?? false));
document.addEventListener("htmx:afterSwap", () => {
  const bar = document.getElementById("judgement");
  if (!bar) return;
  if (open) bar.querySelector(".why").open = true;
  said.textContent = bar.dataset.said;
});
