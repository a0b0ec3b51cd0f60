// Training by ear, for those who want it: the cost as a short quiet tone, the lower the better, and answers by the browser's own voice.

import { keptSwitch } from "./kept.js";

const TONES = [110, 880]; // Hz, three octaves,
const COSTS = [0.001, 10]; // for these costs: a cost that is halved sounds two to three semitones lower, wherever it is
const APART = 1000 / 6; // milliseconds from one tone to the next
const SHORT = 0.12; // seconds
const QUIET = 0.06; // of the greatest loudness

export const sound = keptSwitch("sound", false);
let context = /** @type {AudioContext | null} */ (null);
let last = -APART;

globalThis.speechSynthesis?.getVoices(); // the first time they are asked for, they come later

// What of it this browser lacks, as a sentence; "" for nothing.
export const lacking = {
  tone: () => ("AudioContext" in window ? "" : "This browser plays no tones."),
  voice: () => (globalThis.speechSynthesis?.getVoices().length ? "" : "This browser has no voice to speak with."),
};

// The frequency of a cost in Hz, the same interval for the same ratio of costs; null for a cost that is none.
export function pitch(cost) {
  if (cost === null || !(cost >= 0)) return null;
  const [low, high] = COSTS.map(Math.log);
  const share = Math.max(0, Math.min(1, (Math.log(cost) - low) / (high - low)));
  return TONES[0] * (TONES[1] / TONES[0]) ** share;
}

// Plays the tone of a cost, if sound is wanted, the page is looked at and the last tone is long enough ago.
export function playCost(cost) {
  const frequency = pitch(cost);
  const now = performance.now();
  if (frequency === null || !sound.on || document.hidden || now - last < APART) return;
  if (!("AudioContext" in window) || navigator.userActivation?.hasBeenActive === false) return; // no browser plays before a press
  last = now;
  context ??= new AudioContext();
  if (context.state === "suspended") context.resume();
  const at = context.currentTime;
  const loudness = context.createGain();
  loudness.gain.setValueAtTime(0, at);
  loudness.gain.linearRampToValueAtTime(QUIET, at + 0.01);
  loudness.gain.linearRampToValueAtTime(0, at + SHORT);
  const tone = context.createOscillator();
  tone.type = "triangle";
  tone.frequency.value = frequency;
  tone.connect(loudness).connect(context.destination);
  tone.start(at);
  tone.stop(at + SHORT);
}

// Speaks words by the browser's own voice, if sound is wanted, in place of what it is speaking.
export function voice(words) {
  if (!sound.on || document.hidden || !("speechSynthesis" in window)) return;
  speechSynthesis.cancel();
  speechSynthesis.speak(Object.assign(new SpeechSynthesisUtterance(words), { lang: "en" }));
}
