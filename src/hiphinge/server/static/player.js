// Draws the back and a straight stick along it on the video, in step with the player of the report, and steps by frames.
import { asked, nearest, onControl, svg, way } from "./frames.js";

const place = document.querySelector("[data-lines]"), figure = document.getElementById("figure");
const byId = (id) => document.getElementById(id);
const seek = (t) => document.dispatchEvent(new CustomEvent("hiphinge-seek", { detail: t }));
const line = (name) => {
  const path = svg("path", { class: `on-video ${name}` });
  figure.append(path);
  return path;
};

function overlay({ times, back, standing, stick }) {
  const paths = { standing: line("standing"), back: line("back"), stick: line("stick") };
  const shown = { back: byId("show-back"), stick: byId("show-stick") };
  shown.back.closest("label").hidden = !back;
  shown.stick.closest("label").hidden = !stick;
  return (now) => {
    const at = nearest(times, now), wanted = shown.back.checked;
    paths.back.setAttribute("d", wanted ? way(back?.[at]) : "");
    paths.standing.setAttribute("d", wanted ? way(standing?.[at]) : "");
    paths.stick.setAttribute("d", shown.stick.checked ? way(stick?.[at]) : "");
    figure.dataset.sample = at;
  };
}

function keys(step, frames) {
  const repetitions = JSON.parse(byId("moving").textContent).repetitions;
  const slower = () => {
    const pace = byId("pace");
    pace.value = pace.value === "1" ? "0.25" : "1";
    pace.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const acts = { ",": () => step(-1), ".": () => step(1), s: slower };
  document.addEventListener("keydown", (event) => {
    if (!asked(event)) return;
    const number = /^[1-9]$/.test(event.key) ? repetitions[Number(event.key) - 1] : null;
    if (event.key in acts) acts[event.key]();
    else if (number) seek(frames[nearest(frames, number.bottom)]);
    else if (event.key === " " && !onControl(event)) byId("play").click();
    else return;
    event.preventDefault();
  });
}

async function begin() {
  const answer = await fetch(place.dataset.lines);
  if (!answer.ok) return;
  const lines = await answer.json();
  if (!lines.times.length) return;
  // Without the times of all frames, those that were measured are stepped through.
  const first = lines.times[0], last = lines.times[lines.times.length - 1];
  const within = (lines.frames ?? []).filter((t) => t >= first - 1e-3 && t <= last + 1e-3);
  const frames = within.length ? within : lines.times;
  const draw = overlay(lines), number = byId("frame-number");
  let now = Number(byId("time")?.getAttribute("aria-valuenow") ?? frames[0]);
  const show = () => {
    draw(now);
    const at = nearest(frames, now);
    number.dataset.frame = at;
    number.textContent = `Frame ${at + 1} of ${frames.length}`;
  };
  document.addEventListener("hiphinge-time", (event) => { now = event.detail; show(); });
  for (const id of ["show-back", "show-stick"]) byId(id).addEventListener("change", show);
  document.dispatchEvent(new CustomEvent("hiphinge-frames", { detail: frames }));
  const step = (by) => seek(frames[Math.min(Math.max(nearest(frames, now) + by, 0), frames.length - 1)]);
  byId("frame-before").addEventListener("click", () => step(-1));
  byId("frame-after").addEventListener("click", () => step(1));
  byId("lines-shown").hidden = false;
  keys(step, frames);
  show();
}
if (place && figure) begin();
