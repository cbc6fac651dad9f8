// J and K lead to the next and the previous thing of the list that one came from, where the page links to them; in the list itself
// they lead from row to row, and Enter opens the row's link, as it does anyway.

import { onKey } from "./keys.js";

onKey((key) => {
  const step = { j: 1, k: -1 }[key];
  if (!step) return;
  const link = document.querySelector(`main a[rel="${step > 0 ? "next" : "prev"}"]`);
  const rows = [...document.querySelectorAll(".ranking > .hit h2 a")];
  if (rows.length === 0) return link?.click();
  const at = rows.findIndex((row) => row.closest(".hit").contains(document.activeElement));
  const next = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.max(0, Math.min(rows.length - 1, at + step))];
  next.focus();
  next.closest(".hit").scrollIntoView({ block: "nearest" });
});
