"""A short codebook for notes that are written while a game runs: one word each, and when it is the right one."""

from __future__ import annotations

from collections.abc import Mapping

NOTE_TAGS: Mapping[str, str] = {
    "surprise": "something came that nobody at the table seemed to expect",
    "misreading": "one seat takes what another did or said for something else",
    "warning": "a threat, a pledge or a warning, and how it was taken",
    "split": "people of one seat, or seats that stand together, disagree",
    "process": "how a seat comes to its decision: who speaks, who is heard, what takes the time",
    "tool": "trouble with the rules, the program or the room, not with the world that is played",
    "other": "anything else",
}
"""Tags in the order in which they are offered, with what each means."""
