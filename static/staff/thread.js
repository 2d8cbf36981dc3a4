/** An open conversation: what is said shows as it comes, and answers are sent as the visitor's messages are. */
import { Line } from "../chat/line.js";
import { Outbox, keep, kept } from "../chat/outbox.js";
import { Said } from "../chat/said.js";

const TYPING_TOLD_EVERY = 3000; // milliseconds
const TYPING_SHOWN = 6000;
const PATIENCE = 20000;
const NEAR = 120; // pixels from the end

customElements.define("live-thread", class extends HTMLElement {
  connectedCallback() {
    this.log = this.querySelector(".chat-log");
    this.marked = 0;
    this.words = this.dataset;
    this.form = this.querySelector(".reply");
    this.said = new Said(this.querySelector(".said"), { own: "staff", words: this.words, again: (id) => { this.outbox.again(id, { seen: this.seen }); this.body.focus(); }, edit: (id) => this.edit(id) });
    this.mine = `${this.dataset.user} ${this.dataset.send}`; // others may sign in in the same tab
    this.outbox = new Outbox({ send: (letter) => this.send(letter), show: (letter, formerId) => this.letter(letter, formerId), name: `chat-unsent ${this.mine}` });
    this.line = new Line({ stream: this.dataset.stream, updates: this.dataset.updates });
    for (const name of ["message", "status", "typing", "gone", "connection", "refused"]) this.line.addEventListener(name, ({ detail }) => this[name](detail));
    document.addEventListener("visibilitychange", () => this.read());
    addEventListener("online", () => this.outbox.hurry());
    if (this.form) this.listen();
    this.begin();
  }

  disconnectedCallback() { this.line.end(); }

  async begin() {
    const { log } = this;
    log.setAttribute("aria-live", "off"); // what was said before is not read out
    await this.line.catchUp();
    setTimeout(() => log.removeAttribute("aria-live"));
    this.isReady = true;
    this.toEnd();
    this.read();
    this.outbox.start();
    this.line.start();
  }

  listen() {
    this.body = this.form.elements.body;
    this.draft = `chat-draft ${this.mine}`;
    this.body.value ||= kept(this.draft, "");
    this.form.addEventListener("submit", (event) => {
      if (event.submitter?.name === "step") return; // a ready answer, by the page
      event.preventDefault();
      if (!this.body.value.trim()) return this.body.focus();
      this.isToClose = event.submitter?.name === "and_close";
      this.outbox.put({ body: this.body.value, seen: this.seen });
      this.body.value = "";
      keep(this.draft, null);
      this.toldTyping = 0;
      this.body.focus();
    });
    this.body.addEventListener("input", () => this.typed());
    this.jump = this.querySelector(".chat-jump");
    this.jump.addEventListener("click", () => this.toEnd());
    for (const one of [window, this.log]) one.addEventListener("scroll", () => { if (this.isAtEnd()) this.jump.hidden = true; }, { passive: true });
  }

  // What the line says

  message(message) {
    if (!this.isFilled) this.said.list.replaceChildren(...[...this.said.rows.values()].map(({ row }) => row));
    this.isFilled = true;
    const wasAtEnd = this.isAtEnd();
    this.outbox.done(message.client_id, message);
    this.said.message(message);
    this.noteSeen();
    if (message.sender === "visitor") this.isBy(message);
    if (!this.isReady) return;
    this.state("");
    this.read();
    if (wasAtEnd) this.toEnd();
    else if (this.jump) this.jump.hidden = false;
  }

  isBy({ name }) {
    this.typing(null);
    if (!name || name === this.words.visitor) return;
    this.dataset.visitor = name;
    this.querySelector("h1").textContent = name;
  }

  /** What stands around the conversation comes as the page has it now; nothing is taken from under somebody's hands. */
  async status({ mark }) {
    if (!mark || mark === this.dataset.mark) return;
    this.dataset.mark = mark;
    const answer = await fetch(location.href, { cache: "no-store", headers: { "X-Only-Around": "1" } }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of [".standing-line", ".reply-steps", ".assign", ".notes"]) {
      const here = this.querySelector(part);
      if (here && !here.contains(document.activeElement)) here.replaceChildren(...fresh.querySelector(part)?.childNodes ?? []);
    }
    this.noteSeen();
  }

  /** The last number that stands on the screen: the page came with some, the line brings the rest. */
  get seen() { return Number(this.form.elements.seen.value); }

  noteSeen() {
    for (const field of this.querySelectorAll("[name=seen]")) field.value = Math.max(field.value, this.line.after);
  }

  /** The visitor is at it, or a colleague. */
  typing(told) {
    const isOwn = told?.sender === "staff" && String(told.person) === this.dataset.user;
    if (isOwn) return;
    clearTimeout(this.typingEnds);
    const place = this.querySelector(".chat-typing"), words = told ? this.typist(told) : "";
    if (place.textContent !== words) place.textContent = words;
    if (told) this.typingEnds = setTimeout(() => this.typing(null), TYPING_SHOWN);
  }

  typist({ sender, person }) {
    if (sender === "visitor") return this.words.isTyping.replace("{name}", () => this.words.visitor);
    const name = this.querySelector(`.assign option[value="${Number(person)}"]`)?.textContent ?? this.words.staff;
    return this.words.replies.replace("{name}", () => name);
  }

  connection({ up }) {
    if (this.line.isEnded) return;
    if (!up) this.state(this.words.offline);
    else if (this.isOffline) this.state("");
    this.isOffline = !up;
    if (up) this.outbox.hurry();
  }

  refused() {
    this.line.end();
    this.state(this.words.signedOut);
  }

  gone() {
    this.said.clear();
    this.line.end();
    this.typing(null);
    this.state(this.words.gone);
    for (const part of this.querySelectorAll(".standing-line, .reply, .reply-steps, .chat-jump, .thread-about")) part.remove();
  }

  letter(letter, formerId) {
    this.said.letter(letter, formerId);
    this.toEnd();
    if (letter.state === "failed") this.isToClose = false;
    if (letter.state !== "sent") return;
    for (const other of this.outbox.letters) if (other.seen === letter.seq - 1) other.seen = letter.seq; // one's own was seen
    for (const field of this.querySelectorAll("[name=seen]")) if (Number(field.value) === letter.seq - 1) field.value = letter.seq;
    if (this.isToClose && !this.outbox.letters.length) this.take("close");
  }

  /** As if its button was pressed, which there may not be yet. */
  take(step) {
    const steps = this.querySelector(".reply-steps"), button = Object.assign(document.createElement("button"), { name: "step", value: step, hidden: true });
    steps.append(button);
    steps.requestSubmit(button);
  }

  state(words) { this.querySelector(".chat-state").textContent = words; }

  /** What is on the screen is read; the badge hears how much is left. */
  async read() {
    if (document.hidden || !this.isReady || this.line.after <= this.marked) return;
    this.marked = this.line.after;
    const answer = await this.post(this.dataset.read, { seq: this.marked }).catch(() => null);
    const counts = answer?.ok && !answer.redirected ? await answer.json().catch(() => null) : null;
    if (counts) document.dispatchEvent(new CustomEvent("chat-read", { detail: counts }));
    else this.marked = 0;
  }

  /** On a wide screen what was said rolls on its own, on a phone with the page, on which more stands below. */
  get rolls() { return getComputedStyle(this.log).overflowY === "auto"; }

  get end() { return this.form ?? this.querySelector(".chat-state"); }

  isAtEnd() {
    if (this.rolls) return this.log.clientHeight + this.log.scrollTop > this.log.scrollHeight - NEAR;
    return this.end.getBoundingClientRect().bottom < innerHeight + NEAR;
  }

  toEnd() {
    if (this.rolls) this.log.scrollTop = this.log.scrollHeight;
    else this.end.scrollIntoView({ block: "end" });
    if (this.jump) this.jump.hidden = true;
  }

  // Writing

  /** What could not be sent, back in the field. */
  edit(id) {
    const letter = this.outbox.take(id);
    this.said.remove(id);
    this.body.value = [letter?.body, this.body.value].filter(Boolean).join("\n");
    keep(this.draft, this.body.value || null);
    this.body.focus();
  }

  typed() {
    keep(this.draft, this.body.value || null);
    if (!this.body.value.trim() || Date.now() - (this.toldTyping ?? 0) < TYPING_TOLD_EVERY) return;
    this.toldTyping = Date.now();
    this.post(this.dataset.typing, {}).catch(() => { /* it is a courtesy */ });
  }

  send({ client_id: id, body, seen }) { return this.post(this.dataset.send, { client_id: id, body, seen }); }

  post(address, fields) {
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    return fetch(address, { method: "POST", body: new URLSearchParams(fields), headers: { "X-CSRFToken": token }, redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
  }
});
