/** Banners: a row that can be scrolled anyway. This adds buttons, and movement for those who do not mind it. */
class SiteBanners extends HTMLElement {
  connectedCallback() {
    this.track = this.querySelector(".banner-track");
    this.pauseButton = this.querySelector("[data-do=pause]");
    this.place = this.querySelector(".banner-place");
    this.banners = [...this.track.children];
    if (this.banners.length < 2) return;
    this.querySelector(".banner-controls").hidden = false;
    this.isHeld = false;
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.setMoving(!this.calm.matches);
    this.calm.addEventListener("change", () => this.setMoving(!this.calm.matches));
    this.addEventListener("click", (event) => this.press(event.target.closest("[data-do]")));
    for (const [name, held] of [["pointerenter", true], ["pointerleave", false], ["focusin", true], ["focusout", false]]) {
      this.addEventListener(name, () => { this.isHeld = held; });
    }
    this.track.addEventListener("scroll", () => this.tell(), { passive: true });
    this.tell();
  }

  disconnectedCallback() { clearInterval(this.clock); }

  get current() { return Math.round(Math.abs(this.track.scrollLeft) / this.track.clientWidth); }

  press(button) {
    if (!button) return;
    if (button.dataset.do === "pause") return this.setMoving(!this.isMoving);
    this.setMoving(false);
    this.show(this.current + (button.dataset.do === "next" ? 1 : -1));
  }

  setMoving(isMoving) {
    if (isMoving !== this.isMoving && this.isMoving !== undefined) this.swapLabel();
    else if (this.isMoving === undefined && !isMoving) this.swapLabel();
    this.isMoving = isMoving;
    this.toggleAttribute("data-moving", isMoving);
    clearInterval(this.clock);
    if (isMoving) this.clock = setInterval(() => this.step(), Number(this.dataset.seconds) * 1000);
  }

  swapLabel() {
    const button = this.pauseButton;
    const label = button.getAttribute("aria-label");
    button.setAttribute("aria-label", button.dataset.other);
    button.dataset.other = label;
  }

  step() { if (!this.isHeld && !document.hidden && navigator.onLine) this.show(this.current + 1); }

  /** Scrolls the row alone: the page and the focus stay where they are. */
  show(number) {
    const count = this.banners.length;
    const left = this.banners[(number + count) % count].offsetLeft - this.banners[0].offsetLeft;
    this.track.scrollTo({ left, behavior: this.calm.matches ? "instant" : "smooth" });
  }

  tell() { this.place.textContent = `${this.current + 1} / ${this.banners.length}`; }
}

customElements.define("site-banners", SiteBanners);
