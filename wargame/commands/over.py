"""Going on with a game that is over: there is nothing to play, so its result is the answer."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from wargame.commands.output import answer, say, tell_line
from wargame.errors import TranscriptError


def told_if_over(path: Path, *, json: bool = False, quiet: bool = False) -> bool:
    """Whether a record holds a game that was played to its end; then it is proved and its result told.

    TranscriptError says what is wrong with the record. Nothing in it is changed; a note that a kill left goes.
    """
    from wargame.present.shelf import finished

    if not path.is_file() or not finished(path):
        return False
    from wargame.commands.summary import as_text, summary
    from wargame.table.game import Result
    from wargame.transcript.lock import refuse_if_written
    from wargame.transcript.reading import read
    from wargame.transcript.verify import proved

    record = read(path, mend=True)
    if not record.finished:
        return False
    with suppress(TranscriptError):
        refuse_if_written(path)
    game, end = proved(record), record.entries[-1].data
    told = summary(path, game.game, game.sequence, Result(game.turns, end["scores"], end["state_hash"], end["origins"]))
    if record.torn:
        tell_line(f"{path}: {record.torn}")
    tell_line(f"{path}: this game was played to its end; there is nothing to go on with, and this was its result")
    if json:
        answer(told)
    elif not quiet:
        say(as_text(told, game.sequence.book.setting))
    return True
