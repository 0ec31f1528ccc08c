"""Turn the association matrix into one vector a piece."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

__all__ = ["factorise", "sif_weights"]


def factorise(matrix: sparse.csr_matrix, dimension: int, seed: int) -> NDArray[np.float32]:
    """Return the left singular vectors times the root of the singular values.

    Halko et al. 2011 for the randomised method; Levy et al. 2015 for the root. The rows,
    (pieces, dimension), are brought to unit length; pieces never seen stay zero.
    """
    left, values, _ = randomized_svd(matrix, dimension, n_iter=3, random_state=seed)
    vectors = left * np.sqrt(values)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), dtype=np.float32)


def sif_weights(frequencies: NDArray[np.float64], a: float) -> NDArray[np.float32]:
    """Weigh pieces down by how common they are: a / (a + p).

    Arora et al. 2017, "A Simple but Tough-to-Beat Baseline for Sentence Embeddings".
    """
    shares = frequencies / frequencies.sum()
    return np.asarray(a / (a + shares), dtype=np.float32)
