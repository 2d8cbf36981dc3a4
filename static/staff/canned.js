/** A stroke and a word become a ready answer; what fits is offered below the field while it is typed. */
const BEGUN = /(^|\s)\/(\S*)$/u;

customElements.define("canned-replies", class extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("textarea");
    this.options = [...this.closest("form").querySelectorAll("#canned [data-word]")];
    if (!this.options.length) return;
    this.list = Object.assign(document.createElement("ul"), { id: "canned-list", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", document.querySelector("label[for=canned]").textContent);
    this.append(this.list);
    this.field.setAttribute("aria-autocomplete", "list");
    this.field.setAttribute("aria-controls", "canned-list");
    this.field.addEventListener("input", () => this.offer());
    this.field.addEventListener("blur", () => this.close());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("mousedown", (event) => { event.preventDefault(); this.take(this.rows.indexOf(event.target.closest("li"))); });
    this.choose();
  }

  /** The select does at once what its button does. */
  choose() {
    const select = this.closest("form").elements.canned, button = select.parentElement.querySelector("button");
    button.hidden = true;
    select.addEventListener("change", () => {
      const text = select.selectedOptions[0].dataset.text;
      const before = this.field.value.slice(0, this.field.selectionStart);
      if (text) this.put(this.field.selectionStart, this.field.selectionEnd, /\S$/u.test(before) ? ` ${text}` : text);
      select.value = "";
    });
  }

  get rows() { return [...this.list.children]; }

  offer() {
    const { value, selectionStart: at } = this.field, found = value.slice(0, at).match(BEGUN);
    this.found = found ? this.options.filter(({ dataset }) => dataset.word.toLowerCase().startsWith(found[2].toLowerCase())) : [];
    if (!this.found.length) return this.close();
    this.begin = at - found[2].length - 1;
    this.list.replaceChildren(...this.found.map(({ dataset, lang }, place) => {
      const row = Object.assign(document.createElement("li"), { id: `canned-${place}`, lang });
      row.setAttribute("role", "option");
      row.append(Object.assign(document.createElement("b"), { textContent: `/${dataset.word}` }), ` ${dataset.text}`);
      return row;
    }));
    this.list.hidden = false;
    this.mark(0);
  }

  mark(place) {
    this.place = (place + this.found.length) % this.found.length;
    this.rows.forEach((row, number) => row.setAttribute("aria-selected", String(number === this.place)));
    this.field.setAttribute("aria-activedescendant", `canned-${this.place}`);
    this.rows[this.place].scrollIntoView({ block: "nearest" });
  }

  close() {
    if (!this.list || this.list.hidden) return;
    this.list.hidden = true;
    this.field.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (this.list.hidden || event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey) return;
    const act = {
      ArrowDown: () => this.mark(this.place + 1),
      ArrowUp: () => this.mark(this.place - 1),
      Enter: () => this.take(this.place),
      Tab: () => this.take(this.place),
      Escape: () => this.close(),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  take(place) {
    this.close();
    if (this.found[place]) this.put(this.begin, this.field.selectionStart, this.found[place].dataset.text);
  }

  put(from, to, text) {
    this.field.focus();
    this.field.setRangeText(text, from, to, "end");
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
