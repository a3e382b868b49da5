"""The words of control's desk in line mode: what each reads or does."""

from __future__ import annotations

from collections.abc import Mapping

from wargame.console.control_console import ControlConsole, ControlWord
from wargame.console.looks import clock_in_words
from wargame.console.spoken_acts import addressed
from wargame.core.control_acts import CancelInject, EndGame, FireInject, InjectNow, Override, Retract, Reveal
from wargame.core.events import Event
from wargame.core.ids import PUBLIC, EventId, SeatId, Variable
from wargame.core.plain_text import as_given, plain_line
from wargame.present.inject_words import readers_of
from wargame.present.record_rows import (
    deviation_rows,
    event_in_full,
    inject_rows,
    record_rows,
    watched_seat_rows,
)
from wargame.present.table_facts import control_owes, minutes_said
from wargame.present.variable_search import close_to, described
from wargame.table.desk_acts import (
    CastVote,
    ChangePlayer,
    ClosePhase,
    DoInGame,
    MakeUp,
    MoveClock,
    NoteMoment,
    RuleOn,
    TakeBack,
)

MOST_EVENTS, MOST_NAMES = 20, 12


async def _help(console: ControlConsole, rest: str) -> None:
    for word in console.words.values():
        console.write(f"  {word.words:<34} {word.meaning}")
    console.write("  quit                               leave the desk; the room goes on")


async def _status(console: ControlConsole, rest: str) -> None:
    table, control = console.table, console.control
    console.write(clock_in_words(table.clock()))
    health = control.health()
    idle = {each.seat for each in health if each.flagged}
    rows = watched_seat_rows(health, table.statuses(), table.players(), console.setting, control.presence())
    for row in rows:
        console.write(plain_line(f"  {'! IDLE ' if row.key in idle else ''}{row.body}"))
    owes = {"rule": "The game waits for your ruling.", "close": "The game waits for you to close it."}
    late = [status.name for status in table.statuses() if status.standing == "owes"]
    waited = f"Waited for: {', '.join(late)}." if late else "Nobody's answer is waited for."
    console.write(owes.get(control_owes(table), waited))


async def _news(console: ControlConsole, rest: str) -> None:
    fresh = [event for event in console.table.record() if (event.id, event.text) not in console.heard]
    _read(console, fresh)


async def _record(console: ControlConsole, rest: str) -> None:
    count = int(_number(rest, "record")) if rest else MOST_EVENTS
    _read(console, list(console.table.record())[-max(count, 1) :])


def _read(console: ControlConsole, events: list[Event]) -> None:
    by_id = {event.id: event for event in events}
    rows = record_rows(console.table.record(), console.setting, lambda event: event.id in by_id)
    for row in rows:
        event = by_id.get(EventId(row.key))
        readers = "everybody" if event is None else readers_of(event.audience, console.setting)
        few = "" if readers == "everybody" else f" (read by {readers})"
        console.write(plain_line(f"-- {row.text.strip('- ')} --" if event is None else f"{event.id}{few}: {row.body}"))
    console.heard |= {(event.id, event.text) for event in events}
    if not rows:
        console.write("Nothing has happened that you have not read.")


async def _event(console: ControlConsole, rest: str) -> None:
    event = next((each for each in console.table.record() if each.id == rest), None)
    if event is None:
        raise ValueError(f"{as_given(rest)}: there is no such event; `record` reads their names")
    console.write(event_in_full(event, console.setting))


async def _injects(console: ControlConsole, rest: str) -> None:
    rows = inject_rows(console.control.injects(), console.setting, console.table.clock().turn)
    for row in rows:
        console.write(plain_line(row.text))
    if not rows:
        console.write("This scenario lists none; `inject all: TEXT` makes one.")


async def _log(console: ControlConsole, rest: str) -> None:
    rows = deviation_rows(console.control.deviations())
    for row in rows:
        console.write(plain_line(row.text))
    if not rows:
        console.write("Control has done nothing so far.")


async def _cases(console: ControlConsole, rest: str) -> None:
    console.acts.cases()
    if not console.control.cases():
        console.write("No argument waits for a ruling.")


async def _find(console: ControlConsole, rest: str) -> None:
    values = console.table.truth().values
    near = close_to(rest, values)
    for name in near[:MOST_NAMES]:
        console.write(f"  {name}: {described(name, values)}")
    if len(near) > MOST_NAMES:
        console.write(f"  and {len(near) - MOST_NAMES} more; name more of it")
    if not near:
        raise ValueError(f"no variable of this game has {as_given(rest)} in its name")


async def _judges(console: ControlConsole, rest: str) -> None:
    case, _ = console.acts.case(rest)
    console.write("The judges are asked; what they say decides nothing.")
    opinions = await console.control.consult(case.id)
    for each in opinions.estimates:
        console.write(plain_line(f"{each.judge}: {each.chance:.0%} to succeed. {each.remark}".rstrip()))
        for sign, grounds in (("for", each.pros), ("against", each.cons)):
            for ground in grounds:
                console.write(plain_line(f"    {sign}: {ground}"))
    for fault in opinions.faults:
        console.write(plain_line(fault))
    if opinions.contested:
        console.write("They disagree; the ruling is yours.")
    if not (opinions.estimates or opinions.faults):
        console.write("No judge is at this table; the ruling is yours.")


async def _rule(console: ControlConsole, rest: str) -> None:
    case, more = console.acts.case(rest)
    if len(more) == 2 and more[0] == "vote":
        await console.acts.act(RuleOn(case.id, "vote", more[1]))
    else:
        await console.acts.rule("rule", rest)


async def _odds(console: ControlConsole, rest: str) -> None:
    await console.acts.rule("odds", rest)


async def _roll(console: ControlConsole, rest: str) -> None:
    await console.acts.rule("roll", rest)


async def _vote(console: ControlConsole, rest: str) -> None:
    case, more = console.acts.case(rest)
    if len(more) != 1 or more[0] not in ("for", "against"):
        raise ValueError("write `vote NUMBER for` or `vote NUMBER against`")
    await console.acts.act(CastVote(case.id, more[0] == "for"))
    console.write("Your vote is cast; `rule NUMBER vote REASON` counts all.")


async def _say(console: ControlConsole, rest: str) -> None:
    await console.acts.say(rest)


async def _inject(console: ControlConsole, rest: str) -> None:
    name, _, reason = rest.partition(" ")
    if any(each.inject.id == name for each in console.control.injects()):
        await console.acts.act(DoInGame(FireInject(inject=name), reason.strip()))
        return
    if ":" not in rest:
        raise ValueError(
            f"{as_given(name)} is no inject of the list; `injects` reads it, and `inject all: TEXT` or `inject "
            "SEAT,SEAT: TEXT` tells news of your own"
        )
    to, text = addressed(rest, "inject")
    audience = PUBLIC if to == (PUBLIC,) else tuple(map(SeatId, to))
    await console.acts.act(DoInGame(InjectNow(text=text, audience=audience)))


async def _strike(console: ControlConsole, rest: str) -> None:
    name, reason = _two(rest, "strike INJECT REASON")
    await console.acts.act(DoInGame(CancelInject(inject=name), reason))
    console.write(f"The inject {name} is struck from the list; seats see nothing of it.")


async def _set(console: ControlConsole, rest: str) -> None:
    name, more = _two(rest, "set VARIABLE VALUE REASON")
    value, reason = _two(more, "set VARIABLE VALUE REASON")
    move = Override(variable=Variable(name), value=_number(value, "set"))
    await console.acts.act(DoInGame(move, reason))


async def _retract(console: ControlConsole, rest: str) -> None:
    event, reason = _two(rest, "retract EVENT REASON")
    await console.acts.act(DoInGame(Retract(event=EventId(event)), reason))


async def _swap(console: ControlConsole, rest: str) -> None:
    seat, more = _two(rest, "swap SEAT PLAYER REASON")
    spec, reason = _two(more, "swap SEAT PLAYER REASON")
    await console.acts.act(ChangePlayer(SeatId(seat), spec, reason))
    console.write(f"{console.setting.name_of(SeatId(seat))} is now played by {spec}.")


async def _undo(console: ControlConsole, rest: str) -> None:
    turn, reason = _two(rest, "undo TURN REASON")
    to = int(_number(turn, "undo"))
    gone = sum(event.turn >= to for event in console.table.record())
    await console.sure(f"back to the start of turn {to}: {gone} events and all answers from there on are taken back")
    await console.acts.act(TakeBack(reason, to))
    console.write(f"Back at the start of turn {console.table.clock().turn}; every seat is asked anew.")


async def _pause(console: ControlConsole, rest: str) -> None:
    if console.table.clock().paused:
        raise ValueError("the clock stands already; `resume` lets it run on")
    await console.acts.act(MoveClock("pause"))


async def _resume(console: ControlConsole, rest: str) -> None:
    if not console.table.clock().paused:
        raise ValueError("the clock is not paused")
    await console.acts.act(MoveClock("resume"))


async def _extend(console: ControlConsole, rest: str) -> None:
    await console.acts.act(MoveClock("extend", _number(rest, "extend") * 60))
    console.write(clock_in_words(console.table.clock()))


async def _go(console: ControlConsole, rest: str) -> None:
    await console.acts.act(ClosePhase(rest))


async def _late(console: ControlConsole, rest: str) -> None:
    minutes, _, reason = rest.partition(" ")
    lost = _number(minutes, "late")
    plan = console.control.replan(lost)
    for cut in plan.cuts:
        console.write(f"  {cut.what}: {minutes_said(cut.before)} to {minutes_said(cut.after)} minutes")
    console.write(f"  turn {plan.last_turn} is the last one" if plan.cuts else "  nothing is cut")
    if plan.short:
        console.write(f"  {minutes_said(plan.short)} minutes cannot be made up")
    if reason.strip():
        await console.acts.act(MakeUp(lost, reason.strip()))
        console.write("The plan holds from the next phase on.")
    else:
        console.write(f"Nothing is changed yet; `late {minutes} REASON` plays by it.")


async def _note(console: ControlConsole, rest: str) -> None:
    name, _, text = rest.partition(" ")
    known = any(event.id == name for event in console.table.record())
    if not known:
        await console.acts.note(rest)
        return
    line = (await console.control.do(NoteMoment(text.strip(), EventId(name)))).line
    console.write(f"Noted at line {line} of the record.")


async def _reveal(console: ControlConsole, rest: str) -> None:
    await console.sure("everybody will read all secrets")
    await console.acts.act(DoInGame(Reveal(), rest))


async def _end(console: ControlConsole, rest: str) -> None:
    if not rest:
        raise ValueError("write `end REASON`")
    await console.sure("the game ends in this turn, and what stands is scored")
    await console.acts.act(DoInGame(EndGame(), rest))


async def _wait(console: ControlConsole, rest: str) -> None:
    await console.until_next()


def _two(rest: str, written: str) -> tuple[str, str]:
    """The first part of a line and the rest of it; ValueError says how it is written if either is missing."""
    first, _, more = rest.partition(" ")
    if not first or not more.strip():
        raise ValueError(f"write `{written}`")
    return first, more.strip()


def _number(given: str, word: str) -> float:
    try:
        return float(given)
    except ValueError:
        raise ValueError(f"{word}: {as_given(given)} is not a number") from None


_ALL = (
    ControlWord("help", "these words", _help, True),
    ControlWord("status", "clock, seats, who is where, who is waited for", _status, True),
    ControlWord("news", "what has happened since you read last, in truth", _news, True),
    ControlWord("record [COUNT]", "the last events, in truth; 20 unless you say", _record, True),
    ControlWord("event EVENT", "one event in full, by its name", _event, True),
    ControlWord("find WORDS", "variables of a name, with their values and ranges", _find, True),
    ControlWord("log", "what control has done, with reasons", _log, True),
    ControlWord("cases", "the arguments that wait for a ruling", _cases),
    ControlWord("judges NUMBER", "ask the judges about an argument; it decides nothing", _judges),
    ControlWord("rule NUMBER for|against REASON", "your word decides; `rule NUMBER vote REASON`: the majority", _rule),
    ControlWord("odds NUMBER PERCENT REASON", "your estimate of its chance; then roll", _odds),
    ControlWord("roll NUMBER", "chance decides where odds are set", _roll),
    ControlWord("vote NUMBER for|against", "your own vote on an argument", _vote),
    ControlWord("say SEAT,SEAT|all: TEXT", "a message from control", _say),
    ControlWord("injects", "the scenario's list", _injects),
    ControlWord("inject NAME [REASON]", "fire one of the list; `inject SEAT|all: TEXT`: news of your own", _inject),
    ControlWord("strike NAME REASON", "strike an inject from the list", _strike),
    ControlWord("retract EVENT REASON", "take the words of an event back", _retract),
    ControlWord("set VARIABLE VALUE REASON", "set a stored variable", _set),
    ControlWord("swap SEAT PLAYER REASON", "another player: human, scripted, best, llm:MODEL@URL and others", _swap),
    ControlWord("undo TURN REASON", "back to the start of a turn", _undo),
    ControlWord("pause", "stop the clock", _pause),
    ControlWord("resume", "let it run on", _resume),
    ControlWord("extend MINUTES", "more time in this phase, or less with a minus", _extend),
    ControlWord("late MINUTES [REASON]", "what could be cut to make up for lost time; with a reason, play so", _late),
    ControlWord("go [REASON]", "close the phase, leave rulings to the rules, or close the game at its end", _go),
    ControlWord("note [EVENT] TEXT", "a note beside the record, on an event or on what happened last", _note),
    ControlWord("reveal", "tell all secrets to everybody", _reveal),
    ControlWord("end REASON", "end the game in this turn", _end),
    ControlWord("wait", "take no line before the next phase, or before you are waited for", _wait),
)
CONTROL_WORDS: Mapping[str, ControlWord] = {each.words.split()[0]: each for each in _ALL}
"""Every word by its first part."""
