// Places of a page in the order in which people read, on the upright table.

/** The turn of a table maps scan pixels to the upright page: right and down. */
function upright({ x, y, w, h }, turn) {
  const cx = x + w / 2;
  const cy = y + h / 2;
  if (turn === 90) return { right: -cy, down: cx, height: w, width: h };
  if (turn === 180) return { right: -cx, down: -cy, height: h, width: w };
  if (turn === 270) return { right: cy, down: -cx, height: w, width: h };
  return { right: cx, down: cy, height: h, width: w };
}

/** Puts places into reading order: line by line, each from left to right. */
export function inReadingOrder(places, turn) {
  const placed = places.map((place) => ({ place, ...upright(place, turn) })).sort((a, b) => a.down - b.down);
  const lines = [];
  let last = 0;
  for (const one of placed) {
    if (lines.length === 0 || one.down - last > 0.5 * one.height) lines.push([]);
    lines[lines.length - 1].push(one);
    last = one.down;
  }
  return lines.flatMap((line) => line.sort((a, b) => a.right - b.right).map((one) => one.place));
}

/** The nearest place below in the same column; from the foot of a column to the head of the next. */
export function nextInColumn(places, from, turn) {
  const here = upright(from, turn);
  const others = places.filter((place) => place !== from).map((place) => ({ place, ...upright(place, turn) }));
  const aligned = others.filter((one) => Math.abs(one.right - here.right) < 0.8 * Math.max(one.width, here.width));
  const below = aligned.filter((one) => one.down > here.down + 0.5 * here.height).sort((a, b) => a.down - b.down)[0];
  if (below) return below.place;
  const next = others.filter((one) => one.right > here.right + 0.8 * here.width);
  if (next.length === 0) return null;
  const nearest = Math.min(...next.map((one) => one.right));
  return next.filter((one) => one.right < nearest + 0.8 * one.width).sort((a, b) => a.down - b.down)[0].place;
}

/** A step on the screen (to the right, down) in scan pixels. */
export function onScan(right, down, turn) {
  if (turn === 90) return [down, -right];
  if (turn === 180) return [-right, -down];
  if (turn === 270) return [-down, right];
  return [right, down];
}

/**
 * A number's box in digit boxes along the line of writing.
 *
 * @param walls where the inner walls stand, as shares of the box from its first digit on
 */
export function split({ x, y, w, h }, walls, turn) {
  const sideways = turn % 180 === 90;
  const length = sideways ? h : w;
  const edges = [0, ...walls.map((wall) => Math.round(wall * length)), length];
  const parts = [];
  for (let i = 0; i + 1 < edges.length; i++) {
    const [from, to] = [edges[i], edges[i + 1]];
    if (turn === 90) parts.push({ x, y: y + h - to, w, h: to - from });
    else if (turn === 180) parts.push({ x: x + w - to, y, w: to - from, h });
    else if (turn === 270) parts.push({ x, y: y + from, w, h: to - from });
    else parts.push({ x: x + from, y, w: to - from, h });
  }
  return parts;
}

export const evenWalls = (n) => Array.from({ length: Math.max(0, n - 1) }, (_, i) => (i + 1) / n);
