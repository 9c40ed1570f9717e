import { h, icon } from "./dom.js";
import { drawPicture } from "./files.js";
import { externalLink, formatted, safeUrl } from "./text.js";

/** What a message shows beside its words: a title, words, a picture, and what can be pressed.
 * `label` names them together; `press(payload, title)` says what a button says, and without it nothing can be
 * pressed; `addressOf(id)` tells where a stored picture lies. */
export function cardsOf(cards, context) {
  // What can be scrolled can be reached by the keyboard.
  return h("ul", { class: "cards", role: "list", "aria-label": context.label, tabindex: cards.length > 1 && "0" }, cards.map((card) => h("li", { class: "card" }, cardParts(card, context))));
}

function cardParts({ title, text, image, buttons }, context) {
  return [
    image ? picture(image, context) : null,
    h("strong", { class: "card-title", dir: "auto" }, ...formatted(title)),
    text ? h("p", { class: "card-text", dir: "auto" }, ...formatted(text)) : null,
    buttons.length ? h("div", { class: "card-buttons" }, buttons.map((button) => action(button, context))) : null,
  ];
}

// It says nothing that the title beside it does not say.
function picture({ id, url }, { addressOf }) {
  const frame = h("div", { class: "card-picture", hidden: true });
  const shown = (element) => {
    frame.replaceChildren(element);
    frame.hidden = false;
  };
  if (id) addressOf(id).then(drawPicture).then((canvas) => canvas && shown(canvas), () => {});
  else if (safeUrl(url)) {
    const image = h("img", { alt: "", referrerpolicy: "no-referrer", src: safeUrl(url) });
    image.addEventListener("load", () => shown(image));
  }
  return frame;
}

function action({ title, payload, url }, { press }) {
  const href = safeUrl(url);
  if (href) return externalLink(href, title, icon("link", "flip"));
  return h("button", { type: "button", dir: "auto", disabled: !press, on: { click: () => press(payload, title) } }, title);
}
