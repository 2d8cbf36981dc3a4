/** The real page beside the form, as wide as on a phone, a tablet or a desk, with what stands in the form. */
class PagePreview extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.button = this.form.querySelector("[name=_preview]");
    this.frame = this.querySelector("iframe");
    this.width = 1280;
    this.button.addEventListener("click", (event) => { event.preventDefault(); this.open(); });
    this.addEventListener("click", (event) => {
      if (event.target.closest(".close-preview")) this.close();
      const chosen = event.target.closest("[data-width]");
      if (chosen) this.as(Number(chosen.dataset.width));
    });
    this.addEventListener("keydown", (event) => { if (event.key === "Escape") this.close(); });
    for (const name of ["input", "change"]) this.form.addEventListener(name, () => this.soon());
    new ResizeObserver(() => this.fit()).observe(this);
    this.frame.addEventListener("load", () => this.tame());
  }

  open() {
    this.hidden = false;
    document.body.classList.add("with-preview");
    for (const editor of Object.values(window.CKEDITOR?.instances || {})) {
      if (!editor.previewed) editor.on("change", () => this.soon());
      editor.previewed = true;
    }
    this.as(this.width);
    this.show();
    this.querySelector("[aria-pressed=true]").focus();
  }

  close() {
    this.hidden = true;
    document.body.classList.remove("with-preview");
    this.button.focus();
  }

  as(width) {
    this.width = width;
    for (const button of this.querySelectorAll("[data-width]")) button.setAttribute("aria-pressed", String(Number(button.dataset.width) === width));
    this.fit();
  }

  /** The frame is as wide as the screen that it stands for, and made smaller as a whole. */
  fit() {
    if (this.hidden) return;
    const room = this.querySelector(".preview-room");
    const scale = Math.min(1, room.clientWidth / this.width);
    const style = this.frame.style;
    style.width = `${this.width}px`;
    style.height = `${room.clientHeight / scale}px`;
    style.transform = `scale(${scale})`;
    style.marginInlineStart = `${Math.max(0, (room.clientWidth - this.width * scale) / 2)}px`;
  }

  soon() {
    if (this.hidden) return;
    clearTimeout(this.wait);
    this.wait = setTimeout(() => this.show(), 600);
  }

  async show() {
    for (const editor of Object.values(window.CKEDITOR?.instances || {})) if (editor.status === "ready") editor.updateElement();
    const body = new FormData(this.form);
    for (const [name, value] of [...body.entries()]) if (value instanceof File) body.delete(name);
    // An answer that was overtaken must not come last.
    const turn = this.turn = (this.turn || 0) + 1;
    const answer = await fetch(this.button.formAction, { method: "POST", body }).catch(() => null);
    if (!answer || turn !== this.turn) return;
    this.scrolled = this.frame.contentWindow?.scrollY || 0;
    // Beside a form that may publish, nothing of the page runs; the frame forbids it as well.
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const script of page.querySelectorAll("script")) script.remove();
    await this.cover(page);
    this.frame.srcdoc = `<!doctype html>${page.documentElement.outerHTML}`;
  }

  /** A cover that was chosen and is not sent yet, as it will stand there. */
  async cover(page) {
    const [file, body] = [this.form.querySelector("[name=cover_file]")?.files[0], page.querySelector(".body")];
    const drawn = file && body && await createImageBitmap(file).catch(() => null);
    if (!drawn) return;
    const canvas = document.createElement("canvas");
    canvas.width = Math.min(1280, drawn.width);
    canvas.height = Math.round(drawn.height * canvas.width / drawn.width);
    canvas.getContext("2d").drawImage(drawn, 0, 0, canvas.width, canvas.height);
    const image = page.createElement("img");
    image.src = canvas.toDataURL("image/jpeg", 0.8);
    image.alt = this.form.querySelector("[name=cover_alt]").value;
    let place = page.querySelector(".cover");
    if (!place) {
      place = page.createElement("div");
      place.className = "cover";
      const head = page.querySelector(".page-head");
      if (head) head.append(place);
      else body.before(place);
    }
    place.replaceChildren(image);
  }

  /** The page stays where it was, and its links lead nowhere: the form is not left by them. */
  tame() {
    const page = this.frame.contentDocument;
    if (!page) return;
    this.frame.contentWindow.scrollTo(0, this.scrolled || 0);
    page.addEventListener("click", (event) => { if (event.target.closest("a")) event.preventDefault(); });
    page.addEventListener("submit", (event) => event.preventDefault());
  }
}

customElements.define("page-preview", PagePreview);
