/** The inboxes as admins manage them: all of them, the one that is open, and what its last check found. */
export class Inboxes extends EventTarget {
  #api;

  constructor(api) {
    super();
    this.#api = api;
    this.all = [];
    this.channels = [];
    this.address = ""; // where pages load the widget from
    this.keys = [];
    this.opened = null; // an inbox' id
    this.result = null; // {inbox, findings, steps, shown}
    this.problem = "";
    this.busy = false;
  }

  get current() {
    return this.all.find((inbox) => inbox.id === this.opened) ?? null;
  }

  channelOf(name) {
    return this.channels.find((channel) => channel.channel === name);
  }

  async load() {
    const { inboxes, channels, public_url: address } = await this.#api.inboxes();
    this.all = inboxes;
    this.channels = channels;
    this.address = address;
  }

  open(id) {
    if (this.opened !== id) this.result = null;
    this.opened = id;
    this.problem = "";
    this.keys = [];
    this.#changed();
    if (id) this.#loadKeys();
  }

  add(body) {
    return this.#apply(() => this.#api.addInbox(body));
  }

  save(id, body) {
    return this.#apply(() => this.#api.changeInbox(id, body));
  }

  check(id) {
    return this.#apply(() => this.#api.checkInbox(id));
  }

  async remove(id) {
    await this.#attempt(async () => {
      await this.#api.removeInbox(id);
      this.opened = null;
      this.result = null;
      await this.load();
    });
  }

  async makeKey(id, name) {
    await this.#attempt(async () => {
      const { api_key: key } = await this.#api.makeKey(id, name);
      this.result = { inbox: this.current, findings: [], steps: [], shown: { api_key: key } };
    });
    await this.#loadKeys();
  }

  async revokeKey(id, key) {
    await this.#attempt(() => this.#api.revokeKey(id, key));
    await this.#loadKeys();
  }

  /** True when it worked; else `problem` says why not. */
  async #apply(ask) {
    const worked = await this.#attempt(async () => {
      const result = await ask();
      await this.load();
      this.result = result;
      this.opened = result.inbox.id;
    });
    if (worked) await this.#loadKeys();
    return worked;
  }

  async #loadKeys() {
    const inbox = this.current;
    if (inbox?.channel !== "rest") return;
    const { keys } = await this.#api.keys(inbox.id);
    if (this.opened !== inbox.id) return;
    this.keys = keys;
    this.#changed();
  }

  async #attempt(act) {
    this.busy = true;
    this.problem = "";
    this.#changed();
    try {
      await act();
      return true;
    } catch (error) {
      this.problem = error.message;
      return false;
    } finally {
      this.busy = false;
      this.#changed();
    }
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
