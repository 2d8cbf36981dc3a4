/** The conversation in a window beside the page, or within the chat's own page; made of what `/chat/panel` gives. */
import { Line } from "./line.js";
import { Outbox, keep, kept } from "./outbox.js";
import { Said } from "./said.js";

const WIDE = matchMedia("(width >= 64rem)"); // there the window stands beside the page, else over it
const TYPING_TOLD_EVERY = 3000; // milliseconds
const TYPING_SHOWN = 6000;
const PATIENCE = 20000;

const make = (name, properties) => Object.assign(document.createElement(name), properties);

export class Widget {
  static async make(element) {
    const widget = new Widget(element);
    await widget.load();
    return widget;
  }

  constructor(element) {
    Object.assign(this, { element, button: element.button, title: document.title, sawAt: 0 });
  }

  // Coming up

  async load() {
    const { panel, styles } = this.element.dataset;
    const asked = [fetch(panel).then((answer) => answer.ok ? answer.text() : Promise.reject()), this.bootstrap(), this.dress(styles)];
    await Promise.allSettled(asked); // an answer that came after the plain page would change who the visitor is
    const [html, here] = await Promise.all(asked);
    this.panel = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
    this.find = (name) => this.panel.querySelector(name);
    this.words = this.panel.dataset;
    [this.log, this.form, this.body] = [".chat-log", "form", "textarea"].map(this.find);
    this.said = new Said(this.find(".said"), { own: "visitor", words: this.words, again: (id) => { this.outbox.again(id); this.body.focus(); } });
    this.form.elements.name.value = here.name;
    this.form.elements.email.value = here.email;
    this.body.value = kept("chat-draft", "");
    this.refer();
    this.place();
    this.log.setAttribute("aria-live", "off"); // what was said before is not read out
    this.listen();
    this.outbox = new Outbox({ send: (letter) => this.send(letter), show: (letter, formerId) => this.letter(letter, formerId) });
    this.line = new Line({ stream: this.here.stream, updates: "/chat/updates" });
    for (const name of ["message", "status", "typing", "gone", "connection", "refused", "seen"]) this.line.addEventListener(name, ({ detail }) => this[name](detail));
    await this.line.catchUp();
    if (this.isInline) this.takeOver();
    const [begun, seen] = kept("chat-seen", ["", 0]);
    if (!begun || begun === this.line.begun) this.sawAt = seen;
    this.look();
    setTimeout(() => this.log.removeAttribute("aria-live"));
    this.outbox.start();
    this.line.start();
    if (kept("chat") === "open" && !this.isInline && WIDE.matches) this.open(false);
    else this.count();
  }

  async bootstrap() {
    const answer = await fetch(`/chat/bootstrap?lang=${document.documentElement.lang}`, { cache: "no-store" });
    if (!answer.ok) throw new Error(answer.status);
    this.here = await answer.json();
    this.refer();
    return this.here;
  }

  /** By this the visitor can name his conversation, without saying who he is. */
  refer() { if (this.panel) this.find(".chat-reference").textContent = this.here.reference; }

  dress(href) {
    return new Promise((done, failed) => document.head.append(make("link", { rel: "stylesheet", href, onload: done, onerror: failed })));
  }

  place() {
    this.plain = this.element.dataset.inline && document.querySelector(this.element.dataset.inline);
    this.isInline = Boolean(this.plain);
    if (this.isInline) return this.find(".chat-close").remove();
    this.dialog = make("dialog", { className: "chat-dialog" });
    this.dialog.setAttribute("aria-labelledby", "chat-title");
    this.dialog.append(this.panel);
    this.element.append(this.dialog);
  }

  /** The plain page's place, once all is here that it shows; what was typed there stays typed. */
  takeOver() {
    const { plain, form } = this, hasFocus = plain.contains(document.activeElement);
    for (const name of ["body", "name", "email"]) form.elements[name].value = plain.querySelector(`[name=${name}]`)?.value || form.elements[name].value;
    plain.replaceChildren(this.panel);
    this.toEnd();
    if (hasFocus) this.body.focus();
  }

  listen() {
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.write(); });
    this.form.elements.email.addEventListener("change", () => this.wrong(""));
    this.body.addEventListener("input", () => this.typed());
    this.body.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229 || matchMedia("(pointer: coarse)").matches) return;
      event.preventDefault();
      this.write();
    });
    this.log.addEventListener("scroll", () => {
      this.stays = this.isAtEnd();
      if (this.stays) this.find(".chat-jump").hidden = true;
    });
    new ResizeObserver(() => { if (this.stays) this.toEnd(); }).observe(this.log); // what is told above it takes room
    for (const [name, act] of [
      [".chat-jump", () => this.toEnd()], [".chat-delete", () => this.ask(true)], [".chat-keep", () => this.ask(false)], [".chat-delete-now", () => this.delete()],
    ]) this.find(name).addEventListener("click", act);
    document.addEventListener("visibilitychange", () => this.look());
    addEventListener("online", () => this.outbox.hurry());
    if (this.isInline) return;
    this.find(".chat-close").addEventListener("click", () => this.close());
    this.dialog.addEventListener("cancel", (event) => { event.preventDefault(); this.close(); });
    this.dialog.addEventListener("keydown", (event) => { if (event.key === "Escape" && !event.isComposing && event.keyCode !== 229) this.close(); });
    WIDE.addEventListener("change", () => { if (this.dialog.open) { this.dialog.close(); this.show(); } });
  }

  // Opening and closing

  get isOpen() { return this.isInline || this.dialog.open; }

  open(isAsked = true) {
    if (!this.isInline && !this.dialog.open) this.show();
    keep("chat", "open");
    this.line.use();
    this.toEnd();
    this.look();
    if (isAsked) this.body.focus();
  }

  /** Beside the page where there is room, so that nothing of it is hidden; over it, and alone, where there is not. */
  show() {
    const focused = document.activeElement;
    if (WIDE.matches) this.dialog.show();
    else this.dialog.showModal();
    if (focused !== document.body) focused.focus({ preventScroll: true });
    else if (WIDE.matches) document.activeElement.blur();
    document.documentElement.classList.toggle("chat-beside", WIDE.matches);
    this.button.setAttribute("aria-expanded", "true");
  }

  close() {
    this.dialog.close();
    document.documentElement.classList.remove("chat-beside");
    this.button.setAttribute("aria-expanded", "false");
    keep("chat", this.said.rows.size ? "begun" : null);
    this.button.focus();
  }

  // What was not seen yet

  look() {
    if (!this.isOpen || document.hidden) return this.count();
    if (this.said.unseen(this.sawAt)) this.post("/chat/seen", { seq: this.line.after }).catch(() => { /* then it goes by e-mail as well */ });
    if (this.line.after > this.sawAt) this.line.tell("seen", { begun: this.line.begun, seq: this.line.after });
    this.sawAt = Math.max(this.sawAt, this.line.after);
    if (this.sawAt) keep("chat-seen", [this.line.begun, this.sawAt]);
    this.count();
  }

  /** In another tab. */
  seen({ begun, seq }) {
    if (!this.line.begun || begun === this.line.begun) this.sawAt = Math.max(this.sawAt, seq);
    this.count();
  }

  count() {
    const unread = this.said.unseen(this.sawAt);
    document.title = unread ? `(${unread}) ${this.title}` : this.title;
    this.button.dataset.unread = unread || "";
    if (unread) this.button.setAttribute("aria-label", this.words.unread.replace("{count}", unread));
    else this.button.removeAttribute("aria-label");
  }

  // What the line says

  message(message) {
    const wasAtEnd = this.isAtEnd();
    this.outbox.done(message.client_id, message);
    const row = this.said.message(message);
    if (message.sender !== "visitor") this.typing(null);
    if (wasAtEnd) this.toEnd();
    if (wasAtEnd) this.log.scrollTop = Math.min(this.log.scrollTop, row.offsetTop - this.log.offsetTop); // what waits to be sent is behind it
    else if (message.sender !== "visitor") this.find(".chat-jump").hidden = false;
    this.begun();
    this.rest();
    this.look();
  }

  status({ status }) {
    if (status === this.stands) return;
    this.stands = status;
    this.rest();
  }

  /** What is to be said when nothing else is. */
  rest() { this.state(this.stands === "resolved" ? this.words.closed : ""); }

  typing(told) {
    if (told && told.sender !== "staff") return;
    clearTimeout(this.typingEnds);
    const words = told ? this.words.typing.replace("{name}", () => told.name || this.words.company) : "";
    if (this.find(".chat-typing").textContent !== words) this.find(".chat-typing").textContent = words;
    if (told) this.typingEnds = setTimeout(() => this.typing(null), TYPING_SHOWN);
  }

  connection({ up }) {
    this.panel.classList.toggle("is-offline", !up);
    if (up) this.rest();
    else this.state(this.words.offline);
    if (up) this.outbox?.hurry();
  }

  /** The cookie is no longer known: another one is. */
  refused() { this.bootstrap().catch(() => { /* tried again with the next refusal */ }); }

  /** Deleted, here or elsewhere; what is being sent begins anew. */
  gone() {
    this.typing(null);
    this.said.clear();
    this.sawAt = 0;
    keep("chat-seen", null);
    this.find(".chat-own").hidden = true;
    this.ask(false);
    this.find(".chat-welcome").hidden = false;
    this.state(this.words.deleted);
    this.count();
  }

  state(words) { this.find(".chat-state").textContent = words; }

  /** There is a conversation; what has arrived can be taken along and deleted. */
  begun(hasArrived = true) {
    this.find(".chat-welcome").hidden = true;
    if (!kept("chat")) keep("chat", "begun");
    if (hasArrived && this.find(".chat-sure").hidden) this.find(".chat-own").hidden = false;
  }

  letter(letter, formerId) {
    this.said.letter(letter, formerId);
    this.begun(letter.state === "sent");
    if (letter.isSlow && letter.state === "sending") this.state(this.words.slow);
    this.toEnd();
  }

  isAtEnd() { return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 60; }

  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
    this.find(".chat-jump").hidden = true;
  }

  // Writing

  typed() {
    keep("chat-draft", this.body.value || null);
    this.wrong("");
    this.line.use();
    if (!this.here.typing || !this.body.value.trim() || Date.now() - (this.toldTyping ?? 0) < TYPING_TOLD_EVERY || !this.line.after) return;
    this.toldTyping = Date.now();
    this.post("/chat/typing", {}).catch(() => { /* it is a courtesy */ });
  }

  write() {
    const { email, website } = this.form.elements;
    if (!this.body.value.trim()) return this.body.focus();
    if (!email.checkValidity()) {
      this.find(".chat-who").open = true;
      this.wrong(email.validationMessage);
      return email.focus();
    }
    this.outbox.put({ body: this.body.value, website: website.value, page: this.readable(location.pathname) });
    this.body.value = "";
    keep("chat-draft", null);
    this.toldTyping = 0;
    this.body.focus();
  }

  wrong(words) { this.find(".chat-wrong").textContent = words; }

  /** With name and address as they stand now: one that was refused may have been put right. */
  async send({ client_id: id, body, website, page }) {
    const { name, email } = this.form.elements;
    const fields = { client_id: id, body, name: name.value, email: email.value, website, page, opened: this.here.opened };
    const answer = await this.post("/chat/send", fields);
    if (answer.status !== 403) return answer;
    await this.bootstrap();
    this.line.reading?.abort(); // it may have been opened under another cookie
    return this.post("/chat/send", fields);
  }

  readable(path) { try { return decodeURI(path); } catch { return path; } }

  post(address, fields) {
    return fetch(`${address}?lang=${document.documentElement.lang}`, {
      method: "POST", body: new URLSearchParams(fields), headers: { "X-CSRFToken": this.here.csrf_token }, signal: AbortSignal.timeout(PATIENCE),
    });
  }

  // Deleting

  ask(isAsking) {
    this.find(".chat-sure").hidden = !isAsking;
    this.find(".chat-own").hidden = isAsking || !this.line.after;
    if (isAsking) this.find(".chat-keep").focus();
    else if (this.find(".chat-foot").contains(document.activeElement)) this.body.focus();
  }

  async delete() {
    const answer = await this.post("/chat/delete/", {}).catch(() => null);
    if (!answer?.ok) return this.state(this.words.notDeleted);
    this.outbox.clear();
    this.line.forget();
    this.body.focus();
  }
}
