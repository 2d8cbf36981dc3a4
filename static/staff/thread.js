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
    this.said = new Said(this.querySelector(".said"), { own: "staff", words: this.words, again: (id) => { this.outbox.again(id); this.body.focus(); } });
    this.outbox = new Outbox({ send: (letter) => this.send(letter), show: (letter, formerId) => this.letter(letter, formerId), name: `chat-unsent ${this.dataset.send}` });
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
    this.count();
    this.outbox.start();
    this.line.start();
  }

  listen() {
    this.body = this.form.elements.body;
    this.draft = `chat-draft ${this.dataset.send}`;
    this.body.value ||= kept(this.draft, "");
    this.form.addEventListener("submit", (event) => {
      if (event.submitter?.name === "and_close") return keep(this.draft, null);
      event.preventDefault();
      if (!this.body.value.trim()) return this.body.focus();
      this.outbox.put({ body: this.body.value });
      this.body.value = "";
      keep(this.draft, null);
      this.toldTyping = 0;
      this.body.focus();
    });
    this.body.addEventListener("input", () => this.typed());
  }

  // What the line says

  message(message) {
    if (!this.isFilled) this.said.list.replaceChildren(...[...this.said.rows.values()].map(({ row }) => row));
    this.isFilled = true;
    const wasAtEnd = this.isAtEnd();
    this.outbox.done(message.client_id, message);
    this.said.message(message);
    if (this.form) this.form.elements.seen.value = this.line.after;
    if (message.sender === "visitor") this.typing(null);
    if (!this.isReady) return;
    this.state("");
    this.count();
    if (wasAtEnd) this.toEnd();
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
    this.state(up ? "" : this.words.offline);
    if (up) this.outbox.hurry();
  }

  refused() {
    this.line.end();
    this.state(this.words.signedOut);
  }

  gone() {
    this.said.clear();
    this.state(this.words.gone);
  }

  letter(letter, formerId) {
    this.said.letter(letter, formerId);
    this.toEnd();
  }

  state(words) { this.querySelector(".chat-state").textContent = words; }

  count() {
    if (!document.hidden) this.seen = this.line.after;
    const unread = this.said.unseen(this.seen);
    document.title = unread ? `(${unread}) ${this.title}` : this.title;
  }

  isAtEnd() { return innerHeight + scrollY > document.documentElement.scrollHeight - 120; }

  toEnd() { this.form?.scrollIntoView({ block: "end" }); }

  // Writing

  typed() {
    keep(this.draft, this.body.value || null);
    if (!this.dataset.typing || !this.body.value.trim() || Date.now() - (this.toldTyping ?? 0) < TYPING_TOLD_EVERY) return;
    this.toldTyping = Date.now();
    this.post(this.dataset.typing, {}).catch(() => { /* it is a courtesy */ });
  }

  send({ client_id: id, body }) { return this.post(this.dataset.send, { client_id: id, body, seen: this.line.after }); }

  post(address, fields) {
    const token = this.form.elements.csrfmiddlewaretoken.value;
    return fetch(address, { method: "POST", body: new URLSearchParams(fields), headers: { "X-CSRFToken": token }, redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
  }
});
