/**
 * The line to the server: news as they come, by a stream where there is one, else by asking.
 *
 * All tabs share one stream: whoever holds the lock reads it and passes on what comes. Whatever was missed is asked for
 * by number, so a lost event costs time and never a message. Events: hello, message, status, typing, gone, connection, refused, news.
 */
const HELLO_WITHIN = 3000; // milliseconds, all of them
const SILENCE = 35000;
const FAILURES_WITHIN = 30000;
const POLLING_FOR = 15000;
const POLLING_LONGEST = 300000;
const PAUSES = { active: 1000, idle: 5000, hidden: 30000 };
const ACTIVE_FOR = 60000;
const STALE = 20000; // a stream that was silent for longer than between two signs of life
const PASSED_ON_EVERY = 5000;

const pause = (time, ...signals) => new Promise((done) => {
  const timer = setTimeout(end, time);
  function end() {
    clearTimeout(timer);
    for (const signal of signals) signal.removeEventListener("abort", end);
    done();
  }
  for (const signal of signals) signal.addEventListener("abort", end);
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
      const lines = block.split("\n"); // and at nothing else: a text may have other signs that end a line
      const field = (name) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      if (field("event")) yield [field("event"), JSON.parse(field("data") || "{}")];
    }
  }
}

export class Line extends EventTarget {
  /** `stream` is empty where the server has none; without `updates`, those who listen for `news` ask themselves. */
  constructor({ stream, updates }) {
    super();
    Object.assign(this, { stream, updates, after: 0, begun: "", etag: "", failures: [], polling: POLLING_FOR, heardAt: 0, turn: 0, usedAt: Date.now() });
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
    return this.standBy();
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
    if (this.reading && Date.now() - this.heardAt > STALE) this.reading.abort();
    this.woken?.abort();
  }

  /** To the other tabs. */
  tell(name, told = {}) { this.tabs?.postMessage([name, told]); }

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
        this.tell("asking");
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
      const asked = this.after;
      const answer = await fetch(this.address(this.stream), { signal: this.reading.signal, cache: "no-store" });
      if (answer.status === 403) this.emit("refused");
      if (!answer.ok) throw Object.assign(new Error(answer.status), { retryAfter: Number(answer.headers.get("Retry-After")) * 1000 || POLLING_FOR });
      for await (const [name, told] of events(answer.body, heard)) {
        if (name === "bye") return { after: told.retry };
        if (name === "hello") this.polling = POLLING_FOR;
        this.isUp(true);
        this.take(name, told, asked);
        this.tell(name, told);
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
    if (now - this.heardAt > PASSED_ON_EVERY) this.tell("beat");
    this.heardAt = now;
  }

  /** While another tab leads: what came before we listened, and if nothing comes from it for long, is asked for. */
  async standBy() {
    await this.catchUp();
    while (!this.isLeading && !this.isEnded) {
      this.heardAt ||= Date.now();
      const isSilent = Date.now() - this.heardAt > SILENCE;
      if (isSilent) await this.catchUp();
      await pause(isSilent ? this.pauseNow() : PAUSES.idle, this.ending.signal);
    }
  }

  // Asking

  async poll(until) {
    while (!this.isEnded && Date.now() < until) {
      await this.catchUp();
      this.woken = new AbortController();
      await pause(Math.min(this.pauseNow(), Math.max(0, until - Date.now())), this.woken.signal, this.ending.signal);
    }
  }

  pauseNow() {
    if (document.hidden) return PAUSES.hidden;
    return this.updates && Date.now() - this.usedAt < ACTIVE_FOR ? PAUSES.active : PAUSES.idle;
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
      const { after: asked, turn } = this;
      const address = this.address(this.updates);
      const headers = this.etag.startsWith(address) ? { "If-None-Match": this.etag.slice(address.length) } : {};
      const answer = await fetch(address, { headers, cache: "no-store", signal: AbortSignal.timeout(SILENCE) });
      if (answer.status === 304) return;
      if (answer.redirected || answer.status === 403) this.emit("refused");
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      this.etag = address + answer.headers.get("ETag");
      const told = await answer.json();
      if (turn !== this.turn) return; // it was asked before what is here now
      this.compare(told, asked);
      if (told.status) this.emit("status", { status: told.status });
      for (const message of told.messages) {
        this.after = Math.max(this.after, message.seq - 1);
        this.take("message", message);
      }
      if (this.after >= told.last_seq) return;
    }
  }

  /** Another beginning, or fewer messages than were known when it was asked: what is shown here is gone. */
  compare({ begun, last_seq: last }, asked) {
    const isGone = (begun !== undefined && this.begun && begun !== this.begun) || last < asked;
    if (isGone) this.forget();
    this.begun = begun ?? this.begun;
    return isGone;
  }

  forget() {
    Object.assign(this, { after: 0, begun: "", turn: this.turn + 1 });
    this.emit("gone");
  }

  /** `asked` is the number after which a stream of our own was opened. */
  take(name, told, asked = 0) {
    if (name === "hello" && this.updates) {
      const isGone = this.compare(told, asked);
      if (told.last_seq > this.after && (isGone || !this.isLeading)) this.catchUp();
      this.emit("status", told);
    } else if (name === "message") {
      if (told.seq <= this.after) return;
      if (told.seq > this.after + 1) { this.catchUp(); return; }
      this.after = told.seq;
      this.emit("message", told);
    } else if (name === "gone") this.forget();
    else if (name === "asking") this.heardAt = 1;
    else if (name !== "beat") this.emit(name, told);
  }
}
