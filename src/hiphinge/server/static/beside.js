// Two videos in step: one clock of the phases, in which each phase lasts as long as the mean of both repetitions.
import { asked, clock, nearest, onControl, say, way } from "./frames.js";

const byId = (id) => document.getElementById(id);
const place = byId("place"), play = byId("play"), pace = byId("pace");
const PHASES = ["down", "bottom", "up"];
const between = (from, to, x) => {
  let k = 0;
  while (k < from.length - 2 && (x >= from[k + 1] || from[k + 1] === from[k])) k += 1;
  const long = from[k + 1] - from[k];
  return long > 0 ? to[k] + Math.min(1, Math.max(0, (x - from[k]) / long)) * (to[k + 1] - to[k]) : to[k];
};

class Side {
  constructor(figure, data) {
    Object.assign(this, data);
    this.figure = figure;
    this.stage = figure.querySelector(".stage");
    this.video = figure.querySelector("video");
    this.svg = figure.querySelector("svg");
    this.said = figure.querySelector("[data-said]");
    this.begins = 0;
    this.filming = false;
    this.frames = this.times;
    this.framewise = Boolean(this.video && "requestVideoFrameCallback" in this.video);
    if (this.box) {
      this.svg.setAttribute("viewBox", this.box.join(" "));
      this.stage.style.setProperty("--w", this.box[2]);
      this.stage.style.setProperty("--h", this.box[3]);
    }
  }

  async ready() {
    await Promise.all([this.#measured(), this.video ? this.#load() : null]);
  }

  async #measured() {
    const answer = await fetch(this.lines).catch(() => null);
    if (!answer?.ok) return;
    this.drawn = await answer.json();
    const all = this.drawn.frames?.length ? this.drawn.frames : this.drawn.times;
    if (all.length) this.frames = all;
  }

  #load() {
    const { video } = this;
    return new Promise((done) => {
      video.addEventListener("error", () => {
        this.filming = false;
        video.hidden = true;
        this.stage.classList.remove("video");
        this.failed = "This browser cannot play the video. The lines are those that were measured.";
        this.said.textContent = this.failed;
        done();
      });
      video.addEventListener("loadeddata", () => { this.#cut(); this.#lay(done); }, { once: true });
      video.src = this.href;
    });
  }

  // As on the page of an analysis: cut to the person, turned where it was filmed turned.
  #cut() {
    const { video, stage, turn } = this, across = turn % 180 !== 0;
    this.filming = true;
    video.hidden = false;
    stage.classList.add("video");
    const [w, h] = this.size ?? [0, 0], shown = across ? video.videoHeight / video.videoWidth : video.videoWidth / video.videoHeight;
    if (!this.box || !(w > 0) || Math.abs(shown - w / h) >= 0.02) { stage.classList.add("other"); return; }
    const [x, y, width, height] = this.box, [wide, high] = across ? [h, w] : [w, h];
    const shares = { width: wide / width, height: high / height, left: ((w - wide) / 2 - x) / width, top: ((h - high) / 2 - y) / height };
    for (const [name, share] of Object.entries(shares)) video.style[name] = `${share * 100}%`;
    video.style.rotate = `${turn}deg`;
  }

  // The clock of a browser begins at the first frame or sound: the measured time of the first frame says where that is.
  #lay(done) {
    const usual = this.first !== null && this.copy ? this.first : 0;
    let waits = true;
    const go = (at) => { if (!waits) return; waits = false; this.begins = at; if (this.framewise) this.#follow(); done(); };
    if (!this.framewise || this.first === null) { go(usual); return; }
    this.video.requestVideoFrameCallback((_, frame) => go(this.first - frame.mediaTime));
    setTimeout(go, 3000, usual);
  }

  #follow() {
    this.video.requestVideoFrameCallback((_, frame) => { this.show(frame.mediaTime + this.begins); this.#follow(); });
  }

  get now() { return this.video.currentTime + this.begins; }

  // Show the frame that is nearest to a moment.
  go(moment) {
    const t = this.frames[nearest(this.frames, moment)];
    if (this.filming) { this.video.pause(); this.video.currentTime = Math.max(0, t - this.begins) + 0.001; }
    if (!this.filming || !this.framewise) this.show(t);
  }

  // Play so as to be at a moment now, at a rate that comes from the phases; a moment that is far off is jumped to.
  follow(moment, rate) {
    if (!this.filming) { this.show(moment); return; }
    const { video } = this, late = moment - this.now;
    if (video.seeking) return;
    if (Math.abs(late) > 0.25) video.currentTime = Math.max(0, moment - this.begins);
    const wanted = Math.min(4, rate + 2 * late);
    if (wanted < 0.07) { video.pause(); return; }
    if (Math.abs(video.playbackRate - wanted) > 0.04) video.playbackRate = wanted;
    if (video.paused) video.play().catch(() => {});
    if (!this.framewise) this.show(this.now);
  }

  show(t) {
    const frame = nearest(this.frames, t), lines = byId("show-lines").checked, back = byId("show-back").checked;
    this.shown = this.frames[frame];
    this.figure.dataset.frame = frame;
    if (!this.failed && this.video) this.said.textContent = `Frame ${frame + 1} of ${this.frames.length}, ${clock(this.shown)}`;
    const joints = this.joints[nearest(this.times, t)] ?? [];
    const point = (j) => (joints[2 * j] == null || joints[2 * j + 1] == null ? null : `${joints[2 * j]} ${joints[2 * j + 1]}`);
    const bones = this.bones.map(([a, b]) => (point(a) && point(b) ? `M${point(a)}L${point(b)}` : "")).join("");
    this.svg.querySelector(".bone").setAttribute("d", lines ? bones : "");
    const at = this.drawn?.times.length ? nearest(this.drawn.times, t) : -1;
    for (const name of ["standing", "back"]) this.svg.querySelector(`.${name}`).setAttribute("d", back && at >= 0 ? way(this.drawn[name]?.[at]) : "");
  }

  // The frames of a phase, as moments.
  within(k) {
    const [from, to] = this.moments.slice(k, k + 2);
    return this.frames.filter((t) => t >= from && t < to);
  }
}

function begin(sides) {
  const knots = [0];
  for (let k = 0; k < 3; k += 1) knots.push(knots[k] + sides.reduce((sum, { moments }) => sum + moments[k + 1] - moments[k], 0) / sides.length);
  const last = knots[3];
  // A step is a frame of the side that has more of them in the phase; the other shows its nearest.
  const stops = [...PHASES.keys()].flatMap((k) => {
    const [one, other] = sides.map((side) => side.within(k)), finer = other.length > one.length ? 1 : 0;
    return (finer ? other : one).map((t) => between(sides[finer].moments, knots, t));
  }).concat(last);
  let now = 0, playing = false, ticked = 0;

  const phase = () => PHASES[now >= last ? 2 : Math.max(0, knots.findIndex((end, k) => k > 0 && now < end) - 1)];
  const moment = (side) => between(knots, side.moments, now);
  const tell = () => {
    place.value = now;
    place.setAttribute("aria-valuetext", `${phase()}: A at ${clock(moment(sides[0]))}, B at ${clock(moment(sides[1]))}`);
  };
  const go = (to) => {
    now = Math.min(Math.max(to, 0), last);
    sides.forEach((side) => side.go(moment(side)));
    tell();
  };
  const tick = (stamp) => {
    if (!playing) return;
    now = Math.min(last, now + Math.max(0, stamp - ticked) / 1000 * Number(pace.value));
    ticked = stamp;
    if (now >= last) { setPlaying(false); return; }
    const k = PHASES.indexOf(phase()), long = knots[k + 1] - knots[k];
    sides.forEach((side) => side.follow(moment(side), Number(pace.value) * (side.moments[k + 1] - side.moments[k]) / long));
    tell();
    requestAnimationFrame(tick);
  };
  const setPlaying = (on) => {
    playing = on;
    play.textContent = on ? "Pause" : "Play";
    if (!on) { go(now); return; }
    if (now >= last - 0.01) go(0);
    ticked = performance.now();
    requestAnimationFrame(tick);
  };
  const step = (by) => {
    playing = false;
    play.textContent = "Play";
    go(stops[Math.min(Math.max(nearest(stops, now) + by, 0), stops.length - 1)]);
  };

  place.max = last;
  PHASES.forEach((_, k) => { byId("phases").children[k].style.flexGrow = Math.max(0.001, (knots[k + 1] - knots[k]) / last); });
  place.addEventListener("input", () => { playing = false; play.textContent = "Play"; go(Number(place.value)); });
  play.addEventListener("click", () => setPlaying(!playing));
  byId("frame-before").addEventListener("click", () => step(-1));
  byId("frame-after").addEventListener("click", () => step(1));
  for (const id of ["show-lines", "show-back"]) byId(id).addEventListener("change", () => sides.forEach((side) => side.show(side.shown ?? moment(side))));
  const slower = () => { pace.value = pace.value === "1" ? "0.25" : "1"; say(pace.selectedOptions[0].textContent); };
  const acts = { ",": () => step(-1), ".": () => step(1), s: slower };
  const onPlace = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };
  document.addEventListener("keydown", (event) => {
    const here = event.target === place;
    if (event.ctrlKey || event.metaKey || event.altKey || (!here && !asked(event))) return;
    if (event.key in acts) acts[event.key]();
    else if (here && event.key in onPlace) step(onPlace[event.key]);
    else if (event.key === " " && (here || !onControl(event))) setPlaying(!playing);
    else return;
    event.preventDefault();
  });
  for (const control of [place, play, byId("frame-before"), byId("frame-after")]) control.disabled = false;
  go(knots[1]);
  byId("in-step").dataset.ready = "";
}

const figures = [...document.querySelectorAll("[data-side]")];
const sides = JSON.parse(byId("sides").textContent).map((data, n) => new Side(figures[n], data));
Promise.all(sides.map((side) => side.ready())).then(() => begin(sides));
