"""`yandu ask`: a question in, the passage out."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace

import click

from bot.cli.home import load_searcher
from bot.cli.problems import EmptyHome, explain
from bot.cli.reading import print_address, print_places
from bot.cli.shapes import answer_shape
from bot.cli.shell import Shell
from bot.counts import count_inside, list_head
from bot.terminal import note
from corpus.errors import UnknownReference
from corpus.models import Passage
from corpus.text import sentences
from index.models import Answer, Hit, Listing, Place, Verdict
from index.search import Searcher


def ask(question: str, k: int, *, as_json: bool) -> None:
    """Answer a question, or with `-` one from each line of stdin, as each comes."""
    shell = Shell()
    _ = shell.texts
    several = question == "-"
    if not question.strip():
        raise click.UsageError(_("问题是空的"))
    searcher = load_searcher(shell)
    if not searcher.documents:
        raise EmptyHome
    for line in _typed() if several else [question]:
        answer = find_answer(searcher, line, k)
        if as_json:
            shell.print_json(answer_shape(answer), indent=None if several else 2)
        else:
            _print(shell, answer, heading=several)


def find_answer(searcher: Searcher, question: str, k: int) -> Answer:
    """Answer with hits even a question that is a reference: the passages there, or nearest."""
    try:
        answer = searcher.search(question, k=k)
        return replace(answer, hits=answer.hits or tuple(_hits(answer.places)[:k]))
    except UnknownReference as unknown:
        note(explain(unknown))
        places = [place for name in unknown.nearest for place in searcher.read(name)]
        return Answer(question, Verdict.NONE, tuple(_hits(places)[:k]))


def _typed() -> Iterator[str]:
    return (text for line in sys.stdin if (text := line.lstrip("\ufeff").strip()))


def _hits(places: Sequence[Place]) -> list[Hit]:
    """Give the passages of places that were asked for by their reference."""
    return [_whole(passage, place) for place in places for passage in place.passages]


def _whole(passage: Passage, place: Place) -> Hit:
    """Make a hit of a passage as it stands, with its first sentence as the quote."""
    start, end = sentences(passage.text)[0]
    return Hit(passage, place.title, passage.text[start:end].strip(), start, 1.0)


def _print(shell: Shell, answer: Answer, *, heading: bool) -> None:
    out, _ = shell.out, shell.texts
    if heading:
        out.print(out.styled("b", f"› {answer.question}"))
    if answer.verdict is Verdict.RELATED:
        out.print(_("原文没有直接回答，相关段落：") + "\n")
    elif answer.verdict is Verdict.NONE:
        near = _("材料中没有讲到这个问题。最接近的是：") if answer.hits else ""
        out.print((near or _("材料中没有讲到这个问题。")) + "\n")
    if answer.listings:
        _print_listings(shell, answer)
    elif answer.places:
        print_places(out, answer.places)
    else:
        if answer.verdict is not Verdict.NONE and answer.hits:
            _print_best(shell, answer.hits[0])
        _print_others(shell, answer)
    out.print()


def _print_listings(shell: Shell, answer: Answer) -> None:
    """Print each list: how many there are, where, and the entries with their references.

    Entries from within one passage come before it; a place without entries is printed itself.
    """
    for number, listing in enumerate(answer.listings):
        shell.out.print(("\n" if number else "") + list_head(listing, shell.texts))
        within = {item.place.passages for item in listing.items}
        if not listing.items:
            print_places(shell.out, [listing.place])
        elif listing.formula and len(within) == 1:
            _print_items(shell, listing)
            shell.out.print()
            print_places(shell.out, [listing.items[0].place])
        else:
            print_address(
                shell.out, str(listing.place.reference), listing.place.title, listing.place.path
            )
            shell.out.print()
            _print_items(shell, listing)


def _print_items(shell: Shell, listing: Listing) -> None:
    out = shell.out
    for item in listing.items:
        reference = out.styled("b", str(item.place.reference))
        indent = "  " * (1 + item.level)
        out.print(f"{reference}  {item.text}{count_inside(item, shell.texts)}", indent)


def _print_best(shell: Shell, hit: Hit) -> None:
    """Print the quote, its address, and the whole passage with the quote set off."""
    out, text = shell.out, hit.passage.text
    end = hit.quote_start + len(hit.quote)
    out.print(out.styled("b", hit.quote) + "\n")
    print_address(out, str(hit.passage.reference), hit.title, hit.passage.path)
    out.print()
    shown = text[: hit.quote_start] + out.styled("b", hit.quote) + text[end:]
    out.print(shown, "│ ")


def _print_others(shell: Shell, answer: Answer) -> None:
    none = answer.verdict is Verdict.NONE
    others = answer.hits if none else answer.hits[1:]
    if others and not none:
        shell.out.print("\n" + shell.texts("另见："))
    for hit in others:
        where = " › ".join(hit.passage.path) or hit.title
        shell.out.print(f"{shell.out.styled('b', str(hit.passage.reference))}  {where}", "  ")
        shell.out.print(hit.quote, "    ")
