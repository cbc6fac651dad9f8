// The cover-up test: brush away a part of either table, and see whether the score becomes what the ledger foretold. A part is brushed
// by dragging; or, without dragging, by Enter at one corner and Enter at the other, the middle of the sheet being where one stands.

import { ask, figure, fill } from "./api.js";

export class Cover {
  /**
   * @param a @param b @param kind the pair
   * @param parts of the first that alone count, each x,y,w,h; none for all of it
   * @param sheets the two
   * @param decimals of a score
   */
  constructor({ a, b, kind, parts, sheets, decimals }) {
    Object.assign(this, { a, b, kind, parts, sheets, decimals });
    this.button = document.getElementById("cover-on");
    this.panel = document.getElementById("cover");
    this.said = document.getElementById("cover-said");
    this.list = document.getElementById("cover-list");
    this.covers = [[], []];
    this.first = null; // a corner that waits for the other: {side, at}
    this.now = null; // what is being drawn: {side, box}
    this.asked = 0;
    this.button.addEventListener("click", () => this.toggle());
    document.getElementById("cover-clear").addEventListener("click", () => {
      this.covers = [[], []];
      this.changed();
    });
    sheets.forEach((sheet, side) => this.listen(sheet, side));
  }

  get on() {
    return this.button.getAttribute("aria-pressed") === "true";
  }

  toggle() {
    this.button.setAttribute("aria-pressed", !this.on);
    this.panel.hidden = !this.on;
    this.first = this.now = null;
    this.sheets.forEach((sheet) => {
      sheet.element.classList.toggle("brushing", this.on);
      sheet.repaint();
    });
  }

  listen(sheet, side) {
    const at = ({ x, y }) => sheet.toScan(x, y);
    let from = null;
    sheet.viewer.addHandler("canvas-press", (event) => (from = this.on ? at(event.position) : null));
    sheet.viewer.addHandler("canvas-drag", (event) => {
      if (!from) return;
      event.preventDefaultAction = true;
      this.now = { side, box: this.between(side, from, at(event.position)) };
      sheet.repaint();
    });
    sheet.viewer.addHandler("canvas-drag-end", (event) => {
      if (!from) return;
      event.preventDefaultAction = true;
      from = null;
      if (this.now) this.add(side, this.now.box);
    });
    sheet.element.addEventListener("keydown", (event) => {
      if (!this.on || event.key !== "Enter") return;
      event.preventDefault();
      const here = at({ x: sheet.width / 2, y: sheet.height / 2 });
      if (this.first?.side === side) {
        const box = this.between(side, this.first.at, here);
        this.first = null;
        this.add(side, box);
      } else {
        this.first = { side, at: here };
        this.said.textContent = this.said.dataset.corner;
      }
      sheet.repaint();
    });
  }

  between(side, [x1, y1], [x2, y2]) {
    const { x: width, y: height } = this.sheets[side].size;
    const within = (value, most) => Math.min(most, Math.max(0, value));
    const [left, right] = [within(Math.min(x1, x2), width), within(Math.max(x1, x2), width)];
    const [top, bottom] = [within(Math.min(y1, y2), height), within(Math.max(y1, y2), height)];
    return { x: left, y: top, w: right - left, h: bottom - top };
  }

  add(side, box) {
    this.now = null;
    if (box.w < 3 || box.h < 3) {
      this.sheets[side].repaint();
      return;
    }
    this.covers[side].push(box);
    this.changed();
  }

  changed() {
    this.list.replaceChildren(
      ...this.covers.flatMap((boxes, side) =>
        boxes.map((box, i) => {
          const item = document.createElement("li");
          const where = [box.x, box.y, box.w, box.h].map((value) => figure(value, 0));
          item.textContent = fill(side === 0 ? this.list.dataset.here : this.list.dataset.there, ...where);
          const away = document.createElement("button");
          away.type = "button";
          away.className = "plain";
          away.textContent = this.list.dataset.remove;
          away.addEventListener("click", () => {
            this.covers[side].splice(i, 1);
            this.changed();
          });
          item.append(" ", away);
          return item;
        }),
      ),
    );
    this.sheets.forEach((sheet) => sheet.repaint());
    this.ask();
  }

  async ask() {
    const turn = ++this.asked;
    const any = this.covers.some((boxes) => boxes.length > 0);
    document.getElementById("cover-outcome").hidden = true;
    this.said.textContent = any ? this.said.dataset.busy : this.said.dataset.how;
    if (!any) return;
    const boxes = (side) => this.covers[side].map(({ x, y, w, h }) => [x, y, w, h]);
    try {
      const outcome = await ask("/api/v1/explanations/cover-up", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ a: this.a, b: this.b, kind: this.kind, coversA: boxes(0), coversB: boxes(1), box: this.parts }),
      });
      if (turn === this.asked) this.tell(outcome);
    } catch (problem) {
      if (turn === this.asked) this.said.textContent = fill(this.said.dataset.failed, problem.message);
    }
  }

  tell(outcome) {
    const table = document.getElementById("cover-outcome");
    for (const name of ["score", "evidence", "predicted", "recomputed", "difference"]) {
      const cell = table.querySelector(`[data-part="${name}"]`);
      const sign = name === "difference" && outcome[name] > 0 ? "+" : "";
      cell.textContent = sign + figure(outcome[name], this.decimals).replace("-", "\u2212");
      cell.dataset.value = outcome[name];
    }
    table.hidden = false;
    const sum = (name) => outcome.a[name] + outcome.b[name];
    this.said.textContent = fill(this.said.dataset.told, figure(sum("covered"), 0), figure(sum("changed"), 0), figure(sum("added"), 0));
  }

  /** Whether a place of the scan lies under a cover. */
  hides(side, [x, y]) {
    return this.on && this.covers[side].some((c) => x >= c.x && y >= c.y && x < c.x + c.w && y < c.y + c.h);
  }

  /** Draws what is covered, and the place of the keys. */
  paint(side, context, sheet) {
    if (!this.on) return;
    const boxes = [...this.covers[side], ...(this.now?.side === side ? [this.now.box] : [])];
    context.setLineDash([5, 4]);
    context.lineWidth = 1.25;
    context.strokeStyle = getComputedStyle(sheet.element).color;
    for (const box of boxes) {
      const { x, y, w, h } = sheet.boxOnScreen(box);
      context.globalAlpha = 1;
      context.fillStyle = getComputedStyle(sheet.element).getPropertyValue("--desk");
      context.fillRect(x, y, w, h);
      context.strokeRect(x, y, w, h);
    }
    context.setLineDash([]);
    if (sheet.element.contains(document.activeElement)) {
      const [x, y] = [sheet.width / 2, sheet.height / 2];
      const [fx, fy] = this.first?.side === side ? sheet.toScreen(...this.first.at) : [x, y];
      context.strokeRect(Math.min(x, fx), Math.min(y, fy), Math.abs(x - fx), Math.abs(y - fy));
      context.beginPath();
      context.moveTo(x - 12, y);
      context.lineTo(x + 12, y);
      context.moveTo(x, y - 12);
      context.lineTo(x, y + 12);
      context.stroke();
    }
  }
}
