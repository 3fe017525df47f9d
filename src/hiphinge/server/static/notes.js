// A coach's notes: on the time line, at their moment on the frame, written, drawn and spoken, changed and erased.
import { Drawing } from "./drawing.js";
import { clock, say } from "./frames.js";
import { asText, canRecord, record } from "./voice.js";

const byId = (id) => document.getElementById(id);
const place = byId("notes"), stage = byId("stage"), form = byId("note-form");
const element = (name, properties = {}) => Object.assign(document.createElement(name), properties);
const seek = (t) => document.dispatchEvent(new CustomEvent("hiphinge-seek", { detail: t }));
const NEAR_S = 0.02, LINGER_S = 0.7;

async function send(path, fields = {}) {
  const answer = await fetch(`${place.dataset.notes}${path}`, { method: "POST", body: new URLSearchParams(fields), headers: { Accept: "application/json" } });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error ?? "It could not be kept.");
  return said;
}

class Notes {
  constructor(notes, moving) {
    this.notes = notes;
    [this.first, this.last] = [moving.times[0], moving.times.at(-1)];
    this.now = Number(byId("time")?.getAttribute("aria-valuenow") ?? this.first);
    this.drawing = new Drawing(stage, moving.box, () => this.drew());
    this.words = element("p", { className: "note-words" });
    stage.append(this.words);
    this.open = null;
    this.voice = null;
    byId("note-new").addEventListener("click", () => this.edit({ time_s: this.now, text: "", drawing: [], voice: false }));
    document.addEventListener("hiphinge-time", (event) => { this.now = event.detail; this.show(); });
    seek(this.now);
    this.listen();
    this.list();
    this.show();
    place.hidden = false;
  }

  listen() {
    form.addEventListener("submit", (event) => { event.preventDefault(); this.save(); });
    form.addEventListener("change", () => { this.drawing.tool = form.elements.tool.value; this.drawing.colour = form.elements.colour.value; });
    byId("note-cancel").addEventListener("click", () => this.close());
    byId("note-back").addEventListener("click", () => seek(this.open.time_s));
    byId("note-undo").addEventListener("click", () => { if (!this.drawing.undo()) say("Nothing to undo."); });
    byId("note-clear").addEventListener("click", () => this.drawing.clear());
    byId("note-place").addEventListener("click", () => {
      seek(this.open.time_s);
      if (!this.drawing.place()) byId("note-drawn").textContent = "Choose line, angle or arrow first.";
    });
    byId("note-record").addEventListener("click", () => this.record());
    byId("note-voice-erase").addEventListener("click", () => { this.voice = null; this.open.withoutVoice = true; this.heard(); });
    if (!canRecord()) {
      byId("note-record").hidden = true;
      byId("note-voice-state").textContent = "This browser does not record a voice here.";
    }
  }

  // At its own frame when the video stands, and a little longer while it plays.
  current() {
    const plays = byId("play").textContent === "Pause";
    return this.notes.filter((one) => this.now >= one.time_s - NEAR_S && this.now <= one.time_s + (plays ? LINGER_S : NEAR_S));
  }

  show() {
    if (this.open) {
      this.drawing.hidden = Math.abs(this.now - this.open.time_s) > NEAR_S;
      byId("note-back").hidden = !this.drawing.layer.hasAttribute("hidden");
      return;
    }
    const shown = this.current(), key = shown.map((one) => one.id).join();
    if (key === this.shown) return;
    this.shown = key;
    this.drawing.hidden = false;
    this.drawing.show(shown.flatMap((one) => one.drawing));
    this.words.textContent = shown.map((one) => one.text).filter(Boolean).join(" · ");
    for (const item of byId("note-list").children) item.toggleAttribute("data-now", shown.some((one) => one.id === item.dataset.id));
  }

  list() {
    this.notes.sort((a, b) => a.time_s - b.time_s);
    byId("note-list").replaceChildren(...this.notes.map((one) => this.item(one)));
    byId("note-line").replaceChildren(...this.notes.map((one) => {
      const share = Math.min(1, Math.max(0, (one.time_s - this.first) / (this.last - this.first || 1)));
      const mark = element("button", { type: "button", className: "note-mark", title: one.text || "A note" });
      mark.setAttribute("aria-label", `Note at ${clock(one.time_s)}${one.text ? `: ${one.text.slice(0, 80)}` : ""}`);
      mark.style.left = `${share * 100}%`;
      mark.addEventListener("click", () => seek(one.time_s));
      return mark;
    }));
    this.shown = null;
  }

  item(one) {
    const item = element("li"), at = element("button", { type: "button", className: "seek", textContent: clock(one.time_s) });
    item.dataset.id = one.id;
    at.setAttribute("aria-label", `Show the note at ${clock(one.time_s)}`);
    at.addEventListener("click", () => seek(one.time_s));
    const kinds = [one.drawing.length ? "drawing" : "", one.voice ? "voice" : ""].filter(Boolean).join(", ");
    const change = element("button", { type: "button", textContent: "Change" }), erase = element("button", { type: "button", textContent: "Erase" });
    for (const [button, word] of [[change, "Change"], [erase, "Erase"]]) button.setAttribute("aria-label", `${word} the note at ${clock(one.time_s)}`);
    change.addEventListener("click", () => { seek(one.time_s); this.edit(one); });
    erase.addEventListener("click", () => this.erase(one));
    const acts = element("span", { className: "row" });
    acts.append(change, erase);
    item.append(at, element("p", { textContent: one.text || `(${kinds})` }), acts);
    if (one.voice) {
      const heard = element("audio", { controls: true, preload: "none", src: `${place.dataset.notes}/${one.id}/voice?${one.heard ?? 0}` });
      heard.setAttribute("aria-label", `Voice at ${clock(one.time_s)}`);
      item.append(heard);
    }
    return item;
  }

  edit(note) {
    if (byId("play").textContent === "Pause") byId("play").click();
    this.open = { ...note, withoutVoice: false };
    this.voice = null;
    form.hidden = false;
    place.closest(".beside").classList.add("noting");
    byId("note-form-title").textContent = `Note at ${clock(note.time_s)}`;
    byId("note-text").value = note.text;
    byId("note-failed").textContent = "";
    this.drawing.show(note.drawing, { editing: true });
    this.words.textContent = "";
    this.heard();
    this.drew();
    this.show();
    byId("note-text").focus();
  }

  drew() { byId("note-drawn").textContent = this.drawing.says; }

  close() {
    this.recording?.stop();
    form.hidden = true;
    place.closest(".beside").classList.remove("noting");
    this.open = null;
    this.shown = null;
    this.show();
    byId("note-new").focus();
  }

  heard() {
    const heard = byId("note-heard"), there = this.voice || (this.open.voice && !this.open.withoutVoice);
    if (heard.src.startsWith("blob:")) URL.revokeObjectURL(heard.src);
    heard.hidden = byId("note-voice-erase").hidden = !there;
    heard.setAttribute("aria-label", "The recorded voice");
    if (this.voice) heard.src = URL.createObjectURL(this.voice);
    else if (there) heard.src = `${place.dataset.notes}/${this.open.id}/voice`;
    else heard.removeAttribute("src");
  }

  async record() {
    const button = byId("note-record"), state = byId("note-voice-state");
    if (this.recording) { this.recording.stop(); return; }
    const longest = Number(place.dataset.longest), open = this.open;
    try {
      this.recording = await record(longest, (s) => { state.textContent = `${clock(s)} of ${clock(longest)}`; });
      button.textContent = "Stop recording";
      const voice = await this.recording.done;
      if (this.open === open) { this.voice = voice; this.open.withoutVoice = false; this.heard(); }
      state.textContent = "";
    } catch {
      state.textContent = "The microphone cannot be used. Allow it in the browser, and try again.";
    }
    this.recording = null;
    button.textContent = "Record your voice";
  }

  async save() {
    const open = this.open;
    if (this.recording) { this.recording.stop(); this.voice = await this.recording.done; }
    const fields = { time_s: open.time_s, text: byId("note-text").value, drawing: JSON.stringify(this.drawing.kept) };
    if (this.voice) fields.voice = await asText(this.voice);
    else if (open.withoutVoice) fields.without_voice = "1";
    try {
      const kept = await send(open.id ? `/${open.id}` : "", fields);
      if (this.voice) kept.heard = Date.now();
      this.notes = [...this.notes.filter((one) => one.id !== kept.id), kept];
      this.list();
      this.close();
      say("The note is kept.");
    } catch (error) { byId("note-failed").textContent = error.message; }
  }

  async erase(one) {
    if (!confirm(`Erase the note at ${clock(one.time_s)}?`)) return;
    try {
      await send(`/${one.id}/erase`);
      this.notes = this.notes.filter((other) => other.id !== one.id);
      if (this.open?.id === one.id) this.close();
      this.list();
      this.show();
      say("The note is erased.");
      byId("note-new").focus();
    } catch (error) { say(error.message); }
  }
}

async function begin() {
  const answer = await fetch(`${place.dataset.notes}.json`);
  if (answer.ok) new Notes(await answer.json(), JSON.parse(byId("moving").textContent));
}
if (place && stage && byId("moving")) begin();
