// The labels of one table in this browser: what the server has, and on top of it what was done here and is not there yet.
//
// Everything done waits in an outbox until the server has it, so that nothing typed is lost with a connection, a tab or
// a battery. Each action is sent on top of the revision it was done on; when somebody else was quicker, her changes come first and ours
// follow, unless both touched the same place: then a person decides.

import { Outbox } from "./outbox.js";

const digitSized = (label) => ["digit", "none", "unsure"].includes(label.kind);

export const newId = () => crypto.randomUUID();

/** Whether the middle of b lies in a. */
export function covers(a, b) {
  const x = b.x + b.w / 2;
  const y = b.y + b.h / 2;
  return x >= a.x && y >= a.y && x <= a.x + a.w && y <= a.y + a.h;
}

/** What is said, without who said it. */
export function mark(label) {
  if (!label) return null;
  const { x, y, w, h, kind, digit, first, last, number, model } = label;
  return { x, y, w, h, kind, digit: digit ?? null, first: !!first, last: !!last, number: number ?? null, model: model ?? null };
}

const same = (a, b) => JSON.stringify(mark(a)) === JSON.stringify(mark(b));

export class LabelStore {
  /**
   * @param table number of the table
   * @param me name of the person at work
   * @param changed called after every change, whoever made it
   * @param conflicted called with what has to be decided; answers with a promise of the ids whose own change is kept
   */
  constructor(table, me, { changed, conflicted, failed }) {
    this.address = `/api/v1/tables/${table}/labels`;
    this.box = new Outbox(`tabularium-labels-${table}`);
    this.me = me;
    this.changed = changed;
    this.conflicted = conflicted;
    this.failed = failed;
    this.server = new Map();
    this.labels = new Map();
    this.page = { revision: 0, state: "untouched" };
    this.etag = '"r0"';
    this.done = [];
    this.undone = [];
    this.outbox = this.box.all();
    this.state = "loading";
    this.pause = 500;
    addEventListener("online", () => this.flush());
  }

  /** Fetches what the server has; what waits in the outbox is done again on top of it. */
  async load() {
    const [list, page] = await Promise.all([fetch(`${this.address}?flags=true`, { cache: "no-store" }), fetch(`${this.address}/page`, { cache: "no-store" })]);
    if (!list.ok || !page.ok) throw new Error(`HTTP ${list.status}`);
    this.etag = list.headers.get("ETag");
    this.page = await page.json();
    this.server = new Map((await list.json()).map((label) => [label.id, label]));
    this.rebuild();
    this.say(this.outbox.length > 0 ? "waiting" : "saved");
    await this.flush();
  }

  /** Fetches what others have done meanwhile, when nothing of ours is under way. */
  async refresh() {
    if (this.sending || this.outbox.length > 0) return;
    const answer = await fetch(`${this.address}/page`, { cache: "no-store" });
    if (answer.ok && (await answer.json()).revision !== this.page.revision) await this.load();
  }

  rebuild() {
    this.labels = new Map(this.server);
    for (const action of this.outbox) this.apply(action);
    this.changed();
  }

  apply({ changes }) {
    for (const { id, after } of changes) {
      if (after) this.labels.set(id, { id, ...after, by: this.me, waits: true });
      else this.labels.delete(id);
      // A place that is labelled is no longer in question.
      if (after && digitSized(after)) {
        for (const flag of this.labels.values()) if (flag.kind === "flag" && (covers(after, flag) || covers(flag, after))) this.labels.delete(flag.id);
      }
    }
  }

  /** Does something: one action, one step to undo. `changes` are {id, after}. */
  act(changes, state) {
    const real = changes.map(({ id, after }) => ({ id, before: mark(this.labels.get(id)), after: mark(after) })).filter(({ before, after }) => !same(before, after));
    if (real.length === 0 && !state) return;
    if (real.length > 0) this.done.push({ changes: real });
    this.undone = [];
    this.post(real, state);
  }

  post(changes, state) {
    const action = { action: newId(), changes, ...(state ? { state } : {}) };
    this.outbox.push(action);
    this.box.put(action);
    this.apply(action);
    if (state) this.page = { ...this.page, state };
    else if (["untouched", "reviewed_empty"].includes(this.page.state)) this.page = { ...this.page, state: "in_progress" };
    this.say("waiting");
    this.changed();
    this.flush();
  }

  /** Takes the last step back; answers the box it was about, with its label's id. */
  undo() {
    return this.step(this.done, this.undone, ({ id, before }) => ({ id, before: mark(this.labels.get(id)), after: before }));
  }

  redo() {
    return this.step(this.undone, this.done, ({ id, after }) => ({ id, before: mark(this.labels.get(id)), after }));
  }

  step(from, to, turned) {
    const last = from.pop();
    if (!last) return null;
    to.push(last);
    this.post(last.changes.map(turned));
    const { id, before, after } = last.changes[0];
    return { id, ...(after ?? before) };
  }

  say(state) {
    this.state = state;
    document.dispatchEvent(new CustomEvent("labels-saved", { detail: { state, waiting: this.outbox.length } }));
  }

  async flush() {
    if (this.sending) return;
    this.sending = true;
    clearTimeout(this.later);
    try {
      while (this.outbox.length > 0) await this.sendFirst();
      this.pause = 500;
      this.say("saved");
    } catch (problem) {
      // No connection, or a server that is not itself: what waits goes on waiting.
      this.say("offline");
      this.pause = Math.min(10_000, 2 * this.pause);
      this.later = setTimeout(() => this.flush(), this.pause);
    } finally {
      this.sending = false;
    }
  }

  async sendFirst() {
    const action = this.outbox[0];
    const answer = await fetch(this.address, {
      method: "PATCH",
      headers: { "Content-Type": "application/json", Accept: "application/json, application/problem+json", "If-Match": this.etag },
      body: JSON.stringify({ action: action.action, changes: action.changes.map(({ id, after }) => ({ id, after })), state: action.state }),
    });
    if (answer.ok) {
      this.etag = answer.headers.get("ETag");
      this.page = await answer.json();
      for (const { id, after } of action.changes) {
        if (after) this.server.set(id, { id, ...after, by: this.page.by ?? this.me, at: this.page.at });
        else this.server.delete(id);
        if (after && digitSized(after)) {
          for (const flag of this.server.values()) if (flag.kind === "flag" && (covers(after, flag) || covers(flag, after))) this.server.delete(flag.id);
        }
      }
      this.drop(action);
      if (this.outbox.length === 0) this.rebuild();
      return;
    }
    if (answer.status === 412) {
      await this.merge(await answer.json());
      return;
    }
    if (answer.status >= 500) throw new Error(`HTTP ${answer.status}`);
    // Refused for good: it must not hold up what comes after it.
    this.drop(action);
    this.rebuild();
    let told = null;
    try {
      told = await answer.json();
    } catch {
      // the status is all there is
    }
    this.failed(told?.detail ?? told?.title ?? `HTTP ${answer.status}`);
  }

  drop(action) {
    this.outbox = this.outbox.filter((other) => other.action !== action.action);
    this.box.drop(action);
  }

  /** Somebody else was quicker: what she did comes first; where both touched the same place, a person decides. */
  async merge({ etag, since }) {
    const ours = new Set(this.outbox.map((action) => action.action));
    const theirs = new Map();
    for (const event of [...since].reverse()) {
      if (ours.has(event.action) || !event.label) continue;
      if (event.after) this.server.set(event.label, { id: event.label, ...event.after, by: event.by, at: event.at });
      else this.server.delete(event.label);
      theirs.set(event.label, { id: event.label, after: event.after ?? null, before: event.before ?? null, by: event.by });
    }
    const open = [];
    for (const action of this.outbox) {
      for (const change of action.changes) {
        const own = change.after ?? change.before;
        const other =
          theirs.get(change.id) ??
          [...theirs.values()].find((t) => t.after && change.after && !change.before && digitSized(t.after) && digitSized(own) && (covers(t.after, own) || covers(own, t.after)));
        if (other && !same(other.after, change.after)) open.push({ change, other });
        else if (other && other.id !== change.id) change.double = true;
      }
    }
    if (open.length > 0) {
      this.say("conflict");
      const keepOurs = await this.conflicted(open);
      for (const { change, other } of open) {
        if (!keepOurs.has(change.id)) change.double = true;
        else if (other.id !== change.id) change.instead = other.id;
      }
    }
    for (const action of this.outbox) {
      action.changes = action.changes
        .filter((change) => !change.double)
        // Ours in the place of theirs is their label, said anew: no two boxes on one digit.
        .map(({ id, before, after, instead }) => ({ id: instead ?? id, before, after }));
      if (action.changes.length > 0 || action.state) this.box.put(action);
      else this.box.drop(action);
    }
    this.outbox = this.outbox.filter((action) => action.changes.length > 0 || action.state);
    this.etag = etag;
    this.rebuild();
  }
}
