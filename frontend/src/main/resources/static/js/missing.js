// Numbers that stand in only one of two tables: while their list is open they are marked on the sheets, and a number of the list
// leads to its place.

export class Missing {
  constructor({ sheets }) {
    this.sheets = sheets;
    this.list = document.getElementById("missing");
    this.places = [[], []];
    this.looked = null;
    if (!this.list) return;
    for (const button of this.list.querySelectorAll("button[data-places]")) {
      const side = Number(button.dataset.side);
      const boxes = button.dataset.places.split(" ").map((box) => {
        const [x, y, w, h] = box.split(",").map(Number);
        return { x, y, w, h };
      });
      this.places[side].push(...boxes);
      let next = 0;
      button.addEventListener("click", () => this.go(side, boxes[next++ % boxes.length]));
    }
    this.list.addEventListener("toggle", () => {
      this.looked = null;
      this.sheets.forEach((sheet) => sheet.repaint());
    });
  }

  get on() {
    return this.list?.open ?? false;
  }

  go(side, box) {
    const sheet = this.sheets[side];
    this.looked = { side, box };
    sheet.element.scrollIntoView({ block: "nearest" });
    sheet.fit(false, [box.x, box.y, box.w, box.h], 1.5);
    this.sheets.forEach((s) => s.repaint());
  }

  /** Frames them: dashed, so that it is not the colour that tells. */
  paint(side, context, sheet) {
    if (!this.on) return;
    context.strokeStyle = getComputedStyle(sheet.element).color;
    context.globalAlpha = 0.85;
    context.setLineDash([3, 3]);
    context.lineWidth = 1.25;
    for (const place of this.places[side]) {
      const { x, y, w, h } = sheet.boxOnScreen(place);
      context.strokeRect(x - 3, y - 3, w + 6, h + 6);
    }
    context.setLineDash([]);
    if (this.looked?.side === side) {
      const { x, y, w, h } = sheet.boxOnScreen(this.looked.box);
      context.lineWidth = 2.5;
      context.strokeRect(x - 5, y - 5, w + 10, h + 10);
    }
    sheet.element.dataset.missing = this.places[side].length;
  }
}
