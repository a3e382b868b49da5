"""What `wargame fork` is asked to change: one thing, at one line of a record, read from the options that name it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wargame.commands import chosen
from wargame.errors import SpecError

if TYPE_CHECKING:
    from wargame.core.moves import Body
    from wargame.core.orders import AnyOrder
    from wargame.transcript.branch import OneChange
    from wargame.transcript.reading import Transcript


def change_of(
    record: Transcript,
    at: int,
    silent: bool,
    without: list[str],
    orders: list[str],
    replies: list[str],
    player: str | None,
    param: str | None,
    inject: str | None,
) -> OneChange:
    """The one change that these options name at a line; SpecError if they name none, several, or one that cannot be."""
    given = {
        "--pass": silent, "--without": without, "--order": orders, "--reply": replies,
        "--player": player, "--param": param, "--inject": inject,
    }  # fmt: skip
    named = [name for name, value in given.items() if value]
    if len(named) != 1:
        what = f"{' and '.join(named)} are given" if named else "nothing is changed"
        raise SpecError(f"{what}: change one thing; give one of {', '.join(given)}")
    from wargame.paired.fork_changes import step_of

    entry = record.entries[at - 1]
    if player is not None:
        from wargame.transcript.branch import Seated

        ((seat, spec),) = chosen.seats_of([player]).items()
        return Seated(seat, spec, *step_of(entry))
    if param is not None:
        from wargame.transcript.lineage import Amendment

        ((name, value),) = chosen.parameters_of([param]).items()
        return Amendment(name, value, entry.turn + 1)
    if inject is not None:
        from wargame.core.control_acts import FireInject
        from wargame.transcript.branch import Acted

        return Acted(FireInject(inject=inject), "what if it had come now", *step_of(entry))
    from wargame.transcript.branch import Answered
    from wargame.transcript.entry_values import decision_of

    if entry.kind != "decision":
        raise SpecError(f"--at {at}: this line is no decision ({entry.kind}); {_near(record, at)}")
    made = decision_of(entry)
    return Answered(made.id, _body(made.body, at, without, orders, replies, silent), "what if")


def line_of(record: Transcript, at: str) -> int:
    """The number of the line that is meant, of a decision that was made twice the last; SpecError if there is none."""
    if at.isascii() and at.isdigit() and 1 <= int(at[:9]) <= len(record.entries):
        return int(at)
    found = [entry.n for entry in record.entries if entry.kind == "decision" and entry.data["id"] == at]
    if found:
        return found[-1]
    made = [entry.data["id"] for entry in record.entries if entry.kind == "decision"]
    named = f"decisions such as {made[0]}" if made else "no decision yet"
    raise SpecError(f"--at {at[:80]}: {record.path} has lines 1 to {len(record.entries)}, and {named}")


def _near(record: Transcript, at: int) -> str:
    lines = [entry.n for entry in record.entries if entry.kind == "decision"]
    before = max((n for n in lines if n < at), default=None)
    after = min((n for n in lines if n > at), default=None)
    near = [f"line {n} ({record.entries[n - 1].data['id']})" for n in (before, after) if n is not None]
    return f"decisions near it stand in {' and '.join(near)}" if near else "this record has no decision yet"


def _body(made: Body, at: int, kinds: list[str], orders: list[str], replies: list[str], silent: bool) -> Body:
    from wargame.core.moves import Sealed, Talk
    from wargame.paired.fork_changes import kinds_of, nothing_instead, with_orders, with_replies, without

    if silent:
        return nothing_instead(made)
    if orders:
        if not isinstance(made, Sealed):
            raise SpecError(f"--order: line {at} is an answer of {made.kind}, and holds no orders")
        return with_orders(made, [_order(text) for text in orders])
    if kinds:
        held = kinds_of(made)
        if strange := [kind for kind in kinds if kind not in held]:
            has = f"it holds {', '.join(held)}" if held else "it holds nothing"
            raise SpecError(f"--without {strange[0]}: line {at} has nothing of this kind; {has}")
        return without(made, kinds)
    said = dict(_reply(text) for text in replies)
    if not isinstance(made, Talk):
        raise SpecError(f"--reply: line {at} is an answer of {made.kind}; offers are answered in talk")
    return with_replies(made, said)


def _reply(text: str) -> tuple[Any, str]:
    from wargame.paired.fork_changes import REPLIES

    offer, _, word = text.partition("=")
    if not offer or word not in REPLIES:
        raise SpecError(f"--reply {text}: this must be OFFER=accept or OFFER=reject, with the id of an offer")
    return offer, word


def _order(text: str) -> AnyOrder:
    from pydantic import TypeAdapter, ValidationError

    from wargame.players.levers import ONE_ORDER

    try:
        found: AnyOrder = TypeAdapter(ONE_ORDER).validate_json(text)
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(str(each) for each in first["loc"])
        raise SpecError(
            f"--order {text[:200]}: {where + ': ' if where else ''}{first['msg']}; "
            'an order is JSON, such as {"kind": "invoke_dpa", "lab": "anthropic"}'
        ) from None
    return found
