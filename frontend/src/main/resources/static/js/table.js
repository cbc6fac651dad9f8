// One table: the scan, and over it the digits that were read.

import { ask, figure, fill, keep } from "./api.js";
import { Sheet, digitAt, markCorrected, unreachable } from "./sheet.js";

const ink = getComputedStyle(document.documentElement);
const colour = ink.getPropertyValue("--verdigris").trim();
const inkColour = ink.getPropertyValue("--ink").trim();
const rubric = ink.getPropertyValue("--rubric").trim();
const paper = ink.getPropertyValue("--leaf").trim();
const room = document.querySelector("main.reader");
const element = document.getElementById("viewer");
const under = document.getElementById("under");
const showDigits = document.getElementById("show-digits");
const showGlyphs = document.getElementById("show-glyphs");
const doubtful = 0.7;
const SMALL = 15; // px of height

const sheet = new Sheet(element);
let digits = [];
let hovered = -1;

// What a ranking leads here for: the places of some bigrams.
const wanted = new URLSearchParams(location.search).get("bigrams")?.split(",") ?? [];
let lit = [];

function paint(context, sheet) {
  if (sheet.region) dimOutside(context, sheet);
  if (!showDigits?.checked || digits.length === 0) return;
  const boxes = digits.map((d) => sheet.boxOnScreen(d));
  const seen = (b) => b.x + b.w > 0 && b.y + b.h > 0 && b.x < sheet.width && b.y < sheet.height;
  const small = boxes.reduce((sum, b) => sum + b.h, 0) / boxes.length < SMALL;
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = small ? 1 : Math.max(0.75, Math.min(1.5, sheet.scale));
  // Two paths for all digits: whole lines for the sure ones, dotted lines for the doubtful. Lines around small digits would
  // blur them: those get a tint, and only the doubtful are underlined.
  for (const sure of [true, false]) {
    context.beginPath();
    context.globalAlpha = sure ? 0.2 : 0.1;
    boxes.forEach((b, i) => {
      if (!seen(b) || digits[i].confidence >= doubtful !== sure) return;
      if (!small) context.rect(b.x - 1, b.y - 1, b.w + 2, b.h + 2);
      else {
        context.fillRect(b.x - 0.5, b.y - 0.5, b.w + 1, b.h + 1);
        if (sure) return;
        context.moveTo(b.x, b.y + b.h + 1.5);
        context.lineTo(b.x + b.w, b.y + b.h + 1.5);
      }
    });
    context.setLineDash(sure ? [] : [2, 2]);
    context.globalAlpha = 0.75;
    context.stroke();
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
  boxes.forEach((b, i) => digits[i].corrected && seen(b) && markCorrected(context, b, inkColour));
  if (sheet.live) {
    element.dataset.shown = digits.length;
    element.dataset.corrected = digits.filter((d) => d.corrected).length;
  }
  if (showGlyphs.checked) glyphs(context, boxes, seen);
  if (lit.length > 0) {
    context.strokeStyle = rubric;
    context.lineWidth = 1.25;
    context.globalAlpha = 0.95;
    for (const place of lit) {
      const b = sheet.boxOnScreen(place);
      if (seen(b)) context.strokeRect(b.x - 1.5, b.y - 1.5, b.w + 3, b.h + 3);
    }
    context.strokeStyle = colour;
  }
  if (hovered >= 0) {
    const b = boxes[hovered];
    context.globalAlpha = 0.18;
    context.fillStyle = colour;
    context.fillRect(b.x - 2, b.y - 2, b.w + 4, b.h + 4);
    context.globalAlpha = 1;
    context.lineWidth = 2;
    context.strokeRect(b.x - 2, b.y - 2, b.w + 4, b.h + 4);
  }
}

// Each class stands under its box, once the boxes are large enough to read it beside the print.
function glyphs(context, boxes, seen) {
  const height = boxes.reduce((sum, b) => sum + b.h, 0) / boxes.length;
  if (height < SMALL) return;
  const size = Math.max(9, Math.min(24, height * 0.5));
  context.font = `600 ${size}px "Source Sans 3", sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = Math.max(2.5, size * 0.28);
  context.lineJoin = "round";
  context.strokeStyle = paper;
  context.fillStyle = colour;
  boxes.forEach((b, i) => {
    if (!seen(b)) return;
    context.strokeText(digits[i].digit, b.x + b.w / 2, b.y + b.h + size * 0.42);
    context.fillText(digits[i].digit, b.x + b.w / 2, b.y + b.h + size * 0.42);
  });
  context.strokeStyle = colour;
}

function dimOutside(context, sheet) {
  const [x, y, w, h] = sheet.region;
  const b = sheet.boxOnScreen({ x, y, w, h });
  context.beginPath();
  context.rect(0, 0, sheet.width, sheet.height);
  context.rect(b.x, b.y, b.w, b.h);
  context.fillStyle = ink.getPropertyValue("--desk").trim();
  context.globalAlpha = 0.65;
  context.fill("evenodd");
  context.globalAlpha = 1;
}

function told({ digit, confidence, corrected, read }) {
  if (!corrected) return fill(under.dataset.text, digit, figure(confidence, 2));
  return read === null ? fill(under.dataset.added, digit) : fill(under.dataset.corrected, digit, read);
}

function hover(x, y) {
  const found = x === undefined ? -1 : digitAt(digits, x, y);
  if (found === hovered) return;
  hovered = found;
  under.textContent = found < 0 ? "" : told(digits[found]);
  sheet.repaint();
}

try {
  await sheet.ready;
  sheet.onPaint(paint);
  sheet.onHover(hover);
  document.querySelectorAll("[data-view]").forEach((button) =>
    button.addEventListener("click", () => {
      const { view } = button.dataset;
      if (view === "in") sheet.zoomBy(1.5);
      if (view === "out") sheet.zoomBy(1 / 1.5);
      if (view === "fit") sheet.fit();
      if (view === "turn") sheet.turnBy(90);
    }),
  );
  [showDigits, showGlyphs].forEach((box) => box?.addEventListener("change", () => sheet.repaint()));
  if (room.dataset.status === "indexed") {
    digits = await ask(element.dataset.digits);
    if (wanted.length > 0) {
      const occurrences = await ask(element.dataset.digits.replace(/\bdigits\b/, "occurrences"));
      lit = occurrences
        .filter(({ bigram }) => wanted.includes(bigram))
        .map(({ first, second }) => {
          const [f, s] = [digits[first], digits[second]];
          const [x, y] = [Math.min(f.x, s.x), Math.min(f.y, s.y)];
          return { x, y, w: Math.max(f.x + f.w, s.x + s.w) - x, h: Math.max(f.y + f.h, s.y + s.h) - y };
        });
      element.dataset.lit = lit.length;
      under.textContent = fill(under.dataset.lit, figure(lit.length, 0));
    }
    await document.fonts.load('600 16px "Source Sans 3"');
    sheet.repaint();
  }
} catch (problem) {
  unreachable(element, problem);
}

const waiting = document.querySelector("[data-watch]");
if (waiting) {
  const bar = waiting.querySelector("progress");
  keep(async () => {
    const table = await ask(`/api/v1/tables/${waiting.dataset.watch}`);
    if (table.status !== "queued" && table.status !== "indexing") {
      location.reload();
      return false;
    }
    if (table.job) bar.value = (await ask(`/api/v1/jobs/${table.job}`)).progress;
    return true;
  }, 800);
}
