// What the live page and the second screen draw alike: the figure on a frame, the trace of the lower back, words.
const BONES = ["ear shoulder", "shoulder elbow", "elbow wrist", "shoulder hip", "hip knee", "knee ankle", "ankle heel", "heel toe", "ankle toe"];
const SPAN_S = 12;
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim() || "#888";

export function drawFigure(canvas, image, frame) {
  const pen = canvas.getContext("2d");
  const width = canvas.width, height = canvas.height;
  if (image) pen.drawImage(image, 0, 0, width, height);
  else { pen.fillStyle = "#10151b"; pen.fillRect(0, 0, width, height); }
  if (!frame) return;
  const thick = Math.max(2, width / 220);
  const line = (points, style, weight) => {
    pen.strokeStyle = style; pen.lineWidth = weight; pen.lineJoin = pen.lineCap = "round";
    pen.beginPath();
    points.forEach(([x, y], at) => pen[at ? "lineTo" : "moveTo"](x * width, y * height));
    pen.stroke();
  };
  for (const side of ["right", "left"]) for (const bone of BONES) {
    const ends = bone.split(" ").map((joint) => frame.points[`${side}_${joint}`]);
    if (ends[0] && ends[1]) line(ends, "rgba(255,255,255,.85)", thick);
  }
  if (frame.back.length > 2) line(frame.back, "#ff8a55", thick * 1.8);
}

export class Trace {
  constructor(canvas) { this.canvas = canvas; this.rows = []; }
  add(row) {
    this.rows.push(row);
    while (this.rows.length && row.time_s - this.rows[0].time_s > SPAN_S) this.rows.shift();
    this.draw(row.time_s);
  }
  draw(now) {
    const { width, height } = this.canvas, pen = this.canvas.getContext("2d");
    pen.clearRect(0, 0, width, height);
    const place = (row, value) => [width * (1 - (now - row.time_s) / SPAN_S), height * (1 - (value + 15) / 120)];
    pen.strokeStyle = colour("--line"); pen.lineWidth = 1;
    for (const at of [0, 30, 60, 90]) { const y = place({ time_s: now }, at)[1]; pen.beginPath(); pen.moveTo(0, y); pen.lineTo(width, y); pen.stroke(); }
    const part = (name, style) => {
      pen.strokeStyle = style; pen.lineWidth = 3; pen.beginPath();
      let before = null;
      for (const row of this.rows) {
        if (row[name] === null) { before = null; continue; }
        pen[before !== null && row.time_s - before < 0.6 ? "lineTo" : "moveTo"](...place(row, row[name]));
        before = row.time_s;
      }
      pen.stroke();
    };
    part("lean", colour("--own")); part("value", colour("--attend"));
  }
}

// Shows what a session says, the same on both screens; returns the number of a frame that is to be drawn.
export function show(message, parts, trace) {
  if (message.kind === "phase") parts.status.textContent = { framing: "Getting the view right", countdown: `Starting in ${message.seconds} seconds`, running: "Stand still and tall for two seconds", ended: "Session over" }[message.phase];
  if (message.kind === "framing") parts.status.textContent = [message.problems[0], message.text].filter(Boolean).join(" ") || "Hold still";
  if (message.kind === "status" || message.kind === "gap" || message.kind === "quiet") parts.status.textContent = message.text;
  if (message.kind === "event") {
    parts.count.textContent = message.event === "set" ? message.repetitions : message.count;
    if (message.event === "began") { parts.status.textContent = `Repetition ${message.count + 1}`; parts.cue.textContent = ""; parts.cue.classList.remove("beyond"); }
    if (message.event === "ended" || message.event === "bottom") parts.stage.parentElement.classList.remove("beyond");
  }
  if (message.kind === "touch") { parts.cue.textContent = `Touch ${message.text}`; parts.cue.classList.remove("beyond"); }
  if (message.kind === "cue" || message.kind === "tone") {
    parts.cue.textContent = message.text;
    parts.cue.classList.toggle("beyond", message.kind === "tone");
    if (message.kind === "tone") parts.stage.parentElement.classList.add("beyond");
  }
  if (message.kind === "back") {
    parts.back.textContent = message.value === null ? "not measurable" : `${Math.round(message.value)}°`;
    parts.range.textContent = message.value === null || message.low === null ? "" : `${Math.round(message.low)} to ${Math.round(message.high)}°, 90 % interval`;
    trace.add(message);
  }
}

export const partsOf = () => ({ status: document.getElementById("status"), count: document.getElementById("count"), cue: document.getElementById("cue"), back: document.getElementById("back"), range: document.getElementById("back-range"), stage: document.getElementById("stage") });
