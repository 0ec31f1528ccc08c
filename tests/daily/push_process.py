"""Run the bot in forks of this process, which has imported everything; each is there to be killed.

Started by kills.py: `python push_process.py`, with settings in the environment. It prints the
id of each child; when one dies the next begins, until standard input is closed.
"""

import os
import select
import sys

from bot.app import build_application, make_services, run
from bot.daily.sending import Timing
from bot.settings import load_settings
from index.search import open_searcher

TIMING = Timing(tick=0.05, lease=1.0, window=3600.0, at_once=10)


def main() -> None:
    settings = load_settings(None)
    searcher = open_searcher(settings.home, None)
    while not select.select([sys.stdin], [], [], 0)[0]:
        child = os.fork()
        if child == 0:
            run(build_application(make_services(settings, searcher), timing=TIMING))
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
