"""What the project says about itself is so."""

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

from bot.cli import cli
from bot.settings import PREFIX, Settings
from corpus.library import sample_documents

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SETTINGS = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}


def test_the_readme_lists_exactly_the_commands() -> None:
    assert set(re.findall(r"^\| `yandu (\w+)", README, re.MULTILINE)) == set(cli.commands)


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_the_readme_names_every_option(name: str) -> None:
    (line,) = re.findall(rf"^\| (`yandu {name}\b.*)", README, re.MULTILINE)
    options = {option for parameter in cli.commands[name].params for option in parameter.opts}
    assert {option for option in options if option.startswith("-")} == set(
        re.findall(r"(?<=\[)--?[\w-]+", line)
    )


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_and_option_has_help(name: str) -> None:
    command = cli.commands[name]
    assert command.help
    for parameter in command.params:
        assert parameter.param_type_name == "argument" or getattr(parameter, "help", None)


def test_the_settings_table_is_that_of_the_settings() -> None:
    assert set(re.findall(r"^\| `(YANDU_\w+)`", README, re.MULTILINE)) == SETTINGS


def test_the_example_environment_names_every_setting() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^#(YANDU_\w+)=", example, re.MULTILINE)) == SETTINGS


def test_the_defaults_in_the_readme_are_those_of_the_settings() -> None:
    told = dict(re.findall(r"^\| `YANDU_(\w+)` \| `([^`]+)` \|", README, re.MULTILINE))
    for name, default in told.items():
        actual = str(Settings.model_fields[name.lower()].default)
        assert actual.replace("zh_Hans", "zh-Hans") == default


def test_the_version_is_one() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    latest = re.findall(r"^## \[(\d+\.\d+\.\d+)\]", changelog, re.MULTILINE)[0]
    assert latest == PROJECT["version"]


def test_the_installed_version_is_that_of_the_project() -> None:
    try:
        installed = version("yandu")
    except ModuleNotFoundError:
        pytest.skip("yandu is not installed")
    assert installed == PROJECT["version"]


@pytest.mark.parametrize("target", ["run", "test", "bench", "soak"])
def test_the_makefile_has_what_the_readme_names(target: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert f"make {target}" in README
    assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_the_image_copies_what_the_build_needs() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    kept = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    copied = {
        name
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, re.MULTILINE)
        for name in line.split()
    }
    assert copied == {line[1:] for line in kept if line.startswith("!")}
    assert copied == {"pyproject.toml", "README.md", "LICENSE", "bot", "corpus", "index"}


def test_the_transcript_quotes_the_sample_word_for_word() -> None:
    (sample,) = sample_documents()
    text = "".join(sample.read_text(encoding="utf-8").split())
    transcript = README.partition("<!-- transcript -->")[2].partition("<!-- /transcript -->")[0]
    passages = re.findall(r"(?:^│ .*\n)+", transcript, re.MULTILINE)
    assert len(passages) == 3
    for passage in passages:
        assert "".join(passage.replace("│ ", "").split()) in text
