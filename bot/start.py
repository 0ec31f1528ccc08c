"""What `make run` starts: the sample on an empty home, then Telegram or the terminal."""

import sys

from bot.cli import cli
from bot.cli.problems import explain
from bot.errors import BotError
from bot.home import library_of, snapshots_of
from bot.settings import Settings, load_settings
from bot.terminal import use_utf8
from index.errors import IndexingError


def main() -> None:
    """Run what the home needs, one command after another, until one fails."""
    use_utf8()
    try:
        commands = plan(load_settings())
    except BotError as error:
        sys.exit(f"yandu: {explain(error)}")
    for command in commands:
        status = cli.main(command, prog_name="yandu", standalone_mode=False)
        if status:
            sys.exit(status)


def plan(settings: Settings) -> list[list[str]]:
    """Choose the commands: index what is not indexed, the sample if there is nothing."""
    commands = []
    if not library_of(settings).entries():
        commands.append(["index", "--sample"])
    elif not _has_index(settings):
        commands.append(["index"])
    return [*commands, ["run" if settings.token else "chat"]]


def _has_index(settings: Settings) -> bool:
    try:
        snapshots_of(settings).load()
    except IndexingError:
        return False
    return True


if __name__ == "__main__":
    main()
