// Buttons that make a number of a form larger and smaller.
const said = document.getElementById("said");
export const step = (button) => {
  const box = button.closest(".stepper"), input = box.querySelector("input"), { step: by, least, most, begin: first } = box.dataset;
  const value = parseFloat(input.value.replace(",", "."));
  const next = Number.isNaN(value) ? Number(first) : value + Number(button.dataset.way) * Number(by);
  input.value = String(+Math.min(Number(most), Math.max(Number(least), next)).toFixed(2));
  said.textContent = `${box.querySelector("label").textContent} ${input.value}`;
};
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-way]");
  if (button) step(button);
});
