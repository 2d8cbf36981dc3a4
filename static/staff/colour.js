/** A colour that is typed can be picked as well; each shows what the other says. */
class ColourChoice extends HTMLElement {
  connectedCallback() {
    const [typed, picked] = this.querySelectorAll("input");
    const show = () => {
      const sign = typed.value.trim().replace(/^#?/, "#");
      if (/^#[0-9a-f]{6}$/i.test(sign)) picked.value = sign;
      this.toggleAttribute("data-empty", !typed.value.trim());
    };
    picked.hidden = typed.disabled || typed.readOnly;
    typed.addEventListener("input", show);
    picked.addEventListener("input", () => {
      typed.value = picked.value;
      typed.dispatchEvent(new Event("change", { bubbles: true }));
      show();
    });
    show();
  }
}

customElements.define("colour-choice", ColourChoice);
