// The pair down to its ink: which cells of the two ink maps carry the score, and what made one digit the digit it was read as.
// The server computes each table's branch once, as a piece of work; the pictures of heat lie over the scans in scan coordinates.

import { ask, figure, fill, marked } from "./api.js";
import { awaited } from "./jobs.js";
import { row, whileOpen } from "./listed.js";
import { colours, named } from "./palette.js";

/** What an address says of the ink. */
export const LAYER = ["depth", "gamma", "share", "palette", "digit", "of"];

const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const picture = (address) =>
  new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error(address));
    image.src = address;
  });

export class Ink {
  /**
   * @param address what every question begins with: a, b and kind
   * @param score of the pair
   * @param digits asks for those of a side, as they were read
   * @param choose called with the side and the digit, as it was read, that somebody chose in the list
   * @param changed called when something else is to be drawn
   */
  constructor({ address, score, digits, choose, changed }) {
    this.address = address;
    this.score = score;
    this.digits = digits;
    this.read = [null, null];
    this.choose = choose;
    this.listed = document.getElementById("ink-list");
    this.list = whileOpen(this.listed, () => this.enumerate());
    this.changed = () => {
      this.offer();
      changed();
    };
    this.on = document.getElementById("show-ink");
    this.choices = document.getElementById("ink-choices");
    this.gamma = document.getElementById("ink-gamma");
    this.share = document.getElementById("ink-share");
    this.safe = document.getElementById("ink-safe");
    this.bar = document.getElementById("ink-progress");
    this.cancelButton = document.getElementById("ink-cancel");
    this.said = document.getElementById("ink-said");
    this.panel = document.getElementById("ink-digit");
    this.heat = [null, null]; // of the whole pair
    this.own = [null, null]; // of the digit that is looked at, and of its partners
    this.asked = 0; // answers to older questions are dropped
    this.on.addEventListener("change", () => this.renew());
    this.cancelButton.addEventListener("click", () => this.cancel());
    for (const control of [this.gamma, this.share, this.safe]) control.addEventListener("change", () => this.renew());
  }

  get shown() {
    return this.on.checked && this.heat[0] !== null;
  }

  query(more = "") {
    return `${this.address}&depth=pixels&gamma=${this.gamma.value}&share=${this.share.value}${more}`;
  }

  coloured(heat) {
    return `${heat}&palette=${named()}`;
  }

  /** What an address needs to show the same, in the words of the interface for programs. */
  get layer() {
    if (!this.on.checked) return {};
    const { looked } = this;
    return {
      depth: "pixels",
      gamma: this.gamma.value,
      share: this.share.value,
      ...(named() === "safe" && { palette: "safe" }),
      ...(looked && { digit: looked.digit, of: looked.side === 0 ? "a" : "b" }),
    };
  }

  /** Switches itself on as an address says. */
  open(asked) {
    for (const [name, control] of Object.entries({ gamma: this.gamma, share: this.share })) {
      if ([...control.options].some(({ value }) => value === asked.get(name))) control.value = asked.get(name);
    }
    if (asked.get("depth") !== "pixels") return;
    this.on.checked = true;
    this.renew();
  }

  /** Asks until the answer is there; the work's progress moves the bar. Null where nobody waits for it any more. */
  async answer(url, turn) {
    try {
      for (;;) {
        const answer = await ask(url);
        if (turn !== this.asked) return null;
        if (answer.depth === "pixels") return answer;
        this.jobs = answer.jobs;
        this.bar.hidden = false;
        this.cancelButton.hidden = false;
        const jobs = await awaited(this.jobs, () => turn === this.asked, (part) => (this.bar.value = part));
        if (!jobs) return null;
        if (jobs.some(({ state }) => state === "cancelled")) {
          this.off(this.said.dataset.cancelled);
          return null;
        }
        const failed = jobs.find(({ state }) => state === "failed");
        if (failed) throw new Error(failed.problem);
      }
    } finally {
      if (turn === this.asked) this.rest();
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
      await Promise.all(this.jobs.map((id) => ask(`/api/v1/jobs/${id}`, { method: "DELETE" })));
      if (turn === this.asked) this.off(this.said.dataset.cancelled);
    } catch (problem) {
      if (turn === this.asked) this.off(fill(this.said.dataset.failed, problem.message));
    }
  }

  /** Nobody goes on with it: the layer is off until somebody asks again. */
  off(why) {
    const left = document.activeElement === this.cancelButton;
    this.on.checked = false;
    this.renew();
    this.said.textContent = why;
    if (left) this.on.focus();
  }

  async renew() {
    const turn = ++this.asked;
    this.heat = [null, null];
    this.own = [null, null];
    this.panel.hidden = true;
    delete document.querySelector("main.pair").dataset.ink;
    this.choices.hidden = !this.on.checked;
    this.said.textContent = "";
    this.rest();
    this.changed();
    if (!this.on.checked) return;
    this.said.textContent = this.said.dataset.busy;
    try {
      const answer = await this.answer(this.query(), turn);
      if (!answer) return;
      const heat = await Promise.all([answer.a, answer.b].map((side) => picture(this.coloured(side.heat))));
      if (turn !== this.asked) return;
      this.regions = [answer.a.region, answer.b.region];
      this.turns = [answer.a.turn, answer.b.turn];
      this.heat = heat;
      this.score = answer.score; // of the digits as they were read, whatever the page ranks by
      this.shares = [answer.a.digits, answer.b.digits];
      this.list();
      const figures = [answer.explained, answer.remainder, answer.score].map((value) => marked(value.toPrecision(6)));
      this.said.textContent = this.score > 0 ? fill(this.said.dataset.sum, ...figures) : this.said.dataset.none;
      document.querySelector("main.pair").dataset.ink = `${answer.explained} ${answer.remainder} ${answer.score}`;
      this.changed();
      if (this.looked) this.look(this.looked.side, this.looked.digit);
    } catch (problem) {
      if (turn === this.asked) this.said.textContent = fill(this.said.dataset.failed, problem.message);
    }
  }

  /** The same as a table: each digit with what its ink has of the score. */
  async enumerate() {
    for (const side of [0, 1]) {
      this.read[side] ??= this.digits(side);
      const digits = await this.read[side];
      const body = this.listed.querySelectorAll("table")[side].tBodies[0];
      const some = this.shares[side].map((relevance, digit) => ({ relevance, digit })).filter(({ relevance, digit }) => relevance !== 0 && digits[digit]);
      some.sort((u, v) => Math.abs(v.relevance) - Math.abs(u.relevance));
      body.replaceChildren(
        ...some.map(({ relevance, digit }) => {
          const { x, y, digit: read } = digits[digit];
          const button = document.createElement("button");
          button.type = "button";
          button.className = "plain figures";
          button.textContent = read;
          button.addEventListener("click", () => this.choose(side, digit));
          return row(button, [fill(this.listed.dataset.at, figure(x, 0), figure(y, 0))], this.score > 0 ? relevance / this.score : 0);
        }),
      );
    }
  }

  /** The figure that can be saved is of what is shown. */
  offer() {
    this.listed.hidden = !this.shown;
    const room = document.getElementById("figures");
    for (const words of room.querySelectorAll("[data-figures]")) words.hidden = (words.dataset.figures === "pixels") !== this.shown;
    for (const link of room.querySelectorAll("a[download]")) {
      const address = new URL(link.href);
      const { searchParams: asked } = address;
      for (const name of LAYER) asked.delete(name);
      if (this.shown) for (const [name, value] of Object.entries(this.layer)) asked.set(name, value);
      link.href = address.pathname + address.search;
    }
  }

  /** Lays the heat over a sheet; true when it did. */
  paint(side, context, sheet) {
    if (!this.shown) return false;
    const image = this.own[side] ?? this.heat[side];
    const [x, y, w, h] = this.regions[side];
    context.save();
    context.transform(...sheet.map);
    context.globalAlpha = 0.55; // the scan steps back, or its own ink would hide the colours
    context.fillStyle = style("--leaf");
    context.fillRect(x, y, w, h);
    context.globalAlpha = 1;
    context.drawImage(image, x, y, w, h);
    context.restore();
    return true;
  }

  /** What made one digit: asked for when it is clicked; null lets go. */
  async look(side, digit) {
    this.looked = side === null ? null : { side, digit };
    if (!this.on.checked) return;
    if (side === null) {
      this.own = [null, null];
      this.panel.hidden = true;
      this.changed();
      return;
    }
    const turn = this.asked;
    try {
      const answer = await this.answer(this.query(`&digit=${digit}&of=${side === 0 ? "a" : "b"}`), turn);
      if (!answer || !this.looked || this.looked.digit !== digit || this.looked.side !== side) return;
      const one = answer.digit;
      const [mine, partners] = await Promise.all([picture(this.coloured(one.heat)), picture(this.coloured(one.heatOfPartners))]);
      if (!this.looked || this.looked.digit !== digit || this.looked.side !== side) return;
      this.own = side === 0 ? [mine, partners] : [partners, mine];
      this.tell(one, side);
      this.changed();
    } catch (problem) {
      this.said.textContent = fill(this.said.dataset.failed, problem.message);
    }
  }

  tell(one, side) {
    const { panel } = this;
    const percent = this.score > 0 ? figure((100 * one.relevance) / this.score, 2) : "0";
    panel.querySelector("[data-part=title]").textContent = fill(panel.dataset.title, one.digit);
    panel.querySelector("[data-part=text]").textContent = fill(
      panel.dataset.text,
      one.digit,
      figure(one.confidence, 2),
      one.second,
      figure(one.secondRaw, 2),
      one.partners.length,
      percent,
      marked(one.lost.toExponential(1)),
    );
    const most = Math.max(...one.raw, 0.01);
    const rows = panel.querySelector("tbody");
    rows.replaceChildren(
      ...one.raw.map((value, digit) => {
        const row = document.createElement("tr");
        row.className = digit === one.digit ? "first" : digit === one.second ? "second" : "";
        const name = document.createElement("th");
        name.scope = "row";
        name.textContent = digit;
        const activation = document.createElement("td");
        activation.className = "right";
        activation.textContent = figure(value, 2);
        const bar = document.createElement("td");
        bar.innerHTML = '<svg class="bar" viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden="true"><rect height="2"/></svg>';
        bar.querySelector("rect").setAttribute("width", Math.max(0, (100 * value) / most));
        row.append(name, activation, bar);
        return row;
      }),
    );
    panel.hidden = false;
    this.magnify(one, side);
  }

  /** What the network sees of the scan where it read the digit, upright, with the relevance of each cell on it. */
  async magnify(one, side) {
    const canvas = this.panel.querySelector("canvas");
    const context = canvas.getContext("2d");
    const [x, y, w, h] = one.sees;
    const image = document.getElementById(side === 0 ? "viewer-a" : "viewer-b").dataset.info.replace(/\/info\.json$/, "");
    const left = Math.max(0, Math.floor(x));
    const top = Math.max(0, Math.floor(y));
    const scan = await picture(`${image}/${left},${top},${Math.ceil(x + w) - left},${Math.ceil(y + h) - top}/max/0/default.jpg`);
    if (this.looked?.digit !== one.index) return;
    const size = canvas.width;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalAlpha = 1;
    context.fillStyle = style("--desk");
    context.fillRect(0, 0, size, size);
    context.translate(size / 2, size / 2);
    context.rotate((this.turns[side] * Math.PI) / 180);
    context.scale(size / w, size / h);
    context.drawImage(scan, left - x - w / 2, top - y - h / 2);
    context.setTransform(1, 0, 0, 1, 0, 0);
    const strongest = Math.max(...one.ink.map(Math.abs), 1e-12);
    const cell = size / one.side;
    const [positive, negative] = colours();
    one.ink.forEach((relevance, i) => {
      if (relevance === 0) return;
      context.globalAlpha = 0.9 * Math.min(1, Math.abs(relevance) / strongest);
      context.fillStyle = relevance > 0 ? positive : negative;
      context.fillRect((i % one.side) * cell, Math.floor(i / one.side) * cell, cell, cell);
    });
  }
}
