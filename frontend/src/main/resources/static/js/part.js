// A part of a table to ask by: a box drawn over the scan, or columns. The form says the same in words and takes the keys.

import { ask, fill } from "./api.js";
import { Sheet, unreachable } from "./sheet.js";

const ink = getComputedStyle(document.documentElement);
const colour = ink.getPropertyValue("--verdigris").trim();
const element = document.getElementById("viewer");
const under = document.getElementById("under");
const form = document.getElementById("part");
const draw = document.getElementById("draw");
const fields = ["x", "y", "w", "h"].map((name) => form.elements[name]);
const sheet = new Sheet(element);
let digits = [];
let start = null;

const boxed = ([x, y, w, h]) => ({ x, y, w, h });

function parts() {
  const chosen = [...form.querySelectorAll("[name='box']:checked")].map((box) => boxed(box.value.split(",").map(Number)));
  const typed = fields.map((field) => field.value);
  return typed.every((value) => value !== "") && Number(typed[2]) > 0 && Number(typed[3]) > 0 ? [...chosen, boxed(typed.map(Number))] : chosen;
}

// As the server does: a digit stands where its middle is.
const counts = (digit, boxes) =>
  boxes.some((b) => {
    const right = digit.x + digit.w / 2 - b.x;
    const down = digit.y + digit.h / 2 - b.y;
    return right >= 0 && right < b.w && down >= 0 && down < b.h;
  });

function paint(context) {
  const boxes = parts();
  context.fillStyle = colour;
  context.strokeStyle = colour;
  for (const digit of digits) {
    const b = sheet.boxOnScreen(digit);
    context.globalAlpha = counts(digit, boxes) ? 0.35 : 0.08;
    context.fillRect(b.x - 1, b.y - 1, b.w + 2, b.h + 2);
  }
  context.globalAlpha = 1;
  context.lineWidth = 1.5;
  context.setLineDash([5, 3]);
  for (const box of boxes) {
    const b = sheet.boxOnScreen(box);
    context.strokeRect(b.x, b.y, b.w, b.h);
  }
  context.setLineDash([]);
}

function tell() {
  const boxes = parts();
  const count = digits.filter((digit) => counts(digit, boxes)).length;
  under.textContent = boxes.length ? fill(under.dataset.text, count) : "";
  element.dataset.counted = count;
  sheet.repaint();
}

function at(event) {
  const { left, top } = element.getBoundingClientRect();
  return sheet.toScan(event.clientX - left, event.clientY - top);
}

function drawn(event) {
  const [x, y] = at(event);
  const box = [Math.min(x, start[0]), Math.min(y, start[1]), Math.abs(x - start[0]), Math.abs(y - start[1])];
  fields.forEach((field, i) => {
    field.value = Math.max(0, Math.round(box[i]));
  });
  tell();
}

function mode() {
  sheet.viewer.setMouseNavEnabled(draw.getAttribute("aria-pressed") !== "true");
  element.classList.toggle("drawing", draw.getAttribute("aria-pressed") === "true");
}

try {
  await sheet.ready;
  sheet.onPaint(paint);
  document.querySelectorAll("[data-view]").forEach((button) =>
    button.addEventListener("click", () => {
      const { view } = button.dataset;
      if (view === "in") sheet.zoomBy(1.5);
      if (view === "out") sheet.zoomBy(1 / 1.5);
      if (view === "fit") sheet.fit();
    }),
  );
  draw.addEventListener("click", () => {
    draw.setAttribute("aria-pressed", draw.getAttribute("aria-pressed") !== "true");
    mode();
  });
  mode();
  element.addEventListener("pointerdown", (event) => {
    if (draw.getAttribute("aria-pressed") !== "true" || event.button !== 0) return;
    event.preventDefault();
    element.setPointerCapture(event.pointerId);
    start = at(event);
  });
  element.addEventListener("pointermove", (event) => start && drawn(event));
  element.addEventListener("pointerup", (event) => {
    if (start) drawn(event);
    start = null;
  });
  form.addEventListener("input", tell);
  digits = await ask(element.dataset.digits);
  tell();
} catch (problem) {
  unreachable(element, problem);
}
