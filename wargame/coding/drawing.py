"""What a drawing was, kept beside its items: by it a changed codebook and missing or changed items are noticed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from wargame.coding.coded_items import CodingItem
from wargame.coding.coding_book import CodingBook
from wargame.errors import SpecError


@dataclass(frozen=True, slots=True)
class CodingDrawing:
    """How many items were drawn, and by what they and the codebook are known again; nothing in it tells who played."""

    items: int
    items_hash: str
    """SHA-256 of what the items hold, whatever the order and the ends of their lines."""
    categories: tuple[str, ...]
    """Ids of the categories, in their order."""
    codebook_hash: str
    """SHA-256 of what the codebook says; comments and layout of the file are no part of it."""


def drawing_of(book: CodingBook, items: Sequence[CodingItem]) -> CodingDrawing:
    """What is kept of a drawing with this codebook and these items. Linear in their words."""
    said = book.model_dump(mode="json", exclude_defaults=True)
    told = sorted((asdict(item) for item in items), key=lambda each: str(each["id"]))
    return CodingDrawing(len(items), _hash(told), book.ids, _hash(said))


def check_drawn(
    kept: CodingDrawing, book: CodingBook, items: Sequence[CodingItem], *, book_path: Path, items_path: Path
) -> None:
    """SpecError, naming the file, for a codebook or items that are not the ones of this drawing."""
    found = drawing_of(book, items)
    if found.categories != kept.categories:
        was, now = ", ".join(kept.categories), ", ".join(found.categories)
        raise SpecError(
            f"{book_path}: its categories are {now}, and the items were drawn with {was}; put the codebook back as it "
            "was, or draw again with this one"
        )
    if found.codebook_hash != kept.codebook_hash:
        raise SpecError(
            f"{book_path}: its question or its definitions were changed since the items were drawn with it; put the "
            "codebook back as it was, or draw again with this one"
        )
    if found.items != kept.items:
        raise SpecError(
            f"{items_path}: it holds {found.items} items, and {kept.items} were drawn; put the file back as it was, or "
            "draw again"
        )
    if found.items_hash != kept.items_hash:
        raise SpecError(
            f"{items_path}: its items are not the {kept.items} that were drawn: an id, a text or what stands beside it "
            "was changed; put the file back as it was, or draw again"
        )


def _hash(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
