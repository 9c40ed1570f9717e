import { InboxesView } from "./inboxes-view.js";
import { Inboxes } from "./inboxes.js";

/** The inboxes, for admins: made, checked, changed and removed. */
export async function load(api) {
  const inboxes = new Inboxes(api);
  await inboxes.load();
  return inboxes;
}

export function render(inboxes) {
  const view = new InboxesView(inboxes);
  inboxes.addEventListener("change", () => view.render());
  view.render();
  return { body: view.element };
}
