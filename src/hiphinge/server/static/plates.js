// Which plates go on each side of a bar; what the gym has is kept in this browser.
const KEY = "plates", POUND = 0.45359237;
const USUAL = { kg: { bar: 20, plates: [25, 20, 15, 10, 5, 2.5, 1.25] }, lb: { bar: 45, plates: [45, 35, 25, 10, 5, 2.5] } };

export const usual = (unit) => ({ unit, ...USUAL[unit] });
export const read = () => {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return kept && kept.unit in USUAL && kept.bar >= 0 && Array.isArray(kept.plates) ? kept : null;
  } catch { return null; }
};
export const keep = (gym) => localStorage.setItem(KEY, JSON.stringify(gym));

export function plates(load, unit, gym = read() ?? usual(unit)) {
  const wanted = unit === gym.unit ? load : unit === "lb" ? load * POUND : load / POUND;
  if (wanted < gym.bar) return `Less than the bar (${gym.bar} ${gym.unit}).`;
  let left = (wanted - gym.bar) / 2;
  const found = [];
  for (const plate of [...gym.plates].sort((a, b) => b - a)) while (left >= plate - 1e-6) { found.push(plate); left -= plate; }
  const total = gym.bar + 2 * found.reduce((sum, plate) => sum + plate, 0);
  const each = found.length ? `${found.join(" + ")} ${gym.unit} on each side of the ${gym.bar} ${gym.unit} bar` : `the ${gym.bar} ${gym.unit} bar alone`;
  const off = Math.abs(total - wanted) < 0.01 ? "" : ` That is ${+total.toFixed(2)} ${gym.unit}, the nearest below ${+wanted.toFixed(2)}.`;
  return `${each}.${off}`;
}
