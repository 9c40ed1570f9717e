// JSON over HTTP with a timeout and one kind of error.

/** `status` 0 and code "unreachable" when no answer came: the network or the platform is away. */
export class ApiError extends Error {
  constructor(status, { code = "unknown", message = `HTTP ${status}`, retry_after_s = null } = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfterS = retry_after_s;
  }

  /** Trying again later may help; everything else is the request's own fault. */
  get temporary() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

export async function requestJson(url, { method = "GET", body, raw, headers = {}, timeoutMs = 15_000, ...options } = {}) {
  let response;
  try {
    response = await fetch(url, {
      method,
      headers: body === undefined ? headers : { "Content-Type": "application/json", ...headers },
      body: body === undefined ? raw : JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
      cache: "no-store",
      ...options,
    });
  } catch (error) {
    throw new ApiError(0, { code: "unreachable", message: error.message });
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(response.status, answer?.error);
  return answer;
}
