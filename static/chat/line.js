/**
 * The line to the server: news as they come, by a stream where there is one, else by asking.
 *
 * All tabs share one stream: whoever holds the lock reads it and passes on what comes. Whatever was missed is asked for
 * by number, so a lost event costs time and never a message. Events: hello, message, status, typing, gone, connection, news.
 */
const HELLO_WITHIN = 3000; // milliseconds, all of them
const SILENCE = 35000;
const FAILURES_WITHIN = 30000;
const POLLING_FOR = 15000;
const POLLING_LONGEST = 300000;
const PAUSES = { active: 1000, idle: 5000, hidden: 30000 };
const ACTIVE_FOR = 60000;
const PASSED_ON_EVERY = 5000;

const pause = (time, ...signals) => new Promise((done) => {
  const timer = setTimeout(done, time);
  for (const signal of signals) signal.addEventListener("abort", () => { clearTimeout(timer); done(); }, { once: true });
});

/** What a stream says, event by event; `heard` is called for every byte, comments too. */
async function* events(body, heard) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    heard();
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const field = (name) => block.match(new RegExp(`^${name}: (.*)$`, "m"))?.[1];
      if (field("event")) yield [field("event"), JSON.parse(field("data") || "{}")];
    }
  }
}

export class Line extends EventTarget {
  /** `stream` is empty where the server has none; without `updates`, those who listen for `news` ask themselves. */
  constructor({ stream, updates }) {
    super();
    Object.assign(this, { stream, updates, after: 0, begun: "", etag: "", failures: [], polling: POLLING_FOR, heardAt: 0, usedAt: Date.now() });
    this.ending = new AbortController();
  }

  start() {
    const { signal } = this.ending;
    for (const [target, name] of [[document, "visibilitychange"], [window, "pageshow"], [window, "online"], [window, "focus"]]) {
      target.addEventListener(name, () => { if (!document.hidden) this.wake(); }, { signal });
    }
    window.addEventListener("offline", () => this.isUp(false), { signal });
    if (!this.stream || !navigator.locks || !window.BroadcastChannel) return this.poll(Infinity);
    this.tabs = new BroadcastChannel(`chat ${this.stream}`);
    this.tabs.onmessage = ({ data: [name, told] }) => { this.heardAt = Date.now(); this.take(name, told); };
    navigator.locks.request(`chat ${this.stream}`, { signal }, () => this.lead()).catch(() => { /* it was ended */ });
    return this.stand_by();
  }

  end() {
    this.ending.abort();
    this.reading?.abort();
    this.tabs?.close();
  }

  get isEnded() { return this.ending.signal.aborted; }

  /** Somebody is here: ask often where there is no stream. */
  use() { this.usedAt = Date.now(); }

  /** Back from sleep, from another page, from no network: what was missed is asked for at once. */
  wake() {
    this.use();
    this.catchUp();
    if (this.reading && Date.now() - this.heardAt > HELLO_WITHIN * 5) this.reading.abort();
    this.woken?.abort();
  }

  emit(name, told = {}) { this.dispatchEvent(new CustomEvent(name, { detail: told })); }

  isUp(is) {
    if (this.up === is) return;
    this.up = is;
    this.emit("connection", { up: is });
  }

  // The tab that holds the stream, and those that stand by

  async lead() {
    this.isLeading = true;
    while (!this.isEnded) {
      const retry = await this.follow().catch((error) => ({ failed: true, after: error.retryAfter }));
      if (this.isEnded) return;
      if (!retry.failed) {
        await pause(retry.after, this.ending.signal);
        continue;
      }
      if (!this.updates) this.isUp(false);
      const now = Date.now();
      this.failures = [...this.failures, now].filter((at) => now - at < FAILURES_WITHIN);
      if (retry.after || this.failures.length >= 2) {
        await this.poll(now + (retry.after || this.polling));
        this.polling = Math.min(this.polling * 2, POLLING_LONGEST);
      } else await pause(500, this.ending.signal);
    }
  }

  /** Reads one stream to its end; tells after how many milliseconds to come back. */
  async follow() {
    this.reading = new AbortController();
    let limit = setTimeout(() => this.reading.abort(), HELLO_WITHIN);
    const heard = () => {
      clearTimeout(limit);
      limit = setTimeout(() => this.reading.abort(), SILENCE);
      this.heard();
    };
    try {
      const answer = await fetch(this.address(this.stream), { signal: this.reading.signal, cache: "no-store" });
      if (!answer.ok) throw Object.assign(new Error(answer.status), { retryAfter: Number(answer.headers.get("Retry-After")) * 1000 || POLLING_FOR });
      for await (const [name, told] of events(answer.body, heard)) {
        if (name === "bye") return { after: told.retry };
        if (name === "hello") this.polling = POLLING_FOR;
        this.isUp(true);
        this.take(name, told);
        this.tabs.postMessage([name, told]);
      }
      throw new Error("cut off");
    } finally {
      clearTimeout(limit);
      this.reading.abort();
      this.reading = null;
    }
  }

  heard() {
    const now = Date.now();
    if (now - this.heardAt > PASSED_ON_EVERY) this.tabs.postMessage(["beat", {}]);
    this.heardAt = now;
  }

  /** While another tab leads: if nothing comes from it for long, ask. */
  async stand_by() {
    while (!this.isLeading && !this.isEnded) {
      this.heardAt ||= Date.now();
      if (Date.now() - this.heardAt > SILENCE) await this.catchUp();
      await pause(PAUSES.idle, this.ending.signal);
    }
  }

  // Asking

  async poll(until) {
    while (!this.isEnded && Date.now() < until) {
      await this.catchUp();
      this.woken = new AbortController();
      const isActive = this.updates && Date.now() - this.usedAt < ACTIVE_FOR;
      const seen = isActive ? PAUSES.active : PAUSES.idle;
      await pause(Math.min(document.hidden ? PAUSES.hidden : seen, Math.max(0, until - Date.now())), this.woken.signal, this.ending.signal);
    }
  }

  address(path) { return `${path}${path.includes("?") ? "&" : "?"}after=${this.after}`; }

  /** Everything after the last number that is known. */
  catchUp() {
    if (!this.updates) return this.emit("news");
    this.asking ??= this.ask().then(() => this.isUp(true), () => this.isUp(false)).finally(() => { this.asking = null; });
    return this.asking;
  }

  async ask() {
    for (;;) {
      const address = this.address(this.updates);
      const headers = this.etag.startsWith(address) ? { "If-None-Match": this.etag.slice(address.length) } : {};
      const answer = await fetch(address, { headers, cache: "no-store", signal: AbortSignal.timeout(SILENCE) });
      if (answer.status === 304) return;
      if (!answer.ok) throw new Error(answer.status);
      this.etag = address + answer.headers.get("ETag");
      const told = await answer.json();
      this.compare(told);
      if (told.status) this.emit("status", { status: told.status });
      for (const message of told.messages) this.take("message", message);
      if (this.after >= told.last_seq) return;
    }
  }

  /** Another beginning, or fewer messages than are known: what is shown here is gone. */
  compare({ begun, last_seq: last }) {
    if ((begun !== undefined && this.begun && begun !== this.begun) || last < this.after) this.forget();
    this.begun = begun ?? this.begun;
  }

  forget() {
    Object.assign(this, { after: 0, begun: "" });
    this.emit("gone");
  }

  take(name, told) {
    if (name === "hello" && this.updates) {
      this.compare(told);
      if (told.last_seq > this.after && !this.isLeading) this.catchUp();
      this.emit("status", told);
    } else if (name === "message") {
      if (told.seq <= this.after) return;
      if (told.seq > this.after + 1) { this.catchUp(); return; }
      this.after = told.seq;
      this.emit("message", told);
    } else if (name === "gone") this.forget();
    else if (name !== "beat") this.emit(name, told);
  }
}
