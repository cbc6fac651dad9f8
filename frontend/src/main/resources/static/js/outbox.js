// What was done here and is not on the server yet. An item of localStorage for each action: several tabs keep theirs side by side, and
// whichever is open sends what the others left. The server carries out an action once, however often it comes.

export class Outbox {
  /** What one person did stays hers, whoever sits down at this browser next. */
  constructor(name, person) {
    this.prefix = `${name}/${encodeURIComponent(person)}/`;
    this.keys = new Map();
    this.count = 0;
  }

  /** Everything that waits, in the order in which it was done. */
  all() {
    const actions = [];
    try {
      for (const key of Object.keys(localStorage).filter((one) => one.startsWith(this.prefix)).sort()) {
        const action = JSON.parse(localStorage.getItem(key));
        this.keys.set(action.action, key);
        actions.push(action);
      }
    } catch {
      // What cannot be read cannot be sent; what can is.
    }
    return actions;
  }

  /** Keeps an action, or what has become of it. */
  put(action) {
    const key = this.keys.get(action.action) ?? `${this.prefix}${String(Date.now()).padStart(15, "0")}-${String(this.count++).padStart(6, "0")}-${action.action}`;
    this.keys.set(action.action, key);
    try {
      localStorage.setItem(key, JSON.stringify(action));
    } catch {
      // A full or forbidden storage: it is sent all the same while this page is open.
    }
  }

  /** The server has it, or refused it for good. */
  drop(action) {
    const key = this.keys.get(action.action);
    if (key) localStorage.removeItem(key);
    this.keys.delete(action.action);
  }
}
