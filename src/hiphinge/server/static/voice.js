// Records a voice for as long as it may be, where the browser allows it.
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const BITS_PER_S = 32_000;

export const canRecord = () => Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder);

export async function record(longest, ticked) {
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
  const kind = KINDS.find((one) => MediaRecorder.isTypeSupported(one));
  const recorder = new MediaRecorder(microphone, { ...(kind && { mimeType: kind }), audioBitsPerSecond: BITS_PER_S });
  const parts = [], began = performance.now();
  const done = new Promise((ready, failed) => {
    recorder.addEventListener("dataavailable", (event) => { if (event.data.size) parts.push(event.data); });
    recorder.addEventListener("stop", () => ready(new Blob(parts, { type: recorder.mimeType })));
    recorder.addEventListener("error", (event) => failed(event.error));
  });
  recorder.start(500);
  const clock = setInterval(() => {
    const seconds = (performance.now() - began) / 1000;
    ticked(seconds);
    if (seconds >= longest && recorder.state === "recording") recorder.stop();
  }, 250);
  const stop = () => { if (recorder.state === "recording") recorder.stop(); };
  const end = () => { clearInterval(clock); microphone.getTracks().forEach((track) => track.stop()); };
  return { stop, done: done.finally(end) };
}

export async function asText(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_");
}
