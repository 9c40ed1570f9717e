// The pages of the console besides the inbox and the knowledge: each has an address, an icon and a view.

/** `role`: the least that may see it. `load` and `render` are in the page's own file, fetched with the first visit. */
export const PAGES = {
  reviews: { icon: "check", role: "viewer", load: () => import("./reviews-page.js") },
  analytics: { icon: "chart", role: "viewer", load: () => import("./analytics-page.js") },
  team: { icon: "people", role: "viewer", load: () => import("./team-page.js") },
  audit: { icon: "list", role: "admin", load: () => import("./audit-page.js") },
  retention: { icon: "lock", role: "admin", hidden: true, load: () => import("./retention-page.js") },
  wordings: { icon: "globe", role: "admin", hidden: true, load: () => import("./wordings-page.js") },
  inboxes: { icon: "link", role: "admin", load: () => import("./inboxes-page.js") },
  account: { icon: "person", role: "viewer", hidden: true, load: () => import("./account-page.js") },
};

const RANK = ["viewer", "agent", "admin"];

export function may(operator, least) {
  return RANK.indexOf(operator.role) >= RANK.indexOf(least);
}
