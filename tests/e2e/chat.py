"""The widget as a customer uses it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


class Chat:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.widget = page.locator("parley-messenger")
        self.panel = self.widget.get_by_role("dialog")
        self.launcher = self.widget.locator(".launcher")
        self.input = self.widget.get_by_label("Your message")
        self.banner = self.widget.locator(".banner")
        self.badge = self.widget.locator(".unread")
        self.typing = self.widget.locator(".typing")
        self.own = self.widget.locator(".message.own")
        self.rating = self.widget.locator(".rating")
        self.human_button = self.widget.get_by_role("button", name="Talk to a person")

    @classmethod
    def on(cls, page: Page, url: str) -> Chat:
        """Opens the shop's page and the chat on it."""
        page.goto(url)
        chat = cls(page)
        chat.launcher.click()
        expect(chat.input).to_be_visible()
        return chat

    def say(self, text: str) -> None:
        self.input.fill(text)
        self.input.press("Enter")

    def message(self, text: str) -> Locator:
        """The messages of somebody else that hold these words."""
        return self.widget.locator(".message:not(.own)").filter(has_text=text)

    def sent(self, text: str) -> Locator:
        return self.own.filter(has_text=text)

    def notice(self, text: str) -> Locator:
        return self.widget.locator(".notice").filter(has_text=text)

    def stored(self, name: str) -> str | None:
        value: str | None = self.page.evaluate(
            "name => Object.entries(localStorage).find(([key]) => key.endsWith(name))?.[1] ?? null",
            f":{name}",
        )
        return value
