"""Make a document of a cleaned source: its sections, and the passages that answers quote."""

import base64
import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from corpus.blocks import make_blocks
from corpus.leaves import LONG_ARTICLE, Leaf, cut
from corpus.models import Document, Passage, Section, Source
from corpus.naming import Node
from corpus.outline import grow

__all__ = ["LONG_ARTICLE", "structure"]


def structure(source: Source, document_id: str) -> Document:
    """Read the outline of a cleaned source and cut it into passages.

    Headings and passages partition `text`; every reference is given once.
    """
    paragraphs = [paragraph for paragraph in source.paragraphs if paragraph.text.strip()]
    text = "\n".join(paragraph.text for paragraph in paragraphs)
    tree = grow(make_blocks(paragraphs), Path(source.name).stem)
    leaves, headings = cut(text, tree)
    bounds = sorted([*headings, *(leaf.start for leaf in leaves), len(text)])
    ends = dict(pairwise(bounds))
    passages = _passages(document_id, text, leaves, ends)
    return Document(
        id=document_id,
        title=tree.title,
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        sections=_Sections(leaves, passages, ends).below(tree.root),
        passages=passages,
        headings=tuple((start, ends[start]) for start in headings),
        cuts=source.cuts,
    )


def _passages(
    document: str, text: str, leaves: Sequence[Leaf], ends: Mapping[int, int]
) -> tuple[Passage, ...]:
    seen: Counter[str] = Counter()
    passages = []
    for leaf in leaves:
        end = ends[leaf.start]
        words = text[leaf.start : end].strip()
        seen[words] += 1
        name = _content_id(document, words, seen[words])
        passages.append(Passage(name, document, leaf.reference, leaf.path, leaf.start, end, words))
    return tuple(passages)


class _Sections:
    """Turns nodes into frozen sections, each with the passages that stand directly in it."""

    def __init__(
        self, leaves: Sequence[Leaf], passages: Sequence[Passage], ends: Mapping[int, int]
    ) -> None:
        self.ends = ends
        self.own: dict[int, list[Passage]] = defaultdict(list)
        for leaf, passage in zip(leaves, passages, strict=True):
            self.own[id(leaf.owner)].append(passage)

    def below(self, node: Node) -> tuple[Section, ...]:
        children = sorted(node.children, key=lambda child: child.start)
        return tuple(self._section(child) for child in children)

    def _section(self, node: Node) -> Section:
        below, own = self.below(node), tuple(self.own[id(node)])
        body = self.ends[node.start] if node.body > node.start else node.start
        last = max([body, *(one.end for one in own), *(one.end for one in below)])
        return Section(
            node.reference, node.numeral, node.title, node.start, body, last, below, own
        )


def _content_id(document: str, text: str, occurrence: int) -> str:
    """Name a passage by its document and text: 12 characters of a-z and 2-7."""
    digest = hashlib.sha256(f"{document}\0{text}\0{occurrence}".encode()).digest()
    return base64.b32encode(digest)[:12].decode().lower()
