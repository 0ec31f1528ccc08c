"""A measured figure and what it is to be."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A value with its unit; the target is a bound from above unless `at_least`."""

    name: str
    value: float
    unit: str
    target: float | None = None
    at_least: bool = False

    @property
    def met(self) -> bool:
        if self.target is None:
            return True
        return self.value >= self.target if self.at_least else self.value < self.target

    def __str__(self) -> str:
        line = f"{self.name:<46} {self.value:>9.1f} {self.unit:<5}"
        if self.target is None:
            return line.rstrip()
        sign = "≥" if self.at_least else "<"
        return f"{line} {'✓' if self.met else '✗'} {sign} {self.target:g}"


def percentile(values: list[float], share: float) -> float:
    """Give the value that this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]
