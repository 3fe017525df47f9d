// Sound: a tone for the back, a click for the metronome, and a voice that the device itself has.
let sound = null, voice = null, prompts = null, playing = null, waiting = [], isAllowed = () => true;
const GAIN = 0.25, RATE = 1.1, SET_DONE = "Set done.";

export const start = (allowed) => { isAllowed = allowed; sound ??= window.AudioContext ? new AudioContext() : null; };
export const ring = (hertz, seconds, loud = GAIN) => {
  if (!sound) return;
  const tone = sound.createOscillator(), volume = sound.createGain();
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(loud, sound.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + seconds);
  tone.connect(volume).connect(sound.destination);
  tone.start(); tone.stop(sound.currentTime + seconds);
};

// Only voices that the device has itself: others would send what is said away.
export function chooseVoice(note) {
  const choose = () => {
    const local = (window.speechSynthesis?.getVoices() ?? []).filter((one) => one.localService && one.lang.startsWith("en"));
    voice = local.find((one) => one.default) ?? local[0] ?? null;
    note.hidden = Boolean(voice);
    note.textContent = "This browser has no voice of its own on this device. It speaks with a plainer one that comes with hiphinge.";
  };
  window.speechSynthesis?.addEventListener("voiceschanged", choose);
  choose();
}

// Sentences that were spoken ahead, all in one file, for devices without a voice.
export async function loadPrompts({ sentences, voice: file }) {
  if (voice || prompts || !sound) return;
  try {
    const [table, bytes] = await Promise.all([fetch(sentences).then((one) => one.json()), fetch(file).then((one) => one.arrayBuffer())]);
    prompts = { table, audio: await sound.decodeAudioData(bytes) };
  } catch { /* cues are shown all the same */ }
}
const begin = ([from, seconds]) => {
  const source = playing = sound.createBufferSource();
  source.buffer = prompts.audio;
  source.connect(sound.destination);
  source.onended = () => { if (playing !== source) return; playing = null; if (waiting.length) begin(waiting.shift()); };
  source.start(0, Math.max(from - 0.03, 0), seconds + 0.1);
};
const play = (text, waits) => {
  const known = prompts?.table[text] ?? (text.startsWith(SET_DONE) ? prompts?.table[SET_DONE] : null);
  if (!known) return;
  if (waits && playing) { waiting.push(known); return; }
  const before = playing;
  waiting = []; begin(known); before?.stop();
};
// A sentence cuts off what is being said, unless it waits for it.
export const speak = (text, { waits = false } = {}) => {
  if (!isAllowed()) return;
  if (!voice) { play(text, waits); return; }
  const said = new SpeechSynthesisUtterance(text);
  said.voice = voice; said.lang = voice.lang; said.rate = RATE;
  if (!waits) speechSynthesis.cancel();
  speechSynthesis.speak(said);
};
let lastSaid = "", lastSaidAt = 0;
export const speakOnce = (text, every = 6000) => { // the same words come again only after a while
  if (text === lastSaid && performance.now() - lastSaidAt < every) return;
  lastSaid = text; lastSaidAt = performance.now(); speak(text);
};
