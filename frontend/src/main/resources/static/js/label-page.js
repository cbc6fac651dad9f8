// Labelling the digits of one table: mostly by keys, with the scan in the middle of the page.
//
// A "place" is a label, or a digit that the model read and nobody has labelled yet. One place is in focus; keys are about it.

import { fill, figure, keep, ask } from "./api.js";
import { Sheet, unreachable } from "./sheet.js";
import { LabelStore, covers, mark, newId } from "./label-store.js";
import { inReadingOrder, nextInColumn, onScan, split, evenWalls } from "./label-places.js";

const root = document.querySelector("main.labelling");
const element = document.getElementById("viewer");
const words = document.getElementById("label-words").dataset;
const css = getComputedStyle(document.documentElement);
const colours = { mine: css.getPropertyValue("--ink").trim(), others: css.getPropertyValue("--verdigris").trim(), paper: css.getPropertyValue("--leaf").trim() };
const $ = (id) => document.getElementById(id);

const table = root.dataset.table;
const turn = Number(element.dataset.turn || 0);
const me = root.dataset.person;
let model = root.dataset.model || null; // the version whose reading is shown, and taken over by the space bar
const sheet = new Sheet(element);
const layers = { mine: $("layer-mine"), others: $("layer-others"), model: $("layer-model") };

let read = []; // what the model reads, whatever people say
let places = []; // in reading order
let labelled = []; // of what the model reads, what has a label, with it
let focused = null; // a place's key
let drawing = null; // {what, from?, to?} while a box is being drawn
let number = null; // {box, text, walls} while a number is being typed
let drag = null; // {kind, ...} while something is dragged
let queued = false;

const store = new LabelStore(table, me, { changed, conflicted, failed, outdated: () => failed(words.outdated) });

// ---- places ----

const keyOf = (place) => place.id ?? place.key;
const isLabel = (place) => place?.id !== undefined;
const focus = () => places.find((place) => keyOf(place) === focused) ?? null;
const verdict = (label) => ["digit", "none", "unsure"].includes(label.kind);

function changed() {
  // Typing is quicker than drawing: one look at everything a frame is enough.
  if (queued) return;
  queued = true;
  requestAnimationFrame(() => {
    queued = false;
    gather();
    show();
  });
}

function gather() {
  const labels = [...store.labels.values()].filter((label) => label.kind !== "flag");
  const said = labels.filter(verdict);
  const rows = new Map();
  for (const label of said) {
    const row = Math.floor((label.y + label.h / 2) / 64);
    for (const near of [row - 1, row, row + 1]) rows.set(near, [...(rows.get(near) ?? []), label]);
  }
  const open = [];
  labelled = [];
  for (const digit of read) {
    const label = (rows.get(Math.floor((digit.y + digit.h / 2) / 64)) ?? []).find((one) => covers(one, digit) || covers(digit, one));
    if (label) labelled.push([digit, label]);
    else open.push(digit);
  }
  const flags = [...store.labels.values()].filter((label) => label.kind === "flag");
  for (const digit of open) digit.flagged = flags.some((flag) => covers(flag, digit) || covers(digit, flag));
  places = inReadingOrder([...labels, ...open], turn);
  if (focused && !focus()) {
    // What was in focus has become a label, or is one no more: the focus stays where it was on the page.
    const there = last && places.find((place) => covers(place, last) || covers(last, place));
    focused = there ? keyOf(there) : null;
  }
  last = focus() ?? last;
}
let last = null;

function modelAt(place) {
  return isLabel(place) ? read.find((digit) => covers(digit, place) || covers(place, digit)) : place;
}

/** What somebody says, in one character. */
const glyph = (place) => (place.kind === "none" ? "·" : place.kind === "unsure" ? "?" : place.kind === "contrast" ? "" : String(place.digit ?? ""));

// ---- what one sees ----

function show() {
  const place = focus();
  const said = places.filter(isLabel);
  const digits = said.filter((label) => verdict(label));
  const open = places.filter((one) => !isLabel(one));
  $("count").textContent = fill(words.count, digits.length, digits.length + open.length);
  $("count-bar").max = Math.max(1, digits.length + open.length);
  $("count-bar").value = digits.length;
  root.dataset.labels = said.length;
  root.dataset.places = places.length;
  root.dataset.focus = place ? places.indexOf(place) + 1 : 0;
  root.dataset.revision = store.page.revision;
  root.dataset.state = store.page.state;
  root.dataset.focusAt = place ? [place.x, place.y, place.w, place.h].join(",") : "";
  document.querySelectorAll("[data-state-of-page]").forEach((button) => button.setAttribute("aria-pressed", button.dataset.stateOfPage === store.page.state));
  $("undo").disabled = store.done.length === 0;
  $("redo").disabled = store.undone.length === 0;
  showFocus(place);
  showMode();
  if ($("as-table").open) showTable();
  sheet.repaint();
}

function crop(place, size) {
  const pad = 0.6 * Math.max(place.w, place.h);
  const x = Math.max(0, Math.round(place.x - pad));
  const y = Math.max(0, Math.round(place.y - pad));
  const w = Math.round(place.w + 2 * pad);
  const h = Math.round(place.h + 2 * pad);
  return `/iiif/3/${root.dataset.scan}/${x},${y},${w},${h}/!${size},${size}/${turn}/default.jpg`;
}

function showFocus(place) {
  const panel = $("focus");
  panel.hidden = !place;
  if (!place) return;
  const address = crop(place, 240);
  if ($("focus-crop").getAttribute("src") !== address) $("focus-crop").setAttribute("src", address);
  const seen = modelAt(place);
  $("focus-said").textContent = isLabel(place) ? (place.kind === "digit" ? String(place.digit) : words[place.kind]) : "–";
  $("focus-said").dataset.digit = !isLabel(place) || place.kind === "digit";
  $("focus-read").textContent = seen ? fill(words.read, seen.digit, figure(seen.confidence, 2), brief()) : fill(words.unread, brief());
  $("focus-by").textContent = isLabel(place) ? [place.by === "anonymous" ? words.anonymous : place.by, place.model ? words.accepted : "", place.first ? words.first : "", place.last ? words.last : ""].filter(Boolean).join(", ") : place.flagged ? words.flagged : "";
  $("focus-history").hidden = !isLabel(place);
  if (isLabel(place)) $("focus-history").href = `/tables/${table}/labels/history?label=${place.id}`;
  $("live").textContent = fill(words.live, places.indexOf(place) + 1, places.length, $("focus-said").textContent, seen ? seen.digit : "–");
}

function showMode() {
  const mode = number ? "number" : drawing ? drawing.what : "";
  root.dataset.mode = mode;
  document.querySelectorAll("[data-draw]").forEach((button) => button.setAttribute("aria-pressed", button.dataset.draw === (number ? "many" : drawing?.what ?? "")));
  const hint = number ? "hintNumber" : drawing ? (drawing.from ? "hintSecond" : "hintFirst") : "";
  $("hint").textContent = hint ? fill(words[hint], number?.text || "…") : "";
}

// ---- drawing on the sheet ----

function paint(context) {
  const began = performance.now();
  const place = focus();
  const seen = (b) => b.x + b.w > 0 && b.y + b.h > 0 && b.x < sheet.width && b.y < sheet.height;
  const groups = { model: [], mine: [], others: [], contrast: [] };
  for (const one of places) {
    const layer = !isLabel(one) ? "model" : one.by === me ? "mine" : "others";
    if (!layers[layer].checked && one !== place) continue;
    const b = sheet.boxOnScreen(one);
    if (seen(b)) groups[one.kind === "contrast" ? "contrast" : layer].push([one, b]);
  }
  // What the model reads is shown at labelled places, too: a frame around the label, and its digit above where they differ.
  const under = layers.model.checked ? labelled.map(([digit, label]) => [digit, label, sheet.boxOnScreen(digit)]).filter(([, , b]) => seen(b)) : [];
  root.dataset.modelBoxes = groups.model.length + under.length;
  const all = [...groups.model, ...groups.mine, ...groups.others];
  const height = all.reduce((sum, [, b]) => sum + b.h, 0) / Math.max(1, all.length);
  // Lines around small boxes would hide the print: they get thinner as one goes away.
  const near = Math.max(0.25, Math.min(1, height / 16));
  for (const layer of ["model", "mine", "others"]) {
    context.strokeStyle = layer === "mine" ? colours.mine : colours.others;
    context.lineWidth = (layer === "model" ? 1 : 1.4) * Math.max(0.6, near);
    context.setLineDash(layer === "model" ? [3, 3] : []);
    context.globalAlpha = (layer === "model" ? 0.75 : 0.9) * near;
    context.beginPath();
    for (const [, b] of groups[layer]) context.rect(b.x - 0.5, b.y - 0.5, b.w + 1, b.h + 1);
    if (layer === "model") for (const [, , b] of under) context.rect(b.x - 3, b.y - 3, b.w + 6, b.h + 6);
    context.stroke();
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
  hatch(context, groups.contrast);
  if (height >= 13) glyphs(context, groups, under, height);
  if (place) focusRing(context, sheet.boxOnScreen(place), place);
  if (drawing?.from && drawing.to) {
    const b = sheet.boxOnScreen(boxOf(drawing.from, drawing.to));
    context.strokeStyle = colours.mine;
    context.setLineDash([5, 3]);
    context.lineWidth = 1.5;
    context.strokeRect(b.x, b.y, b.w, b.h);
    context.setLineDash([]);
  }
  if (number) numberBox(context);
  const ring = place && sheet.boxOnScreen(place);
  root.dataset.focusOnScreen = ring ? [ring.x, ring.y, ring.w, ring.h].join(",") : "";
  const took = performance.now() - began;
  root.dataset.paint = took.toFixed(1);
}

/** Regions without digits are hatched, so that nobody needs colours to tell them. */
function hatch(context, regions) {
  for (const [, b] of regions) {
    context.save();
    context.beginPath();
    context.rect(b.x, b.y, b.w, b.h);
    context.strokeStyle = colours.mine;
    context.globalAlpha = 0.8;
    context.stroke();
    context.clip();
    context.globalAlpha = 0.35;
    context.beginPath();
    for (let d = 0; d < b.w + b.h; d += 9) {
      context.moveTo(b.x + d, b.y);
      context.lineTo(b.x + d - b.h, b.y + b.h);
    }
    context.stroke();
    context.restore();
  }
}

function glyphs(context, groups, under, height) {
  const size = Math.max(9, Math.min(26, height * 0.52));
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = Math.max(2.5, size * 0.28);
  context.strokeStyle = colours.paper;
  for (const layer of ["model", "mine", "others"]) {
    context.font = `${layer === "model" ? 400 : 600} ${size}px "Source Sans 3", sans-serif`;
    context.fillStyle = layer === "mine" ? colours.mine : colours.others;
    context.globalAlpha = layer === "model" ? 0.85 : 1;
    for (const [one, b] of groups[layer]) {
      const text = (one.first ? "‹" : "") + glyph(one) + (one.last ? "›" : "") + (one.flagged ? "⚑" : "");
      context.strokeText(text, b.x + b.w / 2, b.y + b.h + size * 0.45);
      context.fillText(text, b.x + b.w / 2, b.y + b.h + size * 0.45);
    }
    if (layer !== "model") continue;
    for (const [digit, , b] of under.filter(([digit, label]) => glyph(label) !== glyph(digit))) {
      context.strokeText(glyph(digit), b.x + b.w / 2, b.y - size * 0.45);
      context.fillText(glyph(digit), b.x + b.w / 2, b.y - size * 0.45);
    }
  }
  context.globalAlpha = 1;
}

function focusRing(context, b, place) {
  context.strokeStyle = colours.paper;
  context.lineWidth = 5;
  context.strokeRect(b.x - 4, b.y - 4, b.w + 8, b.h + 8);
  context.strokeStyle = colours.mine;
  context.lineWidth = 2;
  context.strokeRect(b.x - 4, b.y - 4, b.w + 8, b.h + 8);
  if (!isLabel(place)) return;
  context.fillStyle = colours.mine;
  for (const [x, y] of corners(b)) context.fillRect(x - 3, y - 3, 6, 6);
}

const corners = (b) => [
  [b.x - 4, b.y - 4],
  [b.x + b.w + 4, b.y - 4],
  [b.x - 4, b.y + b.h + 4],
  [b.x + b.w + 4, b.y + b.h + 4],
];

function numberBox(context) {
  const parts = number.text ? split(number.box, number.walls, turn) : [number.box];
  context.strokeStyle = colours.mine;
  context.lineWidth = 1.8;
  context.fillStyle = colours.mine;
  parts.forEach((part, i) => {
    const b = sheet.boxOnScreen(part);
    context.strokeRect(b.x, b.y, b.w, b.h);
    const size = Math.max(11, Math.min(26, b.h * 0.52));
    context.font = `600 ${size}px "Source Sans 3", sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(number.text[i] ?? "", b.x + b.w / 2, b.y + b.h + size * 0.6);
  });
}

// ---- moving about ----

/**
 * Puts a place into focus.
 *
 * @param near whether the sheet comes near enough to read it
 * @param centred whether it comes to the middle in any case; otherwise only from the rim: whoever types wants the page to stand still
 */
function goTo(place, near = true, centred = false) {
  focused = place ? keyOf(place) : null;
  last = place ?? last;
  if (place && near) {
    const size = Math.max(place.w, place.h);
    const wanted = Math.min(4, Math.max(sheet.view().scale, 34 / size));
    const [px, py] = sheet.toScreen(place.x + place.w / 2, place.y + place.h / 2);
    const inside = px > 0.12 * sheet.width && py > 0.12 * sheet.height && px < 0.88 * sheet.width && py < 0.88 * sheet.height;
    if (centred || !inside || wanted > sheet.view().scale * 1.05) sheet.look({ x: place.x + place.w / 2, y: place.y + place.h / 2, scale: wanted }, false);
  }
  show();
}

/** The next place but one, and so on; false at the end. */
function step(by) {
  if (places.length === 0) return false;
  const at = places.findIndex((place) => keyOf(place) === focused);
  const to = at < 0 ? (by > 0 ? 0 : places.length - 1) : at + by;
  if (to < 0 || to >= places.length) return false;
  goTo(places[to], true, true);
  return true;
}

// ---- saying ----

const round = ({ x, y, w, h }) => ({ x: Math.round(x), y: Math.round(y), w: Math.max(1, Math.round(w)), h: Math.max(1, Math.round(h)) });

/** Says what stands at the place in focus and goes to the next. */
function say(kind, digit, accepted = false) {
  const place = focus();
  if (!place) return;
  const at = places.indexOf(place);
  const next = places[at + 1];
  store.act([saying(place, kind, digit, accepted)]);
  gather();
  if (next) goTo(places.find((one) => keyOf(one) === keyOf(next)) ?? next);
  else show();
}

function saying(place, kind, digit, accepted) {
  const before = isLabel(place) ? mark(store.labels.get(place.id) ?? place) : { ...round(place), first: false, last: false, number: null };
  return { id: isLabel(place) ? place.id : newId(), after: { ...before, kind, digit: kind === "digit" ? digit : null, model: accepted ? model : null } };
}

function accept() {
  const place = focus();
  const seen = place && modelAt(place);
  if (seen) say("digit", seen.digit, true);
}

function remove() {
  const place = focus();
  if (!isLabel(place)) return;
  const next = places[places.indexOf(place) + 1];
  store.act([{ id: place.id, after: null }]);
  gather();
  if (!focus() && next) goTo(next);
  else show();
}

/** Alters the label in focus as it is now: several keys may come between two frames. */
function change(alter) {
  const label = store.labels.get(focused);
  if (!label) return;
  store.act([{ id: label.id, after: alter(mark(label)) }]);
  changed();
}

function move(right, down) {
  const [dx, dy] = onScan(right, down, sheet.turn);
  change((m) => ({ ...m, x: m.x + dx, y: m.y + dy }));
}

function resize(right, down) {
  const [dx, dy] = onScan(right, down, sheet.turn).map(Math.abs);
  const sign = right + down > 0 ? 1 : -1;
  change((m) => ({ ...m, w: Math.max(1, m.w + sign * dx), h: Math.max(1, m.h + sign * dy) }));
}

// ---- new boxes ----

const boxOf = ([x1, y1], [x2, y2]) => round({ x: Math.min(x1, x2), y: Math.min(y1, y2), w: Math.abs(x2 - x1), h: Math.abs(y2 - y1) });

function draw(what) {
  number = null;
  drawing = drawing?.what === what ? null : { what };
  sheet.look(sheet.view()); // whoever draws wants the page to stand still
  sheet.viewer.setMouseNavEnabled(!drawing);
  show();
}

/** What of a box lies on the scan. */
function clipped({ x, y, w, h }) {
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  return { x: left, y: top, w: Math.min(sheet.size.x, x + w) - left, h: Math.min(sheet.size.y, y + h) - top };
}

function drawn(whole) {
  const { what } = drawing;
  const box = clipped(whole);
  drawing = null;
  sheet.viewer.setMouseNavEnabled(true);
  if (box.w < 3 || box.h < 3) {
    show();
    return;
  }
  if (what === "many") {
    number = { box, text: "", walls: [] };
    show();
    return;
  }
  const id = newId();
  // A new box is unsure until its digit is typed; a region without digits is what it is.
  store.act([{ id, after: { ...box, kind: what === "contrast" ? "contrast" : "unsure", digit: null, first: false, last: false, number: null, model: null } }]);
  gather();
  focused = id;
  show();
}

/** By keys alone: a box of the usual size in the middle of what one sees. */
function drawInTheMiddle() {
  const view = sheet.view();
  const sizes = places.filter((place) => place.kind !== "contrast");
  const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 24 / view.scale;
  const w = median(sizes.map((place) => place.w)) * (drawing.what === "digit" ? 1 : 3);
  const h = median(sizes.map((place) => place.h));
  drawn(round({ x: view.x - w / 2, y: view.y - h / 2, w, h }));
}

function typeNumber(key) {
  if (/^\d$/.test(key)) number.text += key;
  else if (key === "Backspace") number.text = number.text.slice(0, -1);
  else if (key === "Escape") number = null;
  else if (key === "Enter" || key === "Tab") {
    commitNumber();
    return;
  } else return;
  if (number) number.walls = evenWalls(number.text.length);
  show();
}

function commitNumber() {
  const { box, text, walls } = number;
  number = null;
  if (text) {
    const group = newId();
    const parts = split(box, walls, turn);
    const changes = parts.map((part, i) => ({
      id: newId(),
      after: { ...part, kind: "digit", digit: Number(text[i]), first: i === 0, last: i === parts.length - 1, number: group, model: null },
    }));
    store.act(changes);
    gather();
    focused = changes[changes.length - 1].id;
  }
  show();
}

// ---- the pointer ----

const at = (event) => {
  const { left, top } = element.getBoundingClientRect();
  return { px: event.clientX - left, py: event.clientY - top, scan: sheet.toScan(event.clientX - left, event.clientY - top) };
};

/** The inner walls on the screen: of the number being typed, or of the number in focus. */
function walls() {
  if (number) {
    const parts = split(number.box, number.walls, turn);
    return parts.slice(1).map((part, i) => ({ wall: i, edge: edgeBetween(parts[i], part) }));
  }
  const place = focus();
  if (!place?.number) return [];
  const digits = inReadingOrder([...store.labels.values()].filter((label) => label.number === place.number), turn);
  return digits.slice(1).flatMap((digit, i) => {
    const edge = edgeBetween(digits[i], digit);
    return edge ? [{ ids: [digits[i].id, digit.id], edge }] : [];
  });
}

/** The edge that two boxes share on the screen, a vertical line there; null when they do not touch. */
function edgeBetween(a, b) {
  const [p, q] = [sheet.boxOnScreen(a), sheet.boxOnScreen(b)];
  return Math.abs(p.x + p.w - q.x) < 2 * sheet.scale + 1 ? { x: q.x, top: q.y, foot: q.y + q.h } : null;
}

function pressed(event) {
  if (event.button !== 0 || !sheet.map) return;
  const { px, py, scan } = at(event);
  if (drawing) {
    event.stopPropagation();
    if (drawing.from) return; // the second click ends it, at its release
    drawing.from = scan;
    drawing.to = scan;
    drawing.pressedAt = [px, py];
    show();
    return;
  }
  const wall = walls().find(({ edge }) => Math.abs(edge.x - px) < 6 && py > edge.top - 6 && py < edge.foot + 6);
  const place = focus();
  if (wall) drag = { kind: "wall", ...wall };
  else if (isLabel(place) && !number) {
    const b = sheet.boxOnScreen(place);
    const corner = corners(b).findIndex(([x, y]) => Math.abs(x - px) < 7 && Math.abs(y - py) < 7);
    if (corner >= 0) drag = { kind: "corner", corner, start: scan, place };
    else if (px > b.x && py > b.y && px < b.x + b.w && py < b.y + b.h) drag = { kind: "box", start: scan, place };
  }
  if (drag) {
    event.stopPropagation();
    sheet.viewer.setMouseNavEnabled(false);
    element.setPointerCapture(event.pointerId);
  }
}

function moved(event) {
  if (!sheet.map) return;
  const { px, scan } = at(event);
  if (drawing?.from) {
    drawing.to = scan;
    sheet.repaint();
  } else if (drag?.kind === "wall" && number) {
    const whole = sheet.boxOnScreen(number.box);
    const share = (px - whole.x) / whole.w;
    const low = drag.wall > 0 ? number.walls[drag.wall - 1] : 0;
    const high = number.walls[drag.wall + 1] ?? 1;
    number.walls[drag.wall] = Math.min(high - 0.02, Math.max(low + 0.02, share));
    sheet.repaint();
  } else if (drag) drag.to = scan;
}

function released(event) {
  if (!sheet.map) return;
  const { px, py, scan } = at(event);
  if (drawing?.from) {
    event.stopPropagation();
    const [fx, fy] = drawing.pressedAt;
    const still = Math.hypot(px - fx, py - fy) < 5;
    // One click sets a corner, the next the other; a drag does both.
    if (!drawing.second && still) {
      drawing.second = true;
      show();
    } else drawn(boxOf(drawing.from, scan));
    return;
  }
  if (!drag) return;
  event.stopPropagation();
  sheet.viewer.setMouseNavEnabled(true);
  const ended = drag;
  drag = null;
  if (ended.kind === "wall" && ended.ids) dragWall(ended.ids, scan);
  if ((ended.kind === "box" || ended.kind === "corner") && ended.to) {
    const [dx, dy] = [Math.round(scan[0] - ended.start[0]), Math.round(scan[1] - ended.start[1])];
    if (Math.hypot(dx, dy) < 1) return;
    const m = mark(ended.place);
    const after = ended.kind === "box" ? { ...m, x: m.x + dx, y: m.y + dy } : cornerTo(m, ended.corner, scan);
    store.act([{ id: ended.place.id, after }]);
    changed();
  }
}

function cornerTo(m, corner, scan) {
  const b = sheet.boxOnScreen(m);
  const opposite = [[b.x + b.w, b.y + b.h], [b.x, b.y + b.h], [b.x + b.w, b.y], [b.x, b.y]][corner];
  return { ...m, ...boxOf(sheet.toScan(...opposite), scan) };
}

function dragWall([left, right], [x, y]) {
  const [a, b] = [mark(store.labels.get(left)), mark(store.labels.get(right))];
  const sideways = turn % 180 === 90;
  const [lo, hi] = (sideways ? a.y < b.y : a.x < b.x) ? [a, b] : [b, a];
  if (sideways) {
    const wall = Math.round(Math.min(hi.y + hi.h - 1, Math.max(lo.y + 1, y)));
    Object.assign(hi, { y: wall, h: hi.y + hi.h - wall });
    lo.h = wall - lo.y;
  } else {
    const wall = Math.round(Math.min(hi.x + hi.w - 1, Math.max(lo.x + 1, x)));
    Object.assign(hi, { x: wall, w: hi.x + hi.w - wall });
    lo.w = wall - lo.x;
  }
  store.act([
    { id: left, after: a },
    { id: right, after: b },
  ]);
  changed();
}

function clicked(x, y) {
  free = false;
  if (drawing || drag || number) return;
  const room = 3 / sheet.scale;
  const hits = places.filter((p) => x >= p.x - room && y >= p.y - room && x <= p.x + p.w + room && y <= p.y + p.h + room);
  const hit = hits.sort((a, b) => a.w * a.h - b.w * b.h)[0];
  goTo(hit ?? null, false);
  element.focus({ preventScroll: true });
}

// ---- keys ----

let free = false;

function key(event) {
  if (event.target.closest("input, select, textarea, dialog, #as-table, .person")) return;
  const ctrl = event.ctrlKey || event.metaKey;
  const { key: pressedKey } = event;
  if (ctrl) {
    if (/^[zZ]$/.test(pressedKey) && !event.shiftKey) back(store.undo());
    else if (/^[yYzZ]$/.test(pressedKey)) back(store.redo());
    else return;
    event.preventDefault();
    return;
  }
  if (number) {
    event.preventDefault();
    typeNumber(pressedKey);
    return;
  }
  if (event.target.closest("button, a, summary") && ["Enter", " ", "Tab"].includes(pressedKey)) return;
  const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  let known = true;
  if (/^\d$/.test(pressedKey)) say("digit", Number(pressedKey));
  else if (pressedKey === ".") say("none");
  else if (pressedKey === "?") say("unsure");
  else if (pressedKey === " ") accept();
  else if (pressedKey === "Backspace" || pressedKey === "Delete") remove();
  else if (pressedKey === "Tab") known = !free && (element.contains(document.activeElement) || document.activeElement === document.body) && step(event.shiftKey ? -1 : 1);
  else if (arrows[pressedKey] && isLabel(focus())) {
    const by = arrows[pressedKey].map((v) => v * (event.shiftKey ? 10 : 1));
    if (event.altKey) resize(...by);
    else move(...by);
  } else if (/^[nN]$/.test(pressedKey)) draw("digit");
  else if (/^[mM]$/.test(pressedKey)) draw("many");
  else if (/^[xX]$/.test(pressedKey)) draw("contrast");
  else if (/^[cC]$/.test(pressedKey)) {
    const place = focus();
    goTo((place && nextInColumn(places, place, turn)) ?? place, true, true);
  } else if (pressedKey === "^") change((m) => ({ ...m, first: !m.first }));
  else if (pressedKey === "$") change((m) => ({ ...m, last: !m.last }));
  else if (/^[hH]$/.test(pressedKey)) $("help").showModal();
  else if (pressedKey === "Enter" && drawing) drawInTheMiddle();
  else if (pressedKey === "Escape") {
    // Once to leave the drawing, once to leave the place, and once to give Tab back to the page.
    if (drawing) draw(drawing.what);
    else if (focus()) goTo(null);
    else free = true;
  } else known = false;
  if (known) {
    event.preventDefault();
    event.stopPropagation(); // arrows would move the sheet, too
  }
}

/** After a step back or forth: where it happened. */
function back(box) {
  gather();
  const there = box && (places.find((place) => place.id === box.id) ?? places.find((place) => covers(place, box) || covers(box, place)));
  if (there) goTo(there);
  else show();
}

// ---- the same as a table ----

function showTable() {
  const body = $("table-rows");
  const rows = places.map((place, i) => {
    const row = document.createElement("tr");
    const seen = modelAt(place);
    const cell = (text) => {
      const td = document.createElement("td");
      td.textContent = text;
      row.append(td);
      return td;
    };
    cell(i + 1);
    cell(`${Math.round(place.x)}, ${Math.round(place.y)}`);
    cell(seen ? seen.digit : "–");
    const said = cell("");
    const input = document.createElement("input");
    input.type = "text";
    input.maxLength = 1;
    input.value = isLabel(place) ? { none: ".", unsure: "?", contrast: "x" }[place.kind] ?? String(place.digit) : "";
    input.readOnly = place.kind === "contrast";
    input.setAttribute("aria-label", fill(words.row, i + 1, seen ? seen.digit : "–"));
    input.addEventListener("change", () => fromTable(place, input.value));
    said.append(input);
    cell(isLabel(place) ? (place.by === "anonymous" ? words.anonymous : place.by) : "");
    return row;
  });
  if (body.contains(document.activeElement)) {
    const which = [...body.rows].findIndex((row) => row.contains(document.activeElement));
    body.replaceChildren(...rows);
    body.rows[which]?.querySelector("input").focus();
  } else body.replaceChildren(...rows);
}

function fromTable(place, typed) {
  const text = typed.trim();
  if (text === "" && isLabel(place)) store.act([{ id: place.id, after: null }]);
  else if (/^\d$/.test(text)) store.act([saying(place, "digit", Number(text))]);
  else if (text === ".") store.act([saying(place, "none")]);
  else if (text === "?") store.act([saying(place, "unsure")]);
  changed();
}

// ---- others ----

const brief = () => (model ?? "–").slice(0, 12);

/** Fetches what a version of the model reads: its own word, without what people corrected. */
async function readBy(version) {
  const digits = await ask(`${element.dataset.digits}&model=${version}`);
  model = version;
  root.dataset.model = version;
  read = digits.map((digit, i) => ({ ...digit, key: `${version}-${i}` }));
  $("layer-model-name").textContent = fill($("layer-model-name").dataset.text, brief());
}

function failed(reason) {
  $("trouble").textContent = reason;
  $("trouble").hidden = false;
}

const stateSaid = (state) => document.querySelector(`[data-state-of-page="${state}"]`)?.textContent ?? words.untouched;

/** Asks, for each place that two people labelled at the same time, whose word is kept. */
function conflicted(open) {
  const dialog = $("merge");
  const list = $("merge-places");
  const told = (m) => (!m ? words.gone : m.state ? stateSaid(m.state) : m.kind === "digit" ? String(m.digit) : words[m.kind]);
  const cards = open.map(({ change, other }, i) => {
    const card = $("merge-place").content.firstElementChild.cloneNode(true);
    if (change.id === "page") card.querySelector("img").replaceWith($("states-title").textContent);
    else card.querySelector("img").src = crop(change.after ?? change.before ?? other.after, 120);
    const [ours, theirs] = card.querySelectorAll("input");
    ours.name = theirs.name = `place-${i}`;
    card.querySelector("[data-ours]").textContent = fill(words.ours, told(change.id === "page" ? change : change.after));
    card.querySelector("[data-theirs]").textContent = fill(words.theirs, other.by === "anonymous" ? words.anonymous : other.by, told(other.id === "page" ? other : other.after));
    return card;
  });
  list.replaceChildren(...cards);
  const settle = () => ($("merge-go").disabled = cards.some((card) => !card.querySelector("input:checked")));
  list.onchange = settle;
  $("merge-all-ours").onclick = () => (cards.forEach((card) => (card.querySelectorAll("input")[0].checked = true)), settle());
  $("merge-all-theirs").onclick = () => (cards.forEach((card) => (card.querySelectorAll("input")[1].checked = true)), settle());
  settle();
  dialog.oncancel = (event) => event.preventDefault(); // nothing is overwritten by looking away
  dialog.showModal();
  return new Promise((resolve) => {
    $("merge-go").onclick = () => {
      dialog.close();
      resolve(new Set(open.filter((_, i) => cards[i].querySelectorAll("input")[0].checked).map(({ change }) => change.id)));
    };
  });
}

document.addEventListener("labels-saved", ({ detail }) => {
  if (detail.state === "waiting") $("trouble").hidden = true; // it was about an earlier step
  const saved = $("saved");
  saved.dataset.saved = detail.state;
  saved.textContent = fill(words[`saved${detail.state[0].toUpperCase()}${detail.state.slice(1)}`] ?? "", detail.waiting);
});

// ---- beginning ----

try {
  await sheet.ready;
  await document.fonts.load('600 16px "Source Sans 3"');
  sheet.onPaint(paint);
  sheet.onClick(clicked);
  element.addEventListener("pointerdown", pressed, true);
  element.addEventListener("pointermove", moved, true);
  element.addEventListener("pointerup", released, true);
  document.addEventListener("keydown", key, true);
  document.querySelectorAll("[data-view]").forEach((button) =>
    button.addEventListener("click", () => {
      const { view } = button.dataset;
      if (view === "in") sheet.zoomBy(1.5);
      if (view === "out") sheet.zoomBy(1 / 1.5);
      if (view === "fit") sheet.fit();
    }),
  );
  document.querySelectorAll("[data-draw]").forEach((button) => button.addEventListener("click", () => (draw(button.dataset.draw), element.focus())));
  document.querySelectorAll("[data-state-of-page]").forEach((button) => button.addEventListener("click", () => store.act([], button.dataset.stateOfPage)));
  Object.values(layers).forEach((box) => box.addEventListener("change", () => sheet.repaint()));
  $("undo").addEventListener("click", () => back(store.undo()));
  $("redo").addEventListener("click", () => back(store.redo()));
  $("open-help").addEventListener("click", () => $("help").showModal());
  $("close-help").addEventListener("click", () => $("help").close());
  $("as-table").addEventListener("toggle", () => $("as-table").open && showTable());
  if (root.dataset.read === "true") await readBy(model);
  $("version")?.addEventListener("change", async () => {
    try {
      await readBy($("version").value);
      changed();
      history.replaceState(null, "", `?model=${model}`);
    } catch (problem) {
      failed(problem.message);
    }
  });
  changed();
  await store.load();
  gather();
  const wanted = new URLSearchParams(location.search).get("at")?.split(",").map(Number);
  const first = wanted ? places.find((p) => covers(p, { x: wanted[0], y: wanted[1], w: 0, h: 0 })) : null;
  if (first) goTo(first);
  root.dataset.ready = "true";
  keep(async () => {
    await store.refresh();
    return true;
  }, 5000);
} catch (problem) {
  unreachable(element, problem);
}
