"""The commands of `./parley`: what each takes; each does its work in a file of its own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from serving.cli.environment import DEFAULT_PORT
from serving.cli.evaluate import evaluations
from serving.cli.layout import DataDirectory
from serving.cli.refusal import Refusal
from serving.cli.translate import translations

cli = typer.Typer(
    name="parley",
    help="Parley: customer support with your own documents, flows and people, on your own machines.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
cli.add_typer(evaluations)
cli.add_typer(translations)
console = Console(soft_wrap=True)

Data = Annotated[
    Path | None,
    typer.Option("--data", help="Where this platform keeps everything (default: .parley in the project)."),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object instead of text.")]
Locale = Annotated[str | None, typer.Option(help="The customer's language, such as en or es.")]
Wait = Annotated[int, typer.Option(min=1, max=120, help="Seconds to wait for the reply.")]


@cli.command()
def up(
    data: Data = None,
    port: Annotated[
        int, typer.Option(help="The gateway's port; the others are the five after it.")
    ] = DEFAULT_PORT,
    host: Annotated[str, typer.Option(help="The address that the gateway listens on.")] = "127.0.0.1",
    detach: Annotated[bool, typer.Option("--detach", "-d", help="Return once everything is up.")] = False,
) -> None:
    """Set everything up and run the platform; Ctrl-C stops it."""
    from serving.cli.up import up as run

    run(DataDirectory.at(data), host=host, port=port, detach=detach, console=console)


@cli.command()
def down(data: Data = None) -> None:
    """Stop the platform."""
    from serving.cli.down import down as run

    run(DataDirectory.at(data), console)


@cli.command()
def status(data: Data = None, as_json: Json = False) -> None:
    """Show each process, its memory and restarts, and what is ready."""
    from serving.cli.status import status as run

    run(DataDirectory.at(data), console, as_json=as_json)


@cli.command()
def logs(
    name: Annotated[str, typer.Argument(help="A process: gateway, worker, rasa, shop, llm or redis.")],
    data: Data = None,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on as the log grows.")] = False,
    lines: Annotated[int, typer.Option("--lines", "-n", min=0, help="How many of the last lines.")] = 100,
) -> None:
    """Show the log of one process."""
    from serving.cli.logs import logs as run

    run(DataDirectory.at(data), name, follow=follow, lines=lines)


@cli.command()
def ask(
    text: Annotated[str, typer.Argument(help="What the customer writes.")],
    data: Data = None,
    conversation: Annotated[str | None, typer.Option(help="Go on with this conversation.")] = None,
    locale: Locale = None,
    as_json: Json = False,
    wait: Wait = 60,
) -> None:
    """Ask the running platform one thing, as a customer, and print the replies."""
    from serving.cli.ask import ask as run

    run(
        DataDirectory.at(data),
        text,
        conversation=conversation,
        locale=locale,
        as_json=as_json,
        wait_s=wait,
        console=console,
    )


@cli.command()
def chat(data: Data = None, locale: Locale = None, wait: Wait = 60) -> None:
    """Talk to the running platform, as a customer, in the terminal."""
    from serving.cli.ask import chat as run

    run(DataDirectory.at(data), locale=locale, wait_s=wait, console=console)


@cli.command()
def ingest(
    places: Annotated[
        list[str] | None, typer.Argument(help="Folders, files, and addresses of pages or sitemaps.")
    ] = None,
    data: Data = None,
    source: Annotated[str | None, typer.Option(help="The source's name, where its own will not do.")] = None,
    inbox: Annotated[
        list[str] | None, typer.Option(help="Show it in this inbox only; may be repeated.")
    ] = None,
    every_inbox: Annotated[bool, typer.Option("--every-inbox", help="Show it in every inbox again.")] = False,
    locale: Annotated[
        str | None,
        typer.Option(
            help="The language of documents that name none (es, pt-BR); kept until another or '' is given."
        ),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Every source, from where it came: after another encoder.")
    ] = False,
    list_them: Annotated[bool, typer.Option("--list", help="List what has been ingested.")] = False,
    remove: Annotated[str | None, typer.Option(metavar="SOURCE", help="Withdraw a source.")] = None,
) -> None:
    """Put documents into the knowledge of the running platform; what was there of them is replaced."""
    from serving.cli import ingest as knowledge

    directory = DataDirectory.at(data)
    if again:
        if places or source or inbox or every_inbox or locale or list_them or remove is not None:
            raise Refusal("--again takes every source as it is: leave the rest out.")
        raise typer.Exit(knowledge.ingest_again(directory))
    if list_them:
        raise typer.Exit(knowledge.list_sources(directory))
    if remove is not None:
        raise typer.Exit(knowledge.remove_source(directory, remove))
    if not places:
        raise Refusal("Name a folder, a file or an address; or --again, --list, or --remove SOURCE.")
    raise typer.Exit(
        knowledge.ingest(
            directory, places, source=source, inboxes=inbox, every_inbox=every_inbox, locale=locale
        )
    )


inboxes = typer.Typer(
    help="Where conversations come in: make, check and remove inboxes.", no_args_is_help=True
)
api_keys = typer.Typer(help="The API keys of a REST inbox.", no_args_is_help=True)
inboxes.add_typer(api_keys, name="key")
cli.add_typer(inboxes, name="inbox")

InboxId = Annotated[str, typer.Argument(metavar="INBOX", help="The inbox's id.")]
Set = Annotated[list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="May be repeated.")]
Secret = Annotated[
    list[str] | None,
    typer.Option("--secret", metavar="FIELD=env:NAME|file:PATH", help="Where a secret is; may be repeated."),
]


@inboxes.command("add")
def add_inbox(
    channel: Annotated[str, typer.Argument(help="Such as email, slack, telegram, twilio_sms, widget, rest.")],
    data: Data = None,
    inbox_id: Annotated[str | None, typer.Option("--id", help="In addresses (default: the channel).")] = None,
    name: Annotated[str | None, typer.Option(help="What the team reads.")] = None,
    options: Set = None,
    secrets: Secret = None,
    ask: Annotated[bool, typer.Option(help="Ask for what is not given.")] = True,
    as_json: Json = False,
) -> None:
    """Connect a channel: prove what it needs, store it, tell the provider, and check all of it."""
    from serving.cli import inbox

    status = inbox.add(
        DataDirectory.at(data),
        channel,
        inbox_id=inbox_id,
        name=name,
        options=options or [],
        secret_options=secrets or [],
        ask=ask,
        as_json=as_json,
    )
    raise typer.Exit(status)


@inboxes.command("set")
def set_inbox(
    inbox_id: InboxId,
    data: Data = None,
    name: Annotated[str | None, typer.Option(help="What the team reads.")] = None,
    options: Set = None,
    secrets: Secret = None,
    as_json: Json = False,
) -> None:
    """Change what is given, and tell the provider again: this also repairs a webhook."""
    from serving.cli import inbox

    status = inbox.change(
        DataDirectory.at(data),
        inbox_id,
        name=name,
        options=options or [],
        secret_options=secrets or [],
        as_json=as_json,
    )
    raise typer.Exit(status)


@inboxes.command("list")
def list_inboxes(data: Data = None, as_json: Json = False) -> None:
    """List the inboxes."""
    _inbox({"action": "list"}, data, as_json=as_json)


@inboxes.command("check")
def check_inbox(inbox_id: InboxId, data: Data = None, as_json: Json = False) -> None:
    """Say what is wrong with an inbox: its token, its address, its webhook. Exit status 1 if anything is."""
    _inbox({"action": "check", "inbox": inbox_id}, data, as_json=as_json)


@inboxes.command("remove")
def remove_inbox(inbox_id: InboxId, data: Data = None, as_json: Json = False) -> None:
    """Take an inbox out of use and forget its secrets; its conversations stay readable."""
    _inbox({"action": "remove", "inbox": inbox_id}, data, as_json=as_json)


@api_keys.command("add")
def add_key(
    inbox_id: InboxId,
    name: Annotated[str, typer.Argument(help="Who uses the key.")],
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Make an API key; it is shown once."""
    _inbox({"action": "key-add", "inbox": inbox_id, "name": name}, data, as_json=as_json)


@api_keys.command("list")
def list_keys(inbox_id: InboxId, data: Data = None, as_json: Json = False) -> None:
    """List the API keys of an inbox."""
    _inbox({"action": "key-list", "inbox": inbox_id}, data, as_json=as_json)


@api_keys.command("revoke")
def revoke_key(
    inbox_id: InboxId,
    key: Annotated[str, typer.Argument(help="The key's id, as `list` shows it.")],
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Make an API key invalid at once."""
    _inbox({"action": "key-revoke", "inbox": inbox_id, "key": key}, data, as_json=as_json)


def _inbox(request: dict[str, Any], data: Path | None, *, as_json: bool) -> None:
    from serving.cli import inbox

    raise typer.Exit(inbox.send(DataDirectory.at(data), request, as_json=as_json))


@cli.command()
def train(data: Data = None, as_json: Json = False) -> None:
    """Train with what operators corrected in the console, put the model to work, and say what changed."""
    from serving.cli.train import train as run

    raise typer.Exit(run(DataDirectory.at(data), as_json=as_json, console=console))


@cli.command("test", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def run_tests(context: typer.Context, data: Data = None) -> None:
    """Set up and pass the tests; further arguments go to pytest."""
    from serving.cli.test import run_tests as run

    raise typer.Exit(run(DataDirectory.at(data), context.args, console=console))


def main() -> None:
    try:
        cli(prog_name="./parley")
    except Refusal as refusal:
        Console(stderr=True, soft_wrap=True).print(f"parley: {refusal}", markup=False, highlight=False)
        sys.exit(refusal.status)
    except KeyboardInterrupt:
        sys.exit(130)
