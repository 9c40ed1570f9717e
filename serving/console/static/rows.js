/** Moves the focus by `step` rows of links, from the focused one or the one that is open. */
export function moveFocus(list, step) {
  const links = [...list.querySelectorAll("a")];
  const focused = links.indexOf(document.activeElement);
  const from = focused >= 0 ? focused : links.findIndex((link) => link.getAttribute("aria-current"));
  const to = from < 0 ? 0 : Math.min(links.length - 1, Math.max(0, from + step));
  links[to]?.focus();
}
