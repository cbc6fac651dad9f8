// Two tables side by side. What they have in common is joined by arcs; the ledger below adds the same numbers up.
//
// A score is a sum over bigrams and, within a bigram, over pairs of places: contribution_k * (m_p / a_k) * (m_q / b_k), where a_k and
// b_k are the two counts and m the masses of the places. So the two lists of occurrences and the ledger give every pair's share;
// no pair needs to be asked for again when one looks at a digit.

import { MOST_ARCS, enough, gather, readingOrder, ribbon, stroke, upright } from "./arcs.js";
import { ask, figure, fill } from "./api.js";
import { Cover } from "./cover.js";
import { Ink, LAYER } from "./ink.js";
import { onKey } from "./keys.js";
import { Lens } from "./lens.js";
import { cellName, digitButton, row as listed, stepped, whileOpen } from "./listed.js";
import { Missing } from "./missing.js";
import { offer } from "./palette.js";
import { Sheet, digitAt, markCorrected, unreachable } from "./sheet.js";

const RESTING_ARCS = 40; // more of them at once hide what they join
const room = document.querySelector("main.pair");
const { a: idA, b: idB, kind } = room.dataset;
const narrowed = room.dataset.narrowed ?? ""; // to a part of the first table, to another model
const parts = new URLSearchParams(narrowed).getAll("box"); // of the first table, which alone count
const model = (room.dataset.older ? `model=${room.dataset.older}` : "") + (room.dataset.digits ?? "");
const score = Number(room.dataset.score);
const sheetsElement = document.getElementById("sheets");
const arcsCanvas = document.getElementById("arcs");
const under = document.getElementById("under");
const flag = document.getElementById("flag");
const flagged = document.getElementById("flagged");
const together = document.getElementById("together");
const showArcs = document.getElementById("show-arcs");
const part = document.getElementById("part");
const partSaid = document.getElementById("part-said");
const CELLS = [3, 5]; // across and down, for what is gathered
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const [rubric, paper, inkColour] = ["--rubric", "--paper", "--ink"].map(colour);

const sides = [new Sheet(document.getElementById("viewer-a")), new Sheet(document.getElementById("viewer-b"))];

/** @type {{digits: object[], places: object[], byBigram: Map<string, object[]>, byDigit: object[][]}[]} */
let tables = [];
let reader = null; // the version of the model that read both
let features = new Map();
let matches = []; // all pairs, the strongest first
let running = []; // their sums, the strongest first
let strongest = 1;
let frames = []; // of the two sheets: where their digits stand, upright
let mirrored = null; // the cursor: {side, at}, the side where it is mirrored
let focus = null; // {bigram} or {side, digit}; null: nothing is looked at
let held = false;
let chosen = null; // what the focus means: {places: [Set, Set], pairs, bigrams}

function tableOf(digits, occurrences) {
  const places = occurrences.map(({ bigram, first, second, mass }) => {
    const [f, s] = [digits[first], digits[second]];
    const x = Math.min(f.x, s.x);
    const y = Math.min(f.y, s.y);
    const box = { x, y, w: Math.max(f.x + f.w, s.x + s.w) - x, h: Math.max(f.y + f.h, s.y + s.h) - y };
    return { bigram, first, second, mass, box, middle: [x + box.w / 2, y + box.h / 2] };
  });
  const byBigram = new Map();
  const byDigit = digits.map(() => []);
  for (const place of places) {
    if (!byBigram.has(place.bigram)) byBigram.set(place.bigram, []);
    byBigram.get(place.bigram).push(place);
    byDigit[place.first].push(place);
    if (place.second !== place.first) byDigit[place.second].push(place);
  }
  return { digits, places, byBigram, byDigit };
}

const ink = new Ink({
  address: `/api/v1/explanations?a=${idA}&b=${idB}&kind=${kind}${parts.map((part) => `&box=${part}`).join("")}`,
  score,
  digits: (side) => ask(`/api/v1/tables/${side === 0 ? idA : idB}/digits?digits=read`),
  choose: (side, readIndex) => hold(side, tables[side].digits.findIndex((digit) => digit.readIndex === readIndex)),
  changed: layered,
});

const lens = new Lens({
  a: idA,
  b: idB,
  pair: `&kind=${kind}${narrowed}`,
  sheets: sides,
  places: (side) => tables[side]?.places ?? [],
  changed: layered,
});

/** The layers stand in the address and in the link to cite: both lead to what is seen. */
let inAddress = "";
function layered() {
  offer(ink.on.checked || lens.on.checked);
  const layers = new URLSearchParams({ ...ink.layer, ...lens.layer });
  if (layers.toString() !== inAddress) {
    inAddress = layers.toString();
    const told = (address) => {
      const url = new URL(address);
      for (const name of [...LAYER, "lens"]) url.searchParams.delete(name);
      layers.forEach((value, name) => url.searchParams.set(name, value));
      return url.href;
    };
    history.replaceState(history.state, "", told(location.href));
    const lasting = document.getElementById("lasting");
    lasting.href = told(lasting.href);
    lasting.textContent = lasting.href;
  }
  sides.forEach((sheet) => sheet.repaint());
  drawArcs();
}

const missing = new Missing({ sheets: sides });
const cover = new Cover({ a: idA, b: idB, kind, parts: parts.map((part) => part.split(",").map(Number)), sheets: sides, decimals: kind === "dot" ? 1 : 4 });

const relevance = (p, q) => {
  const feature = features.get(p.bigram);
  return feature ? (feature.contribution * p.mass * q.mass) / (feature.a * feature.b) : 0;
};

/** Gives each place its own share of the score: the sum over all its partners. */
function share(table, count) {
  for (const place of table.places) {
    const feature = features.get(place.bigram);
    place.share = feature && score > 0 ? (feature.contribution * place.mass) / feature[count] / score : 0;
  }
  table.most = Math.max(1e-12, ...table.places.map((place) => place.share));
}

function pairsBetween(placesA, placesB) {
  const pairs = [];
  for (const p of placesA) {
    for (const q of placesB) if (q.bigram === p.bigram) pairs.push({ p, q, relevance: relevance(p, q) });
  }
  return pairs.sort((u, v) => v.relevance - u.relevance);
}

function choose(next) {
  if (JSON.stringify(next) === JSON.stringify(focus)) return;
  focus = next;
  chosen = null;
  if (focus?.bigram !== undefined) {
    const places = tables.map((t) => t.byBigram.get(focus.bigram) ?? []);
    chosen = { places: places.map((l) => new Set(l)), pairs: pairsBetween(...places).slice(0, MOST_ARCS), bigrams: new Set([focus.bigram]) };
  } else if (focus) {
    const mine = tables[focus.side].byDigit[focus.digit].filter((p) => features.has(p.bigram));
    const other = mine.flatMap((p) => tables[1 - focus.side].byBigram.get(p.bigram) ?? []);
    const lists = focus.side === 0 ? [mine, other] : [other, mine];
    chosen = {
      places: lists.map((l) => new Set(l)),
      pairs: pairsBetween(...lists).slice(0, MOST_ARCS),
      bigrams: new Set(mine.map((p) => p.bigram)),
    };
  }
  tell();
  sides.forEach((sheet) => sheet.repaint());
  drawArcs();
}

/** What is drawn while nothing is looked at: the fewest matches that make the part that the slider says. */
let restingNow = null;
function resting() {
  const wanted = Number(part.value) / 100;
  if (restingNow?.wanted === wanted) return restingNow;
  const shown = enough(running, wanted);
  const arcs = matches.slice(0, Math.min(shown, MOST_ARCS));
  const cellOf = (side, place) => frames[side].to(place.middle).map((u, i) => Math.min(CELLS[i] - 1, Math.max(0, Math.floor(u * CELLS[i])))).join(":");
  const ribbons = gather(matches.slice(MOST_ARCS, shown), cellOf);
  restingNow = { wanted, shown, arcs, ribbons };
  return restingNow;
}
const sum = (pairs) => pairs.reduce((total, pair) => total + pair.relevance, 0);

/** What holds a digit without a pointer. */
const holder = (side, digit) =>
  digitButton(side, digit, tables[side].digits[digit], digitList.dataset.at, held && focus?.side === side && focus.digit === digit);
function holds(room) {
  room.addEventListener("click", ({ target }) => {
    const button = target.closest("button[data-digit]");
    if (!button) return;
    const again = button.getAttribute("aria-pressed") === "true";
    if (again) letGo();
    else hold(Number(button.dataset.side), Number(button.dataset.digit));
  });
  return stepped(room);
}

/** Makes a list anew; who stands in it goes on standing where she stood. */
function keepingFocus(room, make) {
  const { side, digit } = room.contains(document.activeElement) ? document.activeElement.dataset : {};
  make();
  if (digit !== undefined) (room.querySelector(`button[data-side="${side}"][data-digit="${digit}"]`) ?? room.querySelector("button"))?.focus();
}

/** Every digit, with partners or without, for whoever has no pointer to click at it. */
const digitList = document.getElementById("digit-list");
const digitBodies = [...digitList.querySelectorAll("tbody")];
const digitStops = digitBodies.map(holds);
const listDigits = whileOpen(digitList, () => {
  digitBodies.forEach((body, side) => {
    if (tables.length === 0) return;
    if (body.rows.length === 0) {
      const { digits, byDigit } = tables[side];
      const share = (digit) => byDigit[digit].reduce((total, place) => total + place.share, 0);
      body.append(
        ...readingOrder(digits, frames[side]).map((digit) => {
          const { x, y } = digits[digit];
          const made = listed(holder(side, digit), [fill(digitList.dataset.at, figure(x, 0), figure(y, 0))], share(digit));
          if (share(digit) === 0) made.cells[2].textContent = digitList.dataset.alone;
          return made;
        }),
      );
      digitStops[side]();
    }
    body.querySelector("[aria-pressed='true']")?.setAttribute("aria-pressed", "false");
    if (held && focus?.side === side) body.querySelector(`[data-digit="${focus.digit}"]`).setAttribute("aria-pressed", "true");
  });
});
const arcStops = holds(document.getElementById("places-arcs"));

/** The arcs and ribbons that are drawn, as tables. */
const list = whileOpen(document.getElementById("places"), () => {
  const body = document.getElementById("places-arcs");
  const gathered = document.getElementById("places-ribbons");
  const said = document.getElementById("places-said");
  const { arcs, ribbons } = held && chosen ? { arcs: chosen.pairs, ribbons: [] } : resting();
  const part = (relevance) => (score > 0 ? relevance / score : 0);
  const at = ({ box }) => ` ${fill(body.dataset.at, figure(box.x, 0), figure(box.y, 0))}`;
  const place = (side, p) => [holder(side, p.first), ...(p.second === p.first ? [] : [holder(side, p.second)]), at(p)];
  keepingFocus(body, () => body.replaceChildren(...arcs.map(({ p, q, relevance: r }) => listed(p.bigram, [place(0, p), place(1, q)], part(r)))));
  arcStops();
  const cells = gathered.tBodies[0];
  const named = (cell) => cellName(cells, cell.split(":").map(Number), CELLS[0]);
  cells.replaceChildren(
    ...ribbons.toReversed().map(({ cells: [from, to], count, relevance: r }) => {
      const made = listed(named(from), [named(to), figure(count, 0)], part(r));
      made.cells[2].className = "right";
      return made;
    }),
  );
  gathered.hidden = ribbons.length === 0;
  const percent = figure(100 * part(sum(arcs) + sum(ribbons)), 1);
  said.textContent = held && chosen ? fill(said.dataset.held, arcs.length, percent) : fill(said.dataset.rest, arcs.length, ribbons.length, percent);
});

function tellRest() {
  const { arcs, ribbons, shown } = resting();
  const percent = (value) => (score > 0 ? figure((100 * value) / score, 0) : 0);
  return ribbons.length
    ? fill(under.dataset.gathered, arcs.length, figure(shown, 0), percent(running[shown - 1] ?? 0), figure(shown - arcs.length, 0), ribbons.length)
    : fill(under.dataset.rest, arcs.length, figure(matches.length, 0), percent(sum(arcs)));
}

function tell() {
  document.querySelectorAll("#ledger tbody tr").forEach((row) => {
    row.classList.toggle("lit", chosen?.bigrams.has(row.dataset.bigram) ?? false);
    row.querySelector(".bigram").setAttribute("aria-pressed", held && focus?.bigram === row.dataset.bigram);
  });
  room.dataset.lit = chosen ? [...chosen.places].map((places) => places.size).join(" ") : "";
  const percent = (part) => figure(100 * part, part < 0.01 ? 2 : 1);
  let text = tellRest();
  if (focus?.bigram !== undefined) {
    const f = features.get(focus.bigram);
    text = fill(under.dataset.bigram, focus.bigram, figure(f.a, 1), figure(f.b, 1), percent(f.contribution / score));
  } else if (focus) {
    const places = [...chosen.places[focus.side]];
    const told = places.reduce((sum, p) => sum + p.share, 0);
    const { digit, corrected, read } = tables[focus.side].digits[focus.digit];
    text = fill(under.dataset.digit, digit, chosen.places[1 - focus.side].size, percent(told));
    if (corrected) text += ` ${read === null ? under.dataset.added : fill(under.dataset.corrected, read)}`;
  }
  under.textContent = held ? `${text} ${under.dataset.locked}` : text;
  flag.hidden = !held || focus?.digit === undefined;
  list();
  listDigits();
  flagged.textContent = "";
}

/** Washes each place with its share of the score; what is looked at is framed, the rest steps back. */
function paintSheet(side) {
  return (context, sheet) => {
    if (tables.length === 0) return;
    context.fillStyle = rubric;
    context.strokeStyle = rubric;
    const { digits, places, most } = tables[side];
    sheet.element.dataset.outside = digits.filter(({ x, y, w, h }) => !sheet.shows(...sheet.toScreen(x, y)) || !sheet.shows(...sheet.toScreen(x + w, y + h))).length;
    const inked = ink.paint(side, context, sheet);
    for (const place of places) {
      if (place.share === 0 || (inked && !chosen?.places[side].has(place))) continue;
      const b = sheet.boxOnScreen(place.box);
      if (b.x + b.w < 0 || b.y + b.h < 0 || b.x > sheet.width || b.y > sheet.height) continue;
      const lit = chosen?.places[side].has(place);
      context.globalAlpha = chosen ? (lit ? 0.3 : 0.04) : 0.05 + 0.2 * (place.share / most);
      if (!inked) context.fillRect(b.x - 1, b.y - 1, b.w + 2, b.h + 2);
      if (lit) {
        context.globalAlpha = 0.95;
        context.lineWidth = 1.25;
        context.strokeRect(b.x - 1.5, b.y - 1.5, b.w + 3, b.h + 3);
      }
    }
    for (const digit of digits) if (digit.corrected && !inked) markCorrected(context, sheet.boxOnScreen(digit), inkColour);
    sheet.element.dataset.corrected = digits.filter((d) => d.corrected).length;
    if (side === 0) outline(context, sheet);
    if (focus?.side === side) {
      const d = sheet.boxOnScreen(tables[side].digits[focus.digit]);
      context.globalAlpha = 1;
      context.lineWidth = 2.5;
      context.strokeRect(d.x - 2, d.y - 2, d.w + 4, d.h + 4);
    }
    context.globalAlpha = 1;
    lens.paint(side, context, sheet);
    missing.paint(side, context, sheet);
    cover.paint(side, context, sheet);
    if (mirrored?.side === side) paintCursor(context, sheet.toScreen(...mirrored.at));
    drawArcs();
  };
}

/** The parts that alone count. */
function outline(context, sheet) {
  context.globalAlpha = 1;
  context.lineWidth = 1.5;
  context.strokeStyle = inkColour;
  context.setLineDash([5, 3]);
  for (const part of parts) {
    const [x, y, w, h] = part.split(",").map(Number);
    const b = sheet.boxOnScreen({ x, y, w, h });
    context.strokeRect(b.x, b.y, b.w, b.h);
  }
  context.setLineDash([]);
  context.strokeStyle = rubric;
}

/** Where the pointer would be in the other table: the same place among its digits. */
function mirror(side, x, y) {
  const before = mirrored;
  const [u, v] = x === undefined ? [-1, -1] : frames[side].to([x, y]);
  mirrored = u < -0.1 || v < -0.1 || u > 1.1 || v > 1.1 ? null : { side: 1 - side, at: frames[1 - side].from([u, v]) };
  if (mirrored) sides[1 - side].element.dataset.cursor = mirrored.at.map(Math.round).join(" ");
  else delete sides[1 - side].element.dataset.cursor;
  if (before || mirrored) sides[1 - side].repaint();
}

function paintCursor(context, [x, y]) {
  context.globalAlpha = 0.9;
  for (const [width, colour] of [[4, paper], [1.5, inkColour]]) {
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.beginPath();
    context.arc(x, y, 11, 0, 2 * Math.PI);
    for (const [dx, dy] of [[0, 1], [0, -1], [1, 0], [-1, 0]]) {
      context.moveTo(x + 11 * dx, y + 11 * dy);
      context.lineTo(x + 17 * dx, y + 17 * dy);
    }
    context.stroke();
  }
  context.globalAlpha = 1;
}

let arcsAsked = null;
function drawArcs() {
  arcsAsked ??= requestAnimationFrame(() => {
    arcsAsked = null;
    paintArcs();
  });
}

function paintArcs() {
  const outer = sheetsElement.getBoundingClientRect();
  const ratio = window.devicePixelRatio || 1;
  arcsCanvas.width = Math.round(outer.width * ratio);
  arcsCanvas.height = Math.round(outer.height * ratio);
  const context = arcsCanvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const quiet = !chosen && (ink.shown || lens.shown);
  const open = ({ p, q }) => !cover.hides(0, p.middle) && !cover.hides(1, q.middle);
  const pairs = (chosen ? chosen.pairs : quiet ? [] : resting().arcs).filter(open);
  const ribbons = chosen || quiet ? [] : resting().ribbons;
  arcsCanvas.dataset.arcs = showArcs.checked ? pairs.length : 0;
  arcsCanvas.dataset.ribbons = showArcs.checked ? ribbons.length : 0;
  if (!showArcs.checked || sides.some((s) => !s.live || !s.map)) return;
  const offsets = sides.map((s) => {
    const r = s.element.getBoundingClientRect();
    return [r.left - outer.left, r.top - outer.top];
  });
  context.strokeStyle = rubric;
  context.lineCap = "round";
  const draw = (here, there, { width, alpha }) => {
    const from = sides[0].toScreen(...here);
    const to = sides[1].toScreen(...there);
    if (!sides[0].shows(...from) || !sides[1].shows(...to)) return;
    const [x1, y1] = [from[0] + offsets[0][0], from[1] + offsets[0][1]];
    const [x2, y2] = [to[0] + offsets[1][0], to[1] + offsets[1][1]];
    const reach = (x2 - x1) * 0.42;
    const lift = Math.min(70, (x2 - x1) * 0.09);
    context.lineWidth = width;
    context.globalAlpha = alpha;
    context.beginPath();
    context.moveTo(x1, y1);
    context.bezierCurveTo(x1 + reach, y1 - lift, x2 - reach, y2 - lift, x2, y2);
    context.stroke();
  };
  const largest = ribbons.at(-1)?.relevance;
  for (const { from, to, relevance: r } of ribbons) draw(from, to, ribbon(r, largest));
  for (const { p, q, relevance: r } of pairs) draw(p.middle, q.middle, stroke(r, strongest, pairs.length, chosen !== null));
  context.globalAlpha = 1;
  if (features.size) room.dataset.drawn = pairs.length;
}

/* Moving together: equal movements on the screen, from wherever the two were when they were joined. */
let leader = 0;
let joined = null;
let touched = false; // since both were fitted
const turned = ([x, y], degrees) => {
  const r = (degrees * Math.PI) / 180;
  return [x * Math.cos(r) - y * Math.sin(r), x * Math.sin(r) + y * Math.cos(r)];
};
// Only a person's own movement joins them: before it the sheets are still finding their places.
function lead(side) {
  leader = side;
  touched = true;
  if (together.checked) joined ??= sides.map((s) => s.view());
}
function follow(side) {
  if (!joined || side !== leader) return;
  const [from, to] = [sides[side], sides[1 - side]];
  const [f0, t0] = [joined[side], joined[1 - side]];
  const now = from.view();
  const moved = turned([(now.x - f0.x) * f0.scale, (now.y - f0.y) * f0.scale], from.turn);
  const [dx, dy] = turned(moved, -to.turn);
  to.look({ x: t0.x + dx / t0.scale, y: t0.y + dy / t0.scale, scale: (t0.scale * now.scale) / f0.scale });
}

// Both sheets open on their digits, with the same margin, so that rows meet rows.
function fitBoth() {
  joined = null;
  touched = false;
  sides.forEach((sheet, side) => {
    const digits = tables[side]?.digits ?? [];
    if (digits.length < 8) return sheet.fit(true);
    const left = Math.min(...digits.map((d) => d.x));
    const top = Math.min(...digits.map((d) => d.y));
    const right = Math.max(...digits.map((d) => d.x + d.w));
    const bottom = Math.max(...digits.map((d) => d.y + d.h));
    sheet.fit(true, [left, top, right - left, bottom - top], 0.03);
  });
}

function look(side) {
  return (x, y) => {
    mirror(side, x, y);
    if (held) return;
    const digit = x === undefined ? -1 : digitAt(tables[side].digits, x, y);
    const matters = digit >= 0 && tables[side].byDigit[digit].some((p) => features.has(p.bigram));
    choose(matters ? { side, digit } : null);
  };
}

/** Any digit can be held, with partners or without: it may have been read wrongly. */
function hold(side, digit) {
  held = false;
  choose(digit >= 0 ? { side, digit } : null);
  held = focus !== null;
  tell();
  if (focus?.digit === undefined) ink.look(null);
  else explain(focus);
}

/** Ink speaks of the digits as they were read, and counts them so; of one that a person added it knows nothing. */
function explain({ side, digit }) {
  const { readIndex } = tables[side].digits[digit];
  if (readIndex === null) ink.look(null);
  else ink.look(side, readIndex);
}

/** Says that the digit that is held was read wrongly: it joins the queue of those to be labelled. */
async function sayWrong() {
  const { side, digit } = focus;
  const { x, y, w, h, read } = tables[side].digits[digit]; // read, not as corrected
  flag.disabled = true;
  try {
    await ask(`/api/v1/tables/${side === 0 ? idA : idB}/flags`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ x, y, w, h, digit: read, model: reader }),
    });
    flagged.textContent = flagged.dataset.done;
    room.dataset.flagged = `${side} ${digit}`;
  } catch (problem) {
    flagged.textContent = fill(flagged.dataset.failed, problem.message);
  } finally {
    flag.disabled = false;
  }
}

function letGo() {
  held = false;
  focus = focus ?? {};
  choose(null);
  ink.look(null);
}

function ledger() {
  const table = document.getElementById("ledger");
  if (!table) return;
  const body = table.tBodies[0];
  const rowOf = (event) => event.target.closest("tr[data-bigram]");
  body.addEventListener("pointerover", (event) => !held && rowOf(event) && choose({ bigram: rowOf(event).dataset.bigram }));
  body.addEventListener("pointerleave", () => !held && choose(null));
  body.addEventListener("focusin", (event) => !held && choose({ bigram: rowOf(event).dataset.bigram }));
  body.addEventListener("focusout", () => !held && choose(null));
  body.addEventListener("click", (event) => {
    const row = rowOf(event);
    if (!row) return;
    const again = held && focus?.bigram === row.dataset.bigram;
    held = false;
    choose({ bigram: row.dataset.bigram });
    held = !again;
    tell();
  });
  body.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const next = step > 0 ? rowOf(event).nextElementSibling : rowOf(event).previousElementSibling;
    if (!next) return;
    event.preventDefault();
    if (next.offsetParent === null) unfold();
    next.querySelector(".bigram").focus();
  });
  const whole = document.getElementById("ledger-whole");
  const unfold = () => {
    table.classList.add("whole");
    whole?.closest("tr").remove();
  };
  whole?.addEventListener("click", () => {
    const next = [...body.rows].find((line) => line.offsetParent === null);
    unfold();
    next?.querySelector(".bigram").focus();
  });
  table.tHead.addEventListener("click", (event) => {
    const button = event.target.closest("[data-sort]");
    if (!button) return;
    const head = button.closest("th");
    const ascending = head.getAttribute("aria-sort") === "descending" || (button.dataset.sort === "bigram" && head.getAttribute("aria-sort") === "none");
    table.tHead.querySelectorAll("th[aria-sort]").forEach((th) => th.setAttribute("aria-sort", "none"));
    head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    const by = (row) => Number(row.dataset[button.dataset.sort]);
    const rows = [...body.rows].sort((u, v) => (ascending ? by(u) - by(v) : by(v) - by(u)));
    let running = 0;
    for (const row of rows) {
      running += Number(row.dataset.share);
      row.querySelector(".running span").textContent = figure(100 * running, 1);
    }
    body.append(...rows);
  });
}

async function start() {
  await Promise.all(sides.map((s) => s.ready));
  const [explanation, digitsA, digitsB, occurrencesA, occurrencesB] = await Promise.all([
    ask(`/api/v1/explanations?a=${idA}&b=${idB}&kind=${kind}&limit=0${narrowed}`),
    ask(`/api/v1/tables/${idA}/digits?${model}`),
    ask(`/api/v1/tables/${idB}/digits?${model}`),
    ask(`/api/v1/tables/${idA}/occurrences?${narrowed}`),
    ask(`/api/v1/tables/${idB}/occurrences?${model}`),
  ]);
  reader = explanation.model;
  features = new Map(explanation.features.map((f) => [f.bigram, f]));
  tables = [tableOf(digitsA, occurrencesA), tableOf(digitsB, occurrencesB)];
  share(tables[0], "a");
  share(tables[1], "b");
  matches = pairsBetween(...tables.map((t) => t.places));
  strongest = matches[0]?.relevance ?? 1;
  let total = 0;
  running = matches.map(({ relevance: r }) => (total += r));
  frames = tables.map((table, side) => upright(table.digits, Number(sides[side].element.dataset.turn || 0)));
  const usual = running[Math.min(RESTING_ARCS, running.length) - 1] ?? 0;
  part.value = total > 0 ? Math.max(1, Math.floor((100 * usual) / total)) : 100;
  room.dataset.explained = sum(matches);
  sides.forEach((sheet, side) => {
    sheet.onPaint(paintSheet(side));
    sheet.onHover(look(side));
    sheet.onClick((x, y) => hold(side, digitAt(tables[side].digits, x, y)));
    sheet.viewer.addHandler("update-viewport", () => follow(side));
    // The key 0 is a verdict here, and no way home.
    sheet.viewer.addHandler("canvas-key", (event) => {
      if (event.originalEvent.key === "0") event.preventDefaultAction = true;
    });
    for (const kindOf of ["pointerdown", "wheel", "keydown"]) {
      sheet.element.addEventListener(kindOf, () => lead(side), { capture: true, passive: true });
    }
    sheet.viewer.addHandler("after-resize", () => {
      // OpenSeadragon still moves the view after this event
      requestAnimationFrame(() => {
        if (!touched) fitBoth();
        drawArcs();
      });
    });
  });
  fitBoth();
  together.addEventListener("change", () => (joined = null));
  showArcs.addEventListener("change", () => {
    part.disabled = !showArcs.checked;
    drawArcs();
  });
  const slide = () => {
    partSaid.textContent = part.value;
    part.setAttribute("aria-valuetext", fill(part.dataset.said, part.value));
    tell();
    drawArcs();
  };
  part.addEventListener("input", slide);
  slide();
  document.querySelectorAll("[data-view]").forEach((button) =>
    button.addEventListener("click", () => {
      const { view } = button.dataset;
      if (view === "fit") return fitBoth();
      if (view === "turn") {
        joined = null; // they are joined anew, as they lie now
        return (together.checked ? sides : [sides[leader]]).forEach((s) => s.turnBy(90));
      }
      const factor = view === "in" ? 1.5 : 1 / 1.5;
      lead(leader);
      if (joined || !together.checked) sides[leader].zoomBy(factor);
      else sides.forEach((s) => s.zoomBy(factor));
    }),
  );
  flag.addEventListener("click", sayWrong);
  onKey((key) => key === "f" && !flag.hidden && !flag.disabled && sayWrong());
  document.addEventListener("keydown", (event) => event.key === "Escape" && letGo());
  ledger();
  tell();
  if (!room.dataset.older) open(new URLSearchParams(location.search));
}

/** Opens the layers as the address says. */
function open(asked) {
  if (asked.has("digit")) {
    const side = asked.get("of") === "b" ? 1 : 0;
    const digit = tables[side].digits.findIndex(({ readIndex }) => readIndex === Number(asked.get("digit")));
    if (digit >= 0) hold(side, digit);
  }
  ink.open(asked);
  lens.open();
}

start().catch((problem) => {
  under.textContent = fill(under.dataset.failed, problem.message);
  sides.forEach((s) => !s.image && unreachable(s.element, problem));
});
