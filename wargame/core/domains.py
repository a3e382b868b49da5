"""Domains: what a field of a typed thing may hold, read from its annotation in one place for all who ask.

The menu offers values from a domain, forms and schemas are made from it, typed lines are read by it. Whether a value
of the domain is legal is for the rules to say.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

from wargame.core.ids import AgreementId, FactId, ModelId, ProposalId, SeatId

DomainKind: TypeAlias = Literal[
    "seat", "model", "agreement", "proposal", "fact", "choice", "integer", "number", "flag", "words", "things"
]
"""The first five are ids; a choice has its values in the type; things are typed things with fields of their own."""

OF_IDS: Mapping[Any, DomainKind] = {
    SeatId: "seat",
    ModelId: "model",
    AgreementId: "agreement",
    ProposalId: "proposal",
    FactId: "fact",
}
OF_PLAIN: Mapping[Any, DomainKind] = {int: "integer", float: "number", bool: "flag", str: "words"}


@dataclass(frozen=True, slots=True)
class Domain:
    """What a field may hold."""

    kind: DomainKind
    values: tuple[Any, ...] = ()
    """Every value of a choice, in the order of its type; empty for all else."""
    types: tuple[type, ...] = ()
    """The types of things; empty for all else."""
    many: bool = False
    """Whether it holds any number of such, as a tuple."""
    nullable: bool = False
    """Whether it may hold nothing at all."""

    def among(self, seats: Sequence[SeatId], models: Sequence[ModelId]) -> Sequence[Any]:
        """The values that one entry of it can take where these are the seats and models; empty where they are free.

        It does not look at `many` and `nullable`.
        """
        if self.kind == "seat":
            return seats
        return models if self.kind == "model" else self.values


_READ: dict[type, Mapping[str, Domain]] = {}


def fields_of(thing: type) -> Mapping[str, Domain]:
    """The fields of a typed thing beside its tag `kind`, in the order in which they are written.

    They are read once for each type. TypeError if a field has an annotation without a domain, or for a type that is no
    dataclass.
    """
    found = _READ.get(thing)
    if found is None:
        hints = typing.get_type_hints(thing, include_extras=True)
        names = [field.name for field in fields(thing) if field.name != "kind"]
        found = _READ[thing] = {name: domain_of(hints[name], f"{thing.__name__}.{name}") for name in names}
    return found


def tag_of(thing: type) -> str:
    """The value of a typed thing's field `kind`, by which it is told from others; empty where it has no tag.

    TypeError for a type that is no dataclass.
    """
    return next((str(field.default) for field in fields(thing) if field.name == "kind"), "")


def domain_of(hint: Any, where: str = "") -> Domain:
    """The domain of an annotation; `where` names the field in the TypeError for one that has none."""
    if hint in OF_IDS:
        return Domain(OF_IDS[hint])
    if hint in OF_PLAIN:
        return Domain(OF_PLAIN[hint])
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return Domain("choice", values=inner)
    if origin is Annotated:
        return domain_of(inner[0], where)
    if origin is tuple and inner[1:] == (Ellipsis,):
        entry = domain_of(inner[0], where)
        return Domain(entry.kind, entry.values, entry.types, many=True)
    if origin in (Union, types.UnionType):
        return _either(inner, where)
    if isinstance(hint, type) and is_dataclass(hint):
        return Domain("things", types=(hint,))
    raise TypeError(
        f"{where or 'a field'} is annotated {hint}; a domain has an id, a literal, a number, words or things"
    )


def _either(arms: tuple[Any, ...], where: str) -> Domain:
    some = [domain_of(arm, where) for arm in arms if arm is not types.NoneType]
    nullable = len(some) < len(arms)
    if len(some) == 1:
        (one,) = some
        return Domain(one.kind, one.values, one.types, one.many, nullable)
    if any(arm.kind != "things" or arm.many for arm in some):
        raise TypeError(f"{where or 'a field'} is one of several kinds; only typed things can be")
    return Domain("things", types=tuple(kind for arm in some for kind in arm.types), nullable=nullable)
