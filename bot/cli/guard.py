"""Every way a command can end: one line for an error, quiet for a closed pipe or Ctrl-C."""

import logging
import os
import sys
from typing import Any

import click

from bot.terminal import use_utf8

INTERRUPTED = 130
DEBUG = "YANDU_DEBUG"  # shows tracebacks and what libraries remark


class Guarded(click.Group):
    """A group whose commands end with 0, or with 1 and one line on stderr."""

    def main(self, *args: Any, **extra: Any) -> Any:
        use_utf8()
        logging.basicConfig(level=logging.INFO if os.environ.get(DEBUG) else logging.CRITICAL)
        return super().main(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except (click.exceptions.Exit, click.ClickException):
            raise
        except (KeyboardInterrupt, click.Abort):
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        except Exception as error:
            if os.environ.get(DEBUG):
                raise
            fail(error)
        return result


def fail(error: Exception) -> None:
    """Say in one line what is wrong, and end with status 1."""
    from bot.cli.problems import explain  # noqa: PLC0415 - only when something failed

    click.echo(f"yandu: {' '.join(explain(error).split())}", err=True)
    raise click.exceptions.Exit(1)
