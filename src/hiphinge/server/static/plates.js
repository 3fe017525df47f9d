// What the gym has of plates, kept in this browser; the app says which of them load the bar.
const KEY = "plates";
const USUAL = { kg: { bar: 20, plates: [25, 20, 15, 10, 5, 2.5, 1.25] }, lb: { bar: 45, plates: [45, 35, 25, 10, 5, 2.5] } };

export const usual = (unit) => ({ unit, ...USUAL[unit] });
export const read = () => {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return kept && kept.unit in USUAL && kept.bar >= 0 && Array.isArray(kept.plates) ? kept : null;
  } catch { return null; }
};
export const keep = (gym) => localStorage.setItem(KEY, JSON.stringify(gym));

export async function plates(load, unit, gym = read()) {
  const asked = new URLSearchParams({ load, unit, ...(gym ? { rack: gym.unit, bar: gym.bar, plates: gym.plates.join(" ") } : {}) });
  const answer = await fetch(`/today/plates?${asked}`, { headers: { Accept: "application/json" } });
  const said = await answer.json();
  return said.words ?? said.error;
}
