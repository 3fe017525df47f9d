"use strict";
// Keeps styles, scripts and images of this version, and nothing that says anything about anybody.
const kept = "hiphinge-{{digest}}";
const shell = "{{shell}}".split(" ");
addEventListener("install", (event) => event.waitUntil(caches.open(kept).then((cache) => cache.addAll(shell)).then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(caches.keys()
  .then((names) => Promise.all(names.filter((name) => name.startsWith("hiphinge-") && name !== kept).map((name) => caches.delete(name))))
  .then(() => clients.claim())));
addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin || !shell.includes(pathname)) return;
  event.respondWith(caches.match(event.request).then((found) => found ?? fetch(event.request)));
});
