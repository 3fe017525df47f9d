// Shows the results of a sitting as they come; what did not change stays as it is: a video plays on, details stay open.
const place = document.getElementById("sitting");
const named = (part) => part.getAttribute("aria-labelledby") ?? part.className;
const shown = new Map([...place.children].map((part) => [named(part), { part, source: part.outerHTML }]));
function renew(parts) {
  const names = new Set(parts.map(named));
  for (const [name, { part }] of shown) if (!names.has(name)) { part.remove(); shown.delete(name); }
  let last = null;
  for (const part of parts) {
    const name = named(part), source = part.outerHTML, before = shown.get(name);
    if (before?.source !== source) {
      const held = before?.part.contains(document.activeElement) ? document.activeElement.closest("form")?.getAttribute("action") : null;
      if (before) before.part.replaceWith(part); else if (last) last.after(part); else place.prepend(part);
      shown.set(name, { part, source });
      if (held) part.querySelector(`form[action="${CSS.escape(held)}"] button`)?.focus();
    }
    last = shown.get(name).part;
  }
}
let asked = null;
const refresh = () => {
  asked ??= setTimeout(async () => {
    try {
      const answer = await fetch(location.href);
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("sitting");
      const waited = Number(place.dataset.waiting), waits = Number(fresh.dataset.waiting);
      renew([...fresh.children]);
      place.dataset.waiting = waits;
      if (waits < waited) document.getElementById("said").textContent = waits ? `${waits} still being measured.` : "Everything is measured.";
      if (!waits) news.close();
    } catch { /* the app was stopped: the next news asks again */ } finally { asked = null; }
  }, 400);
};
const news = new EventSource("/clips/events");
news.addEventListener("clips", refresh);
