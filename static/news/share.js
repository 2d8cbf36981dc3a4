/** Sharing an article: copies its address, or hands it to what the device offers. No other site is asked. */
customElements.define("share-row", class extends HTMLElement {
  connectedCallback() {
    const { title, address } = this.dataset;
    const ways = {
      copy: navigator.clipboard && (() => navigator.clipboard.writeText(address).then(() => this.say(this.dataset.copied))),
      share: navigator.share && (() => navigator.share({ title, url: address }).catch(() => {})),
    };
    for (const button of this.querySelectorAll("[data-do]")) {
      button.closest("li").hidden = !ways[button.dataset.do];
      button.addEventListener("click", ways[button.dataset.do]);
    }
    this.code = this.querySelector("details");
    addEventListener("click", (event) => { if (!this.code.contains(event.target)) this.code.open = false; });
    this.code.addEventListener("keydown", (event) => { if (event.key === "Escape") this.close(); });
  }

  close() {
    this.code.open = false;
    this.code.querySelector("summary").focus();
  }

  say(words) {
    const place = this.querySelector("[role=status]");
    place.textContent = words;
    setTimeout(() => { place.textContent = ""; }, 4000);
  }
});
