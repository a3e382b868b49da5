"""What a dataclass holds, and a copy of it with something changed."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass, replace

import pytest

from wargame.core.agreements import Proposal
from wargame.core.contents import changed, names_of, reader
from wargame.core.control_acts import Act
from wargame.core.ids import AgreementId, EventId, ModelId, ProposalId
from wargame.core.moves import Message, Weigh
from wargame.core.written import WRITTEN
from wargame.players import drafts


@dataclass(frozen=True, slots=True)
class Single:
    only: int


def test_contents_are_read_in_the_order_of_the_fields_however_many_there_are() -> None:
    message = Message(to=("rome",), text="hello")
    assert names_of(Message) == ("kind", "to", "text")
    assert reader(Message)(message) == ("message", ("rome",), "hello")
    assert reader(Single)(Single(3)) == (3,)
    assert reader(Weigh)(Weigh(weighings=())) == ("weigh", ())


def test_a_changed_copy_is_the_one_that_replace_gives_and_the_first_stays_as_it_is() -> None:
    terms = drafts.terms(drafts.access("meta", "rome", ModelId("llama"), "weights"))
    offer = Proposal(
        id=ProposalId(AgreementId("x")),
        by="meta",
        terms=terms,
        accepted=("meta",),
        needed=("meta", "rome"),
        made=1,
        counters=None,
        event=EventId("1.2"),
    )
    after = changed(offer, accepted=("meta", "rome"))
    assert after == replace(offer, accepted=("meta", "rome"))
    assert offer.accepted == ("meta",)


def test_a_changed_copy_of_what_is_frozen_is_frozen() -> None:
    made = changed(Single(3), only=4)
    assert made == Single(4)
    with pytest.raises(FrozenInstanceError):
        made.only = 5  # type: ignore[misc]


def test_all_that_holds_words_can_be_copied_so() -> None:
    assert Act in WRITTEN
    for kind in WRITTEN:
        assert set(names_of(kind)) <= {name for base in kind.__mro__ for name in getattr(base, "__slots__", ())}
