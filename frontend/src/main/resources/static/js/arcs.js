// What is drawn between two sheets. Few matches make an arc each; more are gathered, cell by cell, so that the picture shows how much
// there is without a thousand lines. No drawing here: only what is to be drawn, and how strongly.

export const MOST_ARCS = 200;

/** How strongly one match is drawn, 0 to 1: the root of its relevance, for lines as strong as their relevance differ too much to see. */
export const strength = (relevance, strongest) => Math.sqrt(Math.max(0, relevance) / strongest);

/** Width (pixels) and opacity of an arc among `count`; looked at, it stands out. */
export function stroke(relevance, strongest, count, lookedAt) {
  const s = strength(relevance, strongest);
  const crowd = Math.min(1, 24 / Math.max(1, count));
  return lookedAt
    ? { width: 0.7 + 0.9 * s, alpha: 0.25 + 0.6 * crowd * s + 0.1 * s }
    : { width: 0.4 + 0.4 * s, alpha: (0.08 + 0.26 * s) * (0.5 + 0.5 * crowd) };
}

/** Width and opacity of a ribbon: a share of the score, beside the largest one. */
export function ribbon(share, largest) {
  const s = Math.sqrt(share / largest);
  return { width: 1.5 + 5.5 * s, alpha: 0.02 + 0.07 * s };
}

/**
 * The fewest matches, the strongest first, that make this part of the whole.
 *
 * @param running sums of the relevances, the strongest first
 */
export function enough(running, part) {
  if (part >= 1) return running.length;
  const wanted = part * (running.at(-1) ?? 0) * (1 - 1e-12);
  let low = 0;
  let high = running.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (running[middle] >= wanted) high = middle;
    else low = middle + 1;
  }
  return part <= 0 ? 0 : Math.min(running.length, low + 1);
}

/**
 * Matches as ribbons: one for each pair of cells, from the middle of what it gathers to the middle.
 *
 * @param cellOf side -> place -> the name of the cell that it lies in
 * @returns the weakest first, so that the strongest lie above; each with its two cells, how many it gathers and their relevance
 */
export function gather(pairs, cellOf) {
  const ribbons = new Map();
  for (const { p, q, relevance } of pairs) {
    const cells = [cellOf(0, p), cellOf(1, q)];
    const name = cells.join(" ");
    const r = ribbons.get(name) ?? { cells, count: 0, relevance: 0, from: [0, 0], to: [0, 0] };
    r.count++;
    r.relevance += relevance;
    for (const i of [0, 1]) {
      r.from[i] += p.middle[i] * relevance;
      r.to[i] += q.middle[i] * relevance;
    }
    ribbons.set(name, r);
  }
  return [...ribbons.values()]
    .filter((r) => r.relevance > 0)
    .map((r) => ({ ...r, from: r.from.map((x) => x / r.relevance), to: r.to.map((x) => x / r.relevance) }))
    .sort((u, v) => u.relevance - v.relevance);
}

/** The numbers of digits as one reads them: row by row, from the left, whatever the turn. */
export function readingOrder(digits, frame) {
  const placed = digits.map(({ x, y, w, h }, i) => {
    const [[u1, v1], [u2, v2]] = [frame.to([x, y]), frame.to([x + w, y + h])];
    return { i, u: (u1 + u2) / 2, v: (v1 + v2) / 2, height: Math.abs(v2 - v1) };
  });
  const usual = placed.map(({ height }) => height).sort((a, b) => a - b)[placed.length >> 1];
  const rows = [];
  for (const one of placed.sort((p, q) => p.v - q.v)) {
    const row = rows.at(-1);
    if (row && one.v - row[0].v < 0.7 * usual) row.push(one);
    else rows.push([one]);
  }
  return rows.flatMap((row) => row.sort((p, q) => p.u - q.u).map(({ i }) => i));
}

/** Upright coordinates within the box of all digits, 0 to 1 across and down; and back. Cells, and the mirrored cursor, use them. */
export function upright(digits, degrees) {
  const quarters = ((Math.round(degrees / 90) % 4) + 4) % 4;
  const turn = ([x, y], n) => (n === 0 ? [x, y] : turn([-y, x], n - 1));
  const corners = digits.flatMap(({ x, y, w, h }) => [turn([x, y], quarters), turn([x + w, y + h], quarters)]);
  const left = Math.min(...corners.map(([x]) => x));
  const top = Math.min(...corners.map(([, y]) => y));
  const width = Math.max(1, Math.max(...corners.map(([x]) => x)) - left);
  const height = Math.max(1, Math.max(...corners.map(([, y]) => y)) - top);
  return {
    to(point) {
      const [x, y] = turn(point, quarters);
      return [(x - left) / width, (y - top) / height];
    },
    from([u, v]) {
      return turn([left + u * width, top + v * height], (4 - quarters) % 4);
    },
  };
}
