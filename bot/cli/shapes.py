"""The JSON that the commands print."""

from collections.abc import Sequence
from typing import Any

from bot.documents.understanding import Understood
from bot.reindex.history import Version
from corpus.library import Entry
from corpus.models import Document, Section
from corpus.overview import samples
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


def added_shape(entry: Entry, understood: Understood) -> JSON:
    document = understood.document
    return {
        "document": entry.id,
        "title": document.title,
        "passages": len(document.passages),
        "cuts": [{"reason": str(cut.reason), "text": cut.text} for cut in document.cuts],
        "references": [str(passage.reference) for passage in samples(document)],
        "alike": [
            {"document": alike.entry.id, "share": round(alike.share, 4)}
            for alike in understood.alike
            if alike.entry.id != entry.id
        ],
    }


def removed_shape(done: Sequence[tuple[str, str]], *, undo: bool) -> JSON:
    """Name documents with their files; `undo` tells that they came back."""
    listed = [{"document": document, "file": name} for document, name in done]
    return {"restored" if undo else "removed": listed}


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


def version_shape(version: Version) -> JSON:
    """Show a snapshot as `yandu versions --json` lists it; the quality is null where unknown."""
    manifest = version.manifest
    quality = version.record.quality if version.record else None
    return {
        "snapshot": manifest.id,
        "created": manifest.created,
        "author": manifest.author,
        "model": manifest.model.name if manifest.model else None,
        "documents": manifest.documents,
        "passages": manifest.passages,
        "questions": quality.questions if quality else None,
        "recall@1": quality.recall_1 if quality else None,
        "recall@3": quality.recall_3 if quality else None,
        "current": version.current,
    }
