/** How many wait unread: beside the menu and in the title of every page, and told by what the person has chosen. */
import { Line } from "../chat/line.js";

const CROSSING = 2000; // milliseconds in which a count may still come that was made before one's own reading
const TONES = [[0, 660], [0.16, 880]]; // seconds, hertz

customElements.define("chat-badge", class extends HTMLElement {
  connectedCallback() {
    this.title = document.title.replace(/^\(\d+\) /, "");
    this.unread = Number(this.querySelector("b").textContent);
    this.line = new Line({ stream: this.dataset.stream });
    for (const name of ["hello", "status", "news"]) this.line.addEventListener(name, ({ detail }) => this.moved(detail));
    this.line.addEventListener("connection", ({ detail }) => document.dispatchEvent(new CustomEvent("chat-connection", { detail })));
    document.addEventListener("chat-read", ({ detail }) => this.read(detail));
    this.show();
    this.line.start();
  }

  disconnectedCallback() { this.line.end(); }

  /** Without a stream it is asked for; so is what may have crossed one's own reading. */
  async moved(told) {
    if (told.isRead) this.readAt = Date.now();
    const mayBeOld = told.unread > this.unread && Date.now() - (this.readAt ?? 0) < CROSSING;
    const counts = told.unread === undefined || mayBeOld ? await this.ask() : told;
    if (!counts) return;
    if (counts.unread > this.unread) this.tell(counts);
    this.unread = counts.unread;
    this.show();
    document.dispatchEvent(new CustomEvent("chat-moved", { detail: counts }));
  }

  async ask() {
    const answer = await fetch(this.dataset.counts, { cache: "no-store" }).catch(() => null);
    return answer?.ok && !answer.redirected ? answer.json().catch(() => null) : null;
  }

  /** One's own reading; the other tabs hear of it too. */
  read(counts) {
    this.unread = counts.unread;
    this.readAt = Date.now();
    this.show();
    this.line.tell("status", { ...counts, isRead: true });
  }

  show() {
    this.querySelector(".unread").hidden = !this.unread;
    this.querySelector("b").textContent = this.unread;
    document.title = this.unread ? `(${this.unread}) ${this.title}` : this.title;
  }

  tell({ waiting }) {
    this.querySelector("[role=status]").textContent = this.dataset.waiting.replace("{count}", waiting);
    if (this.dataset.stream && !this.line.isLeading) return; // another tab does
    if ("sound" in this.dataset) this.ring();
    if ("notify" in this.dataset && (document.hidden || !document.hasFocus()) && window.Notification?.permission === "granted") this.notify();
  }

  ring() {
    try {
      const sound = this.sound ??= new AudioContext();
      for (const [after, pitch] of TONES) {
        const tone = sound.createOscillator(), loud = sound.createGain(), at = sound.currentTime + after;
        tone.frequency.value = pitch;
        loud.gain.setValueAtTime(0.12, at);
        loud.gain.exponentialRampToValueAtTime(0.001, at + 0.3);
        tone.connect(loud).connect(sound.destination);
        tone.start(at);
        tone.stop(at + 0.3);
      }
    } catch { /* a browser without sound */ }
  }

  /** Without what was said, and without who said it: it may stand on a locked screen. */
  notify() {
    const shown = new Notification(this.dataset.waits, { tag: "chat", icon: this.dataset.icon });
    shown.addEventListener("click", () => { window.focus(); location.assign(this.querySelector("a").href); shown.close(); });
  }
});
