// Talking to /api/v1: JSON in, JSON out, and errors as the problem documents they are (RFC 9457).

export class Problem extends Error {
  constructor(status, title, detail) {
    super(detail ? `${title} (${detail})` : title);
    this.status = status;
    this.title = title;
    this.detail = detail;
  }
}

/** What went wrong, from the body of an answer; an answer without a problem document still gives a sentence. */
export function problemOf(status, body) {
  try {
    const told = JSON.parse(body);
    if (told.title || told.detail) {
      return new Problem(status, told.title ?? told.detail, told.title ? told.detail : null);
    }
  } catch {
    // not JSON: the status is all there is
  }
  return new Problem(status, `HTTP ${status}`, null);
}

export async function ask(url, options = {}) {
  const answer = await fetch(url, { ...options, headers: { Accept: "application/json, application/problem+json", ...options.headers } });
  const body = await answer.text();
  if (!answer.ok) {
    throw problemOf(answer.status, body);
  }
  return body ? JSON.parse(body) : null;
}

/** Fills a message from the bundle: %1, %2, ... */
export function fill(message, ...values) {
  return message.replace(/%(\d)/g, (_, n) => values[n - 1]);
}

/** A number as the page's language writes it, with so many decimals. */
export function figure(value, decimals) {
  return value.toLocaleString(document.documentElement.lang, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** What toPrecision or toExponential wrote, with the decimal mark of the page's language. */
export function marked(written) {
  return written.replace(".", (0.5).toLocaleString(document.documentElement.lang)[1]);
}

/** Calls `step` again and again, `pause` milliseconds apart, while it answers true; rests while the page is hidden. */
export function keep(step, pause) {
  let stopped = false;
  const turn = async () => {
    if (stopped) return;
    let more = true;
    if (!document.hidden) {
      try {
        more = await step();
      } catch {
        more = true; // the application may be restarting; the next turn tells
      }
    }
    if (more && !stopped) setTimeout(turn, typeof pause === "function" ? pause() : pause);
  };
  turn();
  return () => {
    stopped = true;
  };
}
