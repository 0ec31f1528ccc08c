"""Run the bot in forks of this process, which has imported everything; each is there to be killed.

Started by reindex_kills.py: `python forked_bots.py`, with settings in the environment. Each child
does what `yandu run` does. Its id is printed; when it is killed the next begins, until standard
input is closed. One that ends by itself is told of.
"""

import os
import select
import sys

import sentence_transformers  # noqa: F401 - what takes long to import, once for all
import torch

from bot.cli.serving import serve

torch.set_num_threads(1)  # a fork has none of the threads of its parent


def main() -> None:
    while not select.select([sys.stdin], [], [], 0)[0]:
        child = os.fork()
        if child == 0:
            serve()
            os._exit(0)
        say(str(child))
        status = os.waitpid(child, 0)[1]
        if os.WIFEXITED(status):
            say(f"ended with {os.WEXITSTATUS(status)}")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
