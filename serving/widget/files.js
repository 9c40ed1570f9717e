import { h, icon } from "./dom.js";

const PICTURE = /^image\/(png|jpeg|gif|webp)$/;
const WIDEST_PX = 640;
const KILO = 1024;

/** Files of a message. `addressOf(id)` tells where one lies, for a while. */
export function filesOf(files, context) {
  return h("ul", { class: "files" }, files.map((file) => h("li", {}, shownFile(file, context))));
}

export function fileSize(bytes, { format }) {
  const mega = bytes >= KILO * KILO / 10;
  const value = Math.max(bytes / (mega ? KILO * KILO : KILO), 0.1);
  const style = { style: "unit", unit: mega ? "megabyte" : "kilobyte", maximumFractionDigits: value < 10 ? 1 : 0 };
  return new Intl.NumberFormat(format, style).format(value);
}

function shownFile(file, { strings, addressOf }) {
  const about = h("span", { class: "file-about" }, h("bdi", {}, file.name), file.bytes ? h("span", {}, fileSize(file.bytes, strings)) : null);
  const link = h("a", { class: "file", target: "_blank", rel: "noopener noreferrer" }, icon("file"), about);
  const address = addressOf(file.id);
  address.then((url) => link.setAttribute("href", url)).catch(() => link.classList.add("gone"));
  if (PICTURE.test(file.mime)) address.then((url) => showPicture(link, url, file.name)).catch(() => {});
  return link;
}

async function showPicture(link, url, name) {
  const canvas = await drawPicture(url);
  if (!canvas) return;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", name);
  link.classList.add("with-picture");
  link.replaceChildren(canvas);
}

/** A canvas, or null. Drawn and not linked: the host page's policy need not allow pictures of ours. */
export async function drawPicture(url) {
  const response = await fetch(url);
  if (!response.ok) return null;
  const bitmap = await createImageBitmap(await response.blob());
  const scale = Math.min(1, WIDEST_PX / bitmap.width);
  const canvas = h("canvas", { class: "picture" });
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas;
}
