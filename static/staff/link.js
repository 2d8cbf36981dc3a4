/** Suggests pages, articles and categories while one types where something leads. */
class LinkChoice extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    const list = this.querySelector("datalist");
    input.setAttribute("list", list.id);
    input.setAttribute("autocomplete", "off");
    input.addEventListener("input", () => {
      clearTimeout(this.wait);
      if (input.value.length > 1 && !input.value.startsWith("/")) this.wait = setTimeout(() => this.ask(input.value, list), 200);
    });
  }

  async ask(words, list) {
    const answer = await fetch(`${this.dataset.address}?${new URLSearchParams({ q: words })}`);
    if (!answer.ok) return;
    const { suggestions } = await answer.json();
    list.replaceChildren(...suggestions.map(({ address, title, kind }) => {
      const option = document.createElement("option");
      option.value = address;
      // Browsers keep only what has the typed words in it.
      option.label = `${title} (${kind})`;
      option.textContent = option.label;
      return option;
    }));
  }
}

customElements.define("link-choice", LinkChoice);
