// A round glass over both sheets, through which one sees which parts of the tables another network finds similar. What it weighs is
// one number a block of the upright picture; the glass is at the same place of both tables, since that is what such a network compares.

import { ask, figure, fill } from "./api.js";
import { awaited } from "./jobs.js";
import { cellName, row, whileOpen } from "./listed.js";
import { colours, named } from "./palette.js";

const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const rgb = (colour) => [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));

/** What is told as a list: so many parts of a page across and down. */
const PARTS = [3, 5];

/** Blocks stronger than all but one in a hundred are fully opaque, as in the pictures of the ink. */
const OPAQUE = 0.01;

export class Lens {
  /**
   * @param a number of the first table
   * @param b number of the second
   * @param pair what of the two the bigram network compares, and how: the same as in the address of the page's other figures
   * @param sheets both sheets
   * @param places what the bigram network's score consists of on a side: {middle, share}
   * @param changed called when something else is to be drawn
   */
  constructor({ a, b, pair, sheets, places, changed }) {
    this.tables = { a, b };
    this.pair = pair;
    this.sheets = sheets;
    this.places = places;
    this.changed = changed;
    this.on = document.getElementById("show-lens");
    this.choices = document.getElementById("lens-choices");
    this.model = document.getElementById("lens-model");
    this.size = document.getElementById("lens-size");
    this.keys = document.getElementById("lens-keys");
    this.bar = document.getElementById("lens-progress");
    this.cancelButton = document.getElementById("lens-cancel");
    this.said = document.getElementById("lens-said");
    this.under = document.getElementById("lens-under");
    this.safe = document.getElementById("ink-safe");
    this.listed = document.getElementById("lens-list");
    this.figures = document.getElementById("lens-figures");
    this.list = whileOpen(this.listed, () => this.enumerate());
    this.wanted = new URLSearchParams(location.search).get("lens"); // by the address
    this.seen = null;
    this.at = null; // {side, u, v}: where on a table, as parts of its upright width and height
    this.asked = 0; // answers to older questions are dropped
    this.on.addEventListener("change", () => this.renew());
    this.model.addEventListener("change", () => this.renew());
    this.size.addEventListener("input", () => this.moved());
    this.safe.addEventListener("change", () => this.colour());
    this.cancelButton.addEventListener("click", () => this.cancel());
    this.keys.addEventListener("keydown", (event) => this.key(event));
    sheets.forEach((sheet, side) =>
      sheet.element.addEventListener("pointermove", (event) => {
        if (!this.shown || !sheet.map) return;
        const { left, top } = sheet.element.getBoundingClientRect();
        this.move(side, ...this.toPart(side, ...sheet.toScan(event.clientX - left, event.clientY - top)));
      }),
    );
  }

  get shown() {
    return this.on.checked && this.seen !== null;
  }

  get radius() {
    return Number(this.size.value);
  }

  side(side) {
    return side === 0 ? this.seen.a : this.seen.b;
  }

  /** A scan pixel as parts of the upright table's width and height. */
  toPart(side, x, y) {
    const { region, turn } = this.side(side);
    const u = (x - region[0]) / region[2];
    const v = (y - region[1]) / region[3];
    return { 0: [u, v], 90: [1 - v, u], 180: [1 - u, 1 - v], 270: [v, 1 - u] }[((turn % 360) + 360) % 360];
  }

  toScan(side, u, v) {
    const { region, turn } = this.side(side);
    const [x, y] = { 0: [u, v], 90: [v, 1 - u], 180: [1 - u, 1 - v], 270: [1 - v, u] }[((turn % 360) + 360) % 360];
    return [region[0] + x * region[2], region[1] + y * region[3]];
  }

  async choose() {
    if (this.model.options.length > 0) return;
    const lenses = await ask("/api/v1/lenses");
    for (const one of lenses) {
      const option = document.createElement("option");
      option.value = one.id;
      option.textContent = one.shipped ? this.model.dataset.shipped : one.name;
      option.selected = one.id === this.wanted;
      this.model.append(option);
    }
    if (this.wanted && this.model.value !== this.wanted) this.model.selectedIndex = -1; // so that any choice is one
    this.wanted = null;
  }

  /** What an address needs to show the same. */
  get layer() {
    const network = this.model.value || this.wanted;
    return this.on.checked && network ? { lens: network, ...(named() === "safe" && { palette: "safe" }) } : {};
  }

  /** Switches itself on as an address says. */
  open() {
    if (!this.wanted) return;
    this.on.checked = true;
    this.renew();
  }

  async renew() {
    const turn = ++this.asked;
    this.seen = null;
    this.choices.hidden = !this.on.checked;
    this.listed.hidden = true;
    this.figures.hidden = true;
    this.said.textContent = "";
    this.under.textContent = "";
    this.rest();
    delete document.querySelector("main.pair").dataset.lens;
    this.changed();
    if (!this.on.checked) return;
    this.said.textContent = this.said.dataset.busy;
    try {
      await this.choose();
      if (!this.model.value) throw new Error(this.said.dataset.gone);
      this.changed();
      const answer = await this.answer(turn);
      if (!answer) return;
      this.seen = answer;
      this.colour();
      this.tell();
      this.listed.hidden = false;
      this.figures.hidden = false;
      this.list();
      if (!this.at) this.at = { side: 0, u: 0.5, v: 0.5 };
      this.moved();
      document.querySelector("main.pair").dataset.lens = `${[answer.a, answer.b].map(({ heat, remainder }) => heat.reduce((sum, r) => sum + r, remainder)).join(" ")} ${answer.score}`;
    } catch (problem) {
      if (turn === this.asked) this.said.textContent = fill(this.said.dataset.failed, problem.message);
    } finally {
      if (turn === this.asked) this.rest();
    }
  }

  /** Asks until the answer is there; the work's progress moves the bar. */
  async answer(turn) {
    const { a, b } = this.tables;
    for (;;) {
      const answer = await ask(`/api/v1/lenses/${this.model.value}/explanations?a=${a}&b=${b}`);
      if (turn !== this.asked) return null;
      if (answer.lens) return answer;
      this.job = answer.job;
      this.bar.hidden = false;
      this.cancelButton.hidden = false;
      const [job] = (await awaited([this.job], () => turn === this.asked, (part) => (this.bar.value = part))) ?? [];
      if (!job) return null;
      if (job.state === "cancelled") {
        this.off(this.said.dataset.cancelled);
        return null;
      }
      if (job.state === "failed") throw new Error(job.problem);
    }
  }

  rest() {
    this.bar.hidden = true;
    this.bar.removeAttribute("value");
    this.cancelButton.hidden = true;
  }

  async cancel() {
    const turn = ++this.asked;
    try {
      await ask(`/api/v1/jobs/${this.job}`, { method: "DELETE" });
      if (turn === this.asked) this.off(this.said.dataset.cancelled);
    } catch (problem) {
      if (turn === this.asked) this.off(fill(this.said.dataset.failed, problem.message));
    }
  }

  /** Nobody goes on with it: the lens is off until somebody asks again. */
  off(why) {
    const left = document.activeElement === this.cancelButton;
    this.on.checked = false;
    this.renew();
    this.said.textContent = why;
    if (left) this.on.focus();
  }

  tell() {
    const { cosine, a, b } = this.seen;
    const name = this.model.selectedOptions[0].textContent;
    this.said.textContent = fill(
      this.said.dataset.told,
      name,
      figure(cosine, 2),
      figure(50 * (a.digits + b.digits), 0),
      figure(50 * (a.onDigits + b.onDigits), 0),
    );
  }

  /** The figure that can be saved is of what is shown, in its colours. */
  offer() {
    const { a, b } = this.tables;
    for (const link of this.figures.querySelectorAll("a")) {
      link.href = `/api/v1/lenses/${this.seen.lens}/figure?a=${a}&b=${b}${this.pair}&palette=${named()}&format=${link.dataset.format}`;
    }
  }

  /** One picture a table, a pixel a block. */
  colour() {
    if (!this.seen) return;
    this.offer();
    const [positive, negative] = colours();
    this.pictures = [this.seen.a, this.seen.b].map(({ heat, rows, columns }) => {
      const sorted = heat.map(Math.abs).filter((r) => r > 0).sort((u, v) => u - v);
      const full = sorted.length > 0 ? sorted[Math.floor((1 - OPAQUE) * (sorted.length - 1))] : 1;
      const canvas = document.createElement("canvas");
      canvas.width = columns;
      canvas.height = rows;
      const context = canvas.getContext("2d");
      const image = context.createImageData(columns, rows);
      heat.forEach((r, i) => {
        image.data.set([...rgb(r < 0 ? negative : positive), 255 * Math.min(1, Math.abs(r) / full)], 4 * i);
      });
      context.putImageData(image, 0, 0);
      return canvas;
    });
    this.changed();
  }

  /** The same as a table: where on each page it lies. */
  enumerate() {
    for (const side of [0, 1]) {
      const { heat, columns } = this.side(side);
      const { width, height, block } = this.seen;
      const body = this.listed.querySelectorAll("table")[side].tBodies[0];
      const sums = new Map();
      let all = 0;
      heat.forEach((r, i) => {
        const at = [i % columns, Math.floor(i / columns)].map((n, axis) => Math.min(1, ((n + 0.5) * block) / (axis === 0 ? width : height)));
        const cell = at.map((part, axis) => Math.min(PARTS[axis] - 1, Math.floor(part * PARTS[axis]))).join(":");
        sums.set(cell, (sums.get(cell) ?? 0) + Math.abs(r));
        all += Math.abs(r);
      });
      const cells = [...sums].sort(([, u], [, v]) => v - u);
      body.replaceChildren(...cells.map(([cell, sum]) => row(cellName(body, cell.split(":").map(Number), PARTS[0]), [], all > 0 ? sum / all : 0)));
    }
  }

  move(side, u, v) {
    this.at = { side, u: Math.min(1, Math.max(0, u)), v: Math.min(1, Math.max(0, v)) };
    this.moved();
  }

  moved() {
    if (!this.shown) return;
    const { side, u, v } = this.at;
    this.under.textContent = fill(this.under.dataset.under, figure(100 * this.part(side), 1), figure(100 * this.bigrams(side), 1));
    document.querySelector("main.pair").dataset.lensAt = `${side} ${u.toFixed(3)} ${v.toFixed(3)}`;
    this.changed();
  }

  /** Middle of the glass on a sheet, screen pixels. */
  middle(side) {
    return this.sheets[side].toScreen(...this.toScan(side, this.at.u, this.at.v));
  }

  /** Which part of what the network weighs lies under the glass. */
  part(side) {
    const { heat, rows, columns } = this.side(side);
    const { width, height, block } = this.seen;
    const [mx, my] = this.middle(side);
    let under = 0;
    let all = 0;
    heat.forEach((r, i) => {
      const u = Math.min(width, ((i % columns) + 0.5) * block) / width;
      const v = Math.min(height, (Math.floor(i / columns) + 0.5) * block) / height;
      const [x, y] = this.sheets[side].toScreen(...this.toScan(side, u, v));
      all += Math.abs(r);
      if (Math.hypot(x - mx, y - my) <= this.radius) under += Math.abs(r);
    });
    return rows > 0 && all > 0 ? under / all : 0;
  }

  /** Which part of the bigram network's score does. */
  bigrams(side) {
    const [mx, my] = this.middle(side);
    let under = 0;
    for (const { middle, share } of this.places(side)) {
      const [x, y] = this.sheets[side].toScreen(...middle);
      if (Math.hypot(x - mx, y - my) <= this.radius) under += share;
    }
    return under;
  }

  key(event) {
    if (!this.shown) return;
    const step = this.radius / 3;
    const [dx, dy] = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key] ?? [0, 0];
    const { side } = this.at;
    if (dx !== 0 || dy !== 0) {
      const [x, y] = this.middle(side);
      this.move(side, ...this.toPart(side, ...this.sheets[side].toScan(x + dx, y + dy)));
    } else if (event.key === "Enter" || event.key === " ") {
      this.move(1 - side, this.at.u, this.at.v);
    } else if (event.key === "+" || event.key === "-") {
      this.size.value = this.radius + (event.key === "+" ? 20 : -20);
      this.moved();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** Draws the glass on a sheet, over what is there. */
  paint(side, context, sheet) {
    if (!this.shown) return;
    const { region, turn, columns, rows } = this.side(side);
    const { width, height, block } = this.seen;
    const [x, y] = this.middle(side);
    context.save();
    context.beginPath();
    context.arc(x, y, this.radius, 0, 2 * Math.PI);
    context.clip();
    context.globalAlpha = 0.55; // the scan stays to be read under what the other network weighs
    context.fillStyle = style("--leaf");
    context.fillRect(x - this.radius, y - this.radius, 2 * this.radius, 2 * this.radius);
    context.globalAlpha = 0.85;
    context.transform(...sheet.map);
    context.translate(region[0] + region[2] / 2, region[1] + region[3] / 2);
    context.rotate((-turn * Math.PI) / 180);
    const [w, h] = turn % 180 === 0 ? [region[2], region[3]] : [region[3], region[2]];
    context.beginPath();
    context.rect(-w / 2, -h / 2, w, h);
    context.clip();
    context.imageSmoothingEnabled = false;
    context.drawImage(this.pictures[side], -w / 2, -h / 2, (w * columns * block) / width, (h * rows * block) / height);
    context.restore();
    context.save();
    context.strokeStyle = style("--ink");
    context.globalAlpha = side === this.at.side ? 1 : 0.6;
    context.lineWidth = side === this.at.side ? 2 : 1.25;
    context.beginPath();
    context.arc(x, y, this.radius, 0, 2 * Math.PI);
    context.stroke();
    context.restore();
    this.label(context, x, y, sheet);
  }

  /** The network's name on a slip at the rim, so that nobody takes one network's view for the other's. */
  label(context, x, y, sheet) {
    const name = this.model.selectedOptions[0].textContent.split(" (")[0];
    context.save();
    context.font = `600 12px ${style("--sans") || "sans-serif"}`;
    const width = context.measureText(name).width + 14;
    const top = y + this.radius + 22 < sheet.height ? y + this.radius - 9 : y - this.radius - 11;
    context.fillStyle = style("--leaf");
    context.strokeStyle = style("--ink");
    context.beginPath();
    context.rect(x - width / 2, top, width, 20);
    context.fill();
    context.stroke();
    context.fillStyle = style("--ink");
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(name, x, top + 10.5);
    context.restore();
  }
}
