// Takes videos in, several at once and each in parts, so that a broken connection loses nothing; shows how far each is.
import { upload } from "./upload.js";

const byId = (id) => document.getElementById(id);
const drop = byId("drop"), list = byId("uploads"), rows = byId("rows"), said = byId("said");
const largest = Number(drop.dataset.largest);
const say = (words) => { said.textContent = words; };

const shown = (file) => {
  const item = document.createElement("li");
  item.className = "clip card";
  const name = document.createElement("span"), words = document.createElement("p"), bar = document.createElement("progress");
  name.className = "clip-name";
  name.textContent = file.name;
  words.className = "clip-state";
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", `Taking in ${file.name}`);
  item.append(name, words, bar);
  list.append(item);
  return { item, words, bar };
};

const waiting = [];
let busy = 0;
const next = () => {
  while (busy < 2 && waiting.length) {
    busy += 1;
    waiting.shift()().finally(() => { busy -= 1; next(); });
  }
};

const take = (file) => {
  const { item, words, bar } = shown(file);
  if (!file.type.startsWith("video/") && file.type !== "") { words.textContent = "This is no video. Choose a video file."; bar.remove(); return; }
  if (file.size > largest) { words.textContent = `It is larger than ${(largest / 1e9).toFixed(1)} GB. Cut it to the sets.`; bar.remove(); return; }
  words.textContent = "Waits";
  const about = { filename: file.name, person: byId("for-person").value, exercise: byId("for-exercise").value };
  waiting.push(async () => {
    words.textContent = "Being taken in";
    try {
      await upload(file, about, (share) => { bar.value = share; });
      item.remove();
      say(`${file.name} is taken in.`);
      refresh();
    } catch (error) {
      bar.remove();
      words.textContent = error.message;
      say(`${file.name}: ${words.textContent}`);
    }
  });
  next();
};

for (const id of ["choose", "camera"]) byId(id).addEventListener("change", (event) => { [...event.target.files].forEach(take); event.target.value = ""; });
for (const kind of ["dragenter", "dragover"]) document.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) drop.classList.remove("over"); });
document.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  [...event.dataTransfer.files].forEach(take);
});
drop.addEventListener("submit", (event) => event.preventDefault());

let asked = null, goTo = null;
const states = () => new Map([...rows.querySelectorAll("[data-clip]")].map((one) => [one.dataset.clip, one.dataset.state]));
const refresh = () => {
  asked ??= setTimeout(async () => {
    try {
      const answer = await fetch("/clips/rows");
      if (!answer.ok || rows.contains(document.activeElement) && document.activeElement.tagName === "SELECT") return;
      const before = states(), focused = rows.contains(document.activeElement) ? document.activeElement.closest("[data-clip]")?.dataset.clip : null;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      rows.replaceChildren(...fresh.body.childNodes);
      const wanted = goTo ?? focused;
      goTo = null;
      if (wanted) rows.querySelector(`[data-clip="${CSS.escape(wanted)}"] .clip-name`)?.focus();
      for (const [clip, state] of states()) {
        if (state === before.get(clip) || !(state === "done" || state === "failed")) continue;
        const name = rows.querySelector(`[data-clip="${CSS.escape(clip)}"] .clip-name`).textContent;
        say(state === "done" ? `${name} is measured.` : `${name} could not be analysed.`);
      }
    } catch { /* the app was stopped: the next news asks again */ } finally { asked = null; }
  }, 400);
};
document.addEventListener("hiphinge-refresh", (event) => { goTo = event.detail ?? null; refresh(); });
const news = new EventSource("/clips/events");
news.onmessage = refresh;
for (const kind of ["clip", "clips", "change", "changes"]) news.addEventListener(kind, refresh);
