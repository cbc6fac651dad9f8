// J and K lead to the next and the previous thing of the list that one came from, where the page links to them.

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, [contenteditable]")) return;
  const rel = { j: "next", k: "prev" }[event.key];
  if (rel) document.querySelector(`main a[rel="${rel}"]`)?.click();
});
