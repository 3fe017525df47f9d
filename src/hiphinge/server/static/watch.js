// The second screen of a live session: the figure, the count, the cue and the lower back; it asks for nothing.
import { drawFigure, partsOf, show, Trace } from "./live-draw.js";
const parts = partsOf(), trace = new Trace(document.getElementById("trace"));
function connect() {
  const socket = new WebSocket(`${location.origin.replace("http", "ws")}/live/screen`);
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(data);
    if (message.kind === "frame") drawFigure(parts.stage, null, message);
    else if (message.kind === "over") parts.status.textContent = "Session over. Waiting for the next one.";
    else show(message, parts, trace);
  });
  socket.addEventListener("close", () => setTimeout(connect, 1500));
}
connect();
