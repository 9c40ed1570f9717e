import { h, icon } from "./dom.js";
import { externalLink, safeUrl } from "./text.js";

/** The documents an answer stands on: a title each, with the quoted sentences and the link inside. */
export function citations(sources, strings) {
  const documents = Map.groupBy(sources, identity);
  return h(
    "div",
    { class: "citations" },
    h("span", { class: "citations-title" }, strings.text("sources")),
    ...[...documents.values()].map((quoted) => citation(quoted, strings)),
  );
}

function identity({ url, title }) {
  return `${url ?? ""}\n${title}`;
}

function citation(quoted, strings) {
  const [{ title, url }] = quoted;
  const href = safeUrl(url);
  return h(
    "details",
    { class: "citation" },
    h("summary", {}, icon("book"), h("span", { dir: "auto" }, title)),
    ...quoted.map((source) => quote(source, strings)),
    href ? externalLink(href, strings.text("open-source"), icon("link", "flip")) : null,
  );
}

function quote({ quote: sentence, heading, page }, strings) {
  const place = [heading, page ? strings.text("page", { page }) : null].filter(Boolean).join(", ");
  return h("blockquote", { dir: "auto" }, sentence, place ? h("cite", {}, place) : null);
}
