"""Courts: coercive acts are enjoined with an even chance at each of two stages, a quarter apart (E17).

An injunction undoes what the act took: seized access ends, access that agencies were told to stop runs again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from wargame.core import names
from wargame.core.court_cases import CourtCase
from wargame.core.event_values import Outcome
from wargame.core.ids import EventId, SeatId
from wargame.core.orders import Litigate
from wargame.core.refusals import Refusal
from wargame.core.state import State
from wargame.rules.base.calendar import turns_in
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.base.ruling import START, Ruling
from wargame.rules.model import access
from wargame.rules.orders.verbs import enter, only, refuse

NAMES = {
    "invoke_dpa": "its compulsion under the Defense Production Act",
    "designate_supply_chain_risk": "its supply-chain-risk label",
}

CONTESTED = {
    "invoke_dpa": "the compulsion of {lab} under the Defense Production Act",
    "designate_supply_chain_risk": "the supply-chain-risk label on {lab}",
}


def _act(state: State, lab: SeatId) -> Literal["invoke_dpa", "designate_supply_chain_risk"] | None:
    if state.values.get(names.compelled(lab)):
        return "invoke_dpa"
    if state.values.get(names.risk_label(lab)):
        return "designate_supply_chain_risk"
    return None


def may_litigate(book: Rulebook, state: State, by: SeatId, order: Litigate) -> Refusal | None:
    """A lab may sue over an act that weighs on it, once at a time."""
    if refusal := only(book, by, kinds=("lab", "champion")):
        return refusal
    if _act(state, by) is None:
        return refuse("not_now", "no coercive act weighs on you: there is nothing to take to court")
    variable = names.compelled(by) if _act(state, by) == "invoke_dpa" else names.risk_label(by)
    since = int(state.touched.get(variable, START).partition(".")[0])
    for case in state.cases.values():
        if case.plaintiff == by and not case.closed:
            return refuse("already_so", "your case is before the courts already")
        if case.plaintiff == by and case.act == _act(state, by) and case.opened >= since:
            return refuse("already_so", "the courts have let this act stand at both stages")
    return None


def litigate(ruling: Ruling, by: SeatId, order: Litigate, cause: EventId) -> None:
    """A case opens; the first ruling comes next turn."""
    act = _act(ruling.state, by)
    if act is None:
        return
    case = CourtCase(ruling.label(f"case|{by}"), by, act, 1, ruling.turn, False, False, cause)
    text = f"{ruling.name(by)} went to court over {NAMES[act]}."
    ruling.emit("case_opened", "E17", (cause,), "public", text, puts=(case,), about=(by,))


def rule_on_cases(ruling: Ruling) -> None:
    """Cases get a ruling a quarter after each stage opens (a turn at least), until enjoined or through two stages."""
    for case in list(ruling.state.cases.values()):
        due = case.opened + case.stage * turns_in(ruling.book.setting, 1)
        if case.closed or ruling.turn < due:
            continue
        lab = case.plaintiff
        enjoined, draw = ruling.happens(f"court.{lab}.{case.stage}", ruling.book.parameters.enjoin)
        over = enjoined or case.stage == 2
        after = replace(case, stage=min(2, case.stage + 1), enjoined=enjoined, closed=over)
        undone = {names.compelled(lab): 0.0} if case.act == "invoke_dpa" else {names.risk_label(lab): 0.0}
        act = CONTESTED[case.act].format(lab=ruling.name(lab))
        ruled = f"enjoined {act}" if enjoined else f"let {act} stand"
        text = f"{'At first instance' if case.stage == 1 else 'On appeal'} the courts {ruled}."
        ruling.emit(
            "court_ruled",
            "E17",
            (case.event, *ruling.last(*undone)),
            "public",
            text,
            to=undone if enjoined else {},
            puts=(after,),
            draws=(draw,),
            about=(lab,),
            value=Outcome(won=enjoined),
        )
        if enjoined and case.act == "invoke_dpa":
            seized = [line for line in access.supplied_by(ruling.state, lab) if line.source == "compelled"]
            access.end(ruling, seized, "E17", ruling.events[-1].id, "the compulsion was enjoined")
        if enjoined and case.act == "designate_supply_chain_risk":
            back = ruling.value(names.income(lab)) / (1 - ruling.book.parameters.label_revenue)
            lines = access.supplied_by(ruling.state, lab)
            access.resume(ruling, lines, "control", "E17", ruling.events[-1].id, "the label was enjoined")
            ruling.shift(
                "revenue_restored",
                "E17",
                ruling.last(names.risk_label(lab)),
                f"{ruling.name(lab)} regained customers.",
                to={names.income(lab): back},
            )


enter(Litigate, "courts", may_litigate, litigate)
