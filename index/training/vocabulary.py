"""Build the tokenizer: characters and frequent words under a unigram language model."""

from collections import Counter
from collections.abc import Iterable
from math import log

import rjieba
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

__all__ = ["build_tokenizer", "count_words", "normalizer"]

_UNKNOWN = "[UNK]"


def normalizer() -> normalizers.Normalizer:
    """Fold widths and case; everything but letters and digits becomes one space."""
    return normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Lowercase(),
            normalizers.Replace(Regex(r"[^\p{L}\p{N}]+"), " "),
        ]
    )


def count_words(lines: Iterable[str], weight: float = 1.0) -> Counter[str]:
    """Count the words that jieba cuts the lines into, each worth ``weight``."""
    normalise = normalizer().normalize_str
    counts: Counter[str] = Counter()
    for line in lines:
        counts.update(rjieba.cut(normalise(line)))
    return Counter({word: round(n * weight) for word, n in counts.items() if not word.isspace()})


def build_tokenizer(counts: Counter[str], pieces: int, least_character: int) -> Tokenizer:
    """Give each piece its log probability, so that the likeliest cut of a text wins.

    Kudo 2018, "Subword Regularization": a unigram model, here with given counts instead of EM.
    Piece 0 stands for what no piece covers.
    """
    characters = _characters(counts, least_character)
    words = [w for w, _ in counts.most_common() if len(w) > 1 and " " not in w]
    chosen = characters + words[: pieces - 1 - len(characters)]
    total = sum(counts.values())
    scores = [(piece, log(max(counts[piece], 1) / total)) for piece in chosen]
    tokenizer = Tokenizer(models.Unigram([(_UNKNOWN, -30.0), *scores], 0, False))
    tokenizer.normalizer = normalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return tokenizer


def _characters(counts: Counter[str], least: int) -> list[str]:
    """List the characters that occur at least ``least`` times, inside words or alone."""
    totals: Counter[str] = Counter()
    for word, count in counts.items():
        for character in word:
            totals[character] += count
    return [c for c, count in totals.most_common() if count >= least and not c.isspace()]
