import { Backoff } from "/widget/backoff.js";

const SIGNED_OUT = 4401;
const PING_EVERY_MS = 20_000;
const PONG_WITHIN_MS = 10_000;

/** The console's socket, opened again with back-off. Fires `message` (detail), `up`, `down`, `signed-out`. */
export class Live extends EventTarget {
  #socket = null;
  #retry = new Backoff();
  #timer;
  #pings;
  #deadline;
  #wanted = false;

  constructor() {
    super();
    addEventListener("online", () => this.#open());
    // A socket does not notice that the network has gone.
    addEventListener("offline", () => this.#drop());
  }

  start() {
    this.#wanted = true;
    this.#open();
  }

  stop() {
    this.#wanted = false;
    clearTimeout(this.#timer);
    this.#socket?.close(1000);
  }

  #open() {
    clearTimeout(this.#timer);
    if (!this.#wanted || this.#socket) return;
    const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/console/api/socket`);
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#receive(socket, JSON.parse(data));
    socket.onclose = ({ code }) => this.#down(code);
  }

  #up(socket) {
    this.#retry.reset();
    this.#pings = setInterval(() => {
      if (socket.readyState === WebSocket.OPEN) socket.send('{"type":"ping"}');
      clearTimeout(this.#deadline);
      this.#deadline = setTimeout(() => socket.close(), PONG_WITHIN_MS);
    }, PING_EVERY_MS);
    this.dispatchEvent(new Event("up"));
  }

  #receive(socket, message) {
    clearTimeout(this.#deadline);
    if (message.type === "ready") this.#up(socket);
    else this.dispatchEvent(new CustomEvent("message", { detail: message }));
  }

  #drop() {
    const socket = this.#socket;
    if (!socket) return;
    socket.onmessage = socket.onclose = null;
    socket.close();
    this.#down(1006);
  }

  #down(code) {
    this.#socket = null;
    clearInterval(this.#pings);
    clearTimeout(this.#deadline);
    if (!this.#wanted) return;
    if (code === SIGNED_OUT) this.dispatchEvent(new Event("signed-out"));
    else {
      this.dispatchEvent(new Event("down"));
      this.#timer = setTimeout(() => this.#open(), this.#retry.next());
    }
  }
}
