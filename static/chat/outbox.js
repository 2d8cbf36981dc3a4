/**
 * What was written and has not arrived: kept for this tab, sent one after the other, repeated under the same number
 * until the site has it, and after ten minutes given back as not sent.
 */
const KEPT = "chat-unsent";
const FIRST_PAUSE = 500; // milliseconds, all of them
const LONGEST_PAUSE = 30000;
const TRIED_FOR = 600000;

export function kept(name, otherwise) {
  try { return JSON.parse(sessionStorage.getItem(name)) ?? otherwise; } catch { return otherwise; }
}

/** Where nothing may be kept, it holds for this page. */
export function keep(name, value) {
  try {
    if (value === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, JSON.stringify(value));
  } catch { /* said above */ }
}

function number() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = bytes[6] & 0x0f | 0x40;
  bytes[8] = bytes[8] & 0x3f | 0x80;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-"); // randomUUID is for https alone
}

export class Outbox {
  /** `send` posts a letter and gives the answer; `show` is told of every letter's state. */
  constructor({ send, show, name = KEPT }) {
    Object.assign(this, { send, show, name, letters: kept(name, []) });
  }

  start() {
    for (const letter of this.letters) {
      if (this.isOld(letter)) letter.state = "failed"; // nobody waits for it any more: it is sent by hand
      this.show(letter);
    }
    this.work();
  }

  put(fields) {
    const letter = { ...fields, client_id: number(), since: Date.now(), state: "sending", words: "" };
    this.letters.push(letter);
    this.note(letter);
    this.work();
  }

  /** `fields` are what is different by now. */
  again(id, fields = {}) {
    const letter = this.letters.find((each) => each.client_id === id);
    if (!letter) return;
    if (letter.isTaken) letter.client_id = number(); // another text stands under the old one
    Object.assign(letter, fields, { state: "sending", words: "", since: Date.now(), isTaken: false, isSlow: false });
    this.note(letter, id);
    this.work();
  }

  /** It has arrived, as the answer said or the line told. */
  done(id, told) {
    const letter = this.letters.find((each) => each.client_id === id);
    this.letters = this.letters.filter((each) => each.client_id !== id);
    if (letter) this.note({ ...letter, state: "sent", ...told });
  }

  /** It is not to be sent any more: its fields. */
  take(id) {
    const letter = this.letters.find((each) => each.client_id === id);
    this.letters = this.letters.filter((each) => each !== letter);
    keep(this.name, this.letters.length ? this.letters : null);
    return letter;
  }

  clear() {
    this.letters = [];
    keep(this.name, null);
  }

  note(letter, formerId) {
    this.show(letter, formerId);
    keep(this.name, this.letters.length ? this.letters : null);
  }

  isOld({ state, since }) { return state === "sending" && Date.now() - since > TRIED_FOR; }

  /** Try at once: the network is back. */
  hurry() { this.hasten?.(); }

  async work() {
    if (this.isWorking) return;
    this.isWorking = true;
    let pause = FIRST_PAUSE;
    try {
      for (let letter; (letter = this.letters.find(({ state }) => state === "sending"));) {
        const wait = await this.deliver(letter, pause);
        pause = wait ? Math.min(pause * 2, LONGEST_PAUSE) : FIRST_PAUSE;
        if (wait) await new Promise((done) => { this.hasten = done; setTimeout(done, wait); });
      }
    } finally {
      this.isWorking = false;
    }
  }

  /** How long to wait for the next try; nothing if this letter needs none. */
  async deliver(letter, pause) {
    const answer = await this.send(letter).catch(() => null);
    if (!this.letters.includes(letter) || letter.state !== "sending") return 0;
    if (answer?.ok) return void this.done(letter.client_id, await answer.json().catch(() => ({})));
    const isHopeless = answer && [400, 404, 409, 413].includes(answer.status);
    const told = isHopeless ? await answer.json().catch(() => null) : null;
    const words = Object.values(told?.errors ?? {}).flat().join(" ");
    if (isHopeless || this.isOld(letter)) {
      Object.assign(letter, { state: "failed", words, isTaken: answer?.status === 409 });
      this.note(letter);
      return 0;
    }
    if (answer?.status === 429) {
      letter.isSlow = true;
      this.note(letter);
      return Number(answer.headers.get("Retry-After")) * 1000 || LONGEST_PAUSE;
    }
    return pause;
  }
}
