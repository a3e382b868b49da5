"""Words between seats: what a script writes to whoever has wronged it, and how it answers what was written to it."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from wargame.core.event_kinds import EventKind
from wargame.core.ids import ProposalId, SeatId
from wargame.core.moves import Respond, TalkMove
from wargame.core.views import Seen
from wargame.players.scripted.bargaining import objection
from wargame.players.scripted.mind import Mind
from wargame.players.scripted.wording import WRONGED, deal_words

MOST_REPLIES = 2


def complaints(mind: Mind) -> list[TalkMove]:
    """A word to whoever has wronged it, naming the wrong."""
    moves: list[TalkMove] = []
    for seat, wrong in mind.grieved.items():
        if _felt(mind, wrong) and len(moves) < 1:
            text = mind.speech.say("complain", other=mind.name(seat), deed=WRONGED[wrong])
            moves += mind.say((seat,), text)
    return moves


def _felt(mind: Mind, wrong: EventKind) -> bool:
    """Whether a wrong is its own to complain of: a bar on foreign access is felt by governments, not by labs."""
    return wrong in WRONGED and (wrong != "export_barred" or mind.seat.kind == "government")


def replies(mind: Mind, given: Sequence[TalkMove]) -> list[TalkMove]:
    """Answers to what was written to it alone or to a few, about what lies between the two.

    `given` are its answers to offers of the same round.
    """
    moves: list[TalkMove] = []
    refused = {move.proposal for move in given if isinstance(move, Respond) and move.answer != "accept"}
    for seen in _unanswered(mind):
        author = seen.about[0]
        text = mind.speech.say("reply", other=mind.name(author), matter=_matter(mind, author, refused))
        moves += mind.say((author,), text)
    return moves[:MOST_REPLIES]


def _unanswered(mind: Mind) -> Iterator[Seen]:
    """Messages of this turn or the end of the last one, to it and few others, in whose turn it has not written back."""
    own = list(mind.past.since(mind.turn - 1, ("message_sent",)))
    written = {(reader, seen.turn) for seen in own if seen.about[0] == mind.me for reader in seen.about[1:]}
    heard: set[SeatId] = set()
    for seen in own:
        author = seen.about[0] if seen.about else mind.me
        fresh = mind.me in seen.about[1:] and len(seen.about) <= 4 and author not in heard
        if fresh and not any((author, turn) in written for turn in (seen.turn, mind.turn)):
            heard.add(author)
            yield seen


def _matter(mind: Mind, other: SeatId, refused: Container[ProposalId]) -> str:
    """What lies between the two now: a wrong, an offer, an agreement, or how far they trust one another."""
    wrong = mind.grieved.get(other)
    if wrong is not None and _felt(mind, wrong):
        return f"since we {WRONGED[wrong]} there is little to add"
    for proposal in mind.view.proposals.values():
        if other in proposal.terms.parties and mind.me in proposal.terms.parties:
            deal = deal_words(proposal.terms, mind.called)
            if proposal.by == mind.me:
                return f"our offer stands as written, {deal}"
            against = objection(mind, proposal.terms)
            if proposal.id in refused:
                against = against or "we have said why"
            return f"on your offer of {deal}, {f'this stands in the way: {against}' if against else 'we mean to sign'}"
    for agreement in mind.view.agreements.values():
        if agreement.status == "in_force" and {mind.me, other} <= set(agreement.parties):
            return f"what we signed holds to turn {agreement.expires}, {deal_words(agreement.terms, mind.called)}"
    trust = mind.trust(other)
    if trust > 60:
        return f"in turn {mind.turn} we count you among those whom we would sign with"
    if trust < 35:
        return f"in turn {mind.turn} we would have to see deeds before words"
    return f"in turn {mind.turn} we read every offer that is concrete"
