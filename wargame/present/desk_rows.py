"""What lies before a seat, as rows: offers, agreements, its drafts of this round, promises, and the other seats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wargame.core import names
from wargame.core.moves import Respond, Withdraw
from wargame.core.promises import PROMISE_MEANING
from wargame.core.words import order_in_words, terms_in_words
from wargame.players.base import Ask
from wargame.present.channel_rows import drafted_as
from wargame.present.channels import channel_of_move
from wargame.present.letters import letters
from wargame.present.purse import in_hand
from wargame.present.rows import ListRow, folded, heading, letter_part
from wargame.present.settling import unsigned
from wargame.table.chair import Draft, SeatStatus

DRAFT = 160
"""Letters of a draft that stand on the table; enter on it opens all of it."""
STANDINGS = {"waiting": "waiting", "owes": "drafting", "sealed": "sealed", "passed": "passed"}


def offer_rows(ask: Ask, draft: Draft) -> list[ListRow]:
    """Offers, those that wait for this seat first, whose word is missing, and what is drafted about each."""
    view, name = ask.view, ask.called
    rows = [heading("OFFERS ON THE TABLE")] if view.proposals else []
    for offer in sorted(view.proposals.values(), key=lambda offer: ask.seat in offer.accepted):
        answers = [m for m in draft.moves if isinstance(m, Respond) and m.proposal == offer.id]
        taken = any(isinstance(m, Withdraw) and m.proposal == offer.id for m in draft.moves)
        missing = [name(seat) for seat in offer.needed if seat not in offer.accepted]
        if taken:
            state = "you withdraw it"
        elif answers:
            state = f"your answer: {answers[-1].answer}"
        elif ask.seat in offer.accepted:
            waits = f"waits for {', '.join(missing)}"
            state = waits if missing else f"agreed by all, not signed: {unsigned(ask, offer)}"
        else:
            state = "waits for YOU"
        letter, colour = letter_part(ask.book.setting, offer.by)
        rows.append(
            ListRow(
                ((f"{letter} ", f"bold {colour}".strip()),), f"{terms_in_words(offer.terms, name)} [{state}]", offer.id
            )
        )
    live = [a for a in view.agreements.values() if a.status == "in_force" and ask.seat in a.parties]
    if live:
        rows.append(heading("AGREEMENTS IN FORCE"))
    for deal in live:
        notice = f", ends after turn {deal.notice_given}" if deal.notice_given is not None else ""
        said = f"{terms_in_words(deal.terms, name)} [to turn {deal.expires}{notice}]"
        rows.append(ListRow((("= ", "bold"),), said, deal.id))
    return rows


def outbox_rows(ask: Ask, draft: Draft) -> list[ListRow]:
    """Moves drafted in this round, each with its readers, and the sheet of orders in short."""
    rows = [heading("DRAFTED, NOT YET SEALED")]
    for at, move in enumerate(draft.moves):
        refusal = ask.menu.talk_refusal(move)
        wrong = f" [! {refusal.sentence}]" if refusal else ""
        key = channel_of_move(ask, move)
        sign = key if len(key) < 2 else key[0] + "+".join(_short(ask, key[1:].split("+")))
        rows.append(ListRow(((f"{sign} ", "bold"),), f"{folded(drafted_as(ask, move), DRAFT)}{wrong}", f"m{at}"))
    if draft.signal:
        rows.append(ListRow((("statement ", "bold"),), folded(draft.signal.text, DRAFT), "signal"))
    rows += [ListRow((("order ", "bold"),), order_in_words(order, ask.called), "order") for order in draft.orders]
    rows += [ListRow(((f"{w.side} ", "bold"),), w.reason.text, "weighing") for w in draft.weighings]
    return rows if len(rows) > 1 else [*rows, ListRow((), "nothing yet", style="dim")]


def _short(ask: Ask, seats: Iterable[str]) -> list[str]:
    return [letter_part(ask.book.setting, seat)[0] for seat in seats]


def promise_rows(ask: Ask) -> list[ListRow]:
    """Pledges given, received, kept and broken, the open ones first."""
    mine, name = ask.seat, ask.book.name
    signs = {"open": " ", "kept": "kept", "broken": "BROKEN"}
    rows = []
    for pledge in sorted(ask.view.pledges.values(), key=lambda p: p.status != "open"):
        way = ">" if pledge.by == mine else "<" if pledge.to == mine else "-"
        who = name(pledge.to if pledge.by == mine else pledge.by)
        to = f" to {name(pledge.to)}" if way == "-" else ""
        said = f"{who}{to}: {PROMISE_MEANING[pledge.promise]}, T{pledge.until} {signs[pledge.status]}".rstrip()
        sign = "!" if pledge.status == "broken" else way
        rows.append(ListRow(((f"{sign} ", "bold"),), said, pledge.id, "dim" if pledge.status == "kept" else ""))
    return rows


def seat_rows(ask: Ask, statuses: Iterable[SeatStatus]) -> list[ListRow]:
    """How every seat stands: who plays it as far as that may be known, and a word for what it is at."""
    rows = []
    for status in statuses:
        letter, colour = letter_part(ask.book.setting, status.seat)
        who = "you" if status.seat == ask.seat else "" if status.player == "hidden" else status.player
        state = status.stage if status.stage and status.standing == "owes" else STANDINGS[status.standing]
        idle = f", idle {int(status.idle // 60)} min" if status.idle >= 120 else ""
        people = f" ({', '.join(status.people)})" if status.people else ""
        said = f"{status.name}{people}{f' {who}' if who else ''}: {state}{idle}"
        rows.append(ListRow(((f"{letter} ", f"bold {colour}".strip()),), said, status.seat))
    return rows


def order_strip(ask: Ask, draft: Draft, statuses: Sequence[SeatStatus]) -> str:
    """The order sheet in short, and by letter who has answered and who has not, on one line."""
    signs = letters(ask.book.setting)
    points, budget = (ask.view.values[of(ask.seat)] for of in (names.points, names.budget))
    count = f"{len(draft.orders)} drafted" if draft.orders else "none"
    done = " ".join(signs[s.seat] for s in statuses if s.standing in ("sealed", "passed"))
    still = " ".join(signs[s.seat] for s in statuses if s.standing == "owes")
    return f"ORDERS {count}   points {points:g}, budget {in_hand(budget)}   SEALED {done or '-'}   OPEN {still or '-'}"
