// A scan under glass: OpenSeadragon on an IIIF image, with one canvas of our own above it.
//
// Coordinates: "scan" is pixels of the scan, origin top left, as everywhere in Tabularium; "screen" is CSS pixels of the viewer
// element. A table's turn is the viewer's rotation, so that the page stands upright; scan pixels never change with it.

/* global OpenSeadragon */

import { fill } from "./api.js";

// OpenSeadragon adds a <style> unless it finds this one; the content security policy would refuse and report it (rooms.css has its
// rule). In a namespace of its own it is no style element to the browser, but OpenSeadragon's selector finds it.
const noStyle = document.createElementNS("urn:tabularium", "style");
noStyle.setAttribute("data-openseadragon-mobile-css", "");
document.head.append(noStyle);

const quarter = (degrees) => ((degrees % 360) + 360) % 360;

export class Sheet {
  /**
   * @param element holds data-info (address of info.json), data-turn (degrees clockwise that bring the table upright) and
   *     data-region ("x,y,w,h", or empty for the whole scan)
   */
  constructor(element) {
    this.element = element;
    this.region = element.dataset.region ? element.dataset.region.split(",").map(Number) : null;
    this.painters = [];
    this.viewer = OpenSeadragon({
      element,
      tileSources: element.dataset.info,
      degrees: quarter(Number(element.dataset.turn || 0)),
      drawer: "canvas",
      showNavigationControl: false,
      animationTime: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 0.5,
      visibilityRatio: 0.4,
      minZoomImageRatio: 0.7,
      maxZoomPixelRatio: 6,
      homeFillsViewer: false,
      gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
      gestureSettingsTouch: { clickToZoom: false, pinchRotate: false },
      gestureSettingsPen: { clickToZoom: false },
    });
    // The keys r, R and f would turn one sheet without its toolbar knowing.
    this.viewer.addHandler("canvas-key", (event) => {
      if (["r", "R", "f"].includes(event.originalEvent.key)) event.preventDefaultAction = true;
    });
    this.canvas = document.createElement("canvas");
    this.canvas.className = "overlay";
    this.ready = new Promise((resolve, reject) => {
      this.viewer.addOnceHandler("open", () => {
        this.viewer.container.append(this.canvas);
        this.image = this.viewer.world.getItemAt(0);
        this.comeAlive();
        this.size = this.image.getContentSize();
        this.viewer.addHandler("update-viewport", () => this.paint());
        this.viewer.addHandler("rotate", () => this.repaint());
        this.fit(true);
        resolve(this);
      });
      this.viewer.addOnceHandler("open-failed", (event) => reject(new Error(event.message)));
    });
  }

  // Until the first tiles are there the page's own picture stays; a tile that never comes must not keep it for ever.
  comeAlive() {
    const show = () => {
      if (this.live) return;
      this.live = true;
      this.element.classList.add("live");
      this.repaint();
    };
    if (this.image.getFullyLoaded()) show();
    this.image.addHandler("fully-loaded-change", (event) => event.fullyLoaded && show());
    setTimeout(show, 5000);
  }

  get turn() {
    return quarter(this.viewer.viewport.getRotation());
  }

  /** Calls `painter(context, sheet)` whenever the view moves. */
  onPaint(painter) {
    this.painters.push(painter);
    this.repaint();
  }

  repaint() {
    if (!this.image || this.asked) return;
    this.asked = requestAnimationFrame(() => {
      this.asked = null;
      this.paint();
    });
  }

  paint() {
    const { width, height } = this.element.getBoundingClientRect();
    const ratio = window.devicePixelRatio || 1;
    if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
    }
    this.width = width;
    this.height = height;
    this.measure();
    const context = this.canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    this.painters.forEach((painter) => painter(context, this));
  }

  // Three points tell the whole affine map from scan to screen, rotation included.
  measure() {
    const at = (x, y) => this.viewer.viewport.imageToViewerElementCoordinates(new OpenSeadragon.Point(x, y));
    const o = at(0, 0);
    const x = at(1000, 0);
    const y = at(0, 1000);
    this.map = [(x.x - o.x) / 1000, (x.y - o.y) / 1000, (y.x - o.x) / 1000, (y.y - o.y) / 1000, o.x, o.y];
    this.scale = Math.hypot(this.map[0], this.map[1]);
  }

  toScreen(x, y) {
    const [a, b, c, d, e, f] = this.map;
    return [a * x + c * y + e, b * x + d * y + f];
  }

  toScan(px, py) {
    const [a, b, c, d, e, f] = this.map;
    const det = a * d - b * c;
    return [(d * (px - e) - c * (py - f)) / det, (a * (py - f) - b * (px - e)) / det];
  }

  /** A box of scan pixels as an upright rectangle on the screen; turns are quarter turns, so it stays one. */
  boxOnScreen({ x, y, w, h }) {
    const [x1, y1] = this.toScreen(x, y);
    const [x2, y2] = this.toScreen(x + w, y + h);
    return { x: Math.min(x1, x2), y: Math.min(y1, y2), w: Math.abs(x2 - x1), h: Math.abs(y2 - y1) };
  }

  shows(px, py) {
    return px >= 0 && py >= 0 && px <= this.width && py <= this.height;
  }

  /** Brings a box of scan pixels, by default the table's region, into view. */
  fit(immediately = false, box = this.region, margin = 0.02) {
    const [x, y, w, h] = box ?? [0, 0, this.size.x, this.size.y];
    const pad = Math.max(w, h) * margin;
    const sideways = this.turn % 180 === 90;
    const room = this.viewer.viewport.getContainerSize();
    const [across, down] = sideways ? [h + 2 * pad, w + 2 * pad] : [w + 2 * pad, h + 2 * pad];
    this.look({ x: x + w / 2, y: y + h / 2, scale: Math.min(room.x / across, room.y / down) }, immediately);
  }

  /** Where one looks: the scan pixel in the middle, and screen pixels a scan pixel. */
  view() {
    const { viewport } = this.viewer;
    const middle = viewport.viewportToImageCoordinates(viewport.getCenter(true));
    return { x: middle.x, y: middle.y, scale: (viewport.getZoom(true) * viewport.getContainerSize().x) / this.size.x };
  }

  look({ x, y, scale }, immediately = true) {
    const { viewport } = this.viewer;
    viewport.zoomTo((scale * this.size.x) / viewport.getContainerSize().x, null, immediately);
    viewport.panTo(viewport.imageToViewportCoordinates(x, y), immediately);
  }

  zoomBy(factor) {
    this.viewer.viewport.zoomBy(factor);
    this.viewer.viewport.applyConstraints();
  }

  turnBy(degrees) {
    this.viewer.viewport.setRotation(this.turn + degrees, true);
    this.fit(true);
    this.repaint();
  }

  /** Calls `handler(x, y)` with the scan pixel under the pointer, and `handler()` when it leaves. */
  onHover(handler) {
    this.element.addEventListener("pointermove", (event) => {
      if (!this.map) return;
      const { left, top } = this.element.getBoundingClientRect();
      handler(...this.toScan(event.clientX - left, event.clientY - top));
    });
    this.element.addEventListener("pointerleave", () => handler());
  }

  onClick(handler) {
    this.viewer.addHandler("canvas-click", (event) => {
      if (event.quick) handler(...this.toScan(event.position.x, event.position.y));
    });
  }
}

/** The digit whose box holds a scan pixel; of several the one whose middle is nearest. Boxes get a little room around them. */
export function digitAt(digits, x, y, room = 2) {
  let best = -1;
  let nearest = Infinity;
  for (let i = 0; i < digits.length; i++) {
    const d = digits[i];
    if (x < d.x - room || y < d.y - room || x > d.x + d.w + room || y > d.y + d.h + room) continue;
    const distance = Math.hypot(x - d.x - d.w / 2, y - d.y - d.h / 2);
    if (distance < nearest) {
      nearest = distance;
      best = i;
    }
  }
  return best;
}

/**
 * Marks a digit that a person corrected, by shape and not by colour alone: a second frame around it, with a filled corner.
 * @param b its box on the screen
 */
export function markCorrected(context, b, colour) {
  const [left, top, right, bottom] = [b.x - 3.5, b.y - 3.5, b.x + b.w + 3.5, b.y + b.h + 3.5];
  const corner = Math.max(4, Math.min(9, b.w * 0.45));
  context.save();
  context.setLineDash([]);
  context.globalAlpha = 0.9;
  context.lineWidth = 1.25;
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.strokeRect(left, top, right - left, bottom - top);
  context.beginPath();
  context.moveTo(right - corner, top);
  context.lineTo(right, top);
  context.lineTo(right, top + corner);
  context.fill();
  context.restore();
}

/** Says in place of the viewer why there is none. */
export function unreachable(element, problem) {
  const note = document.createElement("p");
  note.className = "unreachable";
  note.setAttribute("role", "alert");
  note.textContent = fill(element.dataset.failed, problem.message);
  element.append(note);
}
