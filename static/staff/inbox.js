/** The list of conversations, made anew whenever one of them moves; and how many wait, in the title. */
import { Line } from "../chat/line.js";

const TOGETHER = 300; // milliseconds: what moves this close is one new list

customElements.define("live-inbox", class extends HTMLElement {
  connectedCallback() {
    this.title = document.title;
    this.line = new Line({ stream: this.dataset.stream });
    for (const name of ["hello", "status", "news", "gone"]) this.line.addEventListener(name, ({ detail }) => this.moved(detail));
    this.line.addEventListener("connection", ({ detail }) => { this.querySelector(".chat-state").textContent = detail.up ? "" : this.dataset.offline; });
    this.line.start();
  }

  disconnectedCallback() { this.line.end(); }

  moved({ waiting }) {
    if (waiting !== undefined) this.tell(waiting);
    this.soon ??= setTimeout(() => { this.soon = null; this.renew(); }, TOGETHER);
  }

  tell(waiting) {
    document.title = waiting ? `(${waiting}) ${this.title}` : this.title;
    if (this.waiting !== undefined && waiting > this.waiting) this.querySelector(".visually-hidden").textContent = this.dataset.waiting.replace("{count}", waiting);
    this.waiting = waiting;
  }

  /** The page as it is now, of which the list is taken; whoever stood on a row stands on it again. */
  async renew() {
    const turn = this.turn = (this.turn ?? 0) + 1;
    const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html"), fresh = page.querySelector("#changelist-form");
    const [found, count] = [this, page].map((each) => each.querySelector("#changelist-search .quiet"));
    if (turn !== this.turn) return; // a newer one is on its way
    if (found && count) found.replaceChildren(...count.childNodes);
    const list = this.querySelector("#changelist-form");
    if (!fresh || fresh.innerHTML === list.innerHTML) return;
    const stood = list.contains(document.activeElement) && document.activeElement.getAttribute("href");
    list.replaceChildren(...fresh.childNodes);
    if (stood) list.querySelector(`a[href="${CSS.escape(stood)}"]`)?.focus();
  }
});
