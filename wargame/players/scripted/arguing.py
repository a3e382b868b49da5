"""Arguments of scripts: a case where enough of the record speaks for it, and reasons for or against those of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from wargame.core import names
from wargame.core.event_kinds import EventKind
from wargame.core.ids import FactId, SeatId
from wargame.core.moves import Weighing
from wargame.core.orders import Argument, EffectKind, Reason
from wargame.core.views import WITHDRAWN, Seen
from wargame.players.scripted.mind import Mind
from wargame.players.scripted.wording import CASES
from wargame.rules.foresight.outlook import why_no_ground

EffectOn: TypeAlias = tuple[EffectKind, SeatId]
"""An effect, and on whom."""

LEAST_GROUNDS = 2
"""Grounds from which on the odds are good: three chances in four."""
MOST_REASONS = 3
ARGUES = 0.6
"""Share of spells in which a seat looks for a case at all; never two running."""

GROUNDS: Mapping[EffectKind, tuple[EventKind, ...]] = {
    "raise_trust": (
        "arms_expedited",
        "package_granted",
        "offer_subsidised",
        "export_bar_lifted",
        "data_stance_set",
        "agreement_signed",
        "access_resumed",
        "military_licence_given",
        "procurement_pooled",
        "regional_pitch_made",
        "norms_endorsed",
        "policy_set",
        "court_ruled",
        "weights_opened",
        "model_released",
    ),
    "raise_domestic_support": (
        "agreement_signed",
        "arms_expedited",
        "package_granted",
        "layer_reshored",
        "sovereign_model_fielded",
        "sovereign_model_built",
        "norms_endorsed",
        "oversight_set",
        "pressure_applied",
        "open_weights_adopted",
        "regional_pitch_made",
        "air_war_fought",
    ),
    "raise_legitimacy": (
        "norms_endorsed",
        "oversight_set",
        "data_stance_set",
        "distillation_punished",
        "sovereign_model_fielded",
    ),
    "calm_dissent": (
        "protest_handled",
        "policy_set",
        "court_ruled",
        "contract_left",
        "case_opened",
        "agreement_signed",
    ),
    "raise_reputation": (
        "model_released",
        "weights_opened",
        "policy_set",
        "military_licence_given",
        "court_ruled",
        "contract_left",
        "case_opened",
        "agreement_signed",
        "integration_bundled",
    ),
    "raise_adoption": (
        "agreement_signed",
        "integration_bundled",
        "procurement_pooled",
        "norms_endorsed",
        "package_granted",
    ),
    "lower_reputation": (
        "distillation_punished",
        "defection_detected",
        "illicit_use_exposed",
        "staff_resigned",
        "weights_closed",
    ),
}
"""What of the record speaks for an effect, if it concerns whoever argues or the seat meant."""

DOUBTS: tuple[EventKind, ...] = (
    "lab_threatened",
    "production_compelled",
    "lab_designated",
    "export_barred",
    "pressure_applied",
    "supply_squeezed",
    "targeting_scandal",
    "staff_resigned",
    "weights_closed",
    "contract_left",
    "defection_detected",
    "distillation_punished",
)
"""What of the record speaks against a case, if it concerns its author."""


def cases(mind: Mind, aims: Iterable[EffectOn]) -> Iterator[Argument]:
    """The first case among these that enough of the record speaks for, and that can be put in words of its own."""
    if "argument" in mind.ordered_last or mind.whim("argue") > ARGUES:
        return
    for effect, target in aims:
        probe = Argument(reasons=(), action="", effect=effect, target=target)
        grounds = [seen for seen in _grounds(mind, effect, {mind.me, target}) if _counts(mind, mind.me, probe, seen)]
        if len(grounds) < LEAST_GROUNDS:
            continue
        whose = mind.name(target)
        action = mind.speech.say("case", case=CASES[effect].format(target=whose, me=mind.name(mind.me)))
        told = [(mind.speech.say("ground", ground=_told(seen)), seen.cite) for seen in grounds[:MOST_REASONS]]
        reasons = tuple(Reason(text=text, cites=cite) for text, cite in told if text)
        if action and len(reasons) >= LEAST_GROUNDS:
            yield Argument(reasons=reasons, action=action, effect=effect, target=target, backs=_project(mind))
            return


def _project(mind: Mind) -> FactId | None:
    """The first project under way that concerns it: what it argues may as well bring that on."""
    found = (fact for fact in mind.view.facts.values() if fact.open and not fact.holds and mind.me in fact.about)
    return next((FactId(fact.id) for fact in found), None)


def _grounds(mind: Mind, effect: EffectKind, whom: set[SeatId]) -> Iterator[Seen]:
    """Public events of late that speak for an effect, one of each kind before a second of any."""
    second: dict[EventKind, Seen] = {}
    told: set[EventKind] = set()
    for seen in mind.recent(*GROUNDS.get(effect, ()), spells=2):
        if seen.cite and seen.text != WITHDRAWN and seen.kind not in second and not whom.isdisjoint(seen.about):
            if seen.kind in told:
                second[seen.kind] = seen
            else:
                told.add(seen.kind)
                yield seen
    yield from second.values()


def _counts(mind: Mind, by: SeatId, argument: Argument, seen: Seen) -> bool:
    return why_no_ground(mind.view, by, argument, seen.cite, seen) is None


def _told(seen: Seen) -> str:
    return f"in turn {seen.turn} {seen.text.rstrip('.')}"


def weighings(mind: Mind) -> Iterator[Weighing]:
    """A friend speaks for and a rival against, each from what the record holds of the author; else nobody does."""
    if not mind.has("argue"):
        return
    for case in mind.view.arguments.values():
        if case.by == mind.me or len(case.pros) + len(case.cons) >= 5:
            continue
        trust, concerned = mind.trust(case.by), case.argument.target == mind.me
        if trust > 62 and not mind.across(mind.book.seat(case.by)):
            grounds, side = _grounds(mind, case.argument.effect, {case.by, case.argument.target}), "pro"
        elif (trust < 35 and mind.whim(f"doubt.{case.id}") < 0.5) or (concerned and trust < 45):
            grounds, side = _doubts(mind, case.by), "con"
        else:
            continue
        cited = {reason.cites for reason in (*case.argument.reasons, *case.pros, *case.cons)}
        fresh = (seen for seen in grounds if seen.cite not in cited)
        seen = next((seen for seen in fresh if _counts(mind, case.by, case.argument, seen)), None)
        if seen is not None:
            word = "for" if side == "pro" else "against"
            text = mind.speech.say("weigh", other=mind.name(case.by), side=word, ground=_told(seen))
            if text or not mind.has("speak"):
                reason = Reason(text=text or seen.text, cites=seen.cite)
                yield Weighing(argument=case.id, side=side, reason=reason)  # type: ignore[arg-type]


def _doubts(mind: Mind, author: SeatId) -> Iterator[Seen]:
    return (seen for seen in mind.recent(*DOUBTS, spells=2) if seen.cite and seen.about[:1] == (author,))


def at_home(mind: Mind) -> Iterator[EffectOn]:
    """What a government would rather win at home: support first where it is short, then legitimacy."""
    if mind.own(names.domestic_support, 50) < 75:
        yield "raise_domestic_support", mind.me
    if mind.own(names.legitimacy, 50) < 85:
        yield "raise_legitimacy", mind.me
