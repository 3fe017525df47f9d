// The rest between sets, counted from the moment a set was tapped, and the plates for the next one.
import { plates } from "./plates.js";

const KEY = "rest until";
const rest = document.getElementById("rest"), left = document.getElementById("rest-left"), said = document.getElementById("said");
let timer = 0;
const show = () => {
  const seconds = Math.ceil((Number(localStorage.getItem(KEY) ?? 0) - Date.now()) / 1000);
  rest.hidden = seconds <= 0;
  left.textContent = `${Math.floor(Math.max(0, seconds) / 60)}:${String(Math.max(0, seconds) % 60).padStart(2, "0")}`;
  if (seconds > 0) return;
  if (timer && localStorage.getItem(KEY)) { said.textContent = "The rest is over."; navigator.vibrate?.(300); }
  clearInterval(timer);
  timer = 0;
  localStorage.removeItem(KEY);
};
const begin = () => { if (!timer) timer = setInterval(show, 250); show(); };
for (const button of document.querySelectorAll("button[data-rest]")) {
  button.form.addEventListener("submit", () => localStorage.setItem(KEY, String(Date.now() + 1000 * Number(button.dataset.rest))));
}
document.getElementById("rest-more").addEventListener("click", () => { localStorage.setItem(KEY, String(Number(localStorage.getItem(KEY)) + 30_000)); begin(); });
document.getElementById("rest-stop").addEventListener("click", () => { localStorage.removeItem(KEY); show(); });
for (const button of document.querySelectorAll("button.plates")) {
  button.addEventListener("click", () => { button.nextElementSibling.textContent = plates(Number(button.dataset.load), button.dataset.unit); });
}
if (localStorage.getItem(KEY)) begin();
