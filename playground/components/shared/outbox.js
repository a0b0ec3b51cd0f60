// The letters of a component to Python (`mailbox.py`): numbered, and kept until it has heard them, so that none is lost
// and none counts twice, however often they are sent. Python's `ack` is the number up to which it has heard.

const PATIENCE = 400; // milliseconds until a letter without an answer counts as lost
const MOST = 100; // letters that Python takes at once

let last = 0; // the number of the newest letter of this page

export class Outbox {
  letters = []; // what Python has not heard yet, the oldest first
  /** @type {(letters: object[]) => void} */
  #send = () => {};
  /** @type {(() => object) | null} makes the letter that is to go when the one under way was answered, `#rest` ago */
  #write = null;
  #rest = 0;
  #underway = 0;
  #resting = 0;
  #answered = -Infinity;

  // Each letter counts: it goes at once, with all before it that Python has not heard.
  post(letter) {
    if (this.letters.length >= MOST) return;
    this.letters.push({ seq: number(), ...letter });
    this.#send([...this.letters]);
  }

  // The letter that `write()` makes stands for all before it: one at a time is under way, the next is written when it was
  // answered, at least `rest` milliseconds ago.
  put(write, rest = 0) {
    this.#write = write;
    this.#rest = rest;
    this.#next();
  }

  // Whether Python has heard all there is to say.
  get idle() {
    return !this.letters.length && !this.#write;
  }

  // To a view of the component, maybe a new one; what the former one may have taken with it goes again.
  connect(send, anew) {
    this.#send = send;
    if (anew && this.letters.length) send([...this.letters]);
  }

  hear(ack) {
    last = Math.max(last, ack);
    this.letters = this.letters.filter(({ seq }) => seq > ack);
    if (this.#underway && !this.letters.length) this.#free();
  }

  #free() {
    clearTimeout(this.#underway);
    this.#underway = 0;
    this.#answered = performance.now();
    this.#next();
  }

  #next() {
    clearTimeout(this.#resting);
    const write = this.#write;
    if (!write || this.#underway) return;
    const left = this.#answered + this.#rest - performance.now();
    if (left > 0) {
      this.#resting = setTimeout(() => this.#next(), left);
      return;
    }
    this.#write = null;
    this.letters = [{ seq: number(), ...write() }];
    this.#underway = setTimeout(() => this.#free(), PATIENCE);
    this.#send([...this.letters]);
  }
}

function number() {
  last = Math.max(last + 1, Date.now());
  return last;
}
