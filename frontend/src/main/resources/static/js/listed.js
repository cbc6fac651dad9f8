// What is drawn, as tables: for whoever reads better than she sees, and for whoever wants the figures.

import { figure, fill } from "./api.js";

/** A row of a table: a heading and cells, the last of them a share in per cent. */
export function row(heading, cells, share) {
  const made = document.createElement("tr");
  const head = document.createElement("th");
  head.scope = "row";
  head.append(heading);
  made.append(head);
  for (const text of cells) {
    const cell = document.createElement("td");
    cell.textContent = text;
    made.append(cell);
  }
  const last = document.createElement("td");
  last.className = "right";
  last.textContent = `${figure(100 * share, Math.abs(share) < 0.01 ? 2 : 1)} %`;
  made.append(last);
  return made;
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
