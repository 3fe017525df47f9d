// Lines drawn by hand over a frame, in its pixels: line, angle, arrow, freehand. Every point can be moved by keys, too.
import { svg } from "./frames.js";

export const KINDS = { line: 2, angle: 3, arrow: 2, free: 0 };
const NAMES = { line: "Line", angle: "Angle", arrow: "Arrow", free: "Freehand line" };
const MOST_POINTS = 400, MOST_SHAPES = 40;
const minus = (a, b) => [a[0] - b[0], a[1] - b[1]], length = (a) => Math.hypot(a[0], a[1]);
const rounded = (point) => point.map((v) => Math.round(v * 10) / 10);

export const degrees = ([one, corner, other]) => {
  const a = minus(one, corner), b = minus(other, corner);
  return Math.round(Math.abs(Math.atan2(a[0] * b[1] - a[1] * b[0], a[0] * b[0] + a[1] * b[1])) * 180 / Math.PI);
};

const towards = (from, to, far) => {
  const way = minus(to, from), size = length(way) || 1;
  return [from[0] + way[0] / size * far, from[1] + way[1] / size * far];
};
const join = (points) => `M${points.map((p) => rounded(p).join(" ")).join("L")}`;

const path = ({ kind, points }, unit) => {
  if (kind === "arrow") {
    const [from, to] = points, angle = Math.atan2(from[1] - to[1], from[0] - to[0]), size = Math.min(unit * 0.05, length(minus(to, from)) * 0.5);
    const ends = [0.45, -0.45].map((turn) => [to[0] + size * Math.cos(angle + turn), to[1] + size * Math.sin(angle + turn)]);
    return `${join(points)}${join([ends[0], to, ends[1]])}`;
  }
  if (kind === "angle" && points.length === 3) {
    const [one, corner, other] = points, near = Math.min(length(minus(one, corner)), length(minus(other, corner)), unit * 0.12) * 0.6;
    const from = towards(corner, one, near), to = towards(corner, other, near);
    const a = minus(one, corner), b = minus(other, corner), side = a[0] * b[1] - a[1] * b[0] > 0 ? 1 : 0;
    return `${join(points)}M${rounded(from).join(" ")}A${near.toFixed(1)} ${near.toFixed(1)} 0 0 ${side} ${rounded(to).join(" ")}`;
  }
  return join(points);
};

const words = (shape) => (shape.kind === "angle" && shape.points.length === 3 ? `Angle of ${degrees(shape.points)} degrees, drawn by hand` : `${NAMES[shape.kind]}, drawn by hand`);

function drawn(shape, unit) {
  const group = svg("g", { class: `drawn ${shape.colour}` });
  const d = path(shape, unit);
  group.append(svg("path", { d, class: "edge" }), svg("path", { d, class: "ink" }));
  if (shape.kind === "angle" && shape.points.length === 3) {
    const [one, corner, other] = shape.points;
    const middle = minus(towards(corner, one, 1), corner).map((v, i) => v + minus(towards(corner, other, 1), corner)[i]);
    const at = length(middle) > 0.05 ? towards(corner, [corner[0] + middle[0], corner[1] + middle[1]], unit * 0.12) : [corner[0], corner[1] - unit * 0.08];
    const text = svg("text", { x: at[0], y: at[1], "font-size": unit * 0.05, class: "number" });
    text.textContent = `${degrees(shape.points)}°`;
    group.append(text);
  }
  return group;
}

export class Drawing {
  // A layer over the frame; `changed` is called when the person draws.
  constructor(stage, box, changed = () => {}) {
    [this.left, this.top, this.width, this.height] = box;
    this.unit = Math.max(this.width, this.height);
    this.layer = svg("svg", { viewBox: box.join(" "), class: "drawing", role: "img", "aria-label": "Drawn by hand" });
    stage.append(this.layer);
    this.shapes = [];
    this.past = [];
    this.tool = "line";
    this.colour = "yellow";
    this.editing = false;
    this.changed = changed;
    this.layer.addEventListener("pointerdown", (event) => this.#down(event));
    this.layer.addEventListener("pointermove", (event) => this.#move(event));
    for (const name of ["pointerup", "pointercancel"]) this.layer.addEventListener(name, () => this.#up());
    this.layer.addEventListener("keydown", (event) => this.#key(event));
  }

  show(shapes, { editing = false } = {}) {
    this.shapes = structuredClone(shapes);
    this.past = [];
    this.editing = editing;
    this.held = null;
    this.draw();
  }

  set hidden(on) { this.layer.toggleAttribute("hidden", on); }

  draw() {
    const focused = this.layer.contains(document.activeElement) ? document.activeElement.dataset.at : null;
    this.layer.classList.toggle("open", this.editing);
    this.layer.setAttribute("role", this.editing ? "group" : "img");
    this.layer.setAttribute("aria-label", this.shapes.length ? this.shapes.map(words).join("; ") : "Nothing drawn yet");
    this.layer.replaceChildren(...this.shapes.map((shape) => drawn(shape, this.unit)));
    if (this.editing) this.layer.append(...this.shapes.flatMap((shape, n) => (shape.kind === "free" ? [] : shape.points.map((point, k) => this.#handle(shape, n, k, point)))));
    if (focused) this.layer.querySelector(`[data-at="${focused}"]`)?.focus();
  }

  undo() {
    if (!this.past.length) return false;
    this.shapes = this.past.pop();
    this.draw();
    this.changed();
    return true;
  }

  clear() { if (this.shapes.length) { this.#keep(); this.shapes = []; this.#done(); } }

  // For those who do not draw with a pointer: the chosen shape in the middle, to be moved by its points.
  place() {
    if (this.tool === "free" || this.tool === "erase" || this.shapes.length >= MOST_SHAPES) return false;
    const at = (x, y) => rounded([this.left + this.width * x, this.top + this.height * y]);
    const points = this.tool === "angle" ? [at(0.5, 0.3), at(0.4, 0.5), at(0.7, 0.5)] : [at(0.35, 0.6), at(0.65, 0.4)];
    this.#keep();
    this.shapes.push({ kind: this.tool, colour: this.colour, points });
    this.#done();
    this.layer.querySelector(`[data-at="${this.shapes.length - 1}.0"]`).focus();
    return true;
  }

  #handle(shape, n, k, [x, y]) {
    return svg("circle", {
      cx: x, cy: y, r: this.unit * 0.022, class: "handle", tabindex: 0, role: "button", "data-at": `${n}.${k}`, "data-own-keys": "",
      "aria-label": `Point ${k + 1} of ${words(shape)}. Arrow keys move it, Delete erases the shape.`,
    });
  }

  #keep() { this.past.push(structuredClone(this.shapes)); this.past.splice(0, this.past.length - 50); }
  #done() { this.draw(); this.changed(); }

  #at(event) {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.layer.getScreenCTM().inverse());
    return rounded([point.x, point.y]);
  }

  #under(point) {
    const near = (shape) => Math.min(...shape.points.slice(1).map((to, i) => {
      const from = shape.points[i], way = minus(to, from), size = way[0] ** 2 + way[1] ** 2 || 1;
      const share = Math.min(1, Math.max(0, ((point[0] - from[0]) * way[0] + (point[1] - from[1]) * way[1]) / size));
      return length(minus(point, [from[0] + way[0] * share, from[1] + way[1] * share]));
    }));
    const far = this.shapes.map(near), least = Math.min(...far);
    return least < this.unit * 0.04 ? far.indexOf(least) : -1;
  }

  #down(event) {
    if (!this.editing || event.button) return;
    event.preventDefault();
    this.layer.setPointerCapture(event.pointerId);
    const point = this.#at(event), handle = event.target.closest?.(".handle");
    if (this.tool === "erase") {
      const found = this.#under(point);
      if (found >= 0) { this.#keep(); this.shapes.splice(found, 1); this.#done(); }
      return;
    }
    // An angle is drawn as two strokes: from one end to the corner, and from there to the other end.
    const last = this.shapes.at(-1), open = this.tool === "angle" && last?.kind === "angle" && last.points.length === 2;
    if (handle && !open) {
      this.#keep();
      const [n, k] = handle.dataset.at.split(".").map(Number);
      this.held = { shape: this.shapes[n], k };
      handle.focus();
    } else if (open) {
      last.points.push(point);
      this.held = { shape: last, k: 2 };
    } else if (this.shapes.length < MOST_SHAPES) {
      this.#keep();
      const shape = { kind: this.tool, colour: this.colour, points: [point, point] };
      this.shapes.push(shape);
      this.held = { shape, k: 1 };
    }
    this.draw();
  }

  #move(event) {
    if (!this.held) return;
    const { shape, k } = this.held, point = this.#at(event);
    if (shape.kind !== "free") shape.points[k] = point;
    else if (shape.points.length < MOST_POINTS && length(minus(point, shape.points.at(-1))) > this.unit * 0.004) shape.points.push(point);
    this.draw();
  }

  #up() {
    if (!this.held) return;
    const { shape, k } = this.held;
    this.held = null;
    const tiny = k > 0 && shape.kind !== "free" && length(minus(shape.points[k], shape.points[k - 1])) < this.unit * 0.01;
    if (tiny) { this.shapes = this.past.pop() ?? []; this.draw(); return; }
    this.#done();
  }

  #key(event) {
    const at = event.target.dataset?.at;
    if (!at || event.ctrlKey || event.metaKey || event.altKey) return;
    const [n, k] = at.split(".").map(Number), step = this.unit * (event.shiftKey ? 0.002 : 0.01);
    const way = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (way) {
      this.#keep();
      const point = this.shapes[n].points[k];
      this.shapes[n].points[k] = rounded([point[0] + way[0], point[1] + way[1]]);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      this.#keep();
      this.shapes.splice(n, 1);
    } else return;
    event.preventDefault();
    this.#done();
  }

  // What can be kept: an angle without its second side is a line.
  get kept() {
    return this.shapes.map((one) => (one.kind === "angle" && one.points.length < 3 ? { ...one, kind: "line" } : one));
  }

  get says() { return this.shapes.length ? this.shapes.map(words).join(", ") : "Nothing drawn yet"; }
}
