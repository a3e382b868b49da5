"""`wargame host`: a table at this machine, the desks of its people at others."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wargame.commands import chosen, options
from wargame.commands.control_roles import BESIDE_CONTROL, roles_of
from wargame.commands.doors import WantedDoors
from wargame.commands.line_as_found import line_as_found
from wargame.commands.output import say_line, tell, tell_line
from wargame.commands.over import told_if_over
from wargame.commands.play import mode_of, names_of, planned
from wargame.commands.room_again import options_again
from wargame.commands.room_words import obey, words_heard
from wargame.core.ids import CONTROL
from wargame.errors import SpecError, WargameError
from wargame.rooms.addresses import PORT
from wargame.shell_words import shell_word

if TYPE_CHECKING:
    import socket
    import ssl
    from collections.abc import AsyncIterator, Callable

    from wargame.commands.doors import Ways
    from wargame.commands.tables import Tables
    from wargame.core.ids import SeatId
    from wargame.present.lobby_plan import TablePlan
    from wargame.rooms.hosting import HostedRoom
    from wargame.table.people import PersonRole
    from wargame.table.room import Room

LATE = 600.0
"""Seconds for which a room stays open after the game for desks whose line is down."""
ANSWERING = 1800.0
"""The same where people answer a survey then."""
AT_THE_END = 300.0
"""Seconds for which the last screens stay up after that for whoever came by ssh or with a browser and has not left."""
A_MOMENT = 2.0
"""Seconds after which whoever hosts is told that the room still waits."""
BindOption = Annotated[str, typer.Option(metavar="HOST", help="Where to listen; else this machine alone can join.")]


def host(
    scenario: options.ScenarioArgument = None,
    seat: options.SeatOption = [],
    everyone: options.EveryoneOption = "scripted",
    seed: options.SeedOption = 1,
    out: options.OutOption = None,
    seats: options.VariantOption = None,
    preset: Annotated[
        str | None, typer.Option(help="untimed, 90-minutes, two-hours or half-day; else the scenario's own.")
    ] = None,
    name: Annotated[list[str], typer.Option(metavar="ID=NAME,…", help="People on a seat; repeatable.")] = [],
    hours: Annotated[
        float | None,
        typer.Option(min=0.1, max=8760, metavar="H", help="A game of days: what each phase has, not a preset."),
    ] = None,
    notify: Annotated[
        str | None, typer.Option(metavar="COMMAND", help="Run where a seat is waited for; see `A game of many days`.")
    ] = None,
    remind: Annotated[
        float | None, typer.Option(min=0.1, metavar="H", help="Run it again every so many hours; else at half time.")
    ] = None,
    hide: Annotated[bool, typer.Option("--hide-players", help="Do not show who is a person and who a model.")] = False,
    control: Annotated[bool, typer.Option("--control", help="A facilitator's desk, with a code of its own.")] = False,
    adjudication: Annotated[
        str | None, typer.Option(metavar="MODE", help="How control rules arguments: rules, dice, vote, umpire, ….")
    ] = None,
    judge: Annotated[
        list[str], typer.Option(metavar="llm:MODEL", help="A model's opinion on arguments for control; repeatable.")
    ] = [],
    role: Annotated[
        list[str],
        typer.Option(
            metavar="ROLE=NAME", help="Somebody beside the seats: white_cell, scribe, owner or observer; repeatable."
        ),
    ] = [],
    survey: Annotated[
        str | None, typer.Option(metavar="FILE", help="Survey before and after; `default` is the shipped one.")
    ] = None,
    consent: Annotated[
        bool, typer.Option("--consent", help="Ask each person whether what they write in private may be shown.")
    ] = False,
    model_seconds: Annotated[
        float | None, typer.Option(min=1, metavar="S", help="What a model has for an answer; then scripts play. 180.")
    ] = None,
    tokens: options.TokensOption = None,
    money: options.MoneyOption = None,
    resume: options.ResumeOption = None,
    cut_broken: options.CutBrokenOption = False,
    bind: BindOption = "127.0.0.1",
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, help="8429, or where the room was that goes on; 0 takes any that is free."),
    ] = None,
    certificate: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A certificate (PEM): the lines are sealed by TLS.")
    ] = None,
    key: Annotated[Path | None, typer.Option(metavar="FILE", help="The certificate's key.")] = None,
    in_the_clear: Annotated[
        bool, typer.Option("--in-the-clear", help="Let codes and secrets go over a network that others may read.")
    ] = False,
    ssh: Annotated[
        int | None, typer.Option(min=0, max=65535, metavar="PORT", help="A door for ssh too, such as at 8422.")
    ] = None,
    web: Annotated[
        int | None, typer.Option(min=0, max=65535, metavar="PORT", help="A door for browsers too, such as at 8430.")
    ] = None,
    qr: Annotated[bool, typer.Option("--qr/--no-qr", help="Whether its address is drawn for phones.")] = True,
) -> None:
    """Open a room: people join its seats from terminals of their own.

    It prints an address and a one-time code for each seat of people; `wargame join ADDRESS` asks for the code. Models
    and scripts play here, and the one record is here. Without --seat the first seat is for a person. A room that was
    broken off goes on with --resume: whoever had joined comes back as they were.
    """
    from wargame.commands.survey import given_survey
    from wargame.commands.tables import Tables
    from wargame.rooms.addresses import host_sealing, on_this_machine

    if resume is not None and (scenario or seat or name or seats or out):
        raise SpecError(
            f"--resume {resume}: the transcript says what is played; give no scenario, no seats and no --out"
        )
    if resume is not None and (judge or control or role or (tokens, money, model_seconds) != (None, None, None)):
        raise SpecError(
            f"--resume {resume}: the session goes on with the desks, models and caps that it was given; leave out "
            f"{_too_much(control, role, judge)}"
        )
    roles = roles_of(role)
    beside = [*judge, *(f"{each}={who}" for each, who in roles if each in BESIDE_CONTROL)]
    if beside and not control:
        raise SpecError(f"{beside[0]}: judges and other roles stand beside a facilitator; add --control")
    if resume is None and scenario is None:
        raise SpecError("host needs a scenario, or --resume FILE; `wargame scenarios` lists the scenarios")
    if hours is not None and (preset or resume):
        raise SpecError(
            f"--hours {hours:g}: a preset, or the game that goes on, says how long phases are; give one alone"
        )
    if remind is not None and notify is None:
        raise SpecError(f"--remind {remind:g}: there is nothing to run again; give --notify COMMAND too")
    if notify is not None and not notify.strip():
        raise SpecError("--notify '': there is no command in it; name one, or leave --notify out")
    options.check_cut(resume, cut_broken)
    tables = Tables(None, cut_broken, given_survey(survey) if survey is not None else None, consent)
    if resume is not None and told_if_over(resume):
        return
    sealing = host_sealing(bind, certificate, key, in_the_clear=in_the_clear)
    if sealing is None and not on_this_machine(bind):
        tell("the lines of this room are not sealed: whoever can listen on this network reads codes and secrets")
    doors = WantedDoors(bind, ssh, web, certificate, qr)
    doors.check()
    plan = None
    if resume is None:
        from wargame.scenario.bundle import load
        from wargame.table.presets import each_phase, preset_of

        plan = planned(str(scenario), chosen.seats_of(seat), everyone, seats, names_of(name)).having(
            seed=seed,
            out=out,
            hide_players=hide,
            facilitated=control,
            judges=tuple(judge),
            tokens=tokens,
            money=money,
            **({} if preset is None else {"preset": preset_of(preset)}),
            **({} if hours is None else {"preset": each_phase(hours, load(str(scenario), seats).pack.talk_rounds)}),
            **({} if adjudication is None else {"adjudication": mode_of(adjudication)}),
            **({} if model_seconds is None else {"model_seconds": model_seconds}),
        )
        if not control and not any(each.kind == "human" for each in plan.seats.values()):
            raise SpecError("a room needs a seat of people, such as --seat rome=human; `wargame run` plays without any")
    from wargame.rooms.keys import port_before

    number = port if port is not None else (port_before(resume) if resume is not None else 0) or PORT
    again = options_again(
        bind=bind,
        certificate=certificate,
        key=key,
        in_the_clear=in_the_clear,
        ssh=ssh,
        web=web,
        qr=qr,
        notify=notify,
        remind=remind,
        consent=consent,
    )
    opened = _door(bind, number)
    _host(tables, plan, resume, opened, sealing, roles, WantedCalls(notify, remind), doors, again)


def _too_much(control: bool, role: list[str], judge: list[str]) -> str:
    """The options that a game which goes on has no use for."""
    given = {"--control": control, "--role": role, "--judge": judge}
    return ", ".join(name for name, value in given.items() if value) or "--tokens, --money and --model-seconds"


def _door(bind: str, port: int) -> socket.socket:
    """A listening socket, taken before anything is recorded; SpecError if it cannot be had."""
    import socket

    try:
        family = socket.AF_INET6 if ":" in bind else socket.AF_INET
        return socket.create_server((bind, port), family=family)
    except OSError as fault:
        raise SpecError(
            f"--bind {bind} --port {port}: nobody can be let in there ({fault.strerror or fault}); another --port may "
            "be free, and 0 takes any that is"
        ) from None


def _host(
    tables: Tables,
    plan: TablePlan | None,
    resume: Path | None,
    door: socket.socket,
    sealing: ssl.SSLContext | None,
    roles: tuple[tuple[PersonRole, str], ...],
    calls: WantedCalls,
    doors: WantedDoors,
    again: str,
) -> None:
    import asyncio

    over, code = False, 130
    try:
        with door, line_as_found():
            over = asyncio.run(_hosted(tables, plan, resume, door, sealing, roles, calls, doors))
    except KeyboardInterrupt:
        tell("")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else code
    if tables.path is None or not tables.path.is_file():
        return
    if over or _finished(tables.path):  # it may be over when somebody closes the room
        tell_line(f"the game is over: wargame verify {shell_word(tables.path)}")
        return
    tell_line(" ".join(filter(None, ("nothing is lost: wargame host --resume", shell_word(tables.path), again))))
    raise typer.Exit(code)


async def _hosted(
    tables: Tables,
    plan: TablePlan | None,
    resume: Path | None,
    door: socket.socket,
    sealing: ssl.SSLContext | None,
    roles: tuple[tuple[PersonRole, str], ...],
    calls: WantedCalls,
    doors: WantedDoors,
) -> bool:
    """Host a game to its end; whether it came so far."""
    from wargame.present.local_table import RoomHost
    from wargame.rooms.addresses import RoomAddress, as_seen
    from wargame.rooms.held_observer import unread_notes
    from wargame.rooms.hosting import HostedRoom
    from wargame.rooms.keys import Keyring
    from wargame.rooms.peoples_places import places_of
    from wargame.rooms.places import is_observer, of_person
    from wargame.table.public_view import PUBLIC_SCREEN

    local_table = await (tables.open(plan) if plan is not None else tables.resume(_given(resume)))
    table = local_table.host
    assert isinstance(table, RoomHost)
    room = table.room
    try:
        for role, name in roles:
            room.control.come_in(name, role)
        others = tuple(person.handle for person in room.people if person.seat is None and of_person(person.handle))
        facilitated = room.session.settings.facilitated
        beside = tuple(each for each in others if facilitated or is_observer(each))
        if any(is_observer(each) for each in beside):
            for line in unread_notes(_given(tables.path)):
                tell_line(line)
        desk = (CONTROL, *beside) if facilitated else beside
        keyring, asked = Keyring((*desk, *places_of(room), PUBLIC_SCREEN), tables.path), tables.asked_at_desks()
        hosted = HostedRoom(room, keyring, tell_line, asked)
        bound, number = door.getsockname()[:2]
        hosted.keyring.listens_at(number)
        address = RoomAddress(as_seen(bound), number, sealing is not None)
    except WargameError:
        room.close()
        raise
    record = _given(tables.path)
    async with hosted.open(door, sealing), doors.open(hosted, record, sealing, lambda: room.over) as ways:
        say_line(f"{local_table.title}: the room is open; each person runs  wargame join {shell_word(address.uri)}")
        for line in (*ways.told, *hosted.who(), *ways.drawn):
            say_line(f"  {line}")
        with words_heard(lambda line: obey(line, hosted, room)):
            async with calls.made(room, hosted.unread, address.uri):
                await table.play()
            await _seen_off(hosted, ways, ANSWERING if asked is not None and asked.survey else LATE)
    return True


async def _seen_off(hosted: HostedRoom, ways: Ways, late: float) -> None:
    """Keep the room open after the game until everybody has seen the end, no longer than is said."""
    import asyncio

    async def gone() -> None:
        await hosted.all_told(late)
        await ways.all_left(AT_THE_END)

    waiting = asyncio.ensure_future(gone())
    done, _ = await asyncio.wait({waiting}, timeout=A_MOMENT)
    if not done:
        tell_line(
            "the game is over; the room stays open until whoever is there has left, "
            f"{(late + AT_THE_END) / 60:.0f} minutes at most; Ctrl-C closes it at once"
        )
    await waiting


@dataclass(frozen=True, slots=True)
class WantedCalls:
    """The command that calls people when their turn comes, if one was given."""

    command: str | None
    remind: float | None
    """Hours between two calls of the same phase; None reminds when half of its time is gone."""

    @asynccontextmanager
    async def made(self, room: Room, unread: Callable[[], tuple[SeatId, ...]], address: str) -> AsyncIterator[None]:
        """Call people as long as the block lasts."""
        if self.command is None:
            yield
            return
        from wargame.rooms.seat_calls import SeatCalls

        calls = SeatCalls(room, unread, None if self.remind is None else self.remind * 3600)
        async with calls.made(self.command, address, tell_line):
            yield


def _finished(record: Path) -> bool:
    from wargame.present.shelf import finished

    return finished(record)


def _given(path: Path | None) -> Path:
    assert path is not None
    return path
