// A phone as a sensor on the back: its orientation out, a vibration or a tone in.
import { ring, start as allowSound } from "./live-sound.js";
import { openSocket } from "./socket.js";
const form = document.getElementById("options"), status = document.getElementById("status");
const begin = document.getElementById("start"), stop = document.getElementById("stop");
const SILENT_MS = 3000, AGAIN_MS = 1000, HUNG_BYTES = 32768, STOPPED = 1000;
const TAKEN = 4001, BAD = 4002, REPLACED = 4004;
let socket = null, place = "", heard = false, waking = null, chosen = false, isOn = false, again = 0;
const say = (text) => { status.textContent = text; };

// Turns about z, x and y, one after the other (W3C DeviceOrientation), as a quaternion w, x, y, z to an earth with z up.
export function quaternion(alpha, beta, gamma) {
  const [z, x, y] = [alpha, beta, gamma].map((deg) => (deg * Math.PI) / 360);
  const [cx, cy, cz, sx, sy, sz] = [Math.cos(x), Math.cos(y), Math.cos(z), Math.sin(x), Math.sin(y), Math.sin(z)];
  return [
    cx * cy * cz - sx * sy * sz, sx * cy * cz - cx * sy * sz, cx * sy * cz + sx * cy * sz, cx * cy * sz + sx * sy * cz,
  ];
}

// By its key a phone that comes again is the same phone, also after its page was loaded anew.
const KEY = "hiphinge-phone-key";
function keyOf() {
  const made = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
  try {
    if (!localStorage.getItem(KEY)) localStorage.setItem(KEY, made());
    return localStorage.getItem(KEY);
  } catch { return (keyOf.own ??= made()); } // a browser that keeps nothing
}

function turned({ alpha, beta, gamma, timeStamp }) {
  if (beta === null || gamma === null) return;
  heard = true;
  if (socket?.readyState !== WebSocket.OPEN) return;
  if (socket.bufferedAmount > HUNG_BYTES) { lost(); return; } // a network that is gone closes nothing
  socket.send(JSON.stringify({ place, time_s: timeStamp / 1000, quaternion: quaternion(alpha ?? 0, beta, gamma) }));
}

function signal() {
  if (!navigator.vibrate?.(250)) ring(660, 0.35);
}

function take({ data }) {
  const message = JSON.parse(data);
  if (message.kind === "beyond" && message.signalled) signal();
  if (message.kind === "band") choose("band", message.band);
  if (message.text) say(message.text);
  if (message.kind === "failed") end();
}

function end(text) {
  isOn = false;
  clearTimeout(again);
  removeEventListener("deviceorientation", turned);
  socket?.close(STOPPED);
  waking?.release?.();
  socket = waking = null;
  [begin.hidden, stop.hidden] = [false, true];
  if (text) say(text);
}

function connect() {
  const mine = (socket = openSocket("/live/sensors/samples", (hung) => { if (hung === socket) lost(); }));
  const words = { place, band: Number(form.elements.band.value), key: keyOf() };
  mine.addEventListener("open", () => {
    if (mine !== socket) return;
    mine.send(JSON.stringify(words));
    if (again) say("The connection is back.");
    again = 0;
  });
  mine.addEventListener("message", (message) => { if (mine === socket) take(message); });
  mine.addEventListener("close", ({ code, reason }) => { if (mine === socket) closed(code, reason); });
}

function closed(code, reason) {
  if (code === REPLACED) { end("This phone goes on in another window."); return; }
  if (code !== TAKEN && code !== BAD) { lost(); return; }
  end(reason);
  if (code === TAKEN) { chosen = false; preselect(); }
}

function lost() {
  const before = socket;
  socket = null;
  before?.close();
  if (!isOn) return;
  say("The connection broke. Leave the phone on: it tries again by itself.");
  clearTimeout(again);
  again = setTimeout(() => { if (isOn && !socket) connect(); }, AGAIN_MS);
}

async function start() {
  allowSound(() => true);
  const asked = await globalThis.DeviceOrientationEvent?.requestPermission?.().catch(() => "denied");
  if (asked === "denied") { say("The phone does not let this page read its motion. Allow it in the browser's settings, and tap Start again."); return; }
  place = form.elements.place.value;
  [heard, isOn, again] = [false, true, 0];
  waking = await navigator.wakeLock?.request("screen").catch(() => null);
  connect();
  addEventListener("deviceorientation", turned);
  [begin.hidden, stop.hidden] = [true, false];
  say("Waiting for the phone's motion…");
  setTimeout(() => { if (isOn && !heard) end("This device sends no motion: use a phone, and open the page at its encrypted address."); }, SILENT_MS);
}

function choose(name, wanted) {
  const select = form.elements[name];
  if ([...select.options].some(({ value }) => value === String(wanted))) select.value = String(wanted);
}

// What another phone has chosen: the place that is left, and its band.
async function preselect() {
  const found = await fetch("/live/sensors/worn").then((answer) => answer.json()).catch(() => null);
  if (!found || isOn) return;
  if (!chosen) choose("place", found.place);
  choose("band", found.band);
}

form.elements.place.addEventListener("change", () => { chosen = true; });
document.addEventListener("visibilitychange", () => { if (!document.hidden) preselect(); });
preselect();
form.addEventListener("submit", (event) => { event.preventDefault(); start(); });
stop.addEventListener("click", () => end("Stopped."));
