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

// Has the rest read for what is new in them, and says when it is there.
const unread = document.getElementById("unread");
const read = async () => {
  try {
    for (let left = Infinity; left > 0;) {
      const answer = await fetch("/overview/unread");
      if (!answer.ok) return;
      const now = (await answer.json()).unread;
      if (now >= left) return;
      left = now;
    }
    unread.firstChild.textContent = "All analyses are read for what is new in them. ";
    unread.querySelector("a").textContent = "Show it";
  } catch { /* the link reads them, too */ }
};
if (unread) read();
