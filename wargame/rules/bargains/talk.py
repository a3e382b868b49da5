"""Talk: what each move does when all seats have spoken. Prose is carried to its readers and never parsed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from wargame.core.agreements import Proposal, Terms
from wargame.core.contents import changed
from wargame.core.deeds import DEEDS, deed
from wargame.core.event_values import OfferAnswered, Offered, Pledged, Refused
from wargame.core.events import Drop
from wargame.core.ids import CONTROL, PUBLIC, AgreementId, Audience, Cause, ProposalId, SeatId, readers
from wargame.core.moves import (
    Decision,
    GiveNotice,
    MakePledge,
    Message,
    Propose,
    Respond,
    Talk,
    TalkMove,
    Withdraw,
)
from wargame.core.promises import PROMISE_MEANING, Pledge
from wargame.core.refusals import Refusal
from wargame.core.state import State
from wargame.core.words import listed
from wargame.rules.bargains.agreements import sign
from wargame.rules.bargains.terms import consent_needed, may_accept, may_bind, may_propose
from wargame.rules.bargains.words import may_carry
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.base.ruling import Ruling
from wargame.rules.orders.verbs import a_seat, refuse

MOST_MOVES = 8
"""Moves of one seat in one round of talk (design)."""
MOST_OPEN = 6
"""Offers of one seat on the table at once (design)."""


def may_talk(book: Rulebook, state: State, by: SeatId, move: TalkMove) -> Refusal | None:
    """Whether a seat may make this move in this round."""
    if isinstance(move, Message):
        return _may_say(book, by, move)
    if isinstance(move, Propose):
        return _may_offer(book, state, by, move.terms, move.text)
    if isinstance(move, Respond):
        return _may_answer(book, state, by, move)
    if isinstance(move, Withdraw):
        proposal = state.proposals.get(move.proposal)
        if proposal is None or by not in proposal.needed:
            return _no_such_offer(state, by, move.proposal)
        made = f"{book.name(proposal.by)} made this offer; reject it instead"
        return None if proposal.by == by else refuse("not_yours", made)
    if isinstance(move, MakePledge):
        return _may_pledge(book, state, by, move)
    agreement = state.agreements.get(move.agreement)
    if agreement is None or by not in agreement.parties or agreement.status != "in_force":
        own = ", ".join(a.id for a in state.agreements.values() if a.status == "in_force" and by in a.parties)
        none = f"{move.agreement!r} is no agreement of yours in force; yours are {own or 'none'}"
        return refuse("unknown_name", none)
    if agreement.notice_given is not None:
        return refuse("already_so", "notice has been given already")
    return None


def _may_say(book: Rulebook, by: SeatId, move: Message) -> Refusal | None:
    if move.to not in ((PUBLIC,), (CONTROL,)):
        if not move.to:
            return refuse("malformed", "a message needs readers: name seats, `public`, or `control` for the umpire")
        for seat in move.to:
            if refusal := a_seat(book, seat, other_than=by):
                return refusal
    return may_carry(move.text, needed=True)


def _may_offer(book: Rulebook, state: State, by: SeatId, terms: Terms, text: str) -> Refusal | None:
    if refusal := may_carry(text) or may_propose(book, state, by, terms):
        return refusal
    if offers_left(state, by) <= 0:
        return refuse("too_many_orders", f"you have {MOST_OPEN} offers on the table; withdraw one first")
    if any(p.terms == terms for p in state.proposals.values() if by in p.needed):
        return refuse("already_so", "these very terms are on the table already")
    return None


def offers_left(state: State, by: SeatId) -> int:
    """How many more offers a seat may put on the table."""
    return MOST_OPEN - sum(1 for proposal in state.proposals.values() if proposal.by == by)


def _may_answer(book: Rulebook, state: State, by: SeatId, move: Respond) -> Refusal | None:
    proposal = state.proposals.get(move.proposal)
    if proposal is None or by not in proposal.needed:
        return _no_such_offer(state, by, move.proposal)
    if by in proposal.accepted:
        return refuse("already_so", "your word is given on this offer; withdraw it if it is yours")
    if move.answer != "counter":
        if move.terms is not None:
            return refuse("malformed", f"terms come with a counter, not with {move.answer}")
        unable = may_accept(state, by, proposal.terms) if move.answer == "accept" else None
        return may_carry(move.text) or unable
    if move.terms is None:
        return refuse("malformed", "a counter needs terms")
    if by not in proposal.terms.parties:
        return refuse("not_yours", "you are asked for consent only: accept or reject")
    return _may_offer(book, state, by, move.terms, move.text)


def _no_such_offer(state: State, by: SeatId, given: str) -> Refusal:
    own = [p.id for p in state.proposals.values() if by in p.needed]
    return refuse("unknown_name", f"{given!r} is no offer before you; open ones are {', '.join(own) or 'none'}")


def _may_pledge(book: Rulebook, state: State, by: SeatId, move: MakePledge) -> Refusal | None:
    if refusal := a_seat(book, move.to, other_than=by):
        return refusal
    if not state.turn <= move.until <= book.setting.turns:
        return refuse(
            "malformed", f"a pledge runs to a turn from {state.turn} to {book.setting.turns}; this says {move.until}"
        )
    if any(
        p.by == by and p.to == move.to and p.promise == move.promise and p.status == "open"
        for p in state.pledges.values()
    ):
        return refuse("already_so", f"you have pledged this to {book.name(move.to)} already")
    return None


def speak(ruling: Ruling, decisions: Iterable[Decision]) -> None:
    """Carry out one round: each seat's moves in table order. A move that is refused is told to its author alone."""
    for decision in decisions:
        if isinstance(decision.body, Talk):
            for number, move in enumerate(decision.body.moves):
                cause = f"{decision.id}#{number + 1}"
                refusal: Refusal | None
                if number >= MOST_MOVES:
                    refusal = refuse("too_many_orders", f"at most {MOST_MOVES} moves a round are heard")
                else:
                    refusal = may_talk(ruling.book, ruling.state, decision.seat, move)
                if refusal:
                    tell_refusal(ruling, decision.seat, move.kind, refusal, cause)
                else:
                    _carry_out(ruling, decision.seat, move, cause)


def tell_refusal(ruling: Ruling, seat: SeatId, kind: str, refusal: Refusal, cause: Cause) -> None:
    """Record a refusal: its author learns why, nobody else learns that there was one."""
    text = f"Refused ({deed(kind) if kind in DEEDS else kind.replace('_', ' ')}): {refusal.sentence}."
    ruling.emit(
        "move_refused",
        f"legality.{refusal.kind}",
        (cause,),
        readers(seat),
        text,
        about=(seat,),
        value=Refused(what=kind, refusal=refusal),
    )


def _carry_out(ruling: Ruling, by: SeatId, move: TalkMove, cause: Cause) -> None:
    if isinstance(move, Message):
        seats = () if move.to in ((PUBLIC,), (CONTROL,)) else move.to
        audience: Audience = PUBLIC if move.to == (PUBLIC,) else readers(by, *seats)
        to = "all" if move.to == (PUBLIC,) else ", ".join(ruling.name(seat) for seat in move.to)
        about = (by, *seats)
        ruling.emit(
            "message_sent", "talk", (cause,), audience, f"{ruling.name(by)} to {to}.", about=about, body=move.text
        )
    elif isinstance(move, Propose):
        _offer(ruling, by, move.terms, move.text, None, cause)
    elif isinstance(move, Respond):
        _answer(ruling, by, move, cause)
    elif isinstance(move, Withdraw):
        proposal = ruling.state.proposals[move.proposal]
        text = f"{ruling.name(by)} withdrew its offer."
        ruling.emit(
            "offer_withdrawn",
            "talk",
            (cause, proposal.event),
            proposal.needed,
            text,
            drops=(Drop("proposals", proposal.id),),
            about=(by,),
            value=OfferAnswered(proposal=proposal.id, how="withdrawn"),
        )
    elif isinstance(move, MakePledge):
        pledge = Pledge(
            id=ruling.label(f"pledge|{by}|{move.to}|{move.promise}"),
            by=by,
            to=move.to,
            promise=move.promise,
            until=move.until,
            made=ruling.turn,
            status="open",
            event=cause,
            audience=readers(by, move.to),
        )
        what = f"{PROMISE_MEANING[move.promise]}, to turn {move.until}"
        text = f"{ruling.name(by)} pledged to {ruling.name(move.to)} {what}."
        ruling.emit(
            "pledge_made",
            "talk",
            (cause,),
            pledge.audience,
            text,
            puts=(pledge,),
            about=(by, move.to),
            value=Pledged(promise=move.promise, until=move.until),
        )
    else:
        _give_notice(ruling, by, move, cause)


def _offer(ruling: Ruling, by: SeatId, terms: Terms, text: str, counters: ProposalId | None, cause: Cause) -> None:
    needed = consent_needed(ruling.book, ruling.state, terms)
    proposal = Proposal(
        id=ProposalId(AgreementId(ruling.label(f"offer|{cause}"))),
        by=by,
        terms=terms,
        accepted=(by,),
        needed=needed,
        made=ruling.turn,
        counters=counters,
        event=ruling.next_id,
    )
    parties = ", ".join(ruling.name(seat) for seat in needed if seat != by)
    kinds = ", ".join(dict.fromkeys(clause.kind.replace("_", " ") for clause in terms.clauses))
    what = "countered" if counters else "made an offer to"
    ruling.emit(
        "offer_countered" if counters else "offer_made",
        "talk",
        (cause,),
        needed,
        f"{ruling.name(by)} {what} {parties}: {kinds}, {terms.turns} turns.",
        puts=(proposal,),
        about=(by, *(seat for seat in needed if seat != by)),
        body=text,
        value=Offered(proposal=proposal.id, terms=terms, counters=counters),
    )


def _answer(ruling: Ruling, by: SeatId, move: Respond, cause: Cause) -> None:
    proposal = ruling.state.proposals[move.proposal]
    if move.answer == "accept":
        after = changed(proposal, accepted=readers(*proposal.accepted, by))
        text = f"{ruling.name(by)} accepted the offer of {ruling.name(proposal.by)}."
        event = ruling.emit(
            "offer_accepted",
            "talk",
            (cause, proposal.event),
            proposal.needed,
            text,
            puts=(after,),
            about=(by, proposal.by),
            body=move.text,
            value=OfferAnswered(proposal=proposal.id, how="accepted"),
        )
        if set(after.needed) <= set(after.accepted):
            late = may_bind(ruling.book, ruling.state, after.by, after.terms)
            if late is None:
                sign(ruling, after, event.id)
        return
    verb = "rejected" if move.answer == "reject" else "set aside"
    text = f"{ruling.name(by)} {verb} the offer of {ruling.name(proposal.by)}."
    ruling.emit(
        "offer_rejected",
        "talk",
        (cause, proposal.event),
        proposal.needed,
        text,
        drops=(Drop("proposals", proposal.id),),
        about=(by, proposal.by),
        body=move.text,
        value=OfferAnswered(proposal=proposal.id, how="rejected" if move.answer == "reject" else "countered"),
    )
    if move.answer == "counter" and move.terms is not None:
        _offer(ruling, by, move.terms, move.text, proposal.id, cause)


def _give_notice(ruling: Ruling, by: SeatId, move: GiveNotice, cause: Cause) -> None:
    agreement = ruling.state.agreements[move.agreement]
    waits = max((clause.notice for clause in agreement.terms.clauses if clause.kind == "access"), default=0)
    after = replace(agreement, notice_given=ruling.turn + waits)
    parties = listed(map(ruling.name, agreement.parties))
    text = f"{ruling.name(by)} gave notice on the agreement of {parties}, to turn {ruling.turn + waits}."
    ruling.emit(
        "notice_given",
        "talk",
        (cause, agreement.event),
        agreement.audience,
        text,
        puts=(after,),
        about=(by, *agreement.parties),
    )
