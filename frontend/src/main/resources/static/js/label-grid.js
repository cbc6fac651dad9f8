// Two hundred digits at once, all taken for the same one: mark the wrong ones, say what they are, and let the rest be right.
//
// What was said waits in an outbox until the server has it. Each step is one action, undone as a whole.

import { ask, fill, figure } from "./api.js";
import { mark, newId } from "./label-store.js";
import { Outbox } from "./outbox.js";

const root = document.querySelector("main.gridroom");
const grid = document.getElementById("grid");
const words = document.getElementById("grid-words").dataset;
const $ = (id) => document.getElementById(id);
const digit = Number(root.dataset.digit);
const limit = Number(root.dataset.limit);
const box = new Outbox("tabularium-label-grid", root.dataset.person);

let crops = []; // with the label that was made of them, and the mark that it carries
let chosen = new Set();
let at = 0;
let anchor = 0;
let done = []; // steps: the places, with what was said before and after
let undone = [];
let strokes = 0;
let outbox = box.all();
let sending = null;
let pause = 500;

// ---- what one sees ----

const buttons = () => [...grid.querySelectorAll("button")];

function take(fresh) {
  crops = fresh.map((crop) => ({ ...crop, id: newId(), said: null }));
  chosen = new Set();
  at = anchor = 0;
  grid.replaceChildren(
    ...crops.map((crop, i) => {
      const item = $("grid-crop").content.firstElementChild.cloneNode(true);
      item.querySelector("img").src = crop.image;
      item.querySelector("button").setAttribute("aria-label", fill(words.crop, i + 1, crop.title, figure(crop.confidence, 2)));
      item.querySelector("button").title = `${crop.title}: ${figure(crop.confidence, 2)}`;
      return item;
    }),
  );
  show();
}

const glyph = (said) => ({ none: "·", unsure: "?" })[said.kind] ?? String(said.digit);

function show() {
  buttons().forEach((button, i) => {
    button.setAttribute("aria-pressed", chosen.has(i));
    button.tabIndex = i === at ? 0 : -1;
    if (crops[i].said) button.dataset.said = glyph(crops[i].said);
    else delete button.dataset.said;
  });
  const open = crops.filter((crop) => !crop.said).length;
  const labelled = done.reduce((sum, step) => sum + step.length, 0);
  root.dataset.open = open;
  root.dataset.chosen = chosen.size;
  root.dataset.labelled = labelled;
  root.dataset.strokes = strokes;
  $("grid-undo").disabled = done.length === 0;
  $("grid-rest").disabled = open === 0;
  $("grid-rest").textContent = fill(words.rest, open, digit);
  $("grid-count").textContent = chosen.size > 0 ? fill(words.chosen, chosen.size) : labelled > 0 ? fill(words.strokes, labelled, strokes, figure(strokes / labelled, 2)) : words.hint;
  $("grid-empty").hidden = crops.length > 0;
}

// ---- choosing ----

function choose(i, range) {
  if (range) {
    const [from, to] = [Math.min(anchor, i), Math.max(anchor, i)];
    for (let k = from; k <= to; k++) chosen.add(k);
  } else {
    if (chosen.has(i)) chosen.delete(i);
    else chosen.add(i);
    anchor = i;
  }
  at = i;
  show();
}

function goTo(i, range) {
  at = Math.max(0, Math.min(crops.length - 1, i));
  if (range) for (let k = Math.min(anchor, at); k <= Math.max(anchor, at); k++) chosen.add(k);
  else anchor = at;
  buttons()[at]?.focus();
  show();
}

/** How many stand side by side. */
function columns() {
  const tops = buttons().map((button) => button.getBoundingClientRect().top);
  const second = tops.findIndex((top) => top > tops[0] + 1);
  return second < 0 ? tops.length : second;
}

// ---- saying ----

const round = ({ x, y, w, h }) => ({ x: Math.max(0, Math.round(x)), y: Math.max(0, Math.round(y)), w: Math.max(1, Math.round(w)), h: Math.max(1, Math.round(h)) });

/** Says the same of several places: one action, one step to undo. */
function say(places, kind, what, accepted) {
  if (places.length === 0) return;
  const step = places.map((i) => {
    const crop = crops[i];
    const before = crop.said;
    crop.said = { ...round(crop), kind, digit: kind === "digit" ? what : null, first: false, last: false, number: null, model: accepted ? crop.model : null };
    return { crop, table: crop.table, id: crop.id, before: mark(before), after: mark(crop.said) };
  });
  done.push(step);
  undone = [];
  chosen = new Set();
  post(step.map(({ table, id, before, after }) => ({ table, id, before, after })));
  show();
}

const typed = () => (chosen.size > 0 ? [...chosen] : crops.length > 0 ? [at] : []);

function rest() {
  say([...crops.keys()].filter((i) => !crops[i].said), "digit", digit, true);
}

function undo() {
  const step = done.pop();
  if (!step) return;
  undone.push(step);
  for (const one of step) one.crop.said = one.before;
  post(step.map(({ table, id, before, after }) => ({ table, id, before: after, after: before })));
  show();
}

function redo() {
  const step = undone.pop();
  if (!step) return;
  done.push(step);
  for (const one of step) one.crop.said = one.after;
  post(step.map(({ table, id, before, after }) => ({ table, id, before, after })));
  show();
}

async function more() {
  await flush();
  if (outbox.length > 0) return void setTimeout(more, pause); // what waits would be shown again
  const corpus = root.dataset.corpus ? `&corpus=${encodeURIComponent(root.dataset.corpus)}` : "";
  take(await ask(`/api/v1/labels/crops?digit=${digit}&limit=${limit}${corpus}`));
  buttons()[0]?.focus({ preventScroll: true });
  scrollTo(0, 0);
}

// ---- keeping ----

function post(changes) {
  const action = { action: newId(), changes };
  outbox.push(action);
  box.put(action);
  flush();
}

function told(state) {
  $("saved").dataset.saved = state;
  $("saved").textContent = fill(words[`saved${state[0].toUpperCase()}${state.slice(1)}`], outbox.length);
}

function flush() {
  sending ??= send().finally(() => (sending = null));
  return sending;
}

async function send() {
  try {
    while (outbox.length > 0) {
      told("waiting");
      const answer = await fetch("/api/v1/labels/batch", {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json, application/problem+json" },
        body: JSON.stringify(outbox[0]),
      });
      if (answer.status >= 500) throw new Error(`HTTP ${answer.status}`);
      const body = await answer.json();
      box.drop(outbox.shift());
      if (!answer.ok) fault(body.detail ?? body.title);
      else if (body.skipped.length > 0) fault(fill(words.skipped, body.skipped.length, [...new Set(body.skipped.map((one) => one.by).filter(Boolean))].join(", ")));
    }
    pause = 500;
    told("saved");
  } catch {
    told("offline");
    pause = Math.min(10_000, 2 * pause);
    setTimeout(flush, pause);
  }
}

function fault(reason) {
  $("trouble").textContent = reason;
  $("trouble").hidden = false;
}

// ---- beginning ----

grid.addEventListener("click", (event) => {
  const i = buttons().indexOf(event.target.closest("button"));
  if (i < 0 || event.detail === 0) return; // a key's click is the key's business
  strokes++;
  choose(i, event.shiftKey);
});

document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, select, textarea, .person, summary")) return;
  const { key } = event;
  if ((event.ctrlKey || event.metaKey) && /^[zZyY]$/.test(key)) {
    strokes++;
    if (/^[zZ]$/.test(key) && !event.shiftKey) undo();
    else redo();
    event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const inGrid = grid.contains(document.activeElement) || document.activeElement === document.body;
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns(), ArrowDown: columns() };
  let known = true;
  if (/^\d$/.test(key)) say(typed(), "digit", Number(key));
  else if (key === ".") say(typed(), "none");
  else if (key === "?") say(typed(), "unsure");
  else if (inGrid && key === "Enter") {
    if (Number(root.dataset.open) > 0) rest();
    else more();
  } else if (inGrid && key === " ") choose(at, event.shiftKey);
  else if (inGrid && key in steps) goTo(at + steps[key], event.shiftKey);
  else if (key === "Escape") {
    chosen = new Set();
    show();
  } else known = false;
  if (known) {
    strokes++;
    event.preventDefault();
    show();
  }
});

$("grid-rest").addEventListener("click", () => (strokes++, rest()));
$("grid-more").addEventListener("click", () => (strokes++, more()));
$("grid-undo").addEventListener("click", () => (strokes++, undo()));
addEventListener("online", () => flush());
told("saved");
try {
  await more();
} catch (problem) {
  fault(problem.message);
}
root.dataset.ready = "true";
