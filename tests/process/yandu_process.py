"""The `yandu` command as a process of its own."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import bot

YANDU = (sys.executable, "-m", "bot.cli")
PACKAGES = Path(bot.__file__).parents[1]


@dataclass(frozen=True)
class Yandu:
    """Runs commands on a home, in a folder without a `.env`, with no other setting."""

    home: Path
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name[:6] != "YANDU_"}
        kept |= {"PYTHONPATH": str(PACKAGES), "PYTHONUTF8": "0", "LC_ALL": "C", "NO_PROXY": "*"}
        return kept | {"YANDU_HOME": str(self.home)} | dict(self.settings)

    def run(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*YANDU, *arguments],
            input=typed,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
            cwd=self.home.parent,
            env=self.environment,
        )

    async def spawn(self, *arguments: str) -> asyncio.subprocess.Process:
        """Start a command; its output and its errors come together."""
        return await asyncio.create_subprocess_exec(
            *YANDU,
            *arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            cwd=self.home.parent,
            env=self.environment,
        )
