"""The console as an operator uses it."""

from __future__ import annotations

from playwright.sync_api import Page, expect


class Desk:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.rows = page.get_by_role("navigation", name="Inbox").locator(".rows a")
        self.transcript = page.get_by_role("log", name="Transcript")
        self.details = page.locator(".panes > .details")
        self.banner = page.locator(".banner")
        self.problem = page.locator(".transcript .problem-bar")
        self.reply = page.get_by_role("textbox", name="Reply")
        self.note = page.get_by_role("textbox", name="Private note")

    @classmethod
    def sign_in(cls, page: Page, url: str, *, email: str, password: str) -> Desk:
        page.goto(f"{url}/console")
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Sign in").click()
        desk = cls(page)
        expect(page.get_by_text("Live", exact=True)).to_be_visible()
        return desk

    def open_first(self) -> None:
        self.rows.first.click()
        expect(self.transcript).to_be_visible()

    def act(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()
