// Two sets are chosen to be watched side by side: the bar says how many are, and follows down the list.
const form = document.getElementById("together"), said = document.getElementById("together-said");
if (form) {
  const boxes = [...document.querySelectorAll("input[name=set]")], button = form.querySelector("button"), hint = said.textContent;
  const count = () => {
    const chosen = boxes.filter((one) => one.checked);
    for (const one of boxes) {
      one.disabled = chosen.length > 1 && !one.checked;
      one.closest(".clip").classList.toggle("chosen", one.checked);
    }
    button.disabled = chosen.length !== 2;
    said.textContent = [hint, "One set is chosen. Choose one more of the same person.", "Two sets are chosen."][chosen.length];
    form.classList.toggle("ready", chosen.length > 0);
  };
  boxes.forEach((one) => one.addEventListener("change", count));
  count();
}
