/** An open conversation: what is said shows as it comes, and answers are sent as the visitor's messages are. */
import { Line } from "../chat/line.js";
import { Outbox, keep, kept } from "../chat/outbox.js";
import { Said } from "../chat/said.js";

const TYPING_TOLD_EVERY = 3000; // milliseconds
const TYPING_SHOWN = 6000;
const PATIENCE = 20000;

customElements.define("live-thread", class extends HTMLElement {
  connectedCallback() {
    this.title = document.title;
    this.seen = 0;
    this.words = this.dataset;
    this.form = this.querySelector(".reply");
    this.said = new Said(this.querySelector(".said"), { own: "staff", words: this.words, again: (id) => { this.outbox.again(id, { seen: this.line.after }); this.body.focus(); } });
    this.mine = `${this.dataset.user} ${this.dataset.send}`; // others may sign in in the same tab
    this.outbox = new Outbox({ send: (letter) => this.send(letter), show: (letter, formerId) => this.letter(letter, formerId), name: `chat-unsent ${this.mine}` });
    this.line = new Line({ stream: this.dataset.stream, updates: this.dataset.updates });
    for (const name of ["message", "status", "typing", "gone", "connection", "refused"]) this.line.addEventListener(name, ({ detail }) => this[name](detail));
    document.addEventListener("visibilitychange", () => this.count());
    addEventListener("online", () => this.outbox.hurry());
    if (this.form) this.listen();
    this.begin();
  }

  disconnectedCallback() { this.line.end(); }

  async begin() {
    const log = this.querySelector(".chat-log");
    log.setAttribute("aria-live", "off"); // what was said before is not read out
    await this.line.catchUp();
    setTimeout(() => log.removeAttribute("aria-live"));
    this.isReady = true;
    this.toEnd();
    this.count();
    this.outbox.start();
    this.line.start();
  }

  listen() {
    this.body = this.form.elements.body;
    this.draft = `chat-draft ${this.mine}`;
    this.body.value ||= kept(this.draft, "");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.body.value.trim()) return this.body.focus();
      this.isToClose = event.submitter?.name === "and_close";
      this.outbox.put({ body: this.body.value, seen: this.line.after });
      this.body.value = "";
      keep(this.draft, null);
      this.toldTyping = 0;
      this.body.focus();
    });
    this.body.addEventListener("input", () => this.typed());
    this.jump = this.querySelector(".chat-jump");
    this.jump.addEventListener("click", () => this.toEnd());
    addEventListener("scroll", () => { if (this.isAtEnd()) this.jump.hidden = true; }, { passive: true });
  }

  // What the line says

  message(message) {
    if (!this.isFilled) this.said.list.replaceChildren(...[...this.said.rows.values()].map(({ row }) => row));
    this.isFilled = true;
    const wasAtEnd = this.isAtEnd();
    this.outbox.done(message.client_id, message);
    this.said.message(message);
    if (this.form) this.form.elements.seen.value = this.line.after;
    if (message.sender === "visitor") this.isBy(message);
    if (!this.isReady) return;
    this.state("");
    this.count();
    if (wasAtEnd) this.toEnd();
    else if (this.jump) this.jump.hidden = false;
  }

  isBy({ name }) {
    this.typing(null);
    if (!name || name === this.words.visitor) return;
    this.dataset.visitor = name;
    document.querySelector("#content h1").textContent = name;
  }

  /** The line above and the buttons below say what can be done; they come as the page has them now. */
  async status({ status }) {
    const isNew = this.stands !== undefined && status !== this.stands;
    this.stands = status;
    if (!isNew) return;
    const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
    if (!answer?.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of [".standing-line", ".reply-steps"]) this.querySelector(part)?.replaceChildren(...fresh.querySelector(part)?.childNodes ?? []);
  }

  typing(told) {
    if (told && told.sender !== "visitor") return;
    clearTimeout(this.typingEnds);
    const place = this.querySelector(".chat-typing"), words = told ? this.words.isTyping.replace("{name}", () => this.words.visitor) : "";
    if (place.textContent !== words) place.textContent = words;
    if (told) this.typingEnds = setTimeout(() => this.typing(null), TYPING_SHOWN);
  }

  connection({ up }) {
    if (this.line.isEnded) return;
    this.state(up ? "" : this.words.offline);
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
    for (const part of this.querySelectorAll(".standing-line, .reply, .reply-steps, .chat-jump")) part.remove();
  }

  letter(letter, formerId) {
    this.said.letter(letter, formerId);
    this.toEnd();
    if (letter.state === "failed") this.isToClose = false;
    if (letter.state !== "sent") return;
    for (const other of this.outbox.letters) if (other.seen === letter.seq - 1) other.seen = letter.seq; // one's own was seen
    if (this.isToClose && !this.outbox.letters.length) this.take("close");
  }

  /** As if its button was pressed, which there may not be yet. */
  take(step) {
    const steps = this.querySelector(".reply-steps"), button = Object.assign(document.createElement("button"), { name: "step", value: step, hidden: true });
    steps.append(button);
    steps.requestSubmit(button);
  }

  state(words) { this.querySelector(".chat-state").textContent = words; }

  count() {
    if (!document.hidden) this.seen = this.line.after;
    const unread = this.said.unseen(this.seen);
    document.title = unread ? `(${unread}) ${this.title}` : this.title;
  }

  isAtEnd() { return innerHeight + scrollY > document.documentElement.scrollHeight - 120; }

  toEnd() {
    (this.form ?? this.querySelector(".chat-state")).scrollIntoView({ block: "end" });
    if (this.jump) this.jump.hidden = true;
  }

  // Writing

  typed() {
    keep(this.draft, this.body.value || null);
    if (!this.dataset.typing || !this.body.value.trim() || Date.now() - (this.toldTyping ?? 0) < TYPING_TOLD_EVERY) return;
    this.toldTyping = Date.now();
    this.post(this.dataset.typing, {}).catch(() => { /* it is a courtesy */ });
  }

  send({ client_id: id, body, seen }) { return this.post(this.dataset.send, { client_id: id, body, seen }); }

  post(address, fields) {
    const token = this.form.elements.csrfmiddlewaretoken.value;
    return fetch(address, { method: "POST", body: new URLSearchParams(fields), headers: { "X-CSRFToken": token }, redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
  }
});
