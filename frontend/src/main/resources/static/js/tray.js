// Up to four tables, pinned from wherever one meets them, kept by the browser, and any two of them opened side by side. Where the
// browser keeps nothing, they stay as long as the page.

import { ask, fill } from "./api.js";
import { onKey } from "./keys.js";

const KEPT = "tabularium-tray";
const MOST = 4;
const tray = document.getElementById("tray");
const list = tray?.querySelector("ul");
const open = document.getElementById("tray-open");
const said = document.getElementById("tray-said");
let pins = []; // {id, title, byline, thumb}
let chosen = []; // the ids of those to be opened, the one chosen last at the end

function load() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
    pins = Array.isArray(kept) ? kept.filter((pin) => /^\d+$/.test(pin?.id)).slice(0, MOST) : [];
  } catch {
    // nothing is kept here: those of this page
  }
  const here = pins.map((pin) => pin.id);
  chosen = chosen.filter((id) => here.includes(id));
  for (const id of here) if (chosen.length < 2 && !chosen.includes(id)) chosen.push(id);
}

function keep() {
  try {
    localStorage.setItem(KEPT, JSON.stringify(pins));
  } catch {
    // as above
  }
}

const pinned = (id) => pins.some((pin) => pin.id === id);
const text = (room, selector) => room.querySelector(selector)?.textContent.replace(/\s+/g, " ").trim() ?? "";

/** What a list, a table's page or a pair's page says of a table. */
function describe(room) {
  return {
    id: room.dataset.table,
    title: ["h1", "h2", ".title"].map((name) => text(room, name)).find((found) => found !== "") ?? "",
    byline: text(room, ".byline"),
    thumb: room.dataset.thumb ?? room.querySelector("img.scan")?.getAttribute("src"),
  };
}

function toggle(room) {
  const id = room.dataset.table;
  if (pinned(id)) return remove(id);
  if (pins.length >= MOST) {
    said.textContent = "";
    said.textContent = tray.dataset.full;
    tray.classList.add("full");
    return;
  }
  pins.push(describe(room));
  chosen = [...chosen, id].slice(-2);
  changed(fill(tray.dataset.pinned, pins.at(-1).title, pins.length));
}

function remove(id) {
  const { title } = pins.find((pin) => pin.id === id);
  pins = pins.filter((pin) => pin.id !== id);
  changed(fill(tray.dataset.taken, title, pins.length));
}

function changed(what) {
  keep();
  load();
  show();
  said.textContent = what;
}

function choose(id, wanted) {
  chosen = wanted ? [...chosen, id].slice(-2) : chosen.filter((one) => one !== id);
  for (const box of list.querySelectorAll("input")) box.checked = chosen.includes(box.value);
  offer();
}

/** The way to the two that are chosen. */
function offer() {
  open.hidden = chosen.length !== 2;
  tray.querySelector(".choose").hidden = chosen.length === 2;
  if (chosen.length < 2) return;
  const [a, b] = pins.filter((pin) => chosen.includes(pin.id)).map((pin) => pin.id);
  open.href = `/pairs/${a}/${b}`;
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key in made) made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

function item(pin) {
  const image = element("img", { alt: "", src: pin.thumb ?? "", className: "scan" });
  // It may have been deleted meanwhile.
  image.addEventListener("error", () =>
    ask(`/api/v1/tables/${pin.id}`).catch((problem) => problem.status === 404 && pinned(pin.id) && remove(pin.id)),
  );
  const box = element("input", { type: "checkbox", checked: chosen.includes(pin.id), value: pin.id });
  box.addEventListener("change", () => choose(pin.id, box.checked));
  const away = element("button", { type: "button", className: "plain" }, "\u00d7");
  away.setAttribute("aria-label", fill(tray.dataset.remove, pin.title));
  away.addEventListener("click", () => {
    remove(pin.id);
    (list.querySelector("input") ?? document.getElementById("content")).focus();
  });
  const words = element("span", { className: "what" }, element("b", {}, pin.title), element("span", { className: "byline" }, pin.byline));
  return element("li", {}, element("label", {}, box, image, words), element("a", { href: `/tables/${pin.id}`, className: "sans" }, tray.dataset.see), away);
}

function show() {
  tray.hidden = pins.length === 0;
  tray.classList.remove("full");
  document.documentElement.classList.toggle("traying", pins.length > 0);
  list.replaceChildren(...pins.map(item));
  offer();
  mark();
}

/** The buttons say what is pinned. */
function mark() {
  for (const button of document.querySelectorAll("button[data-pin]")) {
    button.setAttribute("aria-pressed", pinned(button.closest("[data-table]").dataset.table));
  }
}

if (tray) {
  load();
  show();
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-pin]");
    if (button) toggle(button.closest("[data-table]"));
  });
  // The table that has the focus, or the one that the page is about; of a pair the second, as one walks through a ranking.
  onKey((key) => {
    if (key !== "x") return;
    const room = document.activeElement?.closest("[data-table]") ?? document.querySelector("main[data-table], main .of.second[data-table]");
    if (room) toggle(room);
  });
  document.getElementById("tray-clear").addEventListener("click", () => {
    pins = [];
    changed(tray.dataset.empty);
    document.getElementById("content").focus();
  });
  document.addEventListener("htmx:afterSwap", mark);
  window.addEventListener("storage", (event) => {
    if (event.key !== KEPT) return;
    load();
    show();
  });
}
