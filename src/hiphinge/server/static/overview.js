// Asks what changed for the people in view, one after the other: comparing takes a moment for each.
const waiting = [];
let busy = false;
const next = async () => {
  if (busy || !waiting.length) return;
  busy = true;
  const place = waiting.shift();
  try {
    const answer = await fetch(place.dataset.changes);
    const fresh = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
    if (answer.ok) place.replaceChildren(...fresh.body.childNodes);
    else place.textContent = "It could not be compared: open their progress.";
  } catch { place.textContent = "The app did not answer."; }
  busy = false;
  next();
};
const seen = new IntersectionObserver((entries) => {
  for (const one of entries) {
    if (!one.isIntersecting) continue;
    seen.unobserve(one.target);
    waiting.push(one.target);
  }
  next();
}, { rootMargin: "200px" });
for (const place of document.querySelectorAll("[data-changes]")) seen.observe(place);
