"""A coding as two folders: one for coders, in which nothing tells who played, and one with the key, kept from them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from wargame.batch.run_ledger import contents, whole_record
from wargame.coding.coded_items import CodingItem, ItemKey, ItemsOfGame, items_of
from wargame.coding.coding_book import CodingBook, coding_book_of
from wargame.coding.drawing import CodingDrawing, check_drawn, drawing_of
from wargame.errors import SpecError
from wargame.transcript.foreign import ordinary_bytes
from wargame.transcript.new_folder import new_folder, write_safe
from wargame.transcript.reading import Transcript, parsed, read
from wargame.transcript.side_file import read_objects
from wargame.transcript.verify import Replayed, replay

BOOK, ITEMS, DRAWING, CODERS, KEY = "codebook.yaml", "items.jsonl", "drawing.json", "coders", "key.jsonl"
"""Names in the folder of coders, and of the key in its own folder."""


@dataclass(frozen=True, slots=True)
class DrawnCoding:
    """What was drawn."""

    items: int
    of: int
    """Items that there were to draw from."""
    games: int
    kept_private: int
    left: tuple[str, ...]
    """Parts of names that stay in texts."""
    unfinished: tuple[tuple[str, int], ...] = ()
    """Records that stop before their game is over, with the turn in which they do."""


@dataclass(frozen=True, slots=True)
class CodingFolder:
    """The folder of coders, as read."""

    path: Path
    book: CodingBook
    items: Mapping[str, CodingItem] = field(default_factory=dict)
    """By id."""

    def in_order_of(self, coder: str) -> list[CodingItem]:
        """All items in the order in which this coder reads them: another for each coder, always the same."""
        return sorted(self.items.values(), key=lambda item: hashlib.sha256(f"{coder}\n{item.id}".encode()).digest())


def key_folder(folder: Path) -> Path:
    """Where the key of a coding lies unless it was moved: `FOLDER.key`."""
    return folder.with_name(f"{folder.name}.key")


def draw(
    sources: Sequence[Path], folder: Path, book: Path, *, seed: int = 1, most: int | None = None, neutral: bool = False
) -> DrawnCoding:
    """Draw items from records, and from all sealed games of experiments' folders, into two new folders.

    Of more than `most` items those stay whose hash with the seed comes first: the same ones however the sources are
    named, and all of them again where more are drawn. PackError for faults of the codebook; SpecError if a folder is
    there, or nothing was said; TranscriptError for a record that cannot have been so. Each game is played once, one
    of an experiment twice.
    """
    scheme = coding_book_of(book)
    raw = ordinary_bytes(book)
    if (key := key_folder(folder)).exists():
        raise SpecError(f"{key}: something is there; name another folder, so that its key has room beside it")
    found: dict[str, tuple[CodingItem, ItemKey]] = {}
    games, kept, left, unfinished = set(), 0, dict[str, None](), []
    for name, stopped, each in _games(sources, scheme, seed, neutral):
        if stopped is not None:
            unfinished.append((name, stopped))
        found |= {item.id: (item, key) for item, key in each.items}
        games |= {whose.game for _, whose in each.items}
        kept += each.kept_private
        left |= dict.fromkeys(each.left)
    ids = sorted(found, key=lambda id_: hashlib.sha256(f"{seed}\n{id_}".encode()).digest())[:most]
    if not ids:
        units = ", ".join(scheme.units)
        raise SpecError(f"nothing was said in these games that could be coded (units: {units}); name other records")
    drawn = [found[id_] for id_ in sorted(ids)]
    with new_folder(folder) as staged:
        write_safe(staged / BOOK, raw)
        write_safe(staged / ITEMS, _lined(item for item, _ in drawn))
        write_safe(staged / DRAWING, _lined([drawing_of(scheme, [item for item, _ in drawn])]))
        (staged / CODERS).mkdir()
        with new_folder(key) as apart:
            write_safe(apart / KEY, _lined(each for _, each in drawn))
    return DrawnCoding(len(drawn), len(found), len(games), kept, tuple(left), tuple(unfinished))


def _games(
    sources: Sequence[Path], book: CodingBook, seed: int, neutral: bool
) -> Iterator[tuple[str, int | None, ItemsOfGame]]:
    """The items of each game, with its source, and with the turn in which its record stops if it is not over."""
    for source in sources:
        if not source.is_dir():
            game = replay(read(source))
            stopped = None if game.step is None else game.step.turn
            yield str(source), stopped, items_of(game, book.units, seed=seed, source=str(source), neutral=neutral)
            continue
        ledger = contents(source)
        if not ledger.sealed:
            raise SpecError(f"{source}: no game of an experiment is sealed in this folder; name a record or another")
        for run, sealed in sorted(ledger.sealed.items()):
            game = _replayed(whole_record(ledger, run), source / f"{run}.jsonl")
            name, cell = f"{source}#{run}", sealed.cell
            yield name, None, items_of(game, book.units, seed=seed, source=name, cell=cell, neutral=neutral)


def _replayed(lines: Sequence[bytes], path: Path) -> Replayed:
    entries, texts, unread = parsed(lines)
    assert unread is None, "a sealed record is whole"
    return replay(Transcript(path, tuple(lines), entries, texts, "", 0))


def _lined(rows: Iterable[Any]) -> bytes:
    return b"".join(json.dumps(asdict(row), ensure_ascii=False).encode() + b"\n" for row in rows)


RowT = TypeVar("RowT", CodingItem, ItemKey, CodingDrawing)


def read_coding(folder: Path) -> CodingFolder:
    """The folder of coders, if codebook and items are the ones that were drawn.

    SpecError if it is no such folder, or names the file that is not as it was drawn; PackError for faults of the
    codebook.
    """
    if not (folder / ITEMS).is_file():
        raise SpecError(f"{folder}: this is no folder of a coding; `wargame coding draw` makes one")
    if not (folder / DRAWING).is_file():
        raise SpecError(
            f"{folder / DRAWING}: it is missing, and by it one knows that codebook and items are the ones that were "
            "drawn; put it back, or draw once more with the same --seed and copy the files of coders/ over"
        )
    book, items = coding_book_of(folder / BOOK), list(_rows(folder / ITEMS, CodingItem))
    kept = list(_rows(folder / DRAWING, CodingDrawing))
    if len(kept) != 1:
        raise SpecError(f"{folder / DRAWING}: it has {len(kept)} lines in place of one; put it back as it was drawn")
    check_drawn(kept[0], book, items, book_path=folder / BOOK, items_path=folder / ITEMS)
    return CodingFolder(folder, book, {item.id: item for item in items})


def read_key(folder: Path) -> Mapping[str, ItemKey]:
    """The key of a coding by items, from its own folder; SpecError if it is not there or cannot be read."""
    if not (folder / KEY).is_file():
        raise SpecError(
            f"{folder}: no key lies there; `wargame coding draw` put it into FOLDER.key; say where it is by --key"
        )
    return {key.item: key for key in _rows(folder / KEY, ItemKey)}


def key_of(coding: CodingFolder, folder: Path | None = None) -> Mapping[str, ItemKey]:
    """The key of this coding, from its usual place unless another is named: all of its items are in it.

    SpecError as `read_key`, and for a key that lacks an item, as one that was cut or is of another drawing.
    """
    folder = folder or key_folder(coding.path)
    key = read_key(folder)
    if missing := [item for item in coding.items if item not in key]:
        raise SpecError(
            f"{folder / KEY}: item {missing[0]} of {coding.path} is not in this key ({len(missing)} of "
            f"{len(coding.items)} items are not); it was cut or is of another drawing: name the right one by --key"
        )
    return key


def _rows(path: Path, kind: type[RowT]) -> Iterator[RowT]:
    adapter: TypeAdapter[RowT] = TypeAdapter(kind)
    for number, data in read_objects(path):
        try:
            yield adapter.validate_python(data)
        except ValidationError as fault:
            where = ".".join(map(str, fault.errors()[0]["loc"])) or "the line"
            raise SpecError(f"{path}: line {number}: {where} is not as it was written; draw the items again") from None
