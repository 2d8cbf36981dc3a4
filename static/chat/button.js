/** The chat's button. Nothing is loaded or asked before somebody opens the chat, or has begun to in this tab. */
customElements.define("live-chat", class extends HTMLElement {
  connectedCallback() {
    this.button = this.querySelector("a");
    this.button.addEventListener("click", (event) => this.click(event));
    if (this.dataset.inline || this.isBegun()) this.load().catch(() => { /* the plain page remains */ });
  }

  isBegun() {
    try { return Boolean(sessionStorage.getItem("chat")); } catch { return false; }
  }

  load() {
    this.widget ??= import(this.dataset.widget).then(({ Widget }) => Widget.make(this));
    this.widget.catch(() => { this.widget = null; });
    return this.widget;
  }

  /** Where the widget cannot be had, the link leads to the page that needs none. */
  async click(event) {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.button.setAttribute("aria-busy", "true");
    try {
      (await this.load()).open();
    } catch {
      location.assign(this.button.href);
    } finally {
      this.button.removeAttribute("aria-busy");
    }
  }
});
