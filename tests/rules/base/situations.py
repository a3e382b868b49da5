"""Small positions, each ruled for a turn: in one of them each number of the rules, and each starting value, counts.

A situation starts from the opening of a shipped scenario, does a few deeds and rules the rest of the turn. What comes
of it is read as numbers and kinds of events, so that two runs that differ in one thing can be held against each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from tests.players.test_players import ask_of
from tests.rules.desk import Desk, access_clause, sealed, terms_of, view_of
from wargame.core import names
from wargame.core import orders as o
from wargame.core.clauses import FrameworkClause, GuaranteeClause, InducementClause, ProductionClause, SupportClause
from wargame.core.ids import DataTerms, ModelId
from wargame.core.moves import Propose
from wargame.players.scripted.eager_lab import EagerLab
from wargame.players.scripted.mind import Mind
from wargame.rules.injects.firing import happen
from wargame.rules.model.deal_value import worth
from wargame.rules.model.derived import derived, derived_names
from wargame.rules.model.dissent import yields
from wargame.rules.model.measures import picture
from wargame.rules.model.war import errors_of_automation
from wargame.rules.turn.adjudication import Adjudicator

Readings = dict[str, object]
DATA: tuple[DataTerms, ...] = ("sovereign", "resident")
GPT, GEMINI, MYTHOS, CLAUDE, LLAMA, DEEPSEEK, MUSE = map(
    ModelId, ("gpt", "gemini", "mythos", "claude", "llama", "deepseek", "muse")
)


class Situation(NamedTuple):
    """A position and what is done in it."""

    play: Callable[[Desk], object]
    """Does the deeds at a desk; what it gives is read beside the state, if anything."""
    scenario: str = "between-the-giants"
    variant: str | None = None
    world_acts: bool = False
    """Whether random events happen; what a scenario has prepared never does."""

    def desk(self, **numbers: float) -> Desk:
        """The opening, under other parameters where some are named."""
        desk = Desk(self.variant, scenario=self.scenario)
        setting = replace(desk.book.setting, injects=(), random_injects=self.world_acts)
        desk.book = replace(desk.book, setting=setting, parameters=desk.book.parameters.with_overrides(numbers))
        desk.adjudicator = Adjudicator(desk.book, desk.start)
        return desk

    def readings(self, desk: Desk) -> Readings:
        """All numbers afterwards, stored and derived, and what happened to whom."""
        beside = self.play(desk)
        look = picture(desk.book, desk.state)
        found: Readings = dict(desk.state.values.items())
        found |= {name: derived(look, name) for name in derived_names(desk.book)}
        papers = [
            (each.id, each.status) for table in (desk.state.access, desk.state.agreements) for each in table.values()
        ]
        happened = [(event.kind, event.about) for event in desk.events]
        return found | {"papers": papers, "events": happened, "beside": beside}


def differing(one: Readings, other: Readings) -> set[str]:
    """What two runs do not have in common."""
    return {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}


def under(desk: Desk, **numbers: float) -> None:
    """Go on under other parameters."""
    desk.book = replace(desk.book, parameters=desk.book.parameters.with_overrides(numbers))
    desk.adjudicator = Adjudicator(desk.book, desk.start)


def the_rest(desk: Desk) -> None:
    """The turn is ruled, and the next one opened."""
    desk.orders()
    desk.next_turn()


def given(*orders: tuple[str, o.AnyOrder], before: Callable[[Desk], object] = lambda desk: None) -> Situation:
    """Orders of seats that can pay for them, one after the other, and the rest of the turn."""

    def play(desk: Desk) -> None:
        before(desk)
        for by, order in orders:
            desk.set({names.points(by): 9.0, names.budget(by): 40.0})
            desk.give(by, order)
        the_rest(desk)

    return Situation(play)


# what is done


def words_are_broken(desk: Desk) -> None:
    """A pledge, a clause with notice and a guarantee, each broken by its lab."""
    desk.sign(terms_of(access_clause("openai", "paris", GPT, "api", notice=2)))
    guarantee = GuaranteeClause(giver="deepmind", taker="berlin")
    desk.sign(terms_of(access_clause("deepmind", "berlin", GEMINI, "api"), guarantee))
    desk.pledge("openai", "paris", "no_suspension", 3)
    for lab, customer in (("openai", "paris"), ("deepmind", "berlin")):
        desk.set({names.points(lab): 9.0})
        desk.give(lab, o.Suspend(customer=customer))
    the_rest(desk)


def a_directive_shakes_what_was_signed(desk: Desk) -> None:
    """Departments bar exports, and what Washington and its allies have signed is put to the test (E13)."""
    bound = [
        FrameworkClause(giver="washington", taker=lab, recipients=(), severity=5, audit="none")
        for lab in ("openai", "meta")
    ]
    for ally in desk.book.setting.allies:
        pieces = ProductionClause(giver=ally, taker="washington", piece="chips", volume=1)
        desk.sign(terms_of(pieces))
        desk.sign(terms_of(pieces, *bound))
    ruling = desk.ruling()
    happen(ruling, "export_directive", "", ("0.1",), "")
    desk.state, desk.events = ruling.state, [*desk.events, *ruling.events]


def serve_paris(desk: Desk) -> None:
    """GPT by API."""
    desk.line("paris", "openai", "gpt")


def a_secret_agreement_leaks(desk: Desk) -> None:
    """A paper that nobody was to see, which comes out at once."""
    under(desk, leak=1.0)
    desk.sign(terms_of(access_clause("anthropic", "paris", CLAUDE, "api"), secret=True))
    desk.orders()


def labs_serve_beyond_their_lines(desk: Desk) -> None:
    """Anthropic serves Paris in secret and Berlin by a public paper, Meta Kyiv after its staff were heard."""
    full = access_clause("anthropic", "paris", CLAUDE, "api", licence="full")
    desk.sign(terms_of(full, secret=True))
    desk.sign(terms_of(access_clause("meta", "berlin", MUSE, "api", licence="full")))
    say = InducementClause(giver="kyiv", taker="deepmind", what="say_in_deployment")
    desk.sign(terms_of(access_clause("deepmind", "kyiv", GEMINI, "api", licence="full"), say))
    the_rest(desk)
    the_rest(desk)


def a_use_outside_its_terms(desk: Desk) -> None:
    """Delhi uses weights for what their licence does not cover."""
    desk.set({"delhi.points": 9.0, "delhi.budget": 40.0})
    desk.orders(sealed("delhi", 1, o.IllicitUse(model=LLAMA)))


def a_use_that_comes_out(desk: Desk) -> None:
    """The same, and it comes out at once."""
    under(desk, illicit_exposed=1.0)
    a_use_outside_its_terms(desk)


def pieces_for_a_partner(desk: Desk) -> None:
    """Paris delivers precision parts to Kyiv."""
    desk.sign(terms_of(ProductionClause(giver="paris", taker="kyiv", piece="precision_parts", volume=2)))
    the_rest(desk)


def a_letter(desk: Desk) -> None:
    """Staff of Anthropic write in public."""
    ruling = desk.ruling()
    happen(ruling, "staff_letter", "anthropic", ("0.1",), "")
    desk.state, desk.events = ruling.state, [*desk.events, *ruling.events]


def a_programme_of_its_own(desk: Desk) -> None:
    """Tokyo builds a model; then the next turn opens."""
    desk.set({"tokyo.sovereign": 20.0})
    the_rest(desk)


def a_customer_automates(desk: Desk) -> None:
    """Kyiv alone is served and automates beyond its supplier's line; then the next turn opens, without a directive."""
    under(desk, rate_export_directive=0.0)
    desk.drop_lines(lambda line: line.supplier != line.holder)
    desk.set({"kyiv.automation": 1.0})
    desk.line("kyiv", "deepmind", "gemini")
    the_rest(desk)


def automated_strikes_go_wrong(desk: Desk) -> None:
    """Every government automates without a human in the loop, and fights with a lab's model."""
    for holder in desk.book.setting.governments:
        desk.set({names.automation(holder): 1.0, names.oversight(holder): 0.0})
    the_rest(desk)


def errors(desk: Desk) -> list[float]:
    """Errors of Kyiv's targeting, automated beside a contractor that is half bundled in (E15)."""
    desk.set({"kyiv.automation": 1.0, "kyiv.bundle.palantir": 0.5})
    return list(errors_of_automation(desk.book, desk.state, "kyiv"))


def sheets_of_ordinary_means(desk: Desk) -> None:
    """Washington tightens chip controls, Tokyo buys compute and builds, Kyiv tunes and grows what it has."""
    desk.orders(
        sealed("washington", 1, o.ChipControl(action="tighten")),
        sealed("tokyo", 1, o.BuildSovereign(effort=1), o.BuyCompute()),
        sealed("kyiv", 1, o.FieldNarrow(area="cyber")),
        sealed("mistral", 1, o.RegionalPitch(customer="berlin")),
    )


def who_must_sign(desk: Desk) -> list[object]:
    """Whose consent it takes that Paris has GPT, with its data in France, if that may be offered, and without."""
    found: list[object] = []
    for data in DATA:
        desk.talk(("openai", Propose(terms=terms_of(access_clause("openai", "paris", GPT, "api", data=data)), text="")))
        found.append([offer.needed for offer in desk.state.proposals.values()])
    return found


def copied_and_stolen(desk: Desk) -> None:
    """DeepSeek queries GPT in front of a lab that watches as it does, and Beijing goes for its weights."""
    under(desk, theft_low=0.0, theft_high=1.0)
    desk.set({"beijing.points": 9.0, "beijing.budget": 20.0, "deepseek.budget": 20.0})
    desk.give("deepseek", o.Distil(model=GPT))
    desk.give("beijing", o.StealWeights(model=GPT))


def a_winter_of_strikes(desk: Desk) -> None:
    """Raiders come through at a grid that is half down."""
    desk.set({"kyiv.grid": 40.0})
    the_rest(desk)


def a_case_in_court(desk: Desk) -> None:
    """Anthropic is labelled a risk, goes to court and hears two rulings."""
    desk.set({"washington.points": 9.0})
    desk.give("washington", o.DesignateSupplyChainRisk(lab="anthropic"))
    desk.give("anthropic", o.Litigate())
    for _ in range(3):
        the_rest(desk)


def copies_and_thefts(desk: Desk) -> None:
    """Many copy GPT in front of a lab that watches; Beijing goes for what is well guarded and for what is not."""
    desk.set({"openai.monitor": 1.0, "openai.security": 5.0, "anthropic.security": 1.0})
    for holder in ("london", "berlin", "delhi"):
        desk.line(holder, "openai", "gpt", "on_premises")
    for by in ("beijing", "delhi", "tokyo", "seoul", "kyiv", "deepseek", "alibaba", "cohere"):
        desk.set({names.budget(by): 20.0})
        desk.give(by, o.Distil(model=GPT))
    desk.set({"beijing.points": 9.0})
    for model in (GPT, MYTHOS):
        desk.set({"beijing.points": 9.0, "beijing.budget": 20.0, "deepseek.vintage": -20.0})
        desk.give("beijing", o.StealWeights(model=model))


def arguments_with_evidence(desk: Desk) -> list[object]:
    """Governments argue for support at home, each from the arms that came to it."""
    sheets = []
    for by in ("paris", "kyiv", "london", "berlin", "tokyo", "seoul"):
        desk.set({"washington.budget": 50.0, "washington.points": 9.0, names.points(by): 9.0})
        desk.give("washington", o.ExpediteArms(target=by))
        ground = o.Reason(text="They came.", cites=desk.of("arms_expedited")[-1].id)
        case = o.Argument(reasons=(ground,), action="We show them.", effect="raise_domestic_support", target=by)
        sheets.append(sealed(by, desk.state.turn, case))
    desk.orders(*sheets)
    return [event.value for event in desk.of("odds_set")]


def what_is_known_of_others(desk: Desk) -> list[object]:
    """Paris asks for intelligence on Washington's budget, and looks again turn after turn."""
    desk.set({"paris.points": 9.0})
    desk.give("paris", o.RequestIntelligence(target="washington", about="budget"))
    seen: list[object] = []
    for _ in range(4):
        seen.append(view_of(desk.book, desk.state, "paris").values[names.budget("washington")])
        the_rest(desk)
    return seen


def who_gives_way(desk: Desk) -> int:
    """At how many levels of dissent a lab under coercion, with a rival and a contract, leaves its customer (E12)."""
    desk.set({"world.kappa_us": 0.5})
    levels = ({"anthropic.dissent": float(level)} for level in range(0, 101, 5))
    return sum(yields(desk.book, desk.set(each).state, "anthropic", 0.25, "washington") for each in levels)


# what offers are worth

WARY = access_clause("openai", "paris", GPT, "api", data="supplier", price=4, notice=2)


def offers(desk: Desk) -> list[float]:
    """What offers are worth to who doubts general AI, who does not and who thinks it imminent (E9)."""
    papers = [
        terms_of(WARY),
        terms_of(replace(WARY, audit="light")),
        terms_of(replace(WARY, audit="intrusive")),
        terms_of(WARY, GuaranteeClause(giver="washington", taker="paris")),
        terms_of(replace(WARY, taker="berlin")),
        terms_of(replace(WARY, taker="seoul")),
        terms_of(access_clause("deepseek", "paris", DEEPSEEK, "api")),
        terms_of(ProductionClause(giver="beijing", taker="paris", piece="drones", volume=1)),
        terms_of(SupportClause(giver="palantir", taker="paris", level=2)),
    ]
    return [worth(desk.book, desk.state, seat, terms) for terms in papers for seat in terms.parties]


def a_management_that_weighs(desk: Desk) -> int:
    """At how many levels of dissent a scripted lab would leave its patron, as its doctrine counts what that brings."""
    levels = ({"openai.dissent": float(level)} for level in range(0, 101, 2))
    minds = (Mind(ask_of(desk.set(each), "openai"), 1) for each in levels)
    return sum(EagerLab().gives_way(mind, "washington") for mind in minds)


def as_it_stands(desk: Desk) -> None:
    """The opening."""
