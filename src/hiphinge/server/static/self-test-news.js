// Shows the results of a sitting as they come.
let asked = null;
const refresh = () => {
  asked ??= setTimeout(async () => {
    try {
      const answer = await fetch(location.href);
      if (!answer.ok) return;
      const before = document.getElementById("sitting"), fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("sitting");
      const waited = Number(before.dataset.waiting), waits = Number(fresh.dataset.waiting);
      before.replaceWith(fresh);
      if (waits < waited) document.getElementById("said").textContent = waits ? `${waits} still being measured.` : "Everything is measured.";
      if (!waits) news.close();
    } catch { /* the app was stopped: the next news asks again */ } finally { asked = null; }
  }, 400);
};
const news = new EventSource("/clips/events");
news.addEventListener("clips", refresh);
