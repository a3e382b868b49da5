"""`wargame why`: how the value of a variable came about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wargame.commands.output import answer, say, tell, tell_line
from wargame.commands.progress import HowFar

if TYPE_CHECKING:
    from wargame.core.ids import Variable
    from wargame.paired.shares import ChangeInShares
    from wargame.review.why import Chains
    from wargame.transcript.verify import Replayed


def why(
    file: Annotated[Path, typer.Argument(help="A transcript.")],
    variable: Annotated[str, typer.Argument(help="A dotted name, such as paris.H, or words: 'Paris adoption'.")],
    turn: Annotated[int | None, typer.Option(help="At the end of this turn; the last one unless said.")] = None,
    depth: Annotated[int, typer.Option(min=1, max=60, help="Steps to go back.")] = 6,
    shares: Annotated[
        bool, typer.Option("--shares", help="What each decision, inject, act and draw carries of its change.")
    ] = False,
    since: Annotated[
        int | None, typer.Option(min=1, help="With --shares: the first turn that counts; the same turn unless said.")
    ] = None,
    apart: Annotated[
        bool, typer.Option("--apart", help="With --shares: each order and move of talk by itself.")
    ] = False,
    reruns: Annotated[
        int | None, typer.Option(min=1, help="With --shares: turns are ruled again so often at most; 2000 unless said.")
    ] = None,
    top: Annotated[int, typer.Option(min=1, help="With --shares: how many are listed.")] = 8,
    again: Annotated[
        bool, typer.Option("--again", help="With --shares: count again what is kept beside the record.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
) -> None:
    """Explain the value of a variable.

    Shown are the changes, rules and causes that led to it, back to who decided what. With --shares the turn is ruled
    again without some of its decisions, injects, acts of control and strokes of luck, which tells how much of the
    change each carries. That takes seconds; what came out is kept beside the record.
    """
    from dataclasses import asdict

    from wargame.commands.record import opened, turn_of
    from wargame.core.ids import Variable
    from wargame.errors import SpecError
    from wargame.review.why import Chains, as_text

    only = {"--since": since is not None, "--apart": apart, "--reruns": reruns is not None, "--again": again}
    if not shares and (idle := [name for name, given in only.items() if given]):
        raise SpecError(f"{idle[0]}: this counts with --shares alone")
    game = opened(file, turn)
    at = turn_of(game, turn)
    chains = Chains(game)
    if shares:
        found = _shares(game, chains.meant(Variable(variable), at), at, since, apart, reruns, again)
        if json:
            answer(asdict(found))
        else:
            _tell(game, chains, found, top)
        return
    link = chains.why(Variable(variable), at, depth)
    if json:
        answer(asdict(link))
    else:
        say(as_text(link))


def _shares(
    game: Replayed, variable: Variable, turn: int, since: int | None, apart: bool, reruns: int | None, again: bool
) -> ChangeInShares:
    """The shares, from beside the record if they were found before."""
    from wargame.paired import shares_kept
    from wargame.paired.shares import RERUNS, because

    most = reruns or RERUNS
    question = shares_kept.asked(game.record, variable, (since or turn, turn), apart, most)
    found = None if again else shares_kept.kept(game.record.path, question)
    if found is None:
        progress = HowFar(lambda done, of: f"ruled again {done} times, at most {of}", every=20)
        try:
            found = because(game, variable, turn, since=since, apart=apart, reruns=most, progress=progress)
        except KeyboardInterrupt:
            tell("\nbroken off; nothing is kept")
            raise typer.Exit(130) from None
        finally:
            progress.ends()
        shares_kept.keep(game.record.path, question, found)
    else:
        kept = shares_kept.beside(game.record.path)
        tell_line(f"kept in {kept}, on the word of whoever counted; --again counts anew")
    return found


def _tell(game: Replayed, chains: Chains, found: ChangeInShares, top: int) -> None:
    from wargame.present.share_words import as_lines, shares_in_words

    for line in as_lines(shares_in_words(game, found, chains), top):
        say(line)
