// The live session: frames of the camera go out, the newest first; what comes back is drawn, sounded and spoken.
import { drawFigure, partsOf, show, Trace } from "./live-draw.js";
const place = document.getElementById("live"), options = document.getElementById("options");
const video = document.getElementById("camera"), parts = partsOf(), trace = new Trace(document.getElementById("trace"));
const words = JSON.parse(place.dataset.words);
const IN_FLIGHT = 2, LONGEST_PX = 640, JPEG = 0.8, FROZEN_MS = 400, BACK_AFTER_MS = 1500, ANSWER_MS = 12000;
const sent = new Map();
let socket = null, number = 0, lastDrawn = 0, isOver = false, sound = null, voice = null, beating = 0, stream = null;
const lessons = JSON.parse(place.dataset.lessons);
const lesson = () => lessons.find((one) => one.id === option("lesson").value) ?? null;
const option = (name) => options.elements[name];
const lags = (window.hiphingeLags = []);

// Sound: a tone for the back, a click for the metronome, and a voice that the device itself has.
const ring = (hertz, seconds, loud = 0.25) => {
  if (!sound) return;
  const tone = sound.createOscillator(), volume = sound.createGain();
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(loud, sound.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + seconds);
  tone.connect(volume).connect(sound.destination);
  tone.start(); tone.stop(sound.currentTime + seconds);
};
const chooseVoice = () => {
  const local = (window.speechSynthesis?.getVoices() ?? []).filter((one) => one.localService && one.lang.startsWith("en"));
  voice = local.find((one) => one.default) ?? local[0] ?? null;
  const note = document.getElementById("voice-note");
  note.hidden = Boolean(voice);
  note.textContent = "This browser has no voice of its own on this device. It speaks with a plainer one that comes with hiphinge.";
};
window.speechSynthesis?.addEventListener("voiceschanged", chooseVoice);
chooseVoice();
// Sentences that were spoken ahead, all in one file, for devices without a voice.
let prompts = null, playing = null;
async function loadPrompts() {
  if (voice || prompts || !sound) return;
  try {
    const [sentences, file] = await Promise.all([fetch(place.dataset.sentences).then((one) => one.json()), fetch(place.dataset.voice).then((one) => one.arrayBuffer())]);
    prompts = { sentences, audio: await sound.decodeAudioData(file) };
  } catch { /* cues are shown all the same */ }
}
const play = (text) => {
  const known = prompts?.sentences[text] ?? (text.startsWith("Set done.") ? prompts?.sentences["Set done."] : null);
  if (!known) return;
  try { playing?.stop(); } catch { /* it has ended */ }
  playing = sound.createBufferSource();
  playing.buffer = prompts.audio;
  playing.connect(sound.destination);
  playing.start(0, Math.max(known[0] - 0.03, 0), known[1] + 0.1);
};
const speak = (text) => {
  if (!option("voice").checked) return;
  if (!voice) { play(text); return; }
  const said = new SpeechSynthesisUtterance(text);
  said.voice = voice; said.lang = voice.lang; said.rate = 1.1;
  speechSynthesis.cancel(); speechSynthesis.speak(said);
};
let lastSaid = "", lastSaidAt = 0;
const speakOnce = (text, every = 6000) => { // framing is looked at all the time; the same words come again after a while
  if (text === lastSaid && performance.now() - lastSaidAt < every) return;
  lastSaid = text; lastSaidAt = performance.now(); speak(text);
};

// A lesson speaks its own text, a line at a time.
const LINE_MS = 4500;
let lines = [], reading = 0;
const read = (more) => {
  clearInterval(reading);
  lines = [...more];
  const next = () => { const line = lines.shift(); if (!line) return clearInterval(reading); document.getElementById("cue").textContent = line; speak(line); };
  next();
  reading = setInterval(next, LINE_MS);
};

// The camera.
async function openCamera() {
  const wanted = option("camera").value;
  stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 }, ...(wanted ? { deviceId: { exact: wanted } } : { facingMode: "environment" }) } });
  stream.getVideoTracks()[0].addEventListener("ended", cameraGone);
  video.srcObject = stream;
  await video.play();
  const scale = Math.min(1, LONGEST_PX / Math.max(video.videoWidth, video.videoHeight));
  parts.stage.width = Math.round(video.videoWidth * scale); parts.stage.height = Math.round(video.videoHeight * scale);
  const cameras = (await navigator.mediaDevices.enumerateDevices()).filter((one) => one.kind === "videoinput");
  document.getElementById("which-camera").hidden = cameras.length < 2;
  option("camera").replaceChildren(...cameras.map((one, at) => new Option(one.label || `Camera ${at + 1}`, one.deviceId)));
}
function cameraGone() {
  parts.status.textContent = "The camera is gone. Plug it in again; what was measured is kept.";
  const again = setInterval(async () => { if (isOver) return clearInterval(again); try { await openCamera(); clearInterval(again); nextFrame(); } catch { /* not there yet */ } }, 1000);
}
const nextFrame = () => (video.requestVideoFrameCallback ? video.requestVideoFrameCallback(capture) : requestAnimationFrame(() => capture(performance.now(), {})));
async function capture(now, about) {
  if (isOver) return;
  nextFrame();
  if (now - lastDrawn > FROZEN_MS) drawFigure(parts.stage, video, null);
  if (!socket || socket.readyState !== WebSocket.OPEN || sent.size >= IN_FLIGHT || document.hidden) return;
  const image = new OffscreenCanvas(parts.stage.width, parts.stage.height);
  image.getContext("2d").drawImage(video, 0, 0, image.width, image.height);
  const mine = ++number, taken = about.captureTime ?? now;
  sent.set(mine, { image, taken, seen: performance.now() });
  const jpeg = await image.convertToBlob({ type: "image/jpeg", quality: JPEG });
  const head = new DataView(new ArrayBuffer(12));
  head.setFloat64(0, taken / 1000, true); head.setUint32(8, mine, true);
  if (socket?.readyState === WebSocket.OPEN) socket.send(new Blob([head, jpeg]));
}

// The session.
function connect(instead) {
  socket = new WebSocket(`${location.origin.replace("http", "ws")}/live/camera${instead ? "?instead=1" : ""}`);
  socket.addEventListener("open", () => socket.send(JSON.stringify({ person: option("person").value, exercise: option("exercise").value, lesson: option("lesson").value, load_kg: option("load_kg").value, countdown_s: Number(option("countdown_s").value), hands_free: true })));
  socket.addEventListener("message", ({ data }) => hear(JSON.parse(data)));
  socket.addEventListener("close", ({ code, reason }) => {
    sent.clear();
    if (isOver) return;
    if (code === 4001) { parts.status.textContent = reason; return end(reason, []); }
    parts.status.textContent = "The connection is gone. What was lifted until then is kept. Trying again…";
    setTimeout(() => { if (!isOver) connect(true); }, BACK_AFTER_MS);
  });
}
function hear(message) {
  if (message.kind === "frame" || message.kind === "skipped") {
    for (const [each, { image, taken, seen }] of sent) {
      if (each > message.number) continue;
      sent.delete(each);
      if (each === message.number && message.kind === "frame") { drawFigure(parts.stage, image, message); lastDrawn = performance.now(); lags.push([lastDrawn - taken, lastDrawn - seen]); if (lags.length > 20000) lags.shift(); }
    }
    return;
  }
  show(message, parts, trace);
  if (message.kind === "ready" && lesson()) read(lesson().before);
  if (message.kind === "framing" && !lines.length) { const text = message.problems[0] ?? message.text; if (text) speakOnce(text); }
  if (message.kind === "phase" && message.phase === "countdown" && message.seconds) { speak(words.live_countdown.replace("{seconds}", message.seconds)); document.getElementById("start").disabled = true; }
  if (message.kind === "phase" && message.phase === "running") { lines = []; document.getElementById("start").hidden = true; speak(words.live_stand); beat(); }
  if (message.kind === "event" && message.event === "standing" && lesson()) read(lesson().during);
  if (message.kind === "lesson") showLesson(message);
  if (message.kind === "tone") { if (option("tone").checked) ring(660, 0.35); navigator.vibrate?.(200); }
  if ((message.kind === "cue" || message.kind === "count" || message.kind === "status") && message.spoken) speak(message.text);
  if (message.kind === "gap") { parts.cue.textContent = words.live_gap.replace("{seconds}", Math.round(message.seconds)); }
  if (message.kind === "quiet") parts.status.textContent = "No frames come from the camera.";
  if (message.kind === "speed") document.getElementById("speed").textContent = message.too_slow ? words.live_slow.replace("{fps}", Math.round(message.fps)).replace("{needed}", 12) : `${Math.round(message.fps)} frames a second, ${Math.round(message.frame_ms)} ms each`;
  if (message.kind === "event" && message.event === "set" && message.repetitions > 1) ask(message);
  if (message.kind === "event" && message.event === "began") dialog.close();
  if (message.kind === "failed") parts.status.textContent = message.text;
  if (message.kind === "over") end(message.repetitions ? `${message.repetitions} ${message.repetitions === 1 ? "repetition" : "repetitions"} counted.` : "No repetition was counted.", message.analyses);
}
function beat() {
  clearInterval(beating);
  const every = Number(option("beat").value);
  if (every) beating = setInterval(() => ring(990, 0.05, 0.12), every * 1000);
}

// After a set: the lifter's own estimate comes first.
const dialog = document.getElementById("estimate");
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
  clearInterval(beating); clearInterval(reading); clearTimeout(waiting); dialog.close();
  stream?.getTracks().forEach((one) => one.stop());
  document.getElementById("session").hidden = true;
  document.getElementById("after").hidden = false;
  document.getElementById("after-words").textContent = analyses.length || !text.includes("counted") ? text : `${text}${place.dataset.person && option("person").value ? "" : " Nothing is kept, since nobody was chosen."}`;
  document.getElementById("after-links").replaceChildren(...analyses.map((one, at) => { const item = document.createElement("li"), link = document.createElement("a"); link.href = `/analyses/${one}`; link.textContent = analyses.length > 1 ? `The answer, part ${at + 1}` : "The answer: every repetition, and what to work on"; item.append(link); return item; }));
  document.getElementById("after-title").focus();
  socket?.close();
}
const ask_to = (what) => { if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ do: what })); };
document.getElementById("start").addEventListener("click", () => ask_to("start"));
document.getElementById("stop").addEventListener("click", () => { if (socket?.readyState === WebSocket.OPEN) ask_to("stop"); else end("The session did not start.", []); });
options.addEventListener("submit", async (event) => {
  event.preventDefault();
  sound ??= window.AudioContext ? new AudioContext() : null;
  try {
    await openCamera();
  } catch (error) {
    const reason = { NotAllowedError: "The browser did not allow the camera. Allow it beside the page's address, and try again.", NotFoundError: "There is no camera. Plug one in, and try again.", NotReadableError: "Another program uses the camera. Close it, and try again." };
    document.getElementById("voice-note").hidden = false;
    document.getElementById("voice-note").textContent = navigator.mediaDevices ? reason[error.name] ?? `The camera cannot be used: ${error.message}` : "This page may not use a camera: its address has to be on this computer, or encrypted.";
    return;
  }
  loadPrompts();
  document.getElementById("before").hidden = true;
  document.getElementById("session").hidden = false;
  navigator.wakeLock?.request("screen").catch(() => {});
  connect(false);
  nextFrame();
});
