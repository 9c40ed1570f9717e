import { ApiError } from "/widget/http.js";

const PATIENCE_MS = 300_000;

/** Sends a file as the body of a POST. `fetch` cannot tell how much has been sent, so this is the older way. */
export function sendFile(url, file, { headers, onProgress }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.responseType = "json";
    request.timeout = PATIENCE_MS;
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onload = () => {
      if (request.status < 300) resolve(request.response);
      else reject(new ApiError(request.status, request.response?.error));
    };
    request.onerror = request.ontimeout = () => reject(new ApiError(0, { code: "unreachable", message: "no answer" }));
    request.send(file);
  });
}
