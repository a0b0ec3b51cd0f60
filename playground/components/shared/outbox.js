// The messages of a component to Python (`mailbox.py`): numbered, and kept until they are acknowledged, so that none is lost
// and none is processed twice, however often it is sent. Python's `ack` is the number of the last message it has processed.

const PATIENCE = 400; // milliseconds until a message without an acknowledgement makes way for the next
const LOST = 1000; // milliseconds until it counts as lost and is sent again; then twice as long, and so on up to
const LAST = 8000;
const MOST = 100; // messages that Python accepts at once
const BUSY = { rerunRequested: 4000, running: 16000 }; // milliseconds that a page may take to begin, and until it is drawn
const STATE = "[data-test-script-state]"; // Streamlit's own

const AWAY = 8000; // milliseconds that the way to another page may take

let last = 0; // the number of the newest message of this page
let silent = -Infinity; // until when nothing is sent

// From a page that is being left nothing is sent: Streamlit would take what comes late for a wish to stay, and go back.
export const leave = () => void (silent = performance.now() + AWAY);
export const arrive = () => void (silent = -Infinity);

export class Outbox {
  messages = []; // not acknowledged yet, the oldest first
  #gathered = []; // what goes together in the next message
  /** @type {(messages: object[]) => void} */
  #send = () => {};
  /** @type {(() => object) | null} writes the message to send `#rest` after the one under way was acknowledged */
  #write = null;
  #rest = 0;
  #underway = 0;
  #resting = 0;
  #unanswered = 0;
  #acknowledged = -Infinity;
  #to = "";

  // Each message counts: it is sent at once, with all earlier ones that are not acknowledged.
  post(message) {
    if (this.messages.length >= MOST) return;
    this.messages.push(this.#addressed(message));
    this.#deliver();
  }

  // Each `thing` counts, but one message is under way at a time: what comes meanwhile goes together in the next.
  gather(thing) {
    if (this.#gathered.length < MOST) this.#gathered.push(thing);
    if (!this.messages.length || !this.#unanswered) this.#postGathered();
  }

  // The things that were gathered and are not acknowledged yet, the oldest first.
  get pending() {
    return [...this.messages.flatMap(({ gathered }) => gathered ?? []), ...this.#gathered];
  }

  // The message that `write()` makes replaces all earlier ones: one at a time is under way, and the next is written once that
  // was acknowledged, at least `rest` milliseconds ago. One that `hurries` waits for no other: what the learner presses next may
  // be about it.
  put(write, rest = 0, hurries = false) {
    this.#write = write;
    this.#rest = hurries ? -Infinity : rest;
    if (hurries) clearTimeout(this.#underway);
    if (hurries) this.#underway = 0;
    this.#next();
  }

  // Whether every message was acknowledged.
  get idle() {
    return !this.messages.length && !this.#write;
  }

  // Sends by a view of the component from now on; by a new one, what the former may not have sent is sent again.
  connect(send, anew) {
    this.#send = send;
    if (anew && this.messages.length) this.#deliver();
  }

  // By the session `to`, which messages are for from now on.
  acknowledge(ack, to = "") {
    this.#to = to;
    last = Math.max(last, ack);
    this.messages = this.messages.filter(({ seq }) => seq > ack);
    if (!this.messages.length) clearTimeout(this.#unanswered);
    if (this.#underway && !this.messages.length) this.#free();
    if (!this.messages.length) this.#postGathered();
  }

  #addressed(message) {
    return { seq: number(), ...(this.#to && { to: this.#to }), ...message };
  }

  #postGathered() {
    if (this.#gathered.length) this.post({ gathered: this.#gathered.splice(0) });
  }

  #free() {
    clearTimeout(this.#underway);
    this.#underway = 0;
    this.#acknowledged = performance.now();
    this.#next();
  }

  #next() {
    clearTimeout(this.#resting);
    const write = this.#write;
    if (!write || this.#underway) return;
    const left = this.#acknowledged + this.#rest - performance.now();
    if (left > 0) {
      this.#resting = setTimeout(() => this.#next(), left);
      return;
    }
    this.#write = null;
    this.messages = [this.#addressed(write())];
    this.#underway = setTimeout(() => this.#free(), PATIENCE);
    this.#deliver();
  }

  // Sends all messages, and again as long as there is no answer: Streamlit forgets one that comes at the wrong moment.
  #deliver(wait = LOST) {
    clearTimeout(this.#unanswered);
    const left = silent - performance.now();
    if (left > 0) {
      this.#unanswered = setTimeout(() => this.#deliver(wait), left);
      return;
    }
    this.#send([...this.messages]);
    this.#unanswered = wait <= LAST ? setTimeout(() => this.#again(2 * wait), wait) : 0;
  }

  // A page that is being drawn has heard it already, or hears it then; told once more it would begin anew, where many are drawn at
  // once, and come later still.
  #again(wait, waited = 0) {
    if (waited < patience()) this.#unanswered = setTimeout(() => this.#again(wait, waited + LOST), LOST);
    else this.#deliver(wait);
  }
}

function patience() {
  const app = /** @type {HTMLElement | null} */ (document.querySelector(STATE));
  return BUSY[app?.dataset.testScriptState ?? ""] ?? 0;
}

// The number of another message of this page.
export function number() {
  last = Math.max(last + 1, Date.now());
  return last;
}
