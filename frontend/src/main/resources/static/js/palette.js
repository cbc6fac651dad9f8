// The two colours of relevance: what speaks for the similarity, and what against it. Who confuses red and green chooses the other two
// once; they are kept as the keys are. An address that names them shows them to whoever opens it, and changes nobody's choice.

const KEPT = "tabularium-palette";
const root = document.documentElement;
const safe = document.getElementById("ink-safe");
const legend = document.getElementById("heat-colours");

function show() {
  root.dataset.palette = named();
}

const kept = () => {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null; // no storage: the colours are as they come
  }
};

/** What the interface for programs calls them. */
export const named = () => (safe.checked ? "safe" : "rubric");

/** For and against, as the style sheet has them. */
export const colours = () => ["--for", "--against"].map((name) => getComputedStyle(root).getPropertyValue(name).trim());

/** They are explained, and can be chosen, while something is shown in them. */
export function offer(used) {
  legend.hidden = !used;
}

safe.checked = kept() === "safe" || new URLSearchParams(location.search).get("palette") === "safe";
show();
safe.addEventListener("change", () => {
  show();
  try {
    localStorage.setItem(KEPT, named());
  } catch {
    // they hold for this page
  }
});
