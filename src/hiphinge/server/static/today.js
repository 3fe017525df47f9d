// Makes Today quicker: a tap keeps its place on the page, steppers, the rest by the clock, tempo, plates.
import { plates } from "./plates.js";
import "./steppers.js";

const KEY = "rest until", BEAT_S = 1;
const byId = (id) => document.getElementById(id);
const rest = byId("rest"), left = byId("rest-left"), restWords = byId("rest-words"), said = byId("said"), problem = byId("problem"), day = byId("day");
const title = document.title;
const say = (words) => { said.textContent = words; };

let sound = null;
const wake = () => { sound ??= new AudioContext(); if (sound.state === "suspended") sound.resume().catch(() => {}); };
const beep = (pitch, length) => {
  if (sound?.state !== "running") return;
  const tone = sound.createOscillator(), loud = sound.createGain();
  tone.frequency.value = pitch;
  loud.gain.setValueAtTime(0.25, sound.currentTime);
  loud.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + length);
  tone.connect(loud).connect(sound.destination);
  tone.start();
  tone.stop(sound.currentTime + length);
};

let timer = 0;
const until = () => Number(localStorage.getItem(KEY) ?? 0);
const show = () => {
  const seconds = Math.ceil((until() - Date.now()) / 1000);
  rest.hidden = !until();
  rest.classList.toggle("over", seconds <= 0);
  restWords.textContent = seconds > 0 ? "Rest" : "Rest is over";
  const shown = Math.abs(seconds), clock = `${Math.floor(shown / 60)}:${String(shown % 60).padStart(2, "0")}`;
  left.textContent = seconds > 0 ? clock : shown < 3600 ? `+${clock}` : "";
  document.title = !until() ? title : seconds > 0 ? `${clock} ${title}` : `Rest is over – ${title}`;
  if (seconds <= 0 && rest.dataset.rings) {
    delete rest.dataset.rings;
    say("Rest is over.");
    navigator.vibrate?.([300, 150, 300]);
    beep(880, 0.6);
  }
};
const begin = () => {
  rest.hidden = false;
  if (until() > Date.now()) rest.dataset.rings = "yes";
  timer ||= setInterval(show, 250);
  show();
};
const end = () => { localStorage.removeItem(KEY); delete rest.dataset.rings; clearInterval(timer); timer = 0; show(); };
byId("rest-more").addEventListener("click", () => { localStorage.setItem(KEY, String(Math.max(until(), Date.now()) + 30_000)); begin(); });
byId("rest-stop").addEventListener("click", end);
document.addEventListener("visibilitychange", () => { if (!document.hidden && timer) show(); });
if (until() > Date.now() - 3_600_000) begin(); else localStorage.removeItem(KEY);

const parts = (root) => [...root.querySelectorAll("[data-part]")];
const shown = new Map(parts(day).map((part) => [part.dataset.part, part.outerHTML]));
const renew = (fresh) => {
  const now = parts(day).map((part) => part.dataset.part).join("\n"), then = parts(fresh).map((part) => part.dataset.part).join("\n");
  const texts = new Map(parts(fresh).map((part) => [part.dataset.part, part.outerHTML]));
  if (now === then) {
    const places = parts(day);
    parts(fresh).forEach((part, n) => { if (shown.get(part.dataset.part) !== texts.get(part.dataset.part)) places[n].replaceWith(part); });
  } else day.replaceChildren(...fresh.childNodes);
  shown.clear();
  for (const [name, text] of texts) shown.set(name, text);
};
const complain = (words) => { problem.textContent = words; problem.hidden = !words; if (words) problem.scrollIntoView({ block: "center" }); };

async function send(form, button) {
  const part = form.closest("[data-part]").dataset.part;
  if (button) button.disabled = true;
  try {
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok) { complain((page.getElementById("problem") ?? page.querySelector(".lead") ?? page.body).textContent.trim()); return; }
    complain("");
    renew(page.getElementById("day"));
    const place = parts(day).find((one) => one.dataset.part === part);
    (place?.querySelector(".done-button") ?? place?.querySelector("summary, button, input"))?.focus({ preventScroll: true });
    say("Saved.");
    if (form.dataset.rest) { localStorage.setItem(KEY, String(Date.now() + 1000 * Number(form.dataset.rest))); begin(); }
  } catch {
    complain("The app does not answer. Look whether the computer is awake, and tap again: a set of a tap is logged once.");
  } finally { if (button) button.disabled = false; }
}
day.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-quick]") || event.defaultPrevented) return;
  event.preventDefault();
  wake();
  if (!event.submitter?.disabled) send(event.target, event.submitter);
});

let counting = 0, counted = null;
const stopCount = () => { clearInterval(counting); counting = 0; if (counted) { counted.setAttribute("aria-pressed", "false"); counted.textContent = "Count it"; counted.nextElementSibling.textContent = ""; } counted = null; };
const count = (button) => {
  const again = button !== counted;
  stopCount();
  if (!again) return;
  wake();
  counted = button;
  const beats = JSON.parse(button.dataset.phases).flatMap(([name, seconds]) => seconds === null ? [[name, "fast"]] : Array.from({ length: seconds }, (_, n) => [name, n + 1]));
  const started = performance.now(), out = button.nextElementSibling;
  let last = -1;
  button.textContent = "Stop";
  button.setAttribute("aria-pressed", "true");
  const tick = () => {
    if (!button.isConnected) { stopCount(); return; }
    const beat = Math.floor((performance.now() - started) / 1000 / BEAT_S);
    if (beat === last) return;
    last = beat;
    const [name, number] = beats[beat % beats.length];
    out.textContent = `${name} ${number}`;
    beep(number === 1 || number === "fast" ? 660 : 440, 0.08);
  };
  tick();
  counting = setInterval(tick, 50);
};

day.addEventListener("click", async (event) => {
  const button = event.target.closest(".count-tempo, a.plates");
  if (!button) return;
  if (button.matches(".count-tempo")) count(button);
  else {
    event.preventDefault();
    const form = button.closest("form"), out = button.parentElement.querySelector(".plates-said");
    out.textContent = await plates(parseFloat(form.elements.load.value.replace(",", ".")) || 0, form.elements.unit.value).catch(() => "The app does not answer.");
  }
});
