"""`yandu outline` and `yandu read`: the documents by their sections and addresses."""

from collections.abc import Sequence

from bot.cli.home import load_snapshot
from bot.cli.problems import ChooseDocument, EmptyHome
from bot.cli.shapes import outline_shape, place_shape
from bot.cli.shell import Shell
from bot.terminal import Terminal
from corpus.models import Document, Section
from index.models import Place
from index.search import Searcher


def outline(document: str | None, *, as_json: bool) -> None:
    """Show the section tree of every document, or of one."""
    shell = Shell()
    snapshot = load_snapshot(shell)
    documents = [snapshot.document(document)] if document else snapshot.documents
    if as_json:
        shell.print_json(outline_shape(documents))
    else:
        for shown in documents:
            _print_document(shell.out, shown)


def read(reference: str, document: str | None, *, as_json: bool) -> None:
    """Open a place; where several documents have it, one must be chosen."""
    shell = Shell()
    snapshot = load_snapshot(shell)
    if not snapshot.documents:
        raise EmptyHome
    places = Searcher(snapshot, None).read(reference, document)
    if len(places) > 1:
        raise ChooseDocument(reference, tuple(place.document for place in places))
    if as_json:
        shell.print_json(place_shape(places[0]))
    else:
        print_places(shell.out, places)


def print_places(out: Terminal, places: Sequence[Place]) -> None:
    for place in places:
        print_address(out, str(place.reference), place.title, place.path)
        out.print()
        out.print(place.text, "│ ")


def print_address(out: Terminal, reference: str, title: str, path: Sequence[str]) -> None:
    """Print where something stands: its reference and document, then the sections around it."""
    out.print(f"{out.styled('b', reference)}  {title}" if reference else title)
    if path:
        out.print(out.styled("dim", " › ".join(path)))


def _print_document(out: Terminal, document: Document) -> None:
    out.print(f"{out.styled('b', document.title)}  {out.styled('dim', document.id)}")
    _print_sections(out, document.sections, "  ")
    out.print()


def _print_sections(out: Terminal, sections: Sequence[Section], indent: str) -> None:
    for section in sections:
        reference = out.styled("b", str(section.reference))
        out.print(f"{indent}{reference}  {section.title}", "")
        _print_sections(out, section.sections, indent + "  ")
