"""The decisive moments that were played on before, as they lie beside the record; a report plays nothing itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wargame.paired.moments_kept import KeptMoments, kept_beside
from wargame.present.moment_words import moment_in_words
from wargame.present.report.document import Remark, ReportBlock, ReportSentence, Section
from wargame.present.report.source import ReportSource
from wargame.review.spreads import spread_of
from wargame.shell_words import shell_word

TITLE = "Decisive moments"
MOST, MOST_EFFECTS = 10, 4


def decisive(source: ReportSource) -> Section:
    """The moments that were found, the largest first; the command that finds them where none were.

    They rest on games that were played on under the truth, and are for control alone.
    """
    if not source.truth:
        return Section(TITLE, (Remark("What would have come otherwise rests on what was secret, and is for control."),))
    kept = kept_beside(source.game.record)
    if kept is None:
        quoted = shell_word(Path(source.game.record.path.name))
        asked = f"None were looked for in this record: `wargame moments {quoted}` finds them and keeps them beside it."
        return Section(TITLE, (Remark(asked),))
    return Section(TITLE, tuple(_found(source, kept)))


def _found(source: ReportSource, kept: KeptMoments) -> Iterator[ReportBlock]:
    unit = spread_of(source.game.game)
    ranked = sorted(kept.moments, key=lambda each: -each.size(unit))
    loud = [each for each in ranked if not each.inside_noise]
    yield Remark(
        f"{len(ranked)} ways to have done otherwise were played on {kept.screened} times each, {kept.decided} times "
        f"where clear of zero. {len(ranked) - len(loud)} are inside the noise. Intervals are of 95 %; so many are "
        "looked at that one in twenty is clear of zero by chance alone. They are kept beside the record, on the word "
        "of whoever played."
    )
    for each in loud[:MOST]:
        words = moment_in_words(source.game, each, unit)
        yield ReportSentence(
            f"Turn {each.turn}, {source.name(each.seat)}: {words.did}; against {words.against}.", (words.line,)
        )
        for effect in words.effects[:MOST_EFFECTS]:
            yield ReportSentence(f"{effect[:1].upper()}{effect[1:]}.", (words.line,), under=True)
    if len(loud) > MOST:
        yield Remark(f"{len(loud) - MOST} more are clear of zero.")
