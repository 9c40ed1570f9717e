import { ApiError } from "./http.js";

const READY_WITHIN_MS = 6_000;
const PING_EVERY_MS = 20_000;
const PONG_WITHIN_MS = 8_000;
const ACK_WITHIN_MS = 8_000;

/** One life of a WebSocket: opened, authenticated, pinged, closed once. The connection makes the next one. */
export class LiveSocket {
  #socket;
  #handlers;
  #acks = new Map();
  #deadline;
  #pings;
  #closed = false;

  /** `handlers`: onReady(frame), onMessage(frame), onClose(code). */
  constructor({ url, token, after, handlers }) {
    this.ready = false;
    this.#handlers = handlers;
    this.#deadline = setTimeout(() => this.close(), READY_WITHIN_MS);
    try {
      this.#socket = new WebSocket(url);
    } catch {
      // A policy of the host page forbids sockets.
      queueMicrotask(() => this.#end(1006));
      return;
    }
    this.#socket.onopen = () => this.#write({ type: "auth", token, after });
    this.#socket.onmessage = ({ data }) => this.#receive(JSON.parse(data));
    this.#socket.onclose = ({ code }) => this.#end(code);
  }

  /** Resolves with the stored event. Rejects with ApiError when refused or not acknowledged in time. */
  send(message) {
    const { client_id } = message;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#settle(client_id, null, unreachable("no acknowledgement")), ACK_WITHIN_MS);
      this.#acks.set(client_id, { resolve, reject, timer });
      this.#write({ type: "message", ...message });
    });
  }

  close() {
    this.#socket?.close(1000);
    this.#end(1000);
  }

  #write(frame) {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #receive(frame) {
    if (frame.type === "ready") this.#begin(frame);
    else if (frame.type === "pong") clearTimeout(this.#deadline);
    else if (frame.type === "ack") this.#settle(frame.client_id, frame.event);
    else if (frame.type === "error" && this.#acks.has(frame.client_id)) {
      this.#settle(frame.client_id, null, new ApiError(statusOf(frame.error), frame.error));
    } else this.#handlers.onMessage(frame);
  }

  #begin(frame) {
    clearTimeout(this.#deadline);
    this.ready = true;
    this.#pings = setInterval(() => {
      this.#write({ type: "ping" });
      clearTimeout(this.#deadline);
      this.#deadline = setTimeout(() => this.close(), PONG_WITHIN_MS);
    }, PING_EVERY_MS);
    this.#handlers.onReady(frame);
  }

  #settle(clientId, event, error) {
    const waiting = this.#acks.get(clientId);
    if (!waiting) return;
    this.#acks.delete(clientId);
    clearTimeout(waiting.timer);
    if (event) waiting.resolve(event);
    else waiting.reject(error);
  }

  #end(code) {
    if (this.#closed) return;
    this.#closed = true;
    this.ready = false;
    clearTimeout(this.#deadline);
    clearInterval(this.#pings);
    for (const clientId of [...this.#acks.keys()]) this.#settle(clientId, null, unreachable("the socket closed"));
    this.#handlers.onClose(code);
  }
}

function unreachable(message) {
  return new ApiError(0, { code: "unreachable", message });
}

// Error frames carry the code of the HTTP error, not its status.
function statusOf(error) {
  const statuses = { unauthorized: 401, expired_token: 401, too_many_requests: 429, too_large: 413, unavailable: 503 };
  return statuses[error?.code] ?? (error?.retry_after_s ? 503 : 400);
}
