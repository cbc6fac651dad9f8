// A training as it goes on: progress, and the curve of its loss, drawn from what /api/v1/training/{job} tells.

import { ask, figure, fill, keep } from "./api.js";

const main = document.querySelector("main[data-training]");
const job = main.dataset.training;
const place = document.getElementById("curve");
const SVG = "http://www.w3.org/2000/svg";
const [WIDTH, HEIGHT, LEFT, BOTTOM] = [640, 240, 56, 28];

const part = (name, attributes, text) => {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
};

function draw(curve) {
  place.hidden = curve.length < 2;
  if (place.hidden) return;
  const most = Math.max(...curve.flatMap((p) => [p.loss, p.check]));
  const x = (step) => LEFT + ((WIDTH - LEFT - 8) * step) / Number(place.dataset.steps);
  const y = (loss) => HEIGHT - BOTTOM - ((HEIGHT - BOTTOM - 12) * loss) / most;
  const best = curve.reduce((a, b) => (b.check <= a.check ? b : a));
  const svg = part("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": fill(place.dataset.text, curve.at(-1).step, figure(curve.at(-1).check, 5), best.step) });
  for (const share of [0, 0.5, 1]) {
    svg.append(part("line", { class: "grid", x1: LEFT, x2: WIDTH - 8, y1: y(share * most), y2: y(share * most) }));
    svg.append(part("text", { x: LEFT - 6, y: y(share * most) + 4, "text-anchor": "end" }, figure(share * most, 4)));
  }
  svg.append(part("text", { x: LEFT, y: HEIGHT - 8 }, "0"), part("text", { x: WIDTH - 8, y: HEIGHT - 8, "text-anchor": "end" }, place.dataset.steps));
  for (const kind of ["loss", "check"]) {
    svg.append(part("polyline", { class: kind, points: curve.map((p) => `${x(p.step)},${y(p[kind])}`).join(" ") }));
    // Beside the line's end: where there is room.
    const [at, anchor, gap] = x(curve.at(-1).step) > 0.8 * WIDTH ? [x(curve.at(-1).step) - 6, "end", 9] : [x(curve.at(-1).step) + 10, "start", 3];
    const above = curve.at(-1)[kind] > curve.at(-1)[kind === "loss" ? "check" : "loss"] || (kind === "loss" && curve.at(-1).loss === curve.at(-1).check);
    svg.append(part("text", { class: kind, x: at, y: y(curve.at(-1)[kind]) + (above ? -gap : gap + 9), "text-anchor": anchor }, place.dataset[kind]));
  }
  svg.append(part("circle", { class: "best", cx: x(best.step), cy: y(best.check), r: 4 }));
  place.replaceChildren(svg);
}

function list(curve) {
  const rows = curve.map((p) => {
    const row = document.createElement("tr");
    for (const text of [String(p.step), figure(p.loss, 5), figure(p.check, 5)]) {
      const cell = document.createElement("td");
      cell.className = "right";
      cell.textContent = text;
      row.append(cell);
    }
    return row;
  });
  if (rows.length) document.querySelector("#points tbody").replaceChildren(...rows);
}

/** What came of it is told in the page's own words. */
async function renew() {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const state = page.getElementById("state");
  document.getElementById("state").replaceWith(state);
  main.dataset.settled = page.querySelector("main").dataset.settled;
  document.getElementById("said").textContent = state.querySelector("h2, #doing")?.textContent ?? "";
}

let points = -1;
let state = document.getElementById("state").dataset.state;

keep(async () => {
  const run = await ask(`/api/v1/training/${job}`);
  if (run.curve.length !== points) {
    points = run.curve.length;
    draw(run.curve);
    list(run.curve);
  }
  if (run.outcome || run.state !== state) {
    state = run.state;
    if (main.dataset.settled !== "true") await renew();
  }
  const doing = document.getElementById("doing");
  if (!run.outcome && doing) {
    const work = await ask(`/api/v1/jobs/${job}`);
    document.querySelector("#state progress").value = work.progress;
    if (work.message) doing.textContent = work.message;
  }
  return !run.outcome;
}, 1000);
