// Draws the back and a straight stick along it on the video, in step with the player of the report, and steps by frames.
const place = document.querySelector("[data-lines]"), figure = document.getElementById("figure");
const svg = (name) => document.createElementNS("http://www.w3.org/2000/svg", name);
const line = (name) => {
  const path = svg("path");
  path.setAttribute("class", `on-video ${name}`);
  figure.append(path);
  return path;
};
const nearest = (times, t) => {
  let low = 0, high = times.length - 1;
  while (low < high) { const middle = (low + high) >> 1; if (times[middle] < t) low = middle + 1; else high = middle; }
  return low > 0 && t - times[low - 1] <= times[low] - t ? low - 1 : low;
};
const way = (points) => (points ? `M${points.join(" ").replace(/(\S+ \S+) /g, "$1 L")}` : "");

async function begin() {
  const answer = await fetch(place.dataset.lines);
  if (!answer.ok) return;
  const { times, back, standing, stick } = await answer.json();
  if (!times.length) return;
  const paths = { standing: line("standing"), back: line("back"), stick: line("stick") };
  const shown = { back: document.getElementById("show-back"), stick: document.getElementById("show-stick") };
  let now = Number(document.getElementById("time")?.getAttribute("aria-valuenow") ?? times[0]);
  const draw = () => {
    const at = nearest(times, now), wanted = shown.back.checked;
    paths.back.setAttribute("d", wanted ? way(back?.[at]) : "");
    paths.standing.setAttribute("d", wanted ? way(standing?.[at]) : "");
    paths.stick.setAttribute("d", shown.stick.checked ? way(stick?.[at]) : "");
  };
  document.addEventListener("hiphinge-time", (event) => { now = event.detail; draw(); });
  for (const box of Object.values(shown)) box.addEventListener("change", draw);
  shown.back.closest("label").hidden = !back;
  shown.stick.closest("label").hidden = !stick;
  const step = (by) => document.dispatchEvent(new CustomEvent("hiphinge-seek", { detail: times[Math.min(Math.max(nearest(times, now) + by, 0), times.length - 1)] }));
  document.getElementById("frame-before").addEventListener("click", () => step(-1));
  document.getElementById("frame-after").addEventListener("click", () => step(1));
  document.getElementById("lines-shown").hidden = false;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), select, textarea")) return;
    if (event.key === ",") step(-1);
    else if (event.key === ".") step(1);
    else if (event.key === " " && !event.target.closest("button, a, summary, input, [role=slider]")) document.getElementById("play").click();
    else return;
    event.preventDefault();
  });
  draw();
}
if (place && figure) begin();
