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

/** The state of a page of which a label is changed: a review holds for what was seen. */
const touched = (state) => ({ done: "done", reviewed: "done" })[state] ?? "in_progress";

const same = (a, b) => JSON.stringify(mark(a)) === JSON.stringify(mark(b));

export class LabelStore {
  /**
   * @param table number of the table
   * @param me name of the person at work
   * @param changed called after every change, whoever made it
   * @param conflicted called with what has to be decided; answers with a promise of the ids (for the page itself: "page") whose own change is kept
   * @param failed called with the reason why something was refused for good
   * @param outdated called when a step cannot be taken back or done again: somebody has said something else there meanwhile
   */
  constructor(table, me, { changed, conflicted, failed, outdated }) {
    this.address = `/api/v1/tables/${table}/labels`;
    this.box = new Outbox(`tabularium-labels-${table}`, me);
    this.me = me;
    this.changed = changed;
    this.conflicted = conflicted;
    this.failed = failed;
    this.outdated = outdated;
    this.server = new Map();
    this.labels = new Map();
    this.kept = { revision: 0, state: "untouched" }; // as the server has it
    this.page = this.kept; // the same, with what waits here
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
    this.kept = await page.json();
    this.server = new Map((await list.json()).map((label) => [label.id, label]));
    this.rebuild();
    this.say(this.outbox.length > 0 ? "waiting" : "saved");
    await this.flush();
  }

  /** Fetches what others have done meanwhile, when nothing of ours is under way. */
  async refresh() {
    if (this.sending || this.outbox.length > 0) return;
    const answer = await fetch(`${this.address}/page`, { cache: "no-store" });
    if (answer.ok && (await answer.json()).revision !== this.kept.revision) await this.load();
  }

  rebuild() {
    this.labels = new Map(this.server);
    this.page = this.kept;
    for (const action of this.outbox) this.apply(action);
    this.changed();
  }

  apply({ changes, state }) {
    this.page = { ...this.page, state: state ?? touched(this.page.state) };
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
    this.say("waiting");
    this.changed();
    this.flush();
  }

  /** Takes the last step back; answers the box it was about, with its label's id; null where there is none or it does not hold any more. */
  undo() {
    return this.step(this.done, this.undone, "after", "before");
  }

  redo() {
    return this.step(this.undone, this.done, "before", "after");
  }

  step(from, to, left, wanted) {
    const last = from.pop();
    if (!last) return null;
    if (!last.changes.every((change) => this.stands(change.id, change[left], change[wanted]))) {
      this.outdated();
      this.changed();
      return null;
    }
    to.push(last);
    this.post(last.changes.map((change) => ({ id: change.id, before: change[left], after: change[wanted] })));
    const { id, before, after } = last.changes[0];
    return { id, ...(after ?? before) };
  }

  /** Whether a place is as a step left it: what somebody else has said since is not hers to take back. */
  stands(id, left, wanted) {
    const now = this.labels.get(id);
    if (!same(now, left)) return false;
    const takenElsewhere = (label) => digitSized(label) && (covers(label, wanted) || covers(wanted, label));
    return !!now || !wanted || !digitSized(wanted) || ![...this.labels.values()].some(takenElsewhere);
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
      this.kept = await answer.json();
      for (const { id, after } of action.changes) {
        if (after) this.server.set(id, { id, ...after, by: this.kept.by ?? this.me, at: this.kept.at });
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

  /** Somebody else was quicker: what she did comes first; where both touched the same place, or both said how far the page is, a person decides. */
  async merge({ etag, revision, since }) {
    const ours = new Set(this.outbox.map((action) => action.action));
    const events = [...since].reverse();
    const others = events.filter((event) => !ours.has(event.action));
    const theirs = new Map();
    for (const event of others.filter(({ label }) => label)) {
      if (event.after) this.server.set(event.label, { id: event.label, ...event.after, by: event.by, at: event.at });
      else this.server.delete(event.label);
      theirs.set(event.label, { id: event.label, after: event.after ?? null, before: event.before ?? null, by: event.by });
    }
    const { open, gone } = this.placesInQuestion(theirs);
    const page = this.stateInQuestion(others);
    if (page) open.push(page);
    this.kept = { ...this.kept, revision, state: events.findLast((event) => event.stateAfter)?.stateAfter ?? this.kept.state };
    const moved = new Map();
    if (open.length > 0) {
      this.say("conflict");
      const keepOurs = await this.conflicted(open);
      for (const { change, other } of open) {
        if (keepOurs.has(change.id)) moved.set(change.id, { id: other.id, was: change.before, before: other.after });
        else gone.add(change.id);
      }
    }
    // Ours in the place of theirs is their label, said anew: no two boxes on one digit.
    const settled = (changes) => changes.filter(({ id }) => !gone.has(id)).map((change) => ({ ...change, id: moved.get(change.id)?.id ?? change.id }));
    for (const action of this.outbox) {
      action.changes = settled(action.changes);
      if (gone.has("page")) delete action.state;
      if (action.changes.length > 0 || action.state) this.box.put(action);
      else this.box.drop(action);
    }
    this.outbox = this.outbox.filter((action) => action.changes.length > 0 || action.state);
    // Taking back what was kept of ours brings theirs back.
    const before = (change) => (moved.has(change.id) && same(change.before, moved.get(change.id).was) ? { ...change, before: moved.get(change.id).before } : change);
    const steps = (list) => list.map(({ changes }) => ({ changes: settled(changes.map(before)) })).filter(({ changes }) => changes.length > 0);
    this.done = steps(this.done);
    this.undone = steps(this.undone);
    this.etag = etag;
    this.rebuild();
  }

  /** Where both of us touched the same place and said something else; `gone` are those of ours that she has said already. */
  placesInQuestion(theirs) {
    const net = new Map();
    for (const { changes } of this.outbox) for (const { id, before, after } of changes) net.set(id, { id, before: net.has(id) ? net.get(id).before : before, after });
    const open = [];
    const gone = new Set();
    for (const change of net.values()) {
      const { id, before, after } = change;
      const fresh = after && !before && digitSized(after);
      const other = theirs.get(id) ?? [...theirs.values()].find((t) => fresh && t.after && digitSized(t.after) && (covers(t.after, after) || covers(after, t.after)));
      if (!other) continue;
      if (same(other.after, after)) gone.add(id);
      else if (other.id !== id || !same(other.after, before)) open.push({ change, other });
    }
    return { open, gone };
  }

  /** Where we said how far the page is and so did somebody else, or we reviewed what she has changed since. */
  stateInQuestion(others) {
    const state = this.outbox.findLast((action) => action.state)?.state;
    const said = others.findLast((event) => event.stateAfter);
    const touches = ({ label, before, after }) => label && (before ?? after).kind !== "flag";
    const byItself = said && said.stateAfter === touched(said.stateBefore) && others.some((event) => event.action === said.action && touches(event));
    const outdated = ["reviewed", "reviewed_empty"].includes(state) && others.some(touches);
    const now = said?.stateAfter ?? this.kept.state;
    if (!state || state === now || !(outdated || (said && !byItself))) return null;
    return { change: { id: "page", state }, other: { id: "page", state: now, by: (said && !byItself ? said : others.findLast(touches)).by } };
  }
}
