"""Reassurance: data rules, arms, packages, offers, norms, pools, reshoring, shared warnings (E10)."""

from __future__ import annotations

from wargame.core import names
from wargame.core.conditions import Condition
from wargame.core.ids import EventId, SeatId, Variable, readers
from wargame.core.orders import (
    EndorseNorms,
    ExpediteArms,
    ExportPackage,
    OpposeDataRules,
    PooledProcurement,
    Reshore,
    RespectDataSovereignty,
    ShareThreatData,
    SubsidisedOffer,
)
from wargame.core.refusals import Refusal
from wargame.core.state import State
from wargame.rules.base.calendar import scaled
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.base.ruling import Ruling
from wargame.rules.model import trust
from wargame.rules.orders.verbs import a_seat, enter, only, refuse


def may_respect(book: Rulebook, state: State, by: SeatId, order: RespectDataSovereignty) -> Refusal | None:
    """Washington may accept data rules that it has opposed."""
    return only(book, by, roles=("patron",)) or _data_stance(state, -1)


def may_oppose(book: Rulebook, state: State, by: SeatId, order: OpposeDataRules) -> Refusal | None:
    """Washington may oppose data rules that it has accepted."""
    return only(book, by, roles=("patron",)) or _data_stance(state, 1)


def _data_stance(state: State, stance: float) -> Refusal | None:
    if state.values[names.DATA_PRESSURE] == stance:
        return refuse("already_so", "that is your stance on data rules already")
    return None


def respect(ruling: Ruling, by: SeatId, order: RespectDataSovereignty, cause: EventId) -> None:
    """Sovereign data terms become possible with US suppliers; partners are relieved."""
    _set_data_stance(ruling, by, -1.0, cause, "accepts that partners keep their data")


def oppose(ruling: Ruling, by: SeatId, order: OpposeDataRules, cause: EventId) -> None:
    """Sovereign data terms are off the table with US suppliers again."""
    _set_data_stance(ruling, by, 1.0, cause, "opposes rules on where data may lie")


def _set_data_stance(ruling: Ruling, by: SeatId, stance: float, cause: EventId, words: str) -> None:
    text = f"{ruling.name(by)} {words}."
    ruling.emit(
        "data_stance_set", "data_rules", (cause,), "public", text, to={names.DATA_PRESSURE: stance}, about=(by,)
    )
    trust.reassure(
        ruling, by, ruling.book.setting.allies, -stance * ruling.book.parameters.trust_data, cause, f"it {words}"
    )


def may_expedite(book: Rulebook, state: State, by: SeatId, order: ExpediteArms) -> Refusal | None:
    """Washington may expedite arms to a foreign government outside the rival camp."""
    return only(book, by, roles=("patron",)) or _friend(book, by, order.target)


def _friend(book: Rulebook, by: SeatId, target: SeatId) -> Refusal | None:
    if refusal := a_seat(book, target, other_than=by, kinds=("government",)):
        return refusal
    if {book.seat(by).bloc, book.seat(target).bloc} == {"us", "cn"}:
        return refuse("wrong_target", f"{book.name(target)} is a rival")
    return None


def expedite(ruling: Ruling, by: SeatId, order: ExpediteArms, cause: EventId) -> None:
    """Arms arrive; trust follows."""
    target = order.target
    text = f"{ruling.name(by)} brought arms deliveries to {ruling.name(target)} forward."
    moves = {names.arms(target): 15.0}
    if names.interceptors(target) in ruling.state.values:
        moves[names.interceptors(target)] = 0.15 * ruling.value(names.interceptors(target))
    ruling.emit("arms_expedited", "expedite_arms", (cause,), "public", text, by=moves, about=(by, target))
    trust.reassure(ruling, by, (target,), ruling.book.parameters.trust_arms, cause, "arms came early")


def may_package(book: Rulebook, state: State, by: SeatId, order: ExportPackage) -> Refusal | None:
    """Washington may finance a package for a foreign government outside the rival camp."""
    return only(book, by, roles=("patron",)) or _friend(book, by, order.target)


def package(ruling: Ruling, by: SeatId, order: ExportPackage, cause: EventId) -> None:
    """Money, engineers, and export consent given in advance, for two turns (F9)."""
    target, until = order.target, ruling.until(2)
    conditions = (
        Condition(f"package-{target}", "export_package", target, by, "", 1.0, until, cause, "public"),
        Condition(f"support-{target}", "support", target, by, "", 1.0, until, cause, "public"),
    )
    text = f"{ruling.name(by)} financed a full-stack export package for {ruling.name(target)}."
    ruling.emit(
        "package_granted",
        "export_package",
        (cause,),
        "public",
        text,
        by={names.budget(target): 3},
        puts=conditions,
        about=(by, target),
    )
    trust.reassure(ruling, by, (target,), ruling.book.parameters.trust_package, cause, "it financed an export package")


def may_subsidise(book: Rulebook, state: State, by: SeatId, order: SubsidisedOffer) -> Refusal | None:
    """Beijing may make an offer to a foreign government outside the US camp."""
    return only(book, by, roles=("rival_patron",)) or _friend(book, by, order.target)


def subsidise(ruling: Ruling, by: SeatId, order: SubsidisedOffer, cause: EventId) -> None:
    """Servers and engineers below cost, for two turns; Washington notices (F52)."""
    target, until = order.target, ruling.until(2)
    conditions = (
        Condition(f"offer-{target}", "subsidised_offer", target, by, "", 1.0, until, cause, "public"),
        Condition(f"support-cn-{target}", "support", target, by, "", 1.0, until, cause, "public"),
    )
    text = f"{ruling.name(by)} offered {ruling.name(target)} servers and open models below cost."
    ruling.emit("offer_subsidised", "subsidised_offer", (cause,), "public", text, puts=conditions, about=(by, target))
    trust.reassure(ruling, by, (target,), ruling.book.parameters.trust_package, cause, "it made a subsidised offer")


def may_endorse(book: Rulebook, state: State, by: SeatId, order: EndorseNorms) -> Refusal | None:
    """Governments and institutions may endorse norms, up to full commitment."""
    if refusal := only(book, by, kinds=("government", "institution")):
        return refusal
    if state.values.get(names.norms(by), 0) >= 1:
        return refuse("already_so", "you stand fully behind these norms already")
    return None


def endorse(ruling: Ruling, by: SeatId, order: EndorseNorms, cause: EventId) -> None:
    """The political cost of fielding falls, and those who endorsed before are pleased (F51)."""
    moves = {names.norms(by): 0.25}
    if ruling.book.seat(by).kind == "government":
        moves |= {names.legitimacy(by): 1.5, names.domestic_support(by): 0.5}
    text = f"{ruling.name(by)} endorsed norms for the responsible military use of AI."
    ruling.emit("norms_endorsed", "endorse_norms", (cause,), "public", text, by=moves, about=(by,))
    fellows = [s.id for s in ruling.book.setting.seats if s.id != by and ruling.value(names.norms(s.id), 0.0) > 0]
    trust.reassure(ruling, by, fellows, ruling.book.parameters.trust_norms, cause, "it endorsed the same norms")


def may_pool(book: Rulebook, state: State, by: SeatId, order: PooledProcurement) -> Refusal | None:
    """An institution with members at the table may pool."""
    if refusal := only(book, by, kinds=("institution",)):
        return refusal
    if not members(book, by):
        return refuse("wrong_target", "none of your members is present in this game")
    return None


def members(book: Rulebook, institution: SeatId) -> list[SeatId]:
    """Members that are present."""
    return [m for m in book.seat(institution).members if m in book.setting.by_id]


def pool(ruling: Ruling, by: SeatId, order: PooledProcurement, cause: EventId) -> None:
    """Members gain adoption, home cloud and integration of the models that they hold as weights."""
    moves: dict[Variable, float] = {}
    present, setting = members(ruling.book, by), ruling.book.setting
    for member in present:
        moves |= {
            names.adoption(member): scaled(setting, 1.0),
            names.home_share(member, "cloud"): scaled(setting, 0.04),
            names.trust(member, by): scaled(setting, 2.0),
        }
        for line in ruling.state.access.values():
            if line.holder == member and line.channel == "weights" and line.status == "live":
                moves[names.integration(member, ruling.state.models[line.model].family)] = scaled(setting, 0.05)
    text = f"{ruling.name(by)} bought integration and open models for its members together."
    ruling.emit("procurement_pooled", "pooled_procurement", (cause,), "public", text, by=moves, about=(by, *present))


def may_reshore(book: Rulebook, state: State, by: SeatId, order: Reshore) -> Refusal | None:
    """A government may bring layers home."""
    return only(book, by, kinds=("government",))


def reshore(ruling: Ruling, by: SeatId, order: Reshore, cause: EventId) -> None:
    """Slow and costly: a tenth of the chip layer, a twentieth of the cloud."""
    setting = ruling.book.setting
    moves = {names.home_share(by, "chips"): scaled(setting, 0.10), names.home_share(by, "cloud"): scaled(setting, 0.05)}
    ruling.emit(
        "layer_reshored",
        "E8",
        (cause,),
        "public",
        f"{ruling.name(by)} brings part of its supply chain home.",
        by=moves,
        about=(by,),
    )


def may_share(book: Rulebook, state: State, by: SeatId, order: ShareThreatData) -> Refusal | None:
    """A government may share warnings with a government or lab outside the rival camp."""
    if refusal := only(book, by, kinds=("government",)) or a_seat(book, order.target, other_than=by):
        return refusal
    if {book.seat(by).bloc, book.seat(order.target).bloc} >= {"cn"} and book.seat(by).bloc != book.seat(
        order.target
    ).bloc:
        return refuse("wrong_target", f"{book.name(order.target)} is in the other camp")
    return None


def share(ruling: Ruling, by: SeatId, order: ShareThreatData, cause: EventId) -> None:
    """Defenders gain what they did not have, and trust in proportion; what was shared before pleases nobody again."""
    target = order.target
    known, shared = names.threat_data(target), f"shared-{by}-{target}"
    government = ruling.book.seat(target).kind == "government"
    news = 0.0 if shared in ruling.state.conditions else 1 - ruling.value(known) if government else 1.0
    moves: dict[Variable, float] = {known: 0.5} if government else {}
    condition = Condition(shared, "shared", target, by, "", 1.0, ruling.until(4), cause, readers(by, target))
    text = f"{ruling.name(by)} shared threat intelligence with {ruling.name(target)}."
    ruling.emit(
        "threat_data_shared",
        "share_threat_data",
        (cause,),
        readers(by, target),
        text,
        by=moves,
        puts=(condition,),
        about=(by, target),
    )
    trust.reassure(ruling, by, (target,), news * ruling.book.parameters.trust_shared, cause, "it shared warnings")


enter(RespectDataSovereignty, "market", may_respect, respect)
enter(OpposeDataRules, "market", may_oppose, oppose)
enter(ExpediteArms, "market", may_expedite, expedite)
enter(ExportPackage, "market", may_package, package)
enter(SubsidisedOffer, "market", may_subsidise, subsidise)
enter(EndorseNorms, "market", may_endorse, endorse)
enter(PooledProcurement, "market", may_pool, pool, steady=True)
enter(Reshore, "technology", may_reshore, reshore, steady=True)
enter(ShareThreatData, "market", may_share, share)
