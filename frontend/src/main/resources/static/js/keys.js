// Keys of one letter, for those who want them: they are silent in a field, and can be switched off for good (WCAG 2.1.4), since
// somebody who speaks to her computer would set them off by talking.

const KEPT = "tabularium-keys";

export const wanted = () => {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true; // no storage: the keys are as they come
  }
};

/** Calls `handler(key, event)` for keys pressed outside fields; the key of a letter is lower-case. */
export function onKey(handler) {
  document.addEventListener("keydown", (event) => {
    if (!wanted() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type='checkbox'], [type='radio'], [type='range']), select, textarea, [contenteditable]")) return;
    handler(event.key.length === 1 ? event.key.toLowerCase() : event.key, event);
  });
}

const toggle = document.getElementById("keys-on");
if (toggle) {
  toggle.checked = wanted();
  toggle.addEventListener("change", () => {
    try {
      localStorage.setItem(KEPT, toggle.checked ? "on" : "off");
    } catch {
      toggle.checked = true;
    }
  });
}
