"""axe on what a page shows: WCAG 2.2 A and AA, and what is known to be good."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What fades in has other colours on its way.
RUN = """async (rules) => {
  await Promise.all(document.getAnimations().map((animation) => animation.finished));
  const options = { runOnly: { type: "tag", values: rules }, resultTypes: ["violations"] };
  const { violations } = await axe.run(document, options);
  const said = ({ id }, { html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`;
  return violations.flatMap((violation) => violation.nodes.map((node) => said(violation, node)));
}"""


def violations(page: Page) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(RUN, RULES)
    return found
