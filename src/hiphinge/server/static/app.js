// What every page does: keeps its shell for the next visit, and asks before something is erased.
if ("serviceWorker" in navigator && window.isSecureContext) navigator.serviceWorker.register("/service-worker.js").catch(() => {});
document.documentElement.classList.add("js");
document.addEventListener("submit", (event) => { const { ask } = event.target.dataset; if (ask && !confirm(ask)) event.preventDefault(); });
for (const choice of document.querySelectorAll("select[data-go]")) choice.addEventListener("change", () => choice.form.submit());
