// Frames by their measured times, and lines drawn over them: what every page with a video shares.
export const svg = (name, attributes = {}) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};
export const nearest = (times, t) => {
  let low = 0, high = times.length - 1;
  while (low < high) { const middle = (low + high) >> 1; if (times[middle] < t) low = middle + 1; else high = middle; }
  return low > 0 && t - times[low - 1] <= times[low] - t ? low - 1 : low;
};
export const way = (points) => (points ? `M${points.join(" ").replace(/(\S+ \S+) /g, "$1 L")}` : "");
export const clock = (t) => {
  const tenths = Math.max(0, Math.round(t * 10));
  return `${Math.floor(tenths / 600)}:${((tenths % 600) / 10).toFixed(1).padStart(4, "0")}`;
};
export const asked = (event) => !(event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), select, textarea, [data-own-keys]"));
export const onControl = (event) => Boolean(event.target.closest("button, a, summary, input, audio, [role=slider]"));
export const say = (words) => { document.getElementById("said").textContent = words; };
