/** Rows in an order: dragged by their handle, moved with the arrow keys, or with the buttons that work anyway. */
class OrderedList extends HTMLElement {
  connectedCallback() {
    this.says = this.querySelector(".ordered-says");
    this.addEventListener("keydown", (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!by || !event.target.matches(".handle")) return;
      event.preventDefault();
      this.move(this.rowOf(event.target), by, event.target);
    });
    this.addEventListener("click", (event) => {
      const button = event.target.closest(".one-up, .one-down");
      if (!button) return;
      event.preventDefault();
      this.move(this.rowOf(button), button.matches(".one-up") ? -1 : 1, button);
    });
    this.addEventListener("pointerdown", (event) => {
      if (event.target.matches(".handle") && event.button === 0) this.drag(event);
    });
  }

  rowOf(element) { return element.closest("[data-row]"); }

  move(row, by, focused) {
    const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (by < 0) other.before(row);
    else other.after(row);
    this.save(row);
    (focused.disabled ? row.querySelector(".handle") : focused).focus();
  }

  drag(event) {
    const row = this.rowOf(event.target);
    const order = [...row.parentElement.children].indexOf(row);
    event.preventDefault();
    row.classList.add("dragged");
    const over = ({ clientY }) => {
      for (const other of row.parentElement.children) {
        const { top, height } = other.getBoundingClientRect();
        if (other === row || clientY < top || clientY > top + height) continue;
        if (clientY < top + height / 2) other.before(row);
        else other.after(row);
        break;
      }
    };
    const drop = () => {
      document.removeEventListener("pointermove", over);
      row.classList.remove("dragged");
      if ([...row.parentElement.children].indexOf(row) !== order) this.save(row);
    };
    // On the document: an element that moves within it loses what it has captured.
    document.addEventListener("pointermove", over);
    const ends = new AbortController();
    for (const name of ["pointerup", "pointercancel"]) {
      document.addEventListener(name, () => { ends.abort(); drop(); }, { signal: ends.signal });
    }
  }

  async save(row) {
    const rows = [...row.parentElement.children];
    rows.forEach((each, place) => {
      each.querySelector(".one-up").disabled = place === 0;
      each.querySelector(".one-down").disabled = place === rows.length - 1;
    });
    const body = new FormData();
    body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    for (const each of rows) body.append("row", each.dataset.row);
    const answer = await fetch(this.dataset.address, { method: "POST", body, redirect: "manual" }).catch(() => null);
    const isSaved = answer?.type === "opaqueredirect";
    const words = isSaved ? this.dataset.saved : this.dataset.failed;
    this.says.textContent = words.replace("{place}", rows.indexOf(row) + 1).replace("{count}", rows.length);
    this.says.classList.toggle("wrong", !isSaved);
    const frame = document.querySelector("iframe[name=result]");
    if (isSaved && frame) frame.contentWindow.location.reload();
  }
}

customElements.define("ordered-list", OrderedList);
