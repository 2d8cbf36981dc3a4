/** Suggestions below a search field while somebody types: a list to choose from by keys or pointer. */
const PAUSE = 180; // milliseconds without a key before the site is asked

customElements.define("search-form", class extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("[name=q]");
    this.list = Object.assign(document.createElement("ul"), { className: "suggestions", id: `${this.input.id}-list`, hidden: true });
    this.list.setAttribute("role", "listbox");
    this.said = Object.assign(document.createElement("p"), { className: "unseen" });
    this.said.setAttribute("role", "status");
    this.input.after(this.list, this.said);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", this.list.id]]) this.input.setAttribute(name, value);
    this.input.addEventListener("input", () => this.soon());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("focusout", (event) => { if (!this.contains(event.relatedTarget)) this.show([]); });
  }

  soon() {
    clearTimeout(this.wait);
    this.wait = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const q = this.input.value.trim();
    if (!q) return this.show([]);
    const answer = await fetch(`${this.dataset.suggestions}?${new URLSearchParams({ q })}`).catch(() => null);
    if (answer?.ok && q === this.input.value.trim()) this.show((await answer.json()).titles);
  }

  show(titles) {
    this.list.replaceChildren(...titles.map(({ title, address }, place) => {
      const link = Object.assign(document.createElement("a"), { href: address, textContent: title, tabIndex: -1 });
      const row = Object.assign(document.createElement("li"), { id: `${this.list.id}-${place}` });
      row.setAttribute("role", "option");
      row.append(link);
      return row;
    }));
    this.list.hidden = !titles.length;
    this.input.setAttribute("aria-expanded", String(Boolean(titles.length)));
    this.said.textContent = titles.length ? this.dataset.found.replace("{count}", titles.length) : "";
    this.choose(-1);
  }

  choose(place) {
    this.place = place;
    for (const [number, row] of [...this.list.children].entries()) row.setAttribute("aria-selected", String(number === place));
    const row = this.list.children[place];
    if (row) this.input.setAttribute("aria-activedescendant", row.id);
    else this.input.removeAttribute("aria-activedescendant");
    row?.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const count = this.list.children.length;
    if (!count) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.choose((this.place + step + count + 2) % (count + 1) - 1);
    else if (event.key === "Enter" && this.place >= 0) this.list.children[this.place].firstChild.click();
    else if (event.key === "Escape") this.show([]);
    else return;
    event.preventDefault();
  }
});
