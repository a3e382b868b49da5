"""Columns that tables of results have beside those of their own: which game a row is of, and what only some have."""

from __future__ import annotations

from collections.abc import Mapping

from wargame.batch.experiment_file import LARGEST_SEED
from wargame.transcript.codebook import Heading, number, text, whole

COMMON: Mapping[str, Heading] = {
    "run": text("id of the game: it follows from the names of its levels, its seed and its number"),
    "seed": whole("seed of all chance; games of one seed are a pair, cell by cell", high=LARGEST_SEED),
}
BESIDE: Mapping[str, Heading] = {
    "source": text("`experiment`, or the name of the file of a record that was laid beside it"),
    "people": whole("seats that people played at any time; models and scripts play all seats of an experiment"),
}
"""Columns of tables in which recorded games stand beside those of an experiment."""
REMARK: Mapping[str, Heading] = {
    "remark": text(
        "of a record: what is otherwise in it than in the experiment's games; where it is one of them, which"
    )
}
"""A column of `runs` where recorded games stand in it."""
ORDERS: Mapping[str, Heading] = {
    "seat": text("id of the seat"),
    "kind": text("kind of order"),
    "times": whole("how often an order of this kind was carried out", "", 1),
}
"""Columns of the table `orders`, after those that all tables have."""
RULED: Mapping[str, Heading] = {
    "ruled": whole("arguments that judges ruled, or left to the rules"),
    "heard": whole("how many of them any judge gave an opinion of; the rules ruled the others; empty: not counted"),
    "odds": number("mean chance of success that judges proposed, first over those of an argument", low=0, high=1),
    "spread": number("mean of the highest less the lowest chance of an argument; empty for one judge", low=0, high=1),
}
"""Columns of games in some of which models rule arguments."""
