"""Named chance: each draw has its own stream, keyed by seed, turn and purpose.

Two games that differ in one decision share every draw of the same name, so that arms of a
comparison see common random numbers. Nothing here keeps state, so order of asking cannot matter.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import count
from typing import TypeVar
from zlib import crc32

T = TypeVar("T")
_SCALE = float(1 << 64)
_WORD = (1 << 64) - 1
MIDDLE = 0.5
"""A uniform draw that is neither lucky nor unlucky: what is likelier than not happens."""
MIDDLE_DICE = (3, 4)
"""Two dice that are neither."""
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(slots=True, unsafe_hash=True)  # never written to; frozen ones take three times as long to make
class Draw:
    """One draw as recorded: anyone can compute it again from the seed, the turn and the purpose."""

    purpose: str
    """What the draw was for, such as `court.anthropic.1`."""
    value: float
    """The uniform draw in [0, 1), or the sum of two dice."""
    against: float
    """The bar: the event happens if value < against (dice: value >= against)."""

    @property
    def unlikely(self) -> bool:
        """Whether it fell on the other side of its bar than a draw in the middle: on the side that was less likely."""
        if self.value > 1:
            return (self.value >= self.against) != (sum(MIDDLE_DICE) >= self.against)
        return (self.value < self.against) != (self.against > MIDDLE)


@lru_cache(maxsize=256)
def _bits(seed: int, turn: int, purpose: str) -> int:
    return int.from_bytes(blake2b(f"{seed}|{turn}|{purpose}".encode(), digest_size=8).digest(), "big")


def uniform(seed: int, turn: int, purpose: str) -> float:
    """A uniform draw in [0, 1), rounded to six places so that records are the same everywhere.

    The same seed, turn and purpose give the same number, whatever else was drawn before: games that differ in one act
    share all other chance.
    """
    return int(_bits(seed, turn, purpose) / _SCALE * 1e6) / 1e6


def pick(seed: int, turn: int, purpose: str, options: Sequence[T]) -> T:
    """One of the options, each equally likely; ValueError if there are none. Named as `uniform` is.

    Each option has its own draw and the highest wins, so that one candidate more changes the choice only where it is
    chosen itself. Options are told apart by their text. One draw for each option.
    """
    return max(options, key=lambda option: _bits(seed, turn, f"{purpose}|{option}"))


def two_dice(seed: int, turn: int, purpose: str) -> tuple[int, int]:
    """Two fair six-sided dice, each from 1 to 6; named by seed, turn and purpose as `uniform` is."""
    bits = _bits(seed, turn, purpose)
    return bits % 6 + 1, bits // 6 % 6 + 1


def standing_noise(seed: int, seat: str, variable: str) -> float:
    """A nearly normal error with mean 0 and deviation 1, fixed for the game, of one seat's estimate of one variable.

    The sum of four uniform draws (Irwin-Hall): never beyond 3.5 deviations, so that no estimate is absurd.
    Thousands are needed in each game, hence a checksum stirred twice instead of a keyed hash.
    """
    bits = crc32(variable.encode(), crc32(f"{seed}|{seat}".encode())) * 0x9E3779B97F4A7C15 & _WORD
    bits = (bits ^ bits >> 29) * 0xBF58476D1CE4E5B9 & _WORD
    bits ^= bits >> 32
    total = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48)
    return (total / 65535 - 2) * 1.7320508


def drifting_noise(seed: int, seat: str, variable: str, moment: int, kept: float) -> Iterator[float]:
    """Nearly normal errors with mean 0 and deviation 1, one a moment from this one on, that remember what they were.

    Each is `kept` of the one before and `sqrt(1 - kept^2)` of a draw of its own, so that the spread stays what it is.
    The error of a moment is the same however it is reached: the drift always begins at moment 0. `kept` is from 0 to 1.
    It never ends; reaching the first takes `moment` steps, each further one a step.
    """
    fresh, now = math.sqrt(1 - kept * kept), standing_noise(seed, seat, variable)
    for step in count():
        if step >= moment:
            yield now
        now = kept * now + fresh * standing_noise(seed, f"{seat}|{step + 1}", variable)


def label(seed: int, purpose: str) -> str:
    """A short name that tells nothing: ids made so do not reveal how many others there are.

    Five letters and digits, the same for the same seed and purpose.
    """
    bits, letters = _bits(seed, 0, f"label|{purpose}"), []
    for _ in range(5):
        bits, rest = divmod(bits, len(_ALPHABET))
        letters.append(_ALPHABET[rest])
    return "".join(letters)
