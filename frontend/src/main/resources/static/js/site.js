// What every page does once scripts run: work in progress moves, a picture can be dropped on the search box.

import { watchJobs } from "./jobs.js";
import { watchCorpora } from "./corpora.js";
import { takePictures } from "./picture-search.js";

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

for (const list of document.querySelectorAll("[data-jobs]")) {
  const closed = list.closest("details:not([open])");
  if (closed) closed.addEventListener("toggle", () => watchJobs(list), { once: true });
  else watchJobs(list);
}
watchCorpora(document.querySelectorAll("[data-corpus]"), document.querySelector("main.home"));
takePictures(document.querySelector("[data-picture-search]"), document.querySelector("[data-drop='search']"));
