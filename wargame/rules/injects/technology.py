"""News of technology: releases, leaps, jailbreaks, windfalls, and chips that come back."""

from __future__ import annotations

from wargame.core import names
from wargame.core.conditions import Condition
from wargame.core.ids import AREAS
from wargame.core.orders import CloseWeights, ReleaseModel, WithholdModel
from wargame.rules.base.calendar import compounded
from wargame.rules.base.ruling import Ruling
from wargame.rules.injects.happening import Causes, Draws, newest, news, open_models
from wargame.rules.orders import release

FOR_GOOD = 999
"""A turn that no game reaches."""


def closed_release(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """A lab that nobody plays releases what it has."""
    model = newest(ruling, target, "closed") if target in ruling.book.setting.by_id else None
    inside = ruling.value(names.vintage_inside(target), -120.0)
    if model is None or not release.is_newer(ruling.state, ruling.state.models[model], inside):
        return
    cause = news(
        ruling, "closed_release", causes, draws, f"{ruling.name(target)} announces a new model.", about=(target,)
    )
    release.release(ruling, target, ReleaseModel(model=model), cause)


def model_withheld(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """A lab keeps its newest model back over what it could do (F23)."""
    model = newest(ruling, target, "closed") if target in ruling.book.setting.by_id else None
    if model is None or release.may_withhold(ruling.book, ruling.state, target, WithholdModel(model=model)):
        return
    cause = news(
        ruling,
        "model_withheld_news",
        causes,
        draws,
        f"{ruling.name(target)} calls its newest model too dangerous to sell.",
        about=(target,),
    )
    release.withhold(ruling, target, WithholdModel(model=model), cause)


def open_leap(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """An open model gains three months on the frontier."""
    models = open_models(ruling, target)
    if models:
        model = max(models, key=lambda m: (ruling.value(names.vintage(m)), m))
        after = min(ruling.value(names.vintage(model)) + 3, ruling.value(names.FRONTIER) - 2)
        if after > ruling.value(names.vintage(model)):
            text = f"An open release by {ruling.name(target)} leaps ahead."
            ruling.emit(
                "open_leap",
                "inject.open_leap",
                causes,
                "public",
                text,
                to={names.vintage(model): after},
                draws=draws,
                about=(target,),
            )


def open_goes_closed(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """An open supplier turns closed (F30)."""
    models = open_models(ruling, target)
    if models:
        cause = news(
            ruling,
            "open_goes_closed",
            causes,
            draws,
            f"{ruling.name(target)} reconsiders open weights.",
            about=(target,),
        )
        release.close(ruling, target, CloseWeights(model=sorted(models)[0]), cause)


def jailbreak(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """A jailbreak of closed models is disclosed: reputation falls, the wary feel confirmed."""
    by = {names.reputation(lab): -2.0 for lab in ruling.book.setting.labs if ruling.book.seat(lab).role == "frontier"}
    news(
        ruling,
        "jailbreak",
        causes,
        draws,
        "Researchers disclose a jailbreak that strips safeguards from closed models.",
        by,
    )


def strait_scare(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """A scare in the Strait: chips run 30 % short until they recover."""
    news(
        ruling,
        "strait_scare",
        causes,
        draws,
        "A scare in the Taiwan Strait disrupts chip deliveries.",
        {names.CHIPS: -0.3},
    )


def funding_windfall(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """Investors fund a lab."""
    if target in ruling.book.setting.by_id:
        by = {names.budget(target): 6.0, names.compute(target): 0.05}
        news(ruling, "funding_windfall", causes, draws, f"{ruling.name(target)} raises a large round.", by, (target,))


def small_model_parity(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """A small fine-tune matches large models in one area for whoever holds weights (F32)."""
    index = int(ruling.draw("parity.area") * len(AREAS))
    area = AREAS[min(index, len(AREAS) - 1)]
    held = {
        (line.holder, ruling.state.models[line.model].family)
        for line in ruling.state.access.values()
        if line.channel == "weights" and line.status == "live" and line.holder in ruling.book.setting.governments
    }
    by = {names.tuned(holder, area, family): 1.0 for holder, family in sorted(held)}
    news(
        ruling,
        "small_model_parity",
        causes,
        draws,
        f"A small open fine-tune is claimed to match large models in {area}.",
        by,
    )


def progress_speed_up(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """Frontier progress doubles its speed, up to four (F4)."""
    speed = min(4.0, ruling.value(names.PACE) * 2)
    text = "Frontier progress speeds up."
    ruling.emit(
        "progress_speed_up", "inject.progress_speed_up", causes, "public", text, to={names.PACE: speed}, draws=draws
    )


def sovereign_slip(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """A home-grown programme slips (F38)."""
    if target in ruling.book.setting.by_id:
        by = {
            names.sovereign_effort(target): -0.5 * ruling.value(names.sovereign_effort(target)),
            names.domestic_support(target): -1.0,
        }
        news(
            ruling,
            "sovereign_slip",
            causes,
            draws,
            f"{ruling.name(target)}'s sovereign programme slips.",
            by,
            (target,),
        )


def champions_merge(ruling: Ruling, target: str, causes: Causes, draws: Draws, words: str) -> None:
    """Champions pool compute and people (F37); each does so once."""
    if target in ruling.book.setting.by_id and f"merged-{target}" not in ruling.state.conditions:
        by = {names.compute(target): 0.2, names.talent(target): 5.0, names.budget(target): 3.0}
        name = f"merged-{target}"
        ruling.emit(
            "champions_merge",
            "inject.champions_merge",
            causes,
            "public",
            f"{ruling.name(target)} joins forces with another champion.",
            by=by,
            draws=draws,
            puts=(Condition(name, "merged", target, "control", "", 1.0, FOR_GOOD, ruling.next_id, "public"),),
            about=(target,),
        )


def recover_chips(ruling: Ruling) -> None:
    """Chip supply comes back by half of what is missing each quarter."""
    supply_now = ruling.value(names.CHIPS)
    if supply_now < 1:
        after = supply_now + (1 - supply_now) * compounded(ruling.book.setting, 0.5)
        after = 1.0 if after > 0.95 else after
        ruling.shift(
            "chips_recovered",
            "inject.strait_scare",
            ruling.last(names.CHIPS),
            "Chip deliveries recover.",
            to={names.CHIPS: after},
        )
