"""What came of a fork, for readers: each score and the world at the end, as it was and with the change."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean

from wargame.core import names
from wargame.core.ids import Variable
from wargame.core.setting import Setting
from wargame.paired.forks import FORK, Forked
from wargame.paired.intervals import interval
from wargame.paired.rows import differences
from wargame.present.rows import ListRow
from wargame.rules.model.variable_words import spoken

WORLD: tuple[Variable, ...] = (
    *(names.stack_share("us"), names.stack_share("cn"), names.stack_share("home")),
    *(names.OPEN_LAG, names.JOINT_CAPABILITY),
)
"""What is told of the world at the end."""
NEVER = "the games never parted: the change changed nothing"


@dataclass(frozen=True, slots=True)
class ForkedMeasure:
    """One number at the end of the games."""

    name: str
    before: float
    """Mean over the games as they were."""
    after: float
    """Mean over the games with the change."""
    difference: str
    """The mean difference, with a 95 % interval from two games on."""


def moved(found: Forked, setting: Setting) -> list[ForkedMeasure]:
    """Scores, by how far they moved, then the world; shares in percent."""
    base = [row for row in found.rows if row.arm != FORK]
    other = [row for row in found.rows if row.arm == FORK]
    apart = list(differences(found.rows))
    out = []
    for seat in sorted(base[0].scores, key=lambda seat: -abs(fmean(each.scores[seat] for each in apart))):
        by = [each.scores[seat] for each in apart]
        before, after = fmean(row.scores[seat] for row in base), fmean(row.scores[seat] for row in other)
        out.append(ForkedMeasure(f"score of {setting.name_of(seat)}", before, after, _said(by)))
    for name in (each for each in WORLD if each in base[0].values):
        share = 100.0 if name.endswith("_share") else 1.0
        by = [share * each.values[name] for each in apart]
        before = share * fmean(row.values[name] for row in base)
        after = share * fmean(row.values[name] for row in other)
        words = spoken(setting, name)
        out.append(ForkedMeasure(f"{words}{', %' if share > 1 else ''}", before, after, _said(by)))
    return out


def parted(found: Forked, times: int) -> str:
    """In which turn the games with the change part from those as they were, in a sentence without its stop."""
    turns = [each.parted for each in differences(found.rows) if each.parted is not None]
    if not turns:
        return NEVER
    if times > 1:
        return f"{len(turns)} of {times} pairs parted, the first in turn {min(turns)}; means of {times}, 95 % intervals"
    return f"the two part in turn {turns[0]}; one pair tells nothing of chance"


def forked_rows(found: Forked, setting: Setting, times: int) -> list[ListRow]:
    """The table as rows, with what the rules refused and where the games part; the key of the last one is `open`."""
    rows = [ListRow((("! ", "bold"),), f"the rules refused: {sentence}") for sentence in found.refused]
    told = moved(found, setting)
    wide = max(len(each.name) for each in told)
    titles = f"{'AT THE END':<{wide}}  {'AS IT WAS':>9}  {'WHAT IF':>7}  DIFFERENCE"
    rows.append(ListRow((), titles, style="bold", marked=True))
    rows += [
        ListRow((), f"{each.name:<{wide}}  {each.before:>9.1f}  {each.after:>7.1f}  {each.difference}") for each in told
    ]
    rows.append(ListRow((("  ", ""),), parted(found, times), style="dim"))
    kept = found.files[0].name if len(found.files) == 1 else f"{found.files[0].name} and {len(found.files) - 1} more"
    rows.append(ListRow((("> ", "bold"),), f"open the game with the change, kept in {kept}", "open", "bold"))
    return rows


def _said(by: list[float]) -> str:
    return f"{by[0]:+.1f}" if len(by) == 1 else str(interval(by))
