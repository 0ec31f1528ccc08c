"""Small documents, a model of a few hundred weights, and one that counts what it is asked."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.models import Document, Passage, Section
from corpus.references import Kind, Reference

CHARACTERS = "党建业务消毒错峰食堂学习青年创新示范活动工会保障"


def make_document(name: str, sections: Mapping[str, Sequence[str]]) -> Document:
    """Lay out titled sections 一, 二, … of one-paragraph passages, as the corpus would."""
    text, headings, made = "", [], []
    for number, (title, paragraphs) in enumerate(sections.items(), 1):
        start, place = len(text), Reference().child(Kind.PART, number)
        text += f"{title}\n"
        headings.append((start, len(text)))
        passages = []
        for point, paragraph in enumerate(paragraphs, 1):
            begin = len(text)
            text += f"{paragraph}\n"
            digest = hashlib.sha256(f"{name}\0{paragraph}".encode()).hexdigest()[:16]
            reference = place.child(Kind.POINT, point)
            passages.append(
                Passage(digest, name, reference, (title,), begin, len(text), paragraph)
            )
        body = headings[-1][1]
        made.append(
            Section(place, str(number), title, start, body, len(text), (), tuple(passages))
        )
    return Document(
        id=name,
        title=f"关于{name}的讲话",
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        sections=tuple(made),
        passages=tuple(passage for section in made for passage in section.passages),
        headings=tuple(headings),
    )


SPEECH = make_document(
    "speech",
    {
        "把关定向": ["一是加强三个示范创建。", "二是党建与业务深度融合。", "三是开展主题活动。"],
        "夯实根基": ["后勤支部实行“错峰消毒法”。", "食堂分时段供餐。"],
    },
)
LAW = make_document("law", {"总则": ["工会是职工自愿结合的群众组织。", "工会维护职工权益。"]})


class CountingEmbedder:
    """Vectors drawn from each text's hash; `asked` lists the passages it was given."""

    name = "counting"
    query_prompt = None
    document_prompt = None

    def __init__(self, fingerprint: str = "one", dimension: int = 8) -> None:
        self.fingerprint = fingerprint
        self.dimension = dimension
        self.asked: list[str] = []

    def encode_queries(self, texts: list[str]) -> NDArray[np.float32]:
        rows = [self._row(text) for text in texts]
        return np.array(rows, np.float32).reshape(-1, self.dimension)

    def encode_passages(self, texts: list[str]) -> NDArray[np.float32]:
        self.asked += texts
        return self.encode_queries(texts)

    def _row(self, text: str) -> NDArray[np.float32]:
        seed = hashlib.sha256(f"{self.fingerprint}{text}".encode()).digest()[:8]
        row = np.random.default_rng(int.from_bytes(seed)).normal(size=self.dimension)
        return (row / np.linalg.norm(row)).astype(np.float32)


@pytest.fixture
def speech() -> Document:
    return SPEECH


@pytest.fixture
def law() -> Document:
    return LAW


@pytest.fixture
def lay_out() -> Callable[[str, Mapping[str, Sequence[str]]], Document]:
    return make_document


@pytest.fixture
def counting() -> type[CountingEmbedder]:
    return CountingEmbedder


@pytest.fixture
def embedder() -> CountingEmbedder:
    return CountingEmbedder()


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A StaticEmbedding over a few characters, in float16, as sentence-transformers saves it."""
    import torch  # noqa: PLC0415 - only the tests of real models wait for it
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415
    from sentence_transformers.sentence_transformer.modules import (  # noqa: PLC0415
        StaticEmbedding,
    )
    from tokenizers import Regex, Tokenizer, models, pre_tokenizers  # noqa: PLC0415

    vocabulary = {character: number for number, character in enumerate("?" + CHARACTERS)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, "?"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex("."), "isolated")
    weights = torch.randn(len(vocabulary), 16, generator=torch.Generator().manual_seed(1))
    weights[0] = 0
    static = StaticEmbedding(tokenizer, embedding_weights=weights.to(torch.float16))
    folder = tmp_path_factory.mktemp("model") / "tiny"
    SentenceTransformer(modules=[static]).save_pretrained(str(folder), create_model_card=False)
    return folder
