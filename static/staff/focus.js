/** Chooses the point of a picture that matters, by a click or with the arrow keys, and shows what is cut around it. */
class FocusPoint extends HTMLElement {
  connectedCallback() {
    this.fields = ["x", "y"].map((name) => document.querySelector(`#id_focus_${name}`));
    if (this.fields.includes(null)) return;  // somebody who may only look
    this.whole = this.querySelector(".focus-whole");
    this.mark = this.querySelector(".focus-mark");
    for (const hidden of this.querySelectorAll("[hidden]")) hidden.hidden = false;
    this.whole.addEventListener("click", (event) => this.click(event));
    this.mark.addEventListener("keydown", (event) => this.key(event));
    for (const field of this.fields) field.addEventListener("input", () => this.show());
    this.show();
  }

  get point() { return this.fields.map((field) => Math.min(100, Math.max(0, Number(field.value) || 0))); }

  choose(x, y) {
    for (const [place, value] of [x, y].entries()) {
      this.fields[place].value = Math.min(100, Math.max(0, Math.round(value)));
      this.fields[place].dispatchEvent(new Event("change", { bubbles: true }));
    }
    this.show();
  }

  click(event) {
    if (event.target === this.mark && !event.detail) return;  // pressed by a key
    const box = this.whole.querySelector("img").getBoundingClientRect();
    this.choose(100 * (event.clientX - box.left) / box.width, 100 * (event.clientY - box.top) / box.height);
  }

  key(event) {
    const steps = { ArrowLeft: [-2, 0], ArrowRight: [2, 0], ArrowUp: [0, -2], ArrowDown: [0, 2] }[event.key];
    if (!steps) return;
    event.preventDefault();
    const [x, y] = this.point;
    this.choose(x + steps[0], y + steps[1]);
  }

  show() {
    const [x, y] = this.point;
    this.mark.style.insetInlineStart = `${x}%`;
    this.mark.style.insetBlockStart = `${y}%`;
    for (const cut of this.querySelectorAll(".focus-cuts img")) cut.style.objectPosition = `${x}% ${y}%`;
  }
}

customElements.define("focus-point", FocusPoint);
