/** Says in words when the version will go live, in the site's time zone, while one chooses. */
class ScheduleSays extends HTMLElement {
  connectedCallback() {
    this.says = this.querySelector("#schedule-says");
    this.plain = this.says.textContent;
    this.opened = Date.now();
    for (const name of ["input", "change", "focusout", "click"]) this.addEventListener(name, () => setTimeout(() => this.say()));
    this.say();
  }

  say() {
    const [begins, ends] = [this.moment("goes_live_at"), this.moment("ends_at")];
    const words = [];
    if (begins) words.push(begins.getTime() <= this.now() ? this.dataset.past : this.dataset.begins.replace("{moment}", this.inWords(begins)));
    if (ends) words.push(this.dataset.ends.replace("{moment}", this.inWords(ends)));
    this.says.textContent = words.join(" ") || this.plain;
  }

  /** What was typed, as if the site's time were UTC: it is only written out again. */
  moment(name) {
    const [day, time] = [0, 1].map((part) => this.querySelector(`[name=${name}_${part}]`).value.trim());
    const found = /^\d{4}-\d{1,2}-\d{1,2}$/.test(day) && /^\d{1,2}:\d{2}(:\d{2})?$/.test(time);
    if (!found) return null;
    const [year, month, date] = day.split("-").map(Number);
    const [hour, minute, second] = time.split(":").map(Number);
    const made = new Date(Date.UTC(year, month - 1, date, hour, minute, second || 0));
    return made.getUTCDate() === date && hour < 24 && minute < 60 ? made : null;
  }

  /** The site's clock, by the same convention. */
  now() { return (Number(this.dataset.now) + Number(this.dataset.offset)) * 1000 + Date.now() - this.opened; }

  inWords(moment) {
    const format = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "UTC" };
    const language = document.documentElement.lang.startsWith("zh") ? "zh-CN" : "en-GB";
    return `${new Intl.DateTimeFormat(language, format).format(moment).replace(" at ", ", ")} ${this.dataset.zone}`;
  }
}

customElements.define("schedule-says", ScheduleSays);
