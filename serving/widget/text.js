// Messages are text. The only formatting: line breaks (by CSS, `white-space: pre-wrap`), http(s) links, and numbers
// that stay on one line.

const LINK = /https?:\/\/[^\s<>"']+/gi;
const ISOLATE_MARK = /([\u2066-\u2069])/;
const ISOLATE_END = "\u2069";
// An order number, a telephone number, an amount with its currency: no line breaks within.
const WHOLE = /(?<![\p{L}\d])(?:\p{L}{1,4}-\d[\p{L}\d-]{2,20}|\+?\d[\d ()/-]{5,16}\d|(?:EUR|USD|GBP|CHF|[€$£]) ?\d[\d.,]*\d|\d[\d.,]* (?:EUR|USD|GBP|CHF|[€$£%]))(?![\p{L}\d])/gu;
const TRAILING = /[.,;:!?)\]}'"]+$/;

/** An absolute http(s) URL, resolved against `base`, or null for anything else. */
export function safeUrl(value, base = document.baseURI) {
  if (!value) return null;
  try {
    const url = new URL(value, base);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

/** Nodes for `text`, to append to an element. What the catalogue isolates in right-to-left text becomes a
 * `<bdi>`: nobody copies invisible marks with an order number. */
export function formatted(text) {
  const open = [[]]; // the nodes of the text, and of each isolate that has not ended yet
  for (const part of text.split(ISOLATE_MARK)) {
    if (part === ISOLATE_END) close(open);
    else if (ISOLATE_MARK.test(part)) open.push([]);
    else if (part) open.at(-1).push(...linked(part));
  }
  while (open.length > 1) close(open);
  return open[0];
}

function close(open) {
  if (open.length === 1) return;
  const isolate = document.createElement("bdi");
  isolate.append(...open.pop());
  open.at(-1).push(isolate);
}

function linked(text) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const shown = match[0].replace(TRAILING, "");
    const url = safeUrl(shown);
    if (!url) continue;
    nodes.push(...kept(text.slice(from, match.index)), externalLink(url, shown));
    from = match.index + shown.length;
  }
  nodes.push(...kept(text.slice(from)));
  return nodes;
}

function kept(text) {
  const nodes = [];
  let from = 0;
  for (const { 0: words, index } of text.matchAll(WHOLE)) {
    const whole = document.createElement("span");
    whole.className = "whole";
    whole.append(words);
    nodes.push(text.slice(from, index), whole);
    from = index + words.length;
  }
  return [...nodes, text.slice(from)].filter(Boolean);
}

export function externalLink(url, ...content) {
  const link = document.createElement("a");
  link.href = url;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  link.append(...content);
  return link;
}

/** Sets formatted text only when it changed, so that a selection and a screen reader are not disturbed. */
export function setText(element, text) {
  if (element.parleyText === text) return;
  element.parleyText = text;
  element.replaceChildren(...formatted(text));
}
