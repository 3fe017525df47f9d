// Leads through self-tests one after the other: a countdown, what to do said aloud, a look at the video, and it is given in.
import { LiveCamera } from "./live-camera.js";
import { chooseVoice, loadPrompts, ring, speak, start as startSound } from "./live-sound.js";
import { upload } from "./upload.js";
const KINDS = ["video/mp4;codecs=avc1", "video/webm;codecs=vp9", "video/webm;codecs=vp8", "video/webm"];
const SIZE = { width: 1280, height: 720 }, BITS_PER_S = 5_000_000, TICK_MS = 100, COUNTED_S = 10, LAST_S = 3;
const BROKEN = "The connection to the app broke. Try again: it goes on where it stopped.";
const STOPPED = "Stopped. Look at the video, then use it or film it again.";
const READY = "Put the camera so that all of you is in the frame, then start.";
const byId = (id) => document.getElementById(id);
const place = byId("steps"), { sitting, person } = place.dataset;
const steps = JSON.parse(place.dataset.steps), words = JSON.parse(place.dataset.words);
const parts = [...place.querySelectorAll("[data-step]")], taken = new Set();
// A page that is loaded again goes on with the same sitting, and a broken upload with the same video.
const address = new URL(location.href);
address.searchParams.set("sitting", sitting);
let sending = 0;

// A video waits here for the answer to whether it hurt, and after a failure: one that was filmed here is nowhere else.
const kept = new Map(), own = new WeakSet();

// One step is shown at a time; without this script all of them are.
let now = 0;
function show(at, isAsked = true) {
  now = at;
  parts.forEach((part, n) => { part.hidden = n !== at; });
  byId("filming-end").hidden = !taken.size;
  if (isAsked) (parts[at]?.querySelector("h2") ?? byId("filming-end").querySelector("a")).focus();
}
function following(at) { // at the end come those whose video was not sent
  let next = at + 1;
  while (next < parts.length && taken.has(next)) next += 1;
  return next < parts.length ? next : [...kept.keys()].find((one) => one !== at) ?? next;
}
const say = (at, text) => { parts[at].querySelector(".filming-said").textContent = text; };
function took(at, text) {
  taken.add(at);
  parts[at].classList.add("done");
  say(at, text);
}
steps.forEach((step, at) => { if (step.is_taken) took(at, "Taken in before."); });
if (parts.length > 1) show(following(-1), false); else byId("filming-end").hidden = !taken.size;

const hurt = (at) => parts[at].querySelector("input[type=radio]:checked")?.value ?? "";
function keep(at, file, text, doing) {
  const row = parts[at].querySelector("[data-kept]"), way = row.querySelector("a");
  kept.set(at, file);
  row.querySelector("[data-said]").textContent = doing;
  if (way.href) URL.revokeObjectURL(way.href);
  way.hidden = !own.has(file);
  if (own.has(file)) { way.href = URL.createObjectURL(file); way.download = file.name; } else way.removeAttribute("href");
  row.hidden = false;
  say(at, text);
}
function letGo(at) {
  const row = parts[at].querySelector("[data-kept]"), way = row.querySelector("a");
  kept.delete(at);
  row.hidden = true;
  if (way.href) { URL.revokeObjectURL(way.href); way.removeAttribute("href"); }
}
function give(at, file) {
  if (!steps[at].asks_pain) { send(at, file); return; }
  keep(at, file, "The video is here. Say above whether it hurt, then send it.", "Send the video");
  parts[at].querySelector("input[type=radio]").focus();
}
async function send(at, file) {
  const step = steps[at], asks = parts[at].querySelector("fieldset"), bar = parts[at].querySelector("progress");
  if (step.asks_pain && !hurt(at)) { say(at, "Say above whether it hurt, then send the video."); asks.querySelector("input").focus(); return; }
  const answer = step.asks_pain ? hurt(at) : "";
  parts[at].querySelector("[data-kept]").hidden = true;
  if (asks) asks.disabled = true;
  bar.hidden = false;
  say(at, "Being taken in");
  history.replaceState(null, "", address);
  sending += 1;
  try {
    const about = { filename: file.name, person, test: step.test, side: step.side, hurt: answer, sitting };
    await upload(file, about, (share) => { bar.value = share; });
  } catch (error) {
    if (asks) asks.disabled = false;
    keep(at, file, error.cause === "connection" ? BROKEN : error.message, "Try again");
    byId("said").textContent = `${step.name} is not taken in.`;
    if (now === parts.length) show(at);
    return;
  } finally { bar.hidden = true; sending -= 1; }
  letGo(at);
  took(at, "Taken in. It is measured while you go on.");
  byId("said").textContent = `${step.name} is taken in.`;
  if (parts.length === 1) { location.href = `/tests/sittings/${sitting}`; return; }
  if (now === at) show(following(at)); else byId("filming-end").hidden = false;
}
parts.forEach((part, at) => {
  part.addEventListener("change", ({ target }) => {
    if (target.type !== "file" || !target.files.length) return;
    const file = target.files[0];
    target.value = "";
    if (file.type && !file.type.startsWith("video/")) say(at, "This is no video. Choose a video file."); else { anew(at); give(at, file); }
  });
  part.querySelector("[data-do=record]").addEventListener("click", () => open(at));
  part.querySelector("[data-do=send]").addEventListener("click", () => send(at, kept.get(at)));
  part.querySelector("[data-do=skip]")?.addEventListener("click", () => show(following(at)));
});
// An answer belongs to its video: another video is asked about again.
function anew(at) {
  const asks = parts[at].querySelector("fieldset");
  if (!asks) return;
  asks.disabled = false;
  if (!kept.has(at) && !taken.has(at)) return;
  for (const one of asks.querySelectorAll("input")) one.checked = false;
}
window.addEventListener("beforeunload", (event) => { if (sending || filmed || [...kept.values()].some((one) => own.has(one))) event.preventDefault(); });

// The camera, in a window of its own.
const dialog = byId("filming"), options = byId("filming-options"), live = byId("camera"), again = byId("again");
const buttons = Object.fromEntries(["start", "stop", "use", "anew", "close"].map((name) => [name, byId(`filming-${name}`)]));
const line = byId("filming-line"), big = byId("filming-big");
let camera = null, recorder = null, clock = 0, filmed = null, at = 0;
const shows = (...names) => { for (const [name, button] of Object.entries(buttons)) button.hidden = name !== "close" && !names.includes(name); };
const tell = (text) => { line.textContent = text; speak(text); };
chooseVoice(byId("voice-note"));

async function open(which) {
  at = which;
  filmed = null;
  byId("filming-title").textContent = steps[at].name;
  startSound(() => options.elements.voice.checked);
  if (!dialog.open) dialog.showModal();
  loadPrompts(place.dataset);
  await look();
}
async function look() {
  again.hidden = true; live.hidden = false; options.hidden = false; big.textContent = "";
  line.textContent = READY;
  shows();
  const mine = camera = new LiveCamera(live, {
    cameras(found) {
      byId("which-camera").hidden = found.length < 2;
      const chosen = options.elements.camera.value;
      options.elements.camera.replaceChildren(...found.map((one, n) => new Option(one.label || `Camera ${n + 1}`, one.deviceId, false, one.deviceId === chosen)));
    },
    frame() {},
    gone() { stop(); if (!filmed) shows(); tell(words.live_no_camera); },
    back() { line.textContent = "The camera is back."; shows("start"); },
  });
  try {
    await mine.open(options.elements.camera.value, SIZE);
    if (camera !== mine) return; // closed, or another camera, while this one woke up
    shows("start");
    buttons.start.focus();
  } catch (error) {
    if (camera !== mine) return;
    const reason = { NotAllowedError: "The browser did not allow the camera. Allow it beside the page's address, and try again.", NotFoundError: "There is no camera. Plug one in, or choose a video.", NotReadableError: "Another program uses the camera. Close it, and try again." };
    line.textContent = !navigator.mediaDevices ? "This page may not use a camera: its address has to be on this computer, or encrypted. Choose a video instead." : window.MediaRecorder ? reason[error.name] ?? `The camera cannot be used: ${error.message}` : "This browser cannot record. Choose a video instead.";
  }
}
options.elements.camera.addEventListener("change", async () => { camera?.close(); await look(); });

// Every tick of a countdown, then of the filming: what is due is said once.
function run(seconds, each, over) {
  clearInterval(clock);
  const began = performance.now();
  const tick = () => {
    const passed = (performance.now() - began) / 1000;
    if (passed >= seconds) { clearInterval(clock); over(); } else each(passed);
  };
  clock = setInterval(tick, TICK_MS);
  each(0);
}
function count() {
  const seconds = Number(options.elements.countdown.value);
  let left = seconds;
  big.classList.remove("recording");
  options.hidden = true;
  shows("stop");
  buttons.stop.focus();
  navigator.wakeLock?.request("screen").catch(() => {});
  tell(words.live_countdown.replace("{seconds}", seconds));
  run(seconds, (passed) => {
    const still = Math.ceil(seconds - passed);
    big.textContent = still;
    if (still < left && still <= LAST_S) speak(String(still));
    left = still;
  }, record);
}
function record() {
  const step = steps[at], type = KINDS.find((one) => MediaRecorder.isTypeSupported(one)), bits = [];
  recorder = new MediaRecorder(live.srcObject, { ...(type && { mimeType: type }), videoBitsPerSecond: BITS_PER_S });
  recorder.addEventListener("dataavailable", ({ data }) => { if (data.size) bits.push(data); });
  const mine = recorder;
  mine.addEventListener("stop", () => { if (recorder === mine) shown(new Blob(bits, { type: mine.mimeType })); });
  recorder.start(1000);
  ring(880, 0.2);
  const due = [...step.lines];
  let counted = 0;
  run(step.ends_s, (passed) => {
    const from = step.counts_from_s.filter((one) => one <= passed).pop();
    const until = from === undefined ? 0 : step.lines.find(([when]) => when > from)?.[0] ?? step.ends_s;
    const seconds = from !== undefined && passed < until ? Math.floor(passed - from) : 0;
    big.textContent = seconds || "●";
    big.classList.toggle("recording", !seconds);
    if (due.length && passed >= due[0][0]) { counted = 0; tell(due.shift()[1]); return; }
    if (seconds >= counted + COUNTED_S) { counted = seconds - seconds % COUNTED_S; tell(words.test_seconds.replace("{seconds}", counted)); }
  }, () => { stop(); tell(words.test_done); });
}
function stop() {
  clearInterval(clock);
  big.textContent = "";
  if (recorder?.state === "recording") { recorder.stop(); ring(660, 0.3); return; }
  if (filmed) return;
  options.hidden = false;
  line.textContent = READY;
  shows("start");
  speechSynthesis?.cancel();
}
function shown(blob) {
  camera?.close(); camera = null;
  const kind = blob.type.includes("mp4") ? "mp4" : "webm", step = steps[at];
  filmed = new File([blob], `${step.test}${step.side && `-${step.side}`}.${kind}`, { type: blob.type, lastModified: Date.now() });
  own.add(filmed);
  live.hidden = true; again.hidden = false;
  if (again.src) URL.revokeObjectURL(again.src);
  again.src = URL.createObjectURL(blob);
  shows("use", "anew");
  buttons.use.focus();
}
function close() {
  stop();
  recorder = null; filmed = null; // what was filmed and not used is gone
  camera?.close(); camera = null;
  speechSynthesis?.cancel();
  if (again.src) { URL.revokeObjectURL(again.src); again.removeAttribute("src"); }
  if (dialog.open) dialog.close();
}
buttons.start.addEventListener("click", count);
buttons.stop.addEventListener("click", () => {
  const films = recorder?.state === "recording";
  stop();
  if (films) line.textContent = STOPPED;
});
buttons.use.addEventListener("click", () => { const file = filmed; close(); anew(at); give(at, file); });
buttons.anew.addEventListener("click", () => { filmed = null; look(); });
buttons.close.addEventListener("click", close);
dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(); });
window.addEventListener("pagehide", () => { if (camera) close(); });
