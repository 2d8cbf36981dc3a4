/** Shows what stands in the form as readers would see it, whenever something in it has changed. */
class StaffResult extends HTMLElement {
  connectedCallback() {
    const form = this.closest("form");
    this.shown = this.querySelector("[data-shown]") || this.querySelector("button[formtarget]");
    if (!form || !this.shown) return;
    this.addEventListener("click", (event) => {
      const button = event.target.closest("button[formtarget]");
      if (!button) return;
      this.shown = button;
      this.overtake();
    });
    form.addEventListener("change", (event) => {
      if (event.target.type !== "file") this.show(form);
    });
    form.addEventListener("input", (event) => {
      if (event.target.type === "file") return;
      clearTimeout(this.soon);
      this.soon = setTimeout(() => this.show(form), 700);
    });
  }

  /** An answer that is on its way, or about to be asked for, must not come last. */
  overtake() {
    clearTimeout(this.soon);
    return this.turn = (this.turn || 0) + 1;
  }

  /** Sends the fields alone: files need not travel for this. */
  async show(form) {
    const turn = this.overtake();
    const body = new FormData(form);
    for (const [name, value] of [...body.entries()]) if (value instanceof File) body.delete(name);
    const answer = await fetch(this.shown.formAction, { method: "POST", body });
    const text = await answer.text();
    if (answer.ok && turn === this.turn) this.querySelector("iframe").srcdoc = text;
  }
}

customElements.define("staff-result", StaffResult);
