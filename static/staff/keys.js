/** What single keys do in the inbox, for those who leave it switched on: all of it stands there as links and buttons. */
customElements.define("inbox-keys", class extends HTMLElement {
  connectedCallback() {
    this.help = this.querySelector(".keys-help");
    const button = this.querySelector(".show-keys");
    if (button) button.hidden = false;
    button?.addEventListener("click", () => this.help.showModal());
    this.addEventListener("keydown", (event) => this.within(event));
    if ("keys" in this.dataset) document.addEventListener("keydown", this.key);
  }

  disconnectedCallback() { document.removeEventListener("keydown", this.key); }

  /** In a field only these two: leave it, and send. */
  within(event) {
    const { target } = event;
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    if (event.key === "Escape" && target.matches("textarea, input, select")) target.blur();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && target.matches("textarea")) {
      event.preventDefault();
      target.form.requestSubmit(target.form.querySelector("button"));
    }
  }

  key = (event) => {
    const { target, key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || this.help.open) return;
    if (target.closest?.("input, textarea, select, [contenteditable], dialog")) return;
    const act = this.acts[key];
    if (!act || act() === false) return;
    event.preventDefault();
  };

  acts = {
    j: () => this.go(1),
    k: () => this.go(-1),
    r: () => this.focusOn(".reply textarea"),
    n: () => this.focusOn(".note-form textarea"),
    "/": () => this.focusOn("#searchbar"),
    w: () => this.nextWaiting(),
    e: () => (this.querySelector(".reply textarea")?.value.trim() ? this.focusOn(".reply textarea") : this.press(".reply-steps [value=close]")),
    c: () => this.press(".claim button"),
    "?": () => this.help.showModal(),
  };

  focusOn(selector) {
    const field = this.querySelector(selector);
    field?.scrollIntoView({ block: "nearest" });
    field?.focus();
    return Boolean(field);
  }

  press(selector) {
    const button = this.querySelector(selector);
    button?.click();
    return Boolean(button);
  }

  /** The next below the open one, from the top again at the end. */
  nextWaiting() {
    const rows = [...this.querySelectorAll(".inbox-row")], open = rows.findIndex((row) => row.querySelector("[aria-current]"));
    const next = [...rows.slice(open + 1), ...rows.slice(0, Math.max(0, open))].find((row) => row.matches(".is-waiting"));
    next?.querySelector("a").click();
    return Boolean(next);
  }

  /** Beside an open conversation the next one opens; in the list alone the next one is chosen, for Enter. */
  go(by) {
    const rows = [...this.querySelectorAll(".inbox-row a")];
    const open = rows.findIndex((row) => row.getAttribute("aria-current"));
    const chosen = rows.indexOf(document.activeElement);
    const isOpen = this.querySelector("live-thread") !== null;
    const from = isOpen ? open : chosen;
    const next = rows[from < 0 ? (by > 0 ? 0 : rows.length - 1) : from + by];
    if (!next) return false;
    next.focus();
    if (isOpen) next.click();
    return true;
  }
});
