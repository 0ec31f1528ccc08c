"""Characters, words of alphabets, numbers, and pairs of neighbours."""

import pytest

from index.tokens import tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("错峰法", ["错", "峰", "法", "错峰", "峰法"]),
        ("党建，业务", ["党", "建", "党建", "业", "务", "业务"]),
        ("2020年5g", ["2020", "年", "5", "g", "2020年", "年5", "5g"]),
        ("增长3.5%，共1,200人", ["增", "长", "3.5", "增长", "长3.5",
                               "共", "1,200", "人", "共1,200", "1,200人"]),
        ("open_ai api.", ["open", "ai", "api"]),
        ("café", ["café"]),
        ("１２３", ["１２３"]),
        ("甲1乙丙", ["甲", "1", "乙", "丙", "甲1", "1乙", "乙丙"]),
        ("。、 ——“”\n", []),
        ("", []),
    ],
)  # fmt: skip
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected
