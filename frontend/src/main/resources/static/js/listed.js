// What is drawn, as tables: for whoever reads better than she sees, and for whoever wants the figures.

import { figure, fill } from "./api.js";

/** A row of a table: a heading and cells, the last of them a share in per cent. */
export function row(heading, cells, share) {
  const made = document.createElement("tr");
  const head = document.createElement("th");
  head.scope = "row";
  head.append(heading);
  made.append(head);
  for (const content of cells) {
    const cell = document.createElement("td");
    cell.append(...[content].flat());
    made.append(cell);
  }
  const last = document.createElement("td");
  last.className = "right";
  last.textContent = `${figure(100 * share, Math.abs(share) < 0.01 ? 2 : 1)} %`;
  made.append(last);
  return made;
}

/** The digit of a place, to be held from a list as by a click on its scan. */
export function digitButton(side, index, { digit, x, y }, at, held) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain figures";
  button.textContent = digit;
  button.dataset.side = side;
  button.dataset.digit = index;
  button.setAttribute("aria-label", `${digit}: ${fill(at, figure(x, 0), figure(y, 0))}`);
  button.setAttribute("aria-pressed", held);
  return button;
}

/** Many buttons are one stop of the Tab key: the arrow keys go from one to the next, Home and End to the ends. */
export function stepped(room) {
  const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
  room.addEventListener("keydown", (event) => {
    if (!(event.key in steps) && event.key !== "Home" && event.key !== "End") return;
    const all = [...room.querySelectorAll("button")];
    const here = all.indexOf(document.activeElement);
    if (here < 0) return;
    event.preventDefault();
    const next = event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : Math.min(all.length - 1, Math.max(0, here + steps[event.key]));
    all[next].focus();
  });
  const stop = (one) => {
    for (const button of room.querySelectorAll("button[tabindex='0']")) button.tabIndex = -1;
    if (one) one.tabIndex = 0;
  };
  room.addEventListener("focusin", ({ target }) => target.matches("button") && stop(target));
  /** After the buttons were made anew. */
  return () => {
    const all = room.querySelectorAll("button");
    for (const button of all) button.tabIndex = -1;
    stop(room.querySelector("button[aria-pressed='true']") ?? all[0]);
  };
}

/**
 * Names a cell of a grid: "left, 2 from above".
 *
 * @param body of the table, with the message and the words for across
 * @param cell column and row, from 0
 * @param columns of the grid
 */
export function cellName(body, [column, line], columns) {
  const across = body.dataset.across.split("|");
  return fill(body.dataset.part, across[Math.min(2, Math.floor((3 * column) / columns))], line + 1);
}

/** A table in a disclosure is made when somebody opens it, and then with every change. */
export function whileOpen(details, make) {
  details?.addEventListener("toggle", () => details.open && make());
  return () => details?.open && make();
}
