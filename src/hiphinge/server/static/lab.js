// The hinge lab: each move of a slider asks the app, which computes; one question at a time, and only the latest.
import { say } from "./frames.js";

const form = document.getElementById("lab-form");
let wanted = null, busy = false, quiet = 0;

const parameters = (button) => {
  const found = new URLSearchParams(new FormData(form));
  if (button?.name) found.set(button.name, button.value);
  return found;
};
const shown = (input) => {
  const output = form.querySelector(`output[for="${input.id}"]`), { unit } = output.dataset;
  output.textContent = `${input.value}${unit === "°" ? "" : " "}${unit}`;
  input.setAttribute("aria-valuetext", output.textContent);
};
// What a button has set, shown on the sliders.
const follow = (figures) => {
  for (const side of ["a", "b"]) {
    for (const [name, value] of Object.entries(JSON.parse(figures.dataset[side]))) {
      const control = form.elements[`${side}.${name}`];
      control.value = value;
      if (control.type === "range") shown(control);
    }
  }
};
const ask = async () => {
  if (busy || !wanted) return;
  busy = true;
  const { query, moved } = wanted;
  wanted = null;
  try {
    const answer = await fetch(`${form.dataset.answer}?${query}`, { headers: { Accept: "text/html" } });
    if (answer.ok) {
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const id of ["lab-figures", "lab-numbers"]) document.getElementById(id).replaceWith(fresh.getElementById(id));
      if (moved && !wanted) follow(document.getElementById("lab-figures"));
      history.replaceState(null, "", `/lab?${parameters()}`);
      clearTimeout(quiet);
      quiet = setTimeout(() => say(document.getElementById("lab-says").innerText), 900);
    } else say("These values cannot be taken together.");
  } catch { say("The app did not answer."); }
  document.getElementById("lab").dataset.answered = String(Number(document.getElementById("lab").dataset.answered ?? 0) + 1);
  busy = false;
  ask();
};
const turn = () => {
  for (const one of form.querySelectorAll("[data-side]")) one.hidden = one.dataset.side !== form.elements.turn.value;
};

form.addEventListener("input", (event) => {
  if (event.target.type === "range") shown(event.target);
  if (event.target.name === "turn") { turn(); return; }
  wanted = { query: parameters(), moved: false };
  ask();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const { submitter } = event;
  wanted = { query: parameters(submitter), moved: Boolean(submitter?.name) };
  ask();
});
for (const input of form.querySelectorAll("input[type=range]")) shown(input);
turn();
document.getElementById("lab").dataset.ready = "";
