"""Whatever the log can hold has words: a new endpoint that changes something needs its own."""

from __future__ import annotations

from serving.app import create_app
from serving.config import Settings
from serving.console.auditing import PREFIX
from serving.translation.catalogue import get_catalogue

# Written by the platform and by its commands, and reads that are noted because they take data away.
OTHERS = {
    "analytics.csv", "audit.export", "contacts.export", "export", "knowledge.ingest",
    "knowledge.remove", "login.failed", "oidc.callback", "retention.erase", "train", "translation.export",
}  # fmt: skip
CHOICES = {
    "conversations": ("take-over", "hand-back", "resolve", "reopen"),
    "team": ("disable", "enable", "sign-out"),
}


def test_everything_that_can_be_done_has_words(settings: Settings) -> None:
    done = set(OTHERS)
    for path, methods in create_app(settings).openapi()["paths"].items():
        if not path.startswith(PREFIX) or not methods.keys() - {"get"}:
            continue
        parts = path.removeprefix(PREFIX).split("/")
        named = ".".join(part for part in parts if not part.startswith("{"))
        done |= {f"{named}.{one}" for one in CHOICES[named]} if parts[-1] == "{action}" else {named}
    assert {"conversations.reply", "conversations.take-over", "inboxes", "team.role"} <= done
    catalogue = get_catalogue("en")
    missing = [one for one in sorted(done) if not catalogue.has(f"console-did-{one.replace('.', '-')}", "en")]
    assert missing == []
