/** The main menu: one part open at a time; closed by Escape, by a click elsewhere, and when the focus leaves. */
class SiteMenu extends HTMLElement {
  connectedCallback() {
    this.addEventListener("keydown", (event) => {
      const open = this.querySelector("details[open]");
      if (event.key !== "Escape" || !open) return;
      open.open = false;
      open.querySelector("summary").focus();
    });
    this.addEventListener("focusout", (event) => {
      const open = this.querySelector("details[open]");
      if (open && event.relatedTarget && !open.contains(event.relatedTarget)) open.open = false;
    });
    document.addEventListener("click", (event) => {
      for (const open of this.querySelectorAll("details[open]")) if (!open.contains(event.target)) open.open = false;
    });
  }
}

customElements.define("site-menu", SiteMenu);
