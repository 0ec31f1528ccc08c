"""Judge the first passages by how each word of a question is met, not by sums alone.

A deep relevance matching model (Guo et al. 2016, "A Deep Relevance Matching Model for Ad-hoc
Retrieval"): what is known of each piece of the question in a passage goes through one small
layer, the pieces are added up, and a second layer adds to the weighted sum of the evidence. It
knows no words, only how they are met, so that little can be learned by heart.
"""

from collections.abc import Mapping
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load

from index.errors import ModelUnavailable
from index.matching import Match

__all__ = ["FILE", "PIECES", "WHOLE", "Relevance", "inputs", "relevance"]

FILE = "relevance.safetensors"

PIECES = 12
"""How many things are told of each piece of a question in a passage."""
WHOLE = 8
"""How many are told of a passage as a whole."""

_MET = 0.4  # the cosine from which a piece counts as met
_SAME = 0.998
_FAR = 60  # pieces
_EPSILON = 1e-5

Inputs = tuple[NDArray[np.float32], NDArray[np.float32]]


def inputs(match: Match, evidence: NDArray[np.float32], sums: NDArray[np.float32]) -> Inputs:
    """Tell what speaks for k passages: of each of m pieces, (k, m, 12), and as a whole, (k, 8).

    ``evidence``, (k, 7), are the columns of `index.mixture.EVIDENCE`, ``sums``, (k,), their
    weighted sums. Of each piece: the cosines of the three nearest, the first against the best
    and the mean of the passages, the share of its characters that the passage has and that the
    passages have, how many they are, whether the piece itself is there, how far its nearest stands
    from where most are met, its weight, its share of all weights.
    """
    first = match.nearest[:, :, 0]
    weights, total = match.weights, max(float(match.weights.sum()), 1e-6)
    met = np.where(first > _MET, weights, 0) + 1e-6
    centre = (match.places * met).sum(axis=1) / np.maximum(met.sum(axis=1), 1e-6)
    told = [
        *np.moveaxis(match.nearest, 2, 0),
        first - first.max(axis=0),
        first - first.mean(axis=0),
        match.spelled,
        np.broadcast_to(match.spelled.mean(axis=0), first.shape),
        np.broadcast_to(match.letters, first.shape),
        first > _SAME,
        np.minimum(np.abs(match.places - centre[:, None]), _FAR),
        np.broadcast_to(weights, first.shape),
        np.broadcast_to(weights / total, first.shape),
    ]
    whole = np.concatenate([evidence, (sums - sums.max())[:, None]], axis=1)
    return np.stack(told, axis=2).astype(np.float32), whole.astype(np.float32)


class Relevance:
    """The network; all that was learned is in ``tensors``. Threads may share it."""

    def __init__(self, tensors: Mapping[str, NDArray[np.float32]]) -> None:
        """ValueError where these are not the network's."""
        self._tensors = tensors
        width = len(tensors.get("last", ()))
        shapes = {
            "pieces.weight": (width, PIECES),
            "pieces.bias": (width,),
            "whole.weight": (width, WHOLE),
            "whole.bias": (width,),
            "hidden.weight": (width, 2 * width),
            "hidden.bias": (width,),
            "last": (width,),
            "sums": (),
        }
        if {name: tensor.shape for name, tensor in tensors.items()} != shapes:
            raise ValueError("not the tensors of this network")

    def scores(
        self, pieces: NDArray[np.float32], whole: NDArray[np.float32], sums: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Score k passages, (k,), by what `inputs` tells of them and the sums.

        In log odds, also against that none of them answers: scores of different questions can be
        compared.
        """
        met = self._layer("pieces", pieces).sum(axis=1) / max(pieces.shape[1], 1) ** 0.5
        hidden = np.concatenate([met, self._layer("whole", whole)], axis=1)
        hidden -= hidden.mean(axis=1, keepdims=True)
        hidden /= np.sqrt(hidden.var(axis=1, keepdims=True) + _EPSILON)
        added = self._layer("hidden", hidden) @ self._tensors["last"]
        found: NDArray[np.float32] = self._tensors["sums"] * sums + added
        return found

    def _layer(self, name: str, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        weight, bias = self._tensors[f"{name}.weight"], self._tensors[f"{name}.bias"]
        rectified: NDArray[np.float32] = np.maximum(rows @ weight.T + bias, 0)
        return rectified


@cache
def relevance() -> Relevance:
    """Give the network that ships with the project; ModelUnavailable."""
    path = resources.files("index").joinpath(FILE)
    try:
        return Relevance(load(path.read_bytes()))
    except (OSError, ValueError, SafetensorError) as error:
        raise ModelUnavailable(f"{path} cannot be read; install Yandu anew") from error
