"""`wargame fork`: a recorded game goes on from one of its lines with one thing changed, beside the game as it was."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wargame.commands import options
from wargame.commands.output import answer, program, say, say_line, show, tell, tell_line
from wargame.commands.progress import HowFar
from wargame.errors import SpecError
from wargame.shell_words import shell_word

if TYPE_CHECKING:
    from wargame.core.ids import SeatId
    from wargame.core.setting import Setting
    from wargame.paired.forks import Forked
    from wargame.transcript.reading import Transcript


def fork(
    file: Annotated[Path, typer.Argument(help="A transcript, finished or not; it stays as it is.")],
    at: Annotated[str, typer.Option("--at", metavar="LINE", help="A line, or a decision such as 2.orders.paris.")],
    silent: Annotated[bool, typer.Option("--pass", help="The decision in that line: nothing instead.")] = False,
    without: Annotated[
        list[str], typer.Option("--without", metavar="KIND", help="The decision without orders or moves of a kind.")
    ] = [],
    order: Annotated[
        list[str], typer.Option("--order", metavar="JSON", help="The decision: these orders instead.")
    ] = [],
    reply: Annotated[
        list[str], typer.Option("--reply", metavar="OFFER=ANSWER", help="The decision: accept or reject an offer.")
    ] = [],
    player: Annotated[
        str | None, typer.Option(metavar="ID=SPEC", help="Another player on a seat from there on.")
    ] = None,
    param: Annotated[str | None, typer.Option(metavar="NAME=VALUE", help="A parameter from the next turn on.")] = None,
    inject: Annotated[str | None, typer.Option(metavar="ID", help="An inject of the scenario's list, now.")] = None,
    times: Annotated[int, typer.Option(min=1, max=1000, metavar="K", help="Go on so often, each with other dice.")] = 1,
    with_: Annotated[
        str, typer.Option("--with", metavar="SPEC", help="Who goes on: a player spec, or own for those of the record.")
    ] = "scripted",
    out: Annotated[Path | None, typer.Option(help="Where the fork is recorded; beside the file unless said.")] = None,
    tokens: options.TokensOption = None,
    money: options.MoneyOption = None,
    json: options.JsonOption = False,
) -> None:
    """Go on from a line of a record with one thing changed.

    Both go on, the game as it was and the fork, under the same chance: the record's own the first time, then other
    dice. The difference is told for each score, with a 95 % interval from two times on. The fork is a record of its
    own that names the game and the line that it leaves.
    """
    from wargame.commands.fork_change import change_of, line_of
    from wargame.paired.forks import fork as forked
    from wargame.paired.forks import going_on
    from wargame.present.fork_rows import WORLD
    from wargame.table.players import Means, ModelMeans
    from wargame.transcript.reading import read

    record = read(file, mend=True)
    line = line_of(record, at)
    change = change_of(record, line, silent, without, order, reply, player, param, inject)
    setting, players = _setting(record), dict(going_on(record, None if with_ == "own" else _spec(with_)))
    if player is not None:
        players.pop(player.partition("=")[0], None)
    means = Means(ModelMeans(tokens=tokens, money=money))
    _say_cost(record, players, means, 2 * times)
    progress = HowFar(lambda done, games: f"game {done} of {games}")
    try:
        found = forked(
            record,
            change,
            out or file.with_name(f"{file.stem}-at-{line}.jsonl"),
            times=times,
            players=players,
            variables=WORLD,
            means=lambda: Means(ModelMeans(tokens=tokens, money=money)),
            progress=progress,
        )
    except KeyboardInterrupt:
        tell("\nbroken off; the forks that are complete stay")
        raise typer.Exit(130) from None
    finally:
        progress.ends()
    if json:
        answer(_as_data(found))
    else:
        _tell(found, setting, times)


def _spec(text: str) -> str:
    from wargame.players import specs

    specs.check(text)
    if specs.parse(text).kind == "person":
        raise SpecError(f"--with {text}: nobody sits at a fork; name scripted, best, random, passing, llm:MODEL or own")
    return text


def _setting(record: Transcript) -> Setting:
    from wargame.transcript.setup import game_of

    return game_of(record).opening()[0].setting


def _say_cost(record: Transcript, players: dict[SeatId, str], means: Any, games: int) -> None:
    """What hosted models will take, for each of the games, and that pairs share no chance where models play."""
    from dataclasses import replace

    from wargame.commands import preview
    from wargame.core.spec_words import is_model
    from wargame.transcript.setup import game_of, seats_after

    setup = game_of(record)
    seats = {**seats_after(setup, record.entries), **players}
    if not any(is_model(spec) for spec in seats.values()):
        return
    asked = replace(setup, seats=seats)
    preview.check_price(asked, means.models)
    for line in preview.previews(asked, means.models):
        tell(f"{line} (for each of {games} games)")
    tell("models answer otherwise each time: what differs in a pair need not come from the change")


def _tell(found: Forked, setting: Setting, times: int) -> None:
    from wargame.present.fork_rows import NEVER, moved, parted

    for sentence in found.refused:
        tell_line(f"the rules refused: {sentence}")
    rows = [[each.name, f"{each.before:.1f}", f"{each.after:.1f}", each.difference] for each in moved(found, setting)]
    show(rows, ("AT THE END", "AS IT WAS", "FORK", "DIFFERENCE"))
    more = "" if times > 1 else ": --times 20 goes on under other dice"
    said = parted(found, times)
    say(said if said == NEVER else f"{said}{more}")
    for path in found.files[:3]:
        say_line(f"fork: {path}")
    if len(found.files) > 3:
        say(f"and {len(found.files) - 3} more beside it")
    say_line(f"look: {program()} replay {shell_word(found.files[0])}")


def _as_data(found: Forked) -> dict[str, Any]:
    from dataclasses import asdict

    rows = [
        {
            key: value
            for key, value in asdict(row).items()
            if key in ("arm", "seed", "turns", "scores", "values", "origins")
        }
        for row in found.rows
    ]
    return {"files": [str(each) for each in found.files], "refused": list(found.refused), "rows": rows}
