"""The JSON that the commands print."""

from collections.abc import Sequence
from typing import Any

from corpus.models import Document, Section
from index.models import Answer, Hit, Listing, Place

JSON = dict[str, Any]


def answer_shape(answer: Answer) -> JSON:
    shape: JSON = {
        "question": answer.question,
        "verdict": str(answer.verdict),
        "hits": [_hit(hit) for hit in answer.hits],
    }
    if answer.listings:
        shape["lists"] = [_list(listing) for listing in answer.listings]
    return shape


def place_shape(place: Place) -> JSON:
    return {
        "document": place.document,
        "title": place.title,
        "reference": str(place.reference),
        "path": list(place.path),
        "text": place.text,
    }


def outline_shape(documents: Sequence[Document]) -> JSON:
    return {
        "documents": [
            {
                "document": document.id,
                "title": document.title,
                "sections": [_section(section) for section in document.sections],
            }
            for document in documents
        ]
    }


def _hit(hit: Hit) -> JSON:
    return {
        "document": hit.passage.document,
        "title": hit.title,
        "reference": str(hit.passage.reference),
        "path": list(hit.passage.path),
        "text": hit.passage.text,
        "quote": hit.quote,
        "score": round(hit.score, 4),
    }


def _list(listing: Listing) -> JSON:
    place = listing.place
    return {
        "document": place.document,
        "title": place.title,
        "reference": str(place.reference),
        "formula": listing.formula or None,
        "count": listing.count,
        "items": [
            {
                "reference": str(item.place.reference),
                "text": item.text,
                "level": item.level,
                "inside": item.inside,
            }
            for item in listing.items
        ],
    }


def _section(section: Section) -> JSON:
    return {
        "reference": str(section.reference),
        "number": section.number,
        "title": section.title,
        "passages": len(section.passages),
        "sections": [_section(inner) for inner in section.sections],
    }
