// What is asked, as a form: only what is filled in stands in the address; a computed table shows the fields it depends on; years are
// chosen on their histogram; numbers come from a file.

import { fill } from "./api.js";

// What parts two numbers needs one sign in the address, not three and not nine; what was typed stays as it is.
const plain = (text) => text.replace(/[^0-9?]+/g, " ").trim();

// What goes wrong is said; an answer that says it itself is shown.
const refused = document.getElementById("refused");
function refuse(sentence = "") {
  refused.textContent = sentence;
  refused.hidden = sentence === "";
}

document.addEventListener("htmx:configRequest", (event) => {
  const { detail } = event;
  refuse();
  if (detail.parameters.numbers) {
    // Where nothing is left the answer says so.
    detail.parameters.numbers = plain(detail.parameters.numbers) || detail.parameters.numbers;
    if (detail.parameters.numbers.length > Number(refused.dataset.most)) {
      event.preventDefault();
      return refuse(refused.dataset.long);
    }
  }
  // Nobody asks for it, and it would say the same numbers once more.
  delete detail.headers["HX-Current-URL"];
  for (const name of Object.keys(detail.parameters)) {
    if (detail.parameters[name] === "") delete detail.parameters[name];
  }
});

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.status < 400 || !detail.xhr.responseText.includes('id="answer"')) return;
  detail.shouldSwap = true;
  detail.isError = false;
});
document.addEventListener("htmx:responseError", ({ detail }) => refuse(fill(refused.dataset.failed, detail.xhr.status)));
document.addEventListener("htmx:sendError", () => refuse(refused.dataset.offline));

const kind = document.getElementById("computed");
const fields = document.querySelectorAll("[data-parameter]");
function depend() {
  const wanted = (kind.selectedOptions[0]?.dataset.parameters ?? "").split(" ");
  for (const field of fields) {
    field.hidden = !wanted.includes(field.dataset.parameter);
    for (const input of field.querySelectorAll("input, select")) input.disabled = field.hidden;
  }
}
if (kind) {
  kind.addEventListener("change", depend);
  depend();
}

// From where the pointer goes down to where it goes up; the two fields say the same to whoever uses no pointer.
for (const years of document.querySelectorAll("[data-years]")) {
  const from = years.querySelector("[name='yearFrom']");
  const to = years.querySelector("[name='yearTo']");
  let start = null;
  const bar = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest("g")?.querySelector("[data-from]");
  years.addEventListener("pointerdown", (event) => {
    start = bar(event);
    if (start) event.preventDefault();
  });
  years.addEventListener("pointerup", (event) => {
    const end = bar(event);
    if (start && end) {
      from.value = Math.min(start.dataset.from, end.dataset.from);
      to.value = Math.max(start.dataset.to, end.dataset.to);
      to.dispatchEvent(new Event("change", { bubbles: true }));
    }
    start = null;
  });
}

// A file of numbers dropped on the field; pictures are taken elsewhere.
const numbers = document.getElementById("numbers");
const texts = /^text\/|csv|spreadsheet/;
numbers?.addEventListener("drop", async (event) => {
  const file = [...event.dataTransfer.files].find((f) => texts.test(f.type) || /\.(csv|tsv|txt)$/i.test(f.name));
  if (!file) return;
  event.preventDefault();
  event.stopPropagation();
  numbers.closest("form").classList.remove("dropping");
  numbers.value = plain(await file.text());
  numbers.dispatchEvent(new Event("change", { bubbles: true }));
});
