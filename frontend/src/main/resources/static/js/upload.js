// Many scans at once: each file goes up on its own, shows its own progress and its own trouble, and ends as a link to its table.

import { ask, fill, keep, problemOf } from "./api.js";

const form = document.getElementById("upload");
const zone = form.querySelector(".dropzone");
const input = document.getElementById("files");
const list = document.getElementById("uploads");
const summary = document.getElementById("summary");
const corpus = document.getElementById("corpus");
const words = list.dataset;
const AT_ONCE = 2;
const files = [];

const over = (f) => ["done", "known", "failed", "cancelled"].includes(f.state);

function row(f) {
  const li = document.createElement("li");
  li.className = "job";
  const preview = document.createElement("img");
  preview.className = "preview";
  preview.alt = "";
  if (f.file.type.startsWith("image/") && !f.file.type.includes("tif")) {
    preview.src = URL.createObjectURL(f.file);
    preview.onload = () => URL.revokeObjectURL(preview.src);
    preview.onerror = () => preview.replaceWith(Object.assign(document.createElement("span"), { className: "preview" }));
  }
  const what = document.createElement("div");
  what.className = "what";
  const name = document.createElement("a");
  name.className = "subject";
  name.textContent = f.file.name;
  what.append(name);
  const how = document.createElement("div");
  how.className = "how";
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", f.file.name);
  const state = document.createElement("span");
  state.className = "note state";
  const detail = document.createElement("span");
  detail.className = "note detail";
  how.append(bar, state, detail);
  const act = document.createElement("button");
  act.type = "button";
  act.className = "plain";
  act.addEventListener("click", () => (over(f) ? again(f) : cancel(f)));
  li.append(preview, what, how, act);
  return Object.assign(f, { li, name, bar, state_: state, detail, act });
}

function show(f) {
  const share = { waiting: 0, sending: 0.5 * f.sent, queued: 0.5, reading: 0.5 + 0.5 * f.read };
  f.li.dataset.state = f.state;
  f.bar.hidden = over(f);
  f.bar.value = share[f.state] ?? 1;
  f.state_.textContent = f.problem?.title ?? words[f.state];
  f.detail.textContent = f.problem?.detail ?? "";
  f.act.hidden = f.state === "done" || f.state === "known";
  f.act.textContent = over(f) ? words.again : words.cancel;
  if (f.table) f.name.href = `/tables/${f.table}`;
  summary.textContent = fill(words.summary, files.filter(over).length, files.length);
}

function set(f, state, more = {}) {
  Object.assign(f, { state, problem: null }, more);
  show(f);
}

function add(chosen) {
  for (const file of chosen) {
    const f = row({ file, state: "waiting", sent: 0, read: 0 });
    files.push(f);
    list.append(f.li);
    show(f);
  }
  if (files.length) zone.classList.add("small");
  input.required = false;
  giveName(); // what is sent next is to carry a name that was just given
  naming.then(next);
}

// A name is asked for once; without one the work goes on.
let naming = Promise.resolve();
const whoami = document.getElementById("whoami");
const uploader = document.getElementById("uploader");
whoami?.addEventListener("change", giveName);

function giveName() {
  const name = uploader?.value.trim();
  if (!name) return;
  uploader.value = "";
  const say = { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ name }) };
  naming = ask("/api/v1/person", say).then(
    (person) => {
      whoami.hidden = true;
      document.querySelector(".person summary").textContent = person.name;
      document.getElementById("person-name").value = person.name;
    },
    (problem) => {
      whoami.querySelector(".note").textContent = problem.message;
    },
  );
}

function next() {
  if (!corpus.value.trim()) {
    if (files.some((f) => f.state === "waiting")) {
      corpus.setCustomValidity(words.needCorpus);
      corpus.reportValidity();
    }
    return;
  }
  const sending = files.filter((f) => f.state === "sending").length;
  files
    .filter((f) => f.state === "waiting")
    .slice(0, AT_ONCE - sending)
    .forEach(send);
}

function send(f) {
  set(f, "sending", { sent: 0, read: 0 });
  const body = new FormData();
  for (const [name, value] of new FormData(form)) {
    if (name !== "files" && value !== "") body.append(name, value);
  }
  body.append("file", f.file, f.file.name);
  const request = new XMLHttpRequest();
  f.request = request;
  request.upload.onprogress = (event) => {
    if (!event.lengthComputable || f.state !== "sending") return;
    f.sent = event.loaded / event.total;
    show(f);
  };
  request.onload = () => {
    if (request.status === 200 || request.status === 202) {
      const table = JSON.parse(request.responseText);
      f.table = table.id;
      f.job = table.job;
      showShelf(table.corpus);
      if (request.status === 200 && table.status === "indexed") set(f, "known");
      else set(f, "queued");
      watch();
    } else {
      set(f, "failed", { problem: problemOf(request.status, request.responseText) });
    }
    next();
  };
  request.onerror = () => {
    set(f, "failed", { problem: { title: words.unreachable } });
    next();
  };
  request.onabort = () => {
    set(f, "cancelled");
    next();
  };
  request.open("POST", "/api/v1/tables");
  request.setRequestHeader("Accept", "application/json, application/problem+json");
  request.send(body);
}

// Where the scans have gone: the corpus may be a new one.
function showShelf(corpus) {
  const shelf = document.getElementById("shelf");
  const link = document.createElement("a");
  link.href = `/corpora/${corpus.id}`;
  link.textContent = fill(words.shelf, corpus.name);
  shelf.replaceChildren(link);
  shelf.hidden = false;
}

async function cancel(f) {
  if (f.state === "sending") f.request.abort();
  else if (f.state === "waiting") set(f, "cancelled");
  else if (f.job) {
    try {
      await ask(`/api/v1/jobs/${f.job}`, { method: "DELETE" });
      set(f, "cancelled");
    } catch (problem) {
      set(f, f.state, { problem });
    }
  }
}

// What never arrived is sent again; what is here already is only read again.
async function again(f) {
  if (!f.table) return resend(f);
  f.act.disabled = true;
  try {
    const table = await ask(`/api/v1/tables/${f.table}/reading`, { method: "POST" });
    f.job = table.job;
    set(f, "queued", { read: 0 });
    watch();
  } catch (problem) {
    if (problem.status === 404) resend(f); // deleted meanwhile
    else set(f, "failed", { problem: problem.status ? problem : { title: words.unreachable } });
  }
  f.act.disabled = false;
}

function resend(f) {
  f.name.removeAttribute("href");
  set(f, "waiting", { table: null, job: null });
  next();
}

let watching = false;
function watch() {
  if (watching) return;
  watching = true;
  keep(async () => {
    const open = files.filter((f) => f.state === "queued" || f.state === "reading");
    await Promise.all(
      open.map(async (f) => {
        const table = await ask(`/api/v1/tables/${f.table}`);
        if (over(f)) return; // cancelled while this was asked
        f.job = table.job ?? f.job;
        if (table.status === "indexed") set(f, "done");
        else if (table.status === "failed") set(f, "failed", { problem: { title: words.failed, detail: table.why } });
        else if (f.job) {
          const job = await ask(`/api/v1/jobs/${f.job}`);
          if (job.state === "cancelled") set(f, "cancelled");
          else if (job.state === "running") set(f, "reading", { read: job.progress });
        }
      }),
    );
    watching = files.some((f) => f.state === "queued" || f.state === "reading");
    return watching;
  }, 600);
}

input.addEventListener("change", () => {
  add([...input.files]);
  input.value = "";
});
corpus.addEventListener("input", () => corpus.setCustomValidity(""));
corpus.addEventListener("change", next);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  next();
});
document.addEventListener("paste", (event) => {
  const pasted = [...event.clipboardData.files];
  if (pasted.length) add(pasted);
});
for (const place of [zone, document.body]) {
  place.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("dropping");
  });
  place.addEventListener("dragleave", () => zone.classList.remove("dropping"));
}
document.body.addEventListener("drop", (event) => {
  event.preventDefault();
  zone.classList.remove("dropping");
  add([...event.dataTransfer.files]);
});
