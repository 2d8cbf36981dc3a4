/** Light or dark: as the reader chose in this browser, before anything is painted; else as the system has it. */
{
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");

  function chosen() {
    try { return localStorage.getItem("theme"); } catch { return null; }
  }

  /** Where nothing may be kept, it holds for this page. */
  function keep(theme) {
    try {
      if (theme) localStorage.setItem("theme", theme);
      else localStorage.removeItem("theme");
    } catch { /* said above */ }
  }

  function wear(theme) {
    if (theme === "dark" || theme === "light") root.dataset.theme = theme;
    else delete root.dataset.theme;
  }

  wear(chosen());

  customElements.define("theme-switch", class extends HTMLElement {
    connectedCallback() {
      this.addEventListener("click", () => this.turn());
      system.addEventListener("change", () => this.tell());
      addEventListener("storage", () => { wear(chosen()); this.tell(); });
      addEventListener("DOMContentLoaded", () => this.tell());
      this.tell();
    }

    get isDark() { return root.dataset.theme ? root.dataset.theme === "dark" : system.matches; }

    /** What is as the system has it is not kept, and follows the system again. */
    turn() {
      const theme = this.isDark ? "light" : "dark";
      const kept = (theme === "dark") === system.matches ? null : theme;
      keep(kept);
      wear(kept);
      this.tell();
    }

    tell() { this.querySelector("button")?.setAttribute("aria-pressed", String(this.isDark)); }
  });
}
