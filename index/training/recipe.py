"""Hold every number that decides how the model comes out."""

from dataclasses import dataclass

__all__ = ["Recipe", "Source"]


@dataclass(frozen=True)
class Source:
    """Name a text file, what a line of it counts for, and how many cloze pairs it gives."""

    name: str
    weight: float
    clozes: int


@dataclass(frozen=True)
class Recipe:
    """Fix the recipe; the defaults are the ones the bundled model was made with.

    `foreign` everyday questions stand against each batch. `drop` is the share of pieces left out
    of each text each time it is seen. What is named after matching is of `index.matching`, what
    after relevance of `index.relevance`.
    """

    sources: tuple[Source, ...] = (
        Source("central-government-reports", weight=4.0, clozes=30_000),
        Source("laws", weight=1.0, clozes=50_000),
        Source("classical-modern", weight=1.0, clozes=60_000),
        Source("scientific-abstracts", weight=2.0, clozes=10_000),
    )
    paraphrase_repeats: int = 4
    question_repeats: int = 2
    heading_repeats: int = 6
    foreign: int = 512
    paraphrase_weight: float = 20.0
    seed: int = 20200630
    pieces: int = 40_000
    least_character: int = 20
    window: int = 5
    least_cooccurrence: float = 1.0
    context_power: float = 0.75
    shift: float = 2.0
    dimension: int = 256
    sif: float = 1e-4
    scale: float = 12.0
    drop: float = 0.35
    batch: int = 1024
    epochs: int = 4
    learning_rate: float = 1e-3
    longest: int = 400
    matching_dimension: int = 128
    matching_batch: int = 64
    matching_passes: int = 8
    matching_drop: float = 0.2
    relevance_width: int = 32
    relevance_batch: int = 64
    relevance_passes: int = 5
    relevance_rate: float = 3e-3
