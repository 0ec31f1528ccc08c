"""Write the model folder that sentence-transformers opens without any code of ours."""

import shutil
import tempfile
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer

__all__ = ["publish"]


def publish(tokenizer: Tokenizer, vectors: NDArray[np.float32], out: Path, card: str) -> None:
    """Put a float16 ``StaticEmbedding`` and its card in ``out``, in place of what is there."""
    weights = torch.from_numpy(vectors).to(torch.float16)
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)])
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent) as folder:
        made = Path(folder, out.name)
        model.save_pretrained(str(made), create_model_card=False)
        (made / "README.md").write_text(card, encoding="utf-8")
        for path in made.iterdir():
            path.chmod(0o644)  # safetensors makes its file for the owner alone
        if out.exists():
            shutil.rmtree(out)
        made.rename(out)
