// The live session: what the camera shows goes out, what comes back is drawn, sounded and spoken.
import { drawFigure, partsOf, show, Trace } from "./live-draw.js";
import { LiveCamera } from "./live-camera.js";
import { Link } from "./live-link.js";
import { chooseVoice, loadPrompts, ring, speak, speakOnce, start as startSound } from "./live-sound.js";
const place = document.getElementById("live"), options = document.getElementById("options");
const parts = partsOf(), trace = new Trace(document.getElementById("trace"));
const words = JSON.parse(place.dataset.words), lessons = JSON.parse(place.dataset.lessons), drills = JSON.parse(place.dataset.drills);
const JPEG = 0.92, FROZEN_MS = 400;
let lastDrawn = 0, isOver = false, isRunning = false, beating = 0;
const option = (name) => options.elements[name];
const lesson = () => lessons.find((one) => one.id === option("lesson").value) ?? null;
const drill = () => drills.find((one) => one.id === (option("drill").value || lesson()?.drill)) ?? null;
const lags = (window.hiphingeLags = []);
chooseVoice(document.getElementById("voice-note"));
const say = (text) => { parts.status.textContent = text; speak(text); };

// A lesson speaks its own text, a line at a time; a drill how it is done.
const LINE_MS = 4500;
let lines = [], reading = 0, borne = "";
const read = (more) => {
  clearInterval(reading);
  lines = [...more];
  const next = () => { const line = lines.shift(); if (!line) return clearInterval(reading); parts.cue.textContent = line; speak(line); };
  next();
  reading = setInterval(next, LINE_MS);
};

// What is left out of a drill's options where it does not need them.
function fitOptions() {
  const now = drill();
  document.getElementById("drill-note").textContent = now?.note ?? "";
  option("exercise").disabled = Boolean(lesson()) || Boolean(now?.exercise);
  option("beat").disabled = Boolean(now?.beats.length);
}
option("lesson").addEventListener("change", () => { if (lesson()) { option("drill").value = ""; fitOptions(); } });
option("drill").addEventListener("change", () => { if (option("drill").value) { option("lesson").value = ""; fitOptions(); } });
fitOptions();
const fitKeeping = () => { option("keeps_video").disabled = !option("person").value; };
option("person").addEventListener("change", fitKeeping);
fitKeeping();

const camera = new LiveCamera(document.getElementById("camera"), {
  cameras(found) {
    document.getElementById("which-camera").hidden = found.length < 2;
    option("camera").replaceChildren(...found.map((one, at) => new Option(one.label || `Camera ${at + 1}`, one.deviceId)));
    [parts.stage.width, parts.stage.height] = camera.size;
  },
  frame(taken, now) {
    if (now - lastDrawn > FROZEN_MS) drawFigure(parts.stage, document.getElementById("camera"), null);
    if (isOver || document.hidden || !link.takesFrame(performance.now())) return;
    const image = new OffscreenCanvas(parts.stage.width, parts.stage.height);
    image.getContext("2d").drawImage(document.getElementById("camera"), 0, 0, image.width, image.height);
    link.send(image, taken, JPEG);
  },
  gone: () => say(words.live_no_camera),
  back: () => { parts.status.textContent = "The camera is back."; },
});
const link = new Link({
  answered({ image, taken, seen, packed }, message) {
    const answered = performance.now();
    drawFigure(parts.stage, image, message);
    lastDrawn = performance.now();
    lags.push([lastDrawn - taken, seen - taken, packed - seen, ...message.steps_ms, lastDrawn - answered]);
    if (lags.length > 20000) lags.shift();
  },
  heard: hear,
  away: () => say(words.live_away),
  back: () => { parts.status.textContent = "The connection is back."; },
  refused: (reason) => { parts.status.textContent = reason; end(reason || "The session did not start.", []); },
});
document.addEventListener("visibilitychange", () => { if (document.hidden && isRunning && !isOver) say(words.live_hidden); });
window.addEventListener("pagehide", () => link.ask("stop"));

const DRAWN_ELSEWHERE = { status: true, cue: true, count: true, quiet: true };
function hear(message) {
  show(message, parts, trace);
  if (DRAWN_ELSEWHERE[message.kind] && message.spoken) speak(message.text, { waits: message.kind === "status" });
  HEARD[message.kind]?.(message);
}
const HEARD = {
  ready: () => { const more = lesson()?.before ?? drill()?.how; if (more) read(more); },
  framing(message) {
    const problem = message.problems[0];
    if (lines.length) return;
    if (!problem || !message.good) { if (problem ?? message.text) speakOnce(problem ?? message.text); return; }
    if (problem !== borne) read([problem, message.text]); // what stops nothing is said once, with how to begin
    borne = problem;
  },
  phase(message) {
    if (message.phase === "countdown" && message.seconds) { speak(words.live_countdown.replace("{seconds}", message.seconds)); document.getElementById("start").disabled = true; }
    if (message.phase === "ended") link.rest();
    if (message.phase === "running") { isRunning = true; lines = []; document.getElementById("start").hidden = true; speak(words.live_stand); beat(); }
  },
  event(message) {
    if (message.event === "standing") { if (option("counting").checked) { lines = []; parts.cue.textContent = words.live_count_back; speak(words.live_count_back); } else if (lesson()) read(lesson().during); }
    if (message.event === "set" && message.repetitions > 1 && !drill()) ask(message);
    if (message.event === "began") dialog.close();
  },
  lesson: showLesson,
  keeping: () => { parts.status.textContent = "The video is being kept. A minute of it takes a few seconds."; },
  video(message) {
    const place = document.getElementById("after-video");
    place.hidden = false;
    place.textContent = message.kept ? "The video is kept, too, beside the answer." : "The video is not kept: it was too long, or the disk is full. What was measured is.";
  },
  probe: (message) => { document.getElementById("after-probe").textContent = message.text; },
  tone: () => { if (option("tone").checked) ring(660, 0.35); navigator.vibrate?.(200); },
  touch: () => { if (option("tone").checked) ring(440, 0.15); navigator.vibrate?.(60); },
  gap(message) {
    speak(message.text);
    const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });
    document.getElementById("gaps").append(Object.assign(document.createElement("li"), { textContent: `${time}: ${message.text}` }));
    document.getElementById("gaps-part").hidden = false;
  },
  speed: (message) => { document.getElementById("speed").textContent = message.text; },
  failed: (message) => { parts.status.textContent = message.text; },
  over: (message) => end(message.repetitions ? `${message.repetitions} ${message.repetitions === 1 ? "repetition" : "repetitions"} counted.` : "No repetition was counted.", message.analyses),
};
// A metronome: a steady beat, or the parts of a drill's repetition, the first one louder and deeper.
function beat() {
  clearTimeout(beating);
  const every = Number(option("beat").value), own = drill()?.beats ?? [];
  const beats = own.length ? own : every ? [every] : [];
  let at = 0;
  const next = () => { if (isOver) return; const first = own.length && at === 0; ring(first ? 740 : 990, 0.05, first ? 0.2 : 0.12); beating = setTimeout(next, beats[at] * 1000); at = (at + 1) % beats.length; };
  if (beats.length) next();
}

// After a set: the lifter's own estimate comes first.
const dialog = document.getElementById("estimate"), ANSWER_MS = 12000;
let waiting = 0;
function ask(set) {
  const answer = document.getElementById("estimate-answer"), numbers = document.getElementById("estimate-numbers"), close = document.getElementById("estimate-close");
  document.getElementById("estimate-title").textContent = `${set.repetitions} ${set.repetitions === 1 ? "repetition" : "repetitions"}. ${lesson()?.estimate ?? words.live_how_many}`;
  answer.textContent = ""; close.hidden = true; numbers.hidden = false;
  const tell = (guess) => {
    clearTimeout(waiting);
    numbers.hidden = true; close.hidden = false; close.focus();
    const mine = guess === null ? "" : `You said ${guess}. `;
    answer.textContent = lesson() ? `${mine}End the session to see which pass marks you met.` : set.judged ? `${mine}Measured: ${set.kept} of the ${set.judged} that could be judged.` : `${mine}Your lower back could not be judged in this set.`;
    speak(answer.textContent);
    waiting = setTimeout(() => dialog.close(), ANSWER_MS);
  };
  numbers.replaceChildren(...[...Array(Math.min(set.repetitions, 12) + 1).keys()].map((one) => Object.assign(document.createElement("button"), { textContent: one, onclick: () => tell(one) })));
  waiting = setTimeout(() => tell(null), ANSWER_MS);
  if (!dialog.open) dialog.showModal();
}
document.getElementById("estimate-close").addEventListener("click", () => dialog.close());

function showLesson(message) {
  document.getElementById("after-lesson").hidden = false;
  document.getElementById("lesson-title").textContent = message.title;
  const signs = { passed: "met", not_yet: "not yet", cannot_tell: "could not be measured" };
  document.getElementById("lesson-marks").replaceChildren(...message.rows.map((one) => Object.assign(document.createElement("li"), { textContent: `${signs[one.outcome]}: ${one.says} (${one.count})` })));
  document.getElementById("lesson-more").textContent = message.more;
}
function end(text, analyses) {
  if (isOver) return;
  isOver = true;
  clearTimeout(beating); clearInterval(reading); clearTimeout(waiting); dialog.close();
  camera.close(); link.close();
  document.getElementById("session").hidden = true;
  document.getElementById("after").hidden = false;
  const nobody = text.includes("counted") && !option("person").value ? " Nothing is kept, since nobody was chosen." : "";
  document.getElementById("after-words").textContent = text + nobody;
  document.getElementById("after-links").replaceChildren(...analyses.map((one, at) => { const item = document.createElement("li"), way = document.createElement("a"); way.href = `/analyses/${one}`; way.textContent = analyses.length > 1 ? `The answer, part ${at + 1}` : "The answer: every repetition, and what to work on"; item.append(way); return item; }));
  document.getElementById("after-title").focus();
}
document.getElementById("start").addEventListener("click", () => link.ask("start"));
document.getElementById("stop").addEventListener("click", () => { if (!link.ask("stop")) end("The session ended without a connection. What was lifted until then is kept.", []); });
options.addEventListener("submit", async (event) => {
  event.preventDefault();
  startSound(() => option("voice").checked);
  try {
    await camera.open(option("camera").value);
  } catch (error) {
    const reason = { NotAllowedError: "The browser did not allow the camera. Allow it beside the page's address, and try again.", NotFoundError: "There is no camera. Plug one in, and try again.", NotReadableError: "Another program uses the camera. Close it, and try again." };
    document.getElementById("voice-note").hidden = false;
    document.getElementById("voice-note").textContent = navigator.mediaDevices ? reason[error.name] ?? `The camera cannot be used: ${error.message}` : "This page may not use a camera: its address has to be on this computer, or encrypted.";
    return;
  }
  loadPrompts(place.dataset);
  document.getElementById("before").hidden = true;
  document.getElementById("session").hidden = false;
  navigator.wakeLock?.request("screen").catch(() => {});
  link.begin({ person: option("person").value, exercise: option("exercise").disabled ? "" : option("exercise").value, lesson: option("lesson").value, drill: option("drill").value, counting: option("counting").checked, keeps_video: option("keeps_video").checked && Boolean(option("person").value), load_kg: option("load_kg").value, countdown_s: Number(option("countdown_s").value), hands_free: true });
});
