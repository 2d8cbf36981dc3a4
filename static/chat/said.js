/** The list of what was said, by both sides, with what of one's own is still on its way. All of it is text, never markup. */
const make = (name, properties) => Object.assign(document.createElement(name), properties);

export class Said {
  /** `own` is the side that writes here; `words` say who is who and what became of a letter; `again` sends one once more, `edit` takes it back. */
  constructor(list, { own, words, again, edit }) {
    Object.assign(this, { list, own, words, edit, rows: new Map() });
    list.addEventListener("click", ({ target }) => {
      if (target.matches(".chat-again")) again(target.closest("li").id.slice(5));
      if (target.matches(".chat-edit")) edit(target.closest("li").id.slice(5));
    });
  }

  /** The numbers of what the other side has said after one of them. */
  unseen(seen) { return [...this.rows.values()].filter(({ message }) => message && message.sender !== this.own && message.seq > seen).length; }

  message(message) {
    const row = this.row(message.client_id, message.sender, message.body, message);
    const isOwn = message.sender === this.own;
    const who = message.sender === "visitor" && isOwn ? this.words.you : this.signed(message);
    const time = make("time", { dateTime: message.created_at, textContent: this.moment(new Date(message.created_at)) });
    const mark = make("span", { className: "chat-mark", textContent: isOwn ? this.words.sent : "" });
    row.querySelector(".who").replaceChildren(`${who} `, time, " ", mark);
    this.inOrder(row, message.seq);
    return row;
  }

  /** Among staff, who speaks for them is told apart from a visitor who calls himself the same. */
  signed({ sender, name }) {
    const role = this.words[sender];
    if (sender === "staff" && role) return name ? `${name} · ${role}` : role;
    return name || role || this.words.company;
  }

  /** What was written and is on its way, or did not arrive. */
  letter(letter, formerId) {
    if (formerId && formerId !== letter.client_id) this.remove(formerId);
    if (letter.state === "sent") {
      if (letter.seq) this.message({ ...letter, sender: this.own });
      return;
    }
    const row = this.row(letter.client_id, `${this.own} ${letter.state}`, letter.body);
    const isFailed = letter.state === "failed";
    const mark = make("span", { className: "chat-mark", textContent: isFailed ? `${this.words.failed} ${letter.words} ` : letter.isSlow ? this.words.slow : this.words.sending });
    if (isFailed) mark.append(make("button", { type: "button", className: "chat-link chat-again", textContent: this.words.again }));
    if (isFailed && this.edit) mark.append(" ", make("button", { type: "button", className: "chat-link chat-edit", textContent: this.words.edit }));
    row.querySelector(".who").replaceChildren(`${this.words.you} `, mark);
  }

  /** Nothing was said, but for what is on its way. */
  clear() { for (const [id, { message }] of this.rows) if (message) this.remove(id); }

  remove(id) {
    this.rows.get(id)?.row.remove();
    this.rows.delete(id);
  }

  row(id, className, body, message = null) {
    const row = this.rows.get(id)?.row ?? this.list.appendChild(make("li", { id: `chat-${id}` }));
    if (!row.firstChild) row.append(make("p", { className: "who" }), make("p", { className: "words" }));
    this.rows.set(id, { row, message });
    row.className = className;
    row.lastChild.textContent = body;
    if (message?.sender === "visitor" && this.words.lang) row.lastChild.lang = this.words.lang;
    return row;
  }

  /** Behind all that came before, before all that have not come. */
  inOrder(row, seq) {
    row.dataset.seq = seq;
    const next = [...this.list.children].find((other) => other !== row && (!other.dataset.seq || Number(other.dataset.seq) > seq)) ?? null;
    if (row.nextElementSibling !== next) this.list.insertBefore(row, next);
  }

  /** In the reader's own time, or in the zone that the page is in. */
  moment(at) {
    const { zone } = this.words;
    const day = (moment) => moment.toLocaleDateString("en", { timeZone: zone });
    const form = { timeStyle: "short", hourCycle: "h23", timeZone: zone };
    return at.toLocaleString(document.documentElement.lang, day(at) === day(new Date()) ? form : { dateStyle: "medium", ...form });
  }
}
