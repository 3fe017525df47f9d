// The gym's plates, kept in this browser; and how far the fetching of a network is.
import { keep, read, usual } from "./plates.js";

const form = document.getElementById("plates"), said = document.getElementById("plates-said");
const fill = (gym) => { form.unit.value = gym.unit; form.bar.value = gym.bar; form.plates.value = gym.plates.join(", "); };
fill(read() ?? usual("kg"));
form.unit.addEventListener("change", () => fill(usual(form.unit.value)));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const bar = Number(form.bar.value.replace(",", "."));
  const plates = form.plates.value.split(/[;,]\s+|\s+/).map((text) => Number(text.replace(",", "."))).filter((plate) => plate > 0);
  if (!(bar >= 0) || !plates.length) { said.textContent = "Write the bar as a number, and plates as numbers with spaces between them."; return; }
  keep({ unit: form.unit.value, bar, plates });
  said.textContent = "Saved in this browser.";
});

const fetching = document.querySelector(".fetching");
async function look() {
  const answer = await fetch("/settings/networks.json").catch(() => null);
  const now = answer?.ok ? await answer.json() : null;
  if (!now) return setTimeout(look, 2000);
  if (now.done || now.failed) return location.reload();
  fetching.querySelector("span").textContent = now.doing ? now.doing[0].toUpperCase() + now.doing.slice(1) : "Begins";
  const bar = fetching.querySelector("progress");
  if (now.share === null) bar.removeAttribute("value"); else bar.value = now.share;
  setTimeout(look, 700);
}
if (fetching) look();
