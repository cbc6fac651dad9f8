// A model file goes up with its progress shown; what was found is told by the page that answers, and the form stays as it was filled.

import { fill } from "./api.js";

const form = document.getElementById("model-file");
const words = form.dataset;
const bar = document.querySelector("#sending progress");
const sending = document.getElementById("sending");
const cancel = document.getElementById("cancel-sending");
const said = document.getElementById("sent");
let request = null;

function rest(told) {
  request = null;
  sending.hidden = true;
  for (const button of form.querySelectorAll("button:not([type])")) button.disabled = false;
  said.textContent = told;
}

function show(answer) {
  const page = new DOMParser().parseFromString(answer, "text/html");
  if (!page.getElementById("outcome")) {
    rest(page.querySelector("h1")?.textContent ?? words.unreachable);
    return;
  }
  for (const id of ["outcome", "versions"]) {
    document.getElementById(id).replaceWith(page.getElementById(id));
  }
  const outcome = document.getElementById("outcome");
  outcome.tabIndex = -1;
  outcome.focus();
  outcome.scrollIntoView({ block: "start" });
  rest("");
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (request) return;
  const body = new FormData(form, event.submitter);
  for (const button of form.querySelectorAll("button:not([type])")) button.disabled = true;
  request = new XMLHttpRequest();
  request.upload.onprogress = ({ lengthComputable, loaded, total }) => {
    if (!lengthComputable) return;
    bar.value = loaded / total;
    said.textContent = fill(words.sending, Math.floor((100 * loaded) / total));
  };
  request.upload.onload = () => {
    // from here on it is read, and could be registered before a cancellation arrives
    bar.removeAttribute("value");
    cancel.hidden = true;
    said.textContent = words.trying;
  };
  request.onload = () => show(request.responseText);
  request.onerror = () => rest(words.unreachable);
  request.onabort = () => rest(words.cancelled);
  bar.value = 0;
  cancel.hidden = false;
  sending.hidden = false;
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "text/html");
  request.send(body);
});

cancel.addEventListener("click", () => request?.abort());

document.addEventListener("click", ({ target }) => {
  if (target.id !== "use-hint") return;
  const hint = document.querySelector("#hint dl").dataset;
  form.querySelector("details").open = true;
  for (const name of ["em", "peak", "order"]) {
    if (hint[name]) form.elements[name].value = hint[name];
  }
  form.elements.em.scrollIntoView({ block: "center" });
  form.querySelector("button[name=preview]").focus();
});
