// Sound: a tone for the back, a click for the metronome, and a voice that the device itself has.
let sound = null, voice = null, prompts = null, playing = null, isAllowed = () => true;
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
const play = (text) => {
  const known = prompts?.table[text] ?? (text.startsWith(SET_DONE) ? prompts?.table[SET_DONE] : null);
  if (!known) return;
  try { playing?.stop(); } catch { /* it has ended */ }
  playing = sound.createBufferSource();
  playing.buffer = prompts.audio;
  playing.connect(sound.destination);
  playing.start(0, Math.max(known[0] - 0.03, 0), known[1] + 0.1);
};
export const speak = (text) => {
  if (!isAllowed()) return;
  if (!voice) { play(text); return; }
  const said = new SpeechSynthesisUtterance(text);
  said.voice = voice; said.lang = voice.lang; said.rate = RATE;
  speechSynthesis.cancel(); speechSynthesis.speak(said);
};
let lastSaid = "", lastSaidAt = 0;
export const speakOnce = (text, every = 6000) => { // the same words come again only after a while
  if (text === lastSaid && performance.now() - lastSaidAt < every) return;
  lastSaid = text; lastSaidAt = performance.now(); speak(text);
};
