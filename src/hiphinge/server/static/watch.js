// The second screen of a live session: the figure, the count, the cue and the lower back; it asks for nothing.
import { drawFigure, partsOf, show, Trace } from "./live-draw.js";
import { openSocket } from "./socket.js";
const AGAIN_MS = 1500, parts = partsOf(), trace = new Trace(document.getElementById("trace"));
let now = null;
function again(lost) {
  if (lost !== now) return;
  now = null;
  setTimeout(connect, AGAIN_MS);
}
function connect() {
  const socket = (now = openSocket("/live/screen", again));
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(data);
    if (message.kind === "frame") drawFigure(parts.stage, null, message);
    else if (message.kind === "over") parts.status.textContent = "Session over. Waiting for the next one.";
    else show(message, parts, trace);
  });
  socket.addEventListener("close", () => again(socket));
}
connect();
