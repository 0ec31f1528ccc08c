"""Find the section that a paragraph without a number belongs to."""

import re
from collections.abc import Callable, Sequence

from corpus.addresses import Kind
from corpus.blocks import Block
from corpus.markers import RANK
from corpus.naming import Node

_CLOSING = re.compile(
    r"(?:同志们|各位[^，。]{1,6}|朋友们|同学们|老师们)[，,！!：:]|让我们|最后，|谢谢|特此|"
    r"会议(?:要求|强调|指出)|以上(?:就?是|报告|发言|意见|方案|请示)|妥否|请(?:各|予以|认真|遵照|审议|批示|结合)"
)
_DEMAND = re.compile(
    r"各(?:地|级|单位|部门|党?支部|县|区|市|乡镇|街道|组|科室|班组|公司|学校)[^。]{0,24}(?:要|应|须)"
)
_TURN = re.compile(
    r"在(?:充分)?肯定.{0,12}的同时|(?:同时，?)?我们(?:也|还)(?:要|必须)?(?:清醒|充分)|"
    r"各位[^，。]{1,6}[！!，,]|同志们[！!，,]"
)


class Homes:
    """Answers where the block at an index goes; `here` is the section open before it."""

    def __init__(self, blocks: Sequence[Block], root: Node) -> None:
        self._blocks = blocks
        self._root = root
        self._next_marker = _next(blocks, lambda block: block.marker is not None)
        self._next_heading = _next(blocks, lambda b: b.marker is not None or b.level > 0)

    def home_of(self, index: int, here: Node) -> Node:
        """Find the section that an unnumbered paragraph belongs to."""
        text, node = self._blocks[index].text, here
        if node is self._root or in_article(node):
            return node
        if self._is_closing(index) and (
            _CLOSING.match(text) or (_DEMAND.match(text) and len(node.paragraphs) == 1)
        ):
            return self.outermost(node)
        if self._continues_later(index, node):
            return node
        if _TURN.match(text):
            return self.main(index, node)
        while node.parent is not None and self._closes_list(node, index):
            node = node.parent
        return node

    def main(self, index: int, here: Node) -> Node:
        """Give the outermost section still going on here, or the whole at the end of the last."""
        line = here.line()
        if not line or self._is_closing(index):
            return self.outermost(here)
        outer = line[-2] if line[-1].kind is Kind.APPENDIX and len(line) > 1 else line[-1]
        return outer if not self._continues_later(index, here) else here

    def outermost(self, here: Node) -> Node:
        """Give the root, or the appendix that is open."""
        line = here.line()
        return line[-1] if line and line[-1].kind is Kind.APPENDIX else self._root

    def next_marked(self, index: int) -> Block | None:
        """Give the next block that opens with a number."""
        at = self._next_marker[index]
        return self._blocks[at] if at < len(self._blocks) else None

    def _is_closing(self, index: int) -> bool:
        """Tell whether the last of the outermost sections is open and nothing numbered follows."""
        block = self.next_marked(index)
        return block is None or bool(block.marker and block.marker.kind is Kind.APPENDIX)

    def _continues_later(self, index: int, node: Node) -> bool:
        """Tell whether the next heading is a sibling of `node` or stands below it."""
        if node.kind not in RANK:
            return True
        at = self._next_heading[index]
        if at == len(self._blocks):
            return False
        marker = self._blocks[at].marker
        return marker is not None and RANK[marker.kind] >= RANK[node.kind]

    def _closes_list(self, node: Node, index: int) -> bool:
        """Tell whether a list of one-paragraph sections ended with `node`: the text resumes."""
        if node.parent is None or not node.run_in or self._continues_later(index, node):
            return False
        siblings = [child for child in node.parent.children if child.kind is node.kind]
        return len(siblings) > 1 and all(
            child.run_in and len(child.paragraphs) == 1 and not child.children
            for child in siblings
        )


def in_article(node: Node) -> bool:
    return any(one.kind is Kind.ARTICLE for one in node.line())


def _next(blocks: Sequence[Block], counts: Callable[[Block], bool]) -> list[int]:
    """Give for each block the place of the next one that counts, len(blocks) for none."""
    ahead, found = len(blocks), []
    for at in range(len(blocks) - 1, -1, -1):
        found.append(ahead)
        if counts(blocks[at]):
            ahead = at
    return found[::-1]
