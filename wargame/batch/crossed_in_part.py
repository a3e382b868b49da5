"""Parts of a crossing of factors with two levels, that tell as much as their resolution says; pyDOE3 lays them out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from math import prod
from string import ascii_lowercase

from wargame.errors import SpecError
from wargame.libraries import library


@lru_cache(maxsize=8)
def fraction(factors: int, resolution: int) -> tuple[tuple[int, ...], ...]:
    """A part of all combinations of two levels, 0 and 1, a row each; the first row is all 0.

    Of any `resolution` - 1 factors or fewer every combination of levels comes equally often: it is counted here, since
    the library does not keep it for each number. SpecError where no part is smaller than the whole; MissingLibrary
    without pyDOE3.
    """
    if factors < resolution:
        raise SpecError(
            f"{factors} factors have no part with resolution {resolution}, which takes {resolution} factors or more; "
            "ask for a lower one, or leave `cross` out, which plays all combinations"
        )
    designs = library("pyDOE3", "pyDOE3", "fractional crossings need it")
    try:
        signs = [[round(float(sign)) for sign in row] for row in designs.fracfact_by_res(factors, resolution)]
    except ValueError:
        signs = []
    if not signs or not _is_even(signs, resolution - 1):
        words = " ".join(_words(factors, resolution))
        signs = [[round(float(sign)) for sign in row] for row in designs.fracfact(words)]
    return tuple(tuple(int(sign != first) for sign, first in zip(row, signs[0], strict=True)) for row in signs)


def _words(factors: int, resolution: int) -> Sequence[str]:
    """Of which factors each is the product, for the library, where its own search finds no part or an uneven one.

    It finds no half of the whole, in which the last factor is the product of all others.
    """
    for base in range(resolution - 1, factors - 1):
        letters = ascii_lowercase[:base]
        words = list(letters)
        reached = _sums([1 << at for at in range(base)], resolution - 2)
        for word in _products(letters, resolution - 1):
            number = sum(1 << letters.index(letter) for letter in word)
            if number not in reached:
                words.append(word)
                if len(words) == factors:
                    return words
                vectors = [sum(1 << letters.index(letter) for letter in each) for each in words]
                reached = _sums(vectors, resolution - 2)
    letters = ascii_lowercase[: factors - 1]
    return [*letters, letters]


def _products(letters: str, shortest: int) -> Iterator[str]:
    for size in range(shortest, len(letters) + 1):
        yield from map("".join, combinations(letters, size))


def _sums(vectors: Sequence[int], most: int) -> set[int]:
    """What so many columns or fewer come to as a product: another column like it would be mixed up with them."""
    found = {0}
    for _ in range(most):
        found |= {one ^ other for one in found for other in vectors}
    return found


def _is_even(signs: Sequence[Sequence[int]], strength: int) -> bool:
    """Whether products of so many columns or fewer sum up to nothing, so that no effect is mixed up with less."""
    columns = range(len(signs[0]))
    return all(
        sum(prod(row[place] for place in some) for row in signs) == 0
        for size in range(1, strength + 1)
        for some in combinations(columns, size)
    )
