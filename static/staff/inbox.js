/** The list of conversations, made anew whenever one of them moves. */
const TOGETHER = 300; // milliseconds: what moves this close is one new list
const PARTS = [".inbox-rows", ".inbox-count", ".inbox-pages"];

customElements.define("live-inbox", class extends HTMLElement {
  connectedCallback() {
    this.state = this.querySelector(".chat-state");
    document.addEventListener("chat-moved", this.moved);
    document.addEventListener("chat-connection", this.connection);
    this.querySelector(".inbox-selects").addEventListener("change", ({ target }) => target.form.requestSubmit());
    this.querySelector("[aria-current=true]")?.scrollIntoView({ block: "nearest" });
  }

  disconnectedCallback() {
    document.removeEventListener("chat-moved", this.moved);
    document.removeEventListener("chat-connection", this.connection);
  }

  moved = () => { this.soon ??= setTimeout(() => { this.soon = null; this.renew(); }, TOGETHER); };

  connection = ({ detail }) => { this.state.textContent = detail.up ? "" : this.state.dataset.offline; };

  /** The list as it is now; whoever stood on a row stands on it again. */
  async renew() {
    const turn = this.turn = (this.turn ?? 0) + 1;
    const answer = await fetch(this.dataset.rows, { cache: "no-store" }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (turn !== this.turn) return; // a newer one is on its way
    const open = this.querySelector("[aria-current=true][href*='/change/']")?.pathname;
    for (const row of page.querySelectorAll(".inbox-rows a")) if (row.pathname === open) row.setAttribute("aria-current", "true");
    for (const part of PARTS) this.replace(this.querySelector(part), page.querySelector(`live-inbox ${part}`));
  }

  replace(found, fresh) {
    if (!found || !fresh || found.innerHTML === fresh.innerHTML) return;
    const stood = found.contains(document.activeElement) && document.activeElement.getAttribute("href");
    found.replaceChildren(...fresh.childNodes);
    if (stood) found.querySelector(`a[href="${CSS.escape(stood)}"]`)?.focus();
  }
});
