// Says whose videos are, one or many at once, with the mouse or by keys; keys work while the list has the focus.
const rows = document.getElementById("rows"), bar = document.getElementById("whose"), said = document.getElementById("said");
if (bar) {
  const chosen = new Set();
  const count = document.getElementById("whose-count");
  const items = () => [...rows.querySelectorAll("[data-clip]")];
  const current = () => document.activeElement?.closest?.("#rows [data-clip]") ?? null;
  const show = () => {
    const there = new Set(items().map((one) => one.dataset.clip));
    for (const id of chosen) if (!there.has(id)) chosen.delete(id);
    for (const one of items()) {
      const box = one.querySelector("[data-pick]");
      if (box) box.checked = chosen.has(one.dataset.clip);
      one.classList.toggle("chosen", chosen.has(one.dataset.clip));
    }
    count.textContent = chosen.size ? `${chosen.size} chosen` : "None chosen";
    bar.hidden = !rows.querySelector("[data-pick]");
    bar.classList.toggle("ready", chosen.size > 0);
  };
  const assign = async (person, name) => {
    const here = current(), wanted = chosen.size ? [...chosen] : here?.querySelector("[data-pick]") ? [here.dataset.clip] : [];
    if (!wanted.length) { said.textContent = "Choose a video first."; return; }
    const all = items(), after = all.slice(all.indexOf(here) + 1).find((one) => !wanted.includes(one.dataset.clip))?.dataset.clip;
    const answer = await fetch("/assign", { method: "POST", redirect: "manual", headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" }, body: new URLSearchParams({ clips: wanted.join(" "), ...person }) }).catch(() => null);
    if (!answer || (answer.type !== "opaqueredirect" && !answer.ok)) {
      const words = answer ? (await answer.json().catch(() => ({}))).error : null;
      said.textContent = count.textContent = words ?? "The app did not answer. Nothing was changed.";
      return;
    }
    chosen.clear();
    if (person.name) { location.reload(); return; }
    said.textContent = wanted.length === 1 ? `It is ${name}’s now.` : `${wanted.length} videos are ${name}’s now.`;
    document.dispatchEvent(new CustomEvent("hiphinge-refresh", { detail: after }));
  };
  const nth = (number) => bar.querySelector(`button[data-number="${number}"]`);
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-person]");
    if (button) assign({ person: button.dataset.person }, button.dataset.name);
  });
  bar.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target, more = form.elements.person;
    if (more) assign({ person: more.value }, more.selectedOptions[0].textContent);
    else assign({ name: form.elements.name.value, adult: form.elements.adult.checked ? "yes" : "" }, form.elements.name.value);
  });
  rows.addEventListener("change", (event) => {
    if (!event.target.matches("[data-pick]")) return;
    const id = event.target.closest("[data-clip]").dataset.clip;
    if (event.target.checked) chosen.add(id); else chosen.delete(id);
    show();
  });
  const move = (by) => {
    const all = items(), at = all.indexOf(current());
    all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)]?.querySelector(".clip-name").focus();
  };
  rows.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("select, textarea, input:not([type=checkbox])")) return;
    if (event.key === "j" || event.key === "ArrowDown") move(1);
    else if (event.key === "k" || event.key === "ArrowUp") move(-1);
    else if (event.key === "x") current()?.querySelector("[data-pick]")?.click();
    else if (event.key === "a") {
      const boxes = [...rows.querySelectorAll("section:first-of-type [data-pick]")], every = boxes.every((box) => box.checked);
      for (const box of boxes) if (box.checked === every) box.click();
    } else if (/^[1-9]$/.test(event.key) && nth(event.key)) nth(event.key).click();
    else return;
    event.preventDefault();
  });
  new MutationObserver(show).observe(rows, { childList: true });
  show();
}
