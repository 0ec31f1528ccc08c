"""`python -m bot.cli` is `yandu`."""

from bot.cli import main

main()
