/** Keeps what stands in an open form every few seconds, tells who else is writing, and gives back what was left behind. */
const EVERY = 2000; // milliseconds between two looks
const SIGN_OF_LIFE = 10000;
const OF_THE_PAGE = new Set(["csrfmiddlewaretoken", "opened", "base", "meant"]);

class WritingDesk extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.last = this.content();
    this.heard = 0;
    this.timer = setInterval(() => this.look(), EVERY);
    this.form.addEventListener("submit", (event) => this.submit(event));
    window.addEventListener("pagehide", () => this.leave());
    // Only what a person changes is worth keeping: the editor tidies the text when it comes up.
    this.touched = false;
    for (const name of ["input", "change", "keydown"]) this.form.addEventListener(name, () => { this.touched = true; });
    if (window.CKEDITOR) CKEDITOR.on("instanceReady", ({ editor }) => {
      if (!this.touched) this.last = this.content();
      editor.on("change", () => { this.touched = true; });
    });
    for (const row of this.form.querySelectorAll("[data-open-form]")) {
      row.querySelector(".take-back").addEventListener("click", () => this.takeBack(row));
      row.querySelector(".throw-away").addEventListener("click", () => this.throwAway(row));
    }
    this.look();
  }

  disconnectedCallback() { clearInterval(this.timer); }

  /** What stands in the form, without files: they are sent when it is saved. */
  content() {
    for (const editor of Object.values(window.CKEDITOR?.instances || {})) if (editor.status === "ready") editor.updateElement();
    const fields = new FormData(this.form);
    for (const [name, value] of [...fields.entries()]) if (value instanceof File) fields.delete(name);
    return fields;
  }

  /** The same as a text, to compare. */
  static text(fields) { return new URLSearchParams(fields).toString(); }

  async look() {
    if (this.busy || this.isSent) return;
    const content = this.content();
    const isChanged = this.touched && WritingDesk.text(content) !== WritingDesk.text(this.last);
    if (!isChanged && Date.now() - this.heard < SIGN_OF_LIFE) return;
    const body = isChanged ? content : new FormData();
    if (!isChanged) for (const name of OF_THE_PAGE) body.set(name, content.get(name));
    if (!isChanged) body.set("alive", "1");
    this.busy = true;
    const answer = await fetch(this.dataset.address, { method: "POST", body, redirect: "error" }).catch(() => null);
    const said = answer?.ok ? await answer.json().catch(() => null) : null;
    this.busy = false;
    this.isOut = !said;
    if (!said) return this.say(".kept", this.dataset.failed, true);
    this.heard = Date.now();
    if (isChanged) this.last = content;
    if (isChanged || this.querySelector(".wrong")) this.say(".kept", isChanged ? this.dataset.kept.replace("{time}", said.at) : "");
    this.say(".others", said.others.length ? this.dataset.others.replace("{names}", said.others.join(", ")) : "");
    this.say(".newer", said.newer ? this.dataset.newer.replace("{name}", said.newer.by).replace("{time}", said.newer.at) : "");
  }

  say(where, words, isWrong = false) {
    const place = this.querySelector(where);
    if (place.textContent === words) return;
    place.textContent = words;
    place.hidden = !words;
    place.classList.toggle("wrong", isWrong);
  }

  /** One press is one step; and nothing leaves the page while nobody would answer. */
  submit(event) {
    const button = event.submitter;
    if (button?.getAttribute("formtarget")) return;
    if (this.isSent) return event.preventDefault();
    if (this.isOut) {
      event.preventDefault();
      this.say(".kept", this.dataset.sending, true);
      this.heard = 0;
      return;
    }
    this.isSent = true;
    // A page that comes back from the browser's memory can be sent again.
    window.addEventListener("pageshow", () => { this.isSent = false; }, { once: true });
  }

  leave() {
    if (this.isSent || !this.touched) return;
    const content = this.content();
    if (WritingDesk.text(content) !== WritingDesk.text(this.last)) navigator.sendBeacon(this.dataset.address, content);
  }

  async takeBack(row) {
    const answer = await fetch(row.dataset.openForm);
    if (!answer.ok) return;
    const { typed, base } = await answer.json();
    for (const field of this.form.elements) if (field.name && !OF_THE_PAGE.has(field.name)) this.fill(field, typed[field.name]);
    if (base) this.form.elements.base.value = base;
    this.touched = true;
    await this.look();  // kept under this form's own name, before the other is let go
    await this.throwAway(row);
  }

  fill(field, values) {
    if (["submit", "button", "file"].includes(field.type)) return;
    if (field.type === "checkbox" || field.type === "radio") field.checked = (values || []).includes(field.value);
    else if (field.multiple) for (const option of field.options) option.selected = (values || []).includes(option.value);
    else if (values) field.value = values[0];
    const editor = window.CKEDITOR?.instances[field.id];
    if (editor && values) editor.setData(values[0]);
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  async throwAway(row) {
    const body = new URLSearchParams({ csrfmiddlewaretoken: this.form.elements.csrfmiddlewaretoken.value });
    const answer = await fetch(row.dataset.openForm, { method: "POST", body });
    if (answer.ok) row.remove();
  }
}

customElements.define("writing-desk", WritingDesk);
