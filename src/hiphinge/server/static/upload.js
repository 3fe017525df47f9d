// Sends a file in parts, as the open protocol tus 1.0 says it; a part that did not arrive is sent again.
const VERSION = { "Tus-Resumable": "1.0.0" };
const PART = 8 << 20;
const BROKEN = "The connection to the app broke. Choose the video again: it goes on where it stopped.";
const PATIENCE = [500, 1500, 4000, 8000];

const encoded = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
const metadata = (about) => Object.entries(about).filter(([, value]) => value).map(([name, value]) => `${name} ${encoded(value)}`).join(",");
const pause = (time) => new Promise((done) => { setTimeout(done, time); });
const wordsOf = async (answer) => {
  const text = await answer.text().catch(() => "");
  try { return JSON.parse(text).error ?? text; } catch { return text || `The app answered ${answer.status}.`; }
};

async function begun(file, about, key) {
  const kept = localStorage.getItem(key);
  if (kept) {
    const answer = await fetch(kept, { method: "HEAD", headers: VERSION }).catch(() => null);
    if (answer?.ok) return { place: kept, offset: Number(answer.headers.get("Upload-Offset")) };
    localStorage.removeItem(key);
  }
  const answer = await fetch("/uploads", { method: "POST", headers: { ...VERSION, "Upload-Length": String(file.size), "Upload-Metadata": metadata(about) } }).catch(() => { throw new Error(BROKEN, { cause: "connection" }); });
  if (!answer.ok) throw new Error(await wordsOf(answer));
  const place = new URL(answer.headers.get("Location"), location.href).pathname;
  localStorage.setItem(key, place);
  return { place, offset: 0 };
}

export async function upload(file, about, progress) {
  const key = `upload ${file.size} ${file.lastModified} ${metadata(about)}`; // what was said of it otherwise is another upload
  let { place, offset } = await begun(file, about, key), failed = 0;
  while (offset < file.size) {
    progress(offset / file.size);
    let answer = null;
    try {
      answer = await fetch(place, { method: "PATCH", headers: { ...VERSION, "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" }, body: file.slice(offset, offset + PART) });
    } catch { /* the connection broke: below */ }
    if (answer?.ok) { offset = Number(answer.headers.get("Upload-Offset")); failed = 0; continue; }
    if (answer?.status === 507) throw new Error(await wordsOf(answer));  // its place is remembered: it goes on from there
    if (answer && answer.status !== 409 && answer.status < 500) { localStorage.removeItem(key); throw new Error(await wordsOf(answer)); }
    if (failed === PATIENCE.length) throw new Error(BROKEN, { cause: "connection" });
    await pause(PATIENCE[failed]);
    failed += 1;
    const there = await fetch(place, { method: "HEAD", headers: VERSION }).catch(() => null);
    if (there?.ok) offset = Number(there.headers.get("Upload-Offset"));
  }
  progress(1);
  localStorage.removeItem(key);
}
