// The way to the session and back: the newest frames go out; a connection that is lost is taken up again where it was.
import { Pace } from "./live-pace.js";
import { openSocket } from "./socket.js";
const IN_FLIGHT = 2, BACK_AFTER_MS = 1000, LATE_MS = 4000, LATE_AT_REST_MS = 60000, LOOK_MS = 1000;
const BUSY = 4001, BAD = 4002, GONE = 4003, REPLACED = 4004;

// A page that was loaded anew in the middle of its session begins in place of it, and need not wait until it is over.
const PLACE = "hiphinge-live-session";
function left() { try { return sessionStorage.getItem(PLACE); } catch { return ""; } }
function leave(key) { try { sessionStorage.setItem(PLACE, key); } catch { /* a browser that keeps nothing */ } }

export class Link {
  #socket = null; #key = null; #sent = new Map(); #isOver = false; #isAway = false; #isReady = false; #isAtRest = false; #heard = 0; #number = 0; #on; #words = null; #looking = 0; #pace = new Pace();
  // on: heard(message), answered(frame that was sent, message), away(), back(), refused(reason)
  constructor(on) { this.#on = on; }
  begin(words) { this.#words = words; this.#looking = setInterval(() => this.#look(), LOOK_MS); const key = left(); this.#connect(key ? `?instead=${encodeURIComponent(key)}` : ""); }
  get isOpen() { return this.#socket?.readyState === WebSocket.OPEN; }
  takesFrame(now) { const wants = this.#pace.wants(now); return this.isOpen && !this.#isAtRest && this.#sent.size < IN_FLIGHT && (wants || !this.#sent.size); }
  ask(what) { if (!this.isOpen) return false; this.#socket.send(JSON.stringify({ do: what })); return true; }
  // The session is over, and what was lifted is being kept: no frame is wanted, and none is answered.
  rest() { this.#isAtRest = true; this.#sent.clear(); this.#heard = performance.now(); }
  close() { this.#isOver = true; clearInterval(this.#looking); this.#socket?.close(); leave(""); }

  async send(image, taken, quality) {
    const mine = ++this.#number, socket = this.#socket;
    const frame = { image, taken, seen: performance.now() };
    if (!this.#sent.size) this.#pace.sends(frame.seen);
    this.#sent.set(mine, frame);
    const jpeg = await image.convertToBlob({ type: "image/jpeg", quality });
    frame.packed = performance.now();
    const head = new DataView(new ArrayBuffer(12));
    head.setFloat64(0, taken / 1000, true); head.setUint32(8, mine, true);
    if (socket === this.#socket && this.isOpen) socket.send(new Blob([head, jpeg]));
    else this.#sent.delete(mine);
  }
  #connect(how) {
    const socket = (this.#socket = openSocket(`/live/camera${how}`, (hung) => { if (hung === this.#socket) this.#closed(0, ""); }));
    socket.addEventListener("open", () => socket.send(JSON.stringify(how === "?again=1" ? { key: this.#key } : this.#words)));
    socket.addEventListener("message", ({ data }) => { if (socket === this.#socket) this.#hear(JSON.parse(data)); });
    socket.addEventListener("close", ({ code, reason }) => { if (socket === this.#socket) this.#closed(code, reason); });
    if (how === "?again=1") socket.addEventListener("open", () => this.#arrived());
  }
  #arrived() { if (this.#isAway) { this.#isAway = false; this.#on.back(); } }
  #hear(message) {
    this.#heard = performance.now();
    if (message.kind === "session") { this.#key = message.key; leave(this.#key); this.#arrived(); return; }
    if (message.kind === "ready") this.#isReady = true;
    if (message.kind !== "frame" && message.kind !== "skipped") { this.#on.heard(message); return; }
    for (const [each, frame] of this.#sent) {
      if (each > message.number) continue;
      this.#sent.delete(each);
      if (each !== message.number || message.kind !== "frame") continue;
      this.#pace.answered(performance.now(), frame, message.steps_ms, this.#sent.size > 0);
      this.#on.answered(frame, message);
    }
  }
  #closed(code, reason) {
    this.#socket = null; this.#sent.clear();
    if (this.#isOver) return;
    if (code === BUSY || code === BAD) { this.#on.refused(reason); return; }
    if (code === REPLACED) { this.#on.refused("This session goes on in another window."); return; }
    if (code === GONE) { this.#key = null; this.#isReady = false; }
    if (!this.#isAway) { this.#isAway = true; this.#on.away(); }
    setTimeout(() => { if (!this.#isOver) this.#connect(this.#key ? "?again=1" : "?instead=1"); }, BACK_AFTER_MS);
  }
  // A network that is gone closes nothing: no answer for some seconds says it.
  #look() {
    const [oldest] = this.#sent.values(), since = this.#isAtRest ? this.#heard + LATE_AT_REST_MS : (oldest?.seen ?? Infinity) + LATE_MS;
    if (!this.#isReady || document.hidden || performance.now() < since) return;
    this.#heard = performance.now();
    const hung = this.#socket;
    this.#closed(0, "");
    hung?.close();
  }
}
