// Shows what changed: a code that was used or is over, a phone that came in. Opens the hints where nothing arrives.
const known = JSON.parse(document.getElementById("state").dataset.state);
const hints = document.getElementById("unreached");
const opened = Date.now();
const same = (a, b) => a.code === b.code && a.phones.join() === b.phones.join() && a.reached === b.reached;

async function look() {
  const answer = await fetch("/phone/state.json").catch(() => null);
  const now = answer?.ok ? await answer.json() : null;
  if (now && !same(now, known)) return location.reload();
  if (!known.reached && Date.now() - opened > 45_000 && !hints.dataset.opened) { hints.dataset.opened = "yes"; hints.open = true; }
  setTimeout(look, 1500);
}
look();
