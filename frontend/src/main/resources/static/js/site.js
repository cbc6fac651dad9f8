// What every page does once scripts run: work in progress moves, a picture can be dropped on the search box.

import { watchJobs } from "./jobs.js";
import { watchCorpora } from "./corpora.js";
import { takePictures } from "./picture-search.js";
import "./tray.js";

document.documentElement.classList.add("scripted");

const person = document.querySelector("details.person");
if (person) {
  person.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && person.open) {
      person.open = false;
      person.querySelector("summary").focus();
    }
  });
  document.addEventListener("pointerdown", (event) => {
    if (!person.contains(event.target)) person.open = false;
  });
}

// A list that was narrowed meanwhile has changed the address that one comes back to.
document.addEventListener("submit", ({ target }) => {
  const back = target.querySelector("input[name='back']");
  if (back) back.value = location.pathname + location.search;
});

for (const list of document.querySelectorAll("[data-jobs]")) {
  const closed = list.closest("details:not([open])");
  if (closed) closed.addEventListener("toggle", () => watchJobs(list), { once: true });
  else watchJobs(list);
}
watchCorpora(document.querySelectorAll("[data-corpus]"), document.querySelector("main.home"));
takePictures(document.querySelector("[data-picture-search]"), document.querySelector("[data-drop='search']"));
