"""The ruling on an argument: mode, accepted pros and cons, the odds before the roll, the roll."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wargame.core.arguments import MODES, CaseUnderArgument, Mode
from wargame.core.control_acts import Estimate, Roll
from wargame.core.events import Event
from wargame.core.ids import PUBLIC, EventId
from wargame.core.orders import Reason
from wargame.errors import SpecError, WargameError
from wargame.present.fields import Field, Option
from wargame.present.ruling_words import MODE_WORDS
from wargame.rules.foresight.rehearsal import imagined
from wargame.rules.orders import arguments
from wargame.table.desk_acts import CastVote, DoInGame, RuleOn
from wargame.table.judges import Opinions
from wargame.ui.facilitator.act_window import ActWindow
from wargame.ui.widgets.field_list import FieldList


def percent(text: str) -> float:
    """`70` or `70 %` as 0.7; SpecError if it is no percentage."""
    try:
        found = float(text.strip().removesuffix("%")) / 100
    except ValueError:
        raise SpecError(f"chance {text!r} is not a percentage, such as 70") from None
    if not 0 <= found <= 1:
        raise SpecError(f"chance {text!r} is outside 0 to 100 percent")
    return found


def grounds_of(record: Sequence[Event]) -> dict[EventId, arguments.CitedEvent]:
    """What a reason may rest on, of the events that everybody can read."""
    return {event.id: arguments.ground_of(event) for event in record if event.audience == PUBLIC}


def opinions_side_by_side(opinions: Opinions) -> list[str]:
    """Judges in columns, and whether they disagree; never a verdict."""
    estimates = opinions.estimates
    width = max(14, min(24, 72 // max(1, len(estimates))))

    def line(cells: list[str]) -> str:
        return "".join(cell[: width - 2].ljust(width) for cell in cells).rstrip()

    rows = (
        []
        if not estimates
        else [
            line([each.judge for each in estimates]),
            line([f"chance {each.chance:.0%}" for each in estimates]),
            line([f"for {len(each.pros)}, against {len(each.cons)}" for each in estimates]),
        ]
    )
    rows += [f"{each.judge}: {remark_of(each)}" for each in estimates]
    rows += [f"! {fault}" for fault in opinions.faults]
    if not estimates:
        return rows or ["no judge is at this table; the ruling is yours"]
    if len(estimates) == 1:
        rows.append("One opinion. It decides nothing: the ruling is yours.")
    elif opinions.contested:
        chances = [each.chance for each in estimates]
        rows.append(f"THEY DISAGREE, from {min(chances):.0%} to {max(chances):.0%}: the ruling is yours.")
    else:
        rows.append("They agree closely. They decide nothing: the ruling is yours.")
    return rows


def remark_of(estimate: Estimate) -> str:
    """What a judge found credible, and its remark."""
    for_ = "; ".join(f"+ {text}" for text in estimate.pros)
    against = "; ".join(f"- {text}" for text in estimate.cons)
    return "; ".join(part for part in (for_, against, estimate.remark) if part) or "no remark"


class RulingWindow(ActWindow):
    """Rule on one argument; it stays open from the odds to the roll."""

    TITLED = "RULE on an argument"
    HELP = (
        "Choose a mode. Where chance decides, the first act sets the odds, which everybody sees; the second one rolls. "
        "Tick the reasons that you accept: each for adds one to two dice, each against takes one off, and seven "
        "succeeds. Judges give opinions; they never decide."
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._asking = False

    # the case

    def _case(self) -> CaseUnderArgument | None:
        cases = self.control.cases()
        if self.kept.get("case") is None and len(cases) == 1:
            self.kept["case"] = cases[0].id
        return next((case for case in cases if case.id == self.kept.get("case")), None)

    def _opinions(self) -> Opinions | None:
        found = self.kept.get(f"opinions {self.kept.get('case')}")
        return found if isinstance(found, Opinions) else None

    def shape(self) -> Sequence[Field]:
        """Which argument, what it says, the mode and what the mode needs."""
        cases = self.control.cases()
        case, name = self._case(), self.setting.name_of
        choices = tuple(Option(c.id, f"{name(c.by)}: {c.argument.action}") for c in cases)
        fields = [Field("case", "argument", "one", self.kept.get("case"), choices)]
        if not cases:
            return [self.read_only("none", "argument", "no argument waits for a ruling")]
        if case is None:
            return fields
        said = f"{case.argument.effect.replace('_', ' ')} at {name(case.argument.target)}"
        if len(cases) == 1:
            fields = [self.read_only("what", name(case.by), case.argument.action)]
        fields.append(self.read_only("effect", "effect", said))
        if case.odds is not None:
            net = "" if case.odds.net is None else f", net {case.odds.net:+d}"
            odds = f"{case.odds.chance:.1%} to succeed ({case.odds.mode}{net}); everybody sees it. Roll when ready."
            fields.append(self.read_only("standing", "ODDS SET", odds))
        mode = self.kept.setdefault("mode", self.control.planned_mode)
        fields.append(Field("mode", "mode", "one", mode, tuple(Option(m, MODE_WORDS[m]) for m in MODES)))
        fields += self._inputs(case, mode)
        if (opinions := self._opinions()) is not None:
            for number, line in enumerate(opinions_side_by_side(opinions)):
                fields.append(self.read_only(f"opinion {number}", "judges" if number == 0 else "", line))
        return fields

    def onward(self, after: str = "") -> None:
        """After a mode in which reasons count, on to ticking them."""
        case = self._case()
        ticked = case is not None and after == "mode" and self.kept.get("mode") in ("dice", "proposed")
        if case is not None and ticked and (case.pros or case.argument.reasons):
            form = self.query_one(FieldList)
            form.go_to_key(f"pros {case.id}")
            form.action_choose()
        else:
            super().onward(after)

    def _inputs(self, case: CaseUnderArgument, mode: Mode | None) -> list[Field]:
        fields: list[Field] = []
        if mode in ("dice", "proposed", "rules"):
            pros, cons = (*case.argument.reasons, *case.pros), case.cons
            for side, label, reasons in (("pros", "for", pros), ("cons", "against", cons)):
                if not reasons:
                    fields.append(self.read_only(f"no {side}", label, "nobody has given a reason"))
                    continue
                told = dict(zip((reason.text for reason in reasons), self._told(case, reasons), strict=True))
                if mode == "rules":
                    fields += [
                        self.read_only(f"{side} {n}", label if n == 0 else "", line)
                        for n, line in enumerate(told.values())
                    ]
                else:
                    listed = tuple(Option(text, line) for text, line in told.items())
                    name = f"{side} {case.id}"
                    chosen = self.kept.get(name, ())
                    fields.append(Field(name, label, "many", chosen, listed, needed=False, note="ticked counts"))
        if mode in ("probability", "proposed"):
            note = "%; empty: two dice with what you accept" if mode == "proposed" else "%"
            needed = mode != "proposed"
            fields.append(Field("chance", "chance", "text", self.kept.get("chance"), note=note, needed=needed))
        if mode == "vote":
            votes = self._votes(case.id)
            count = ", ".join(
                f"{self.setting.name_of(who)} {'for' if vote else 'against'}" for who, vote in votes.items()
            )
            fields.append(
                self.read_only("votes", "votes", count or "none yet; cast yours below, or enter a show of hands")
            )
            for side, label in (("hands for", "hands for"), ("hands no", "hands no")):
                fields.append(
                    Field(side, label, "many", self.kept.get(side, ()), self.seats(seated=True), needed=False)
                )
        if mode == "umpire":
            outcomes = (Option(True, "it succeeds"), Option(False, "it fails"))
            fields.append(Field("outcome", "outcome", "one", self.kept.get("outcome"), outcomes))
        if (odds := self._odds(case, mode)) is not None:
            fields.append(self.read_only("odds", "odds", odds))
        return fields

    def _told(self, case: CaseUnderArgument, reasons: Sequence[Reason]) -> list[str]:
        """Each reason with who gave it and, where the rules would not count it, why not."""
        record = self.table.record()
        gave = {event.body: event.about[0] for event in record if event.kind == "argument_weighed" and event.about}
        gave |= {reason.text: case.by for reason in case.argument.reasons}
        state, grounds, seen, lines = imagined(self.truth), grounds_of(record), set[str | None](), []
        for reason in reasons:
            why = arguments.why_not(state, grounds, case.by, case.argument, reason.cites)
            why = why or ("another reason rests on the same" if reason.cites in seen else "")
            seen.add(reason.cites)
            mark = f" [does not count by the rules: {why}]" if why else ""
            lines.append(f"{self.setting.name_of(gave.get(reason.text, case.by))}: {reason.text}{mark}")
        return lines

    def _votes(self, case: str) -> dict[str, bool]:
        """Votes cast at the desks, and hands shown by seats."""
        hands = [(seat, side == "hands for") for side in ("hands for", "hands no") for seat in self.kept.get(side, ())]
        return {**self.table.votes(case), **dict(hands)}

    def _odds(self, case: CaseUnderArgument, mode: Mode | None) -> str | None:
        """The odds that this ruling would set, before anything is set."""
        book = self.table.book
        bar = int(book.parameters.argument_bar)
        if mode == "rules":
            grounds = grounds_of(self.table.record())
            state, put = imagined(self.truth), case.argument
            pros = arguments.credible(state, grounds, case.by, put, (*put.reasons, *case.pros))
            cons = arguments.credible(state, grounds, case.by, put, case.cons)
        elif mode == "dice" or (mode == "proposed" and not self.said("chance")):
            pros, cons = (len(self.kept.get(f"{side} {case.id}", ())) for side in ("pros", "cons"))
        elif mode in ("probability", "proposed") and self.said("chance"):
            try:
                return f"{percent(self.said('chance')):.1%} to succeed, one draw"
            except SpecError as fault:
                return f"! {fault}"
        else:
            return None
        net = arguments.bounded(book, pros - cons)
        return f"{arguments.odds(bar, net):.1%} to succeed: {pros} for, {cons} against, two dice {net:+d} reach {bar}"

    # what is done

    def doing(self) -> str:
        """What the first act does depends on the mode."""
        mode = self.kept.get("mode")
        return "rule" if mode == "umpire" else "count the votes" if mode == "vote" else "set the odds for all to see"

    def more(self) -> Sequence[Field]:
        """The roll, the vote, the judges."""
        case = self._case()
        if case is None:
            return ()
        found = []
        if case.odds is not None:
            found.append(Field("roll", "ROLL", "act", note="chance decides now"))
        if self.kept.get("mode") == "vote":
            found += [Field("aye", "vote for", "act"), Field("no", "vote against", "act")]
        note = "they are thinking" if self._asking else "opinions only, shown side by side"
        found.append(Field("judges", "ask the judges", "act", note=note))
        return found

    async def also(self, name: str) -> str | None:
        """Roll, vote, or ask."""
        case = self._case()
        assert case is not None
        if name == "roll":
            events = (await self.control.do(DoInGame(Roll(case=case.id)))).events
            ruled = [event.text for event in events if event.kind == "argument_ruled"]
            return ruled[-1] if ruled else "rolled"
        if name in ("aye", "no"):
            await self.control.do(CastVote(case.id, name == "aye"))
            self.say("your vote is cast")
            return None
        if not self._asking:
            self._asking = True
            self.run_worker(self._consult(case.id), group="judges", exclusive=True)
        return None

    async def _consult(self, case: str) -> None:
        try:
            self.kept[f"opinions {case}"] = await self.control.consult(case)
        except WargameError as fault:
            self.say(str(fault), fault=True)
        finally:
            self._asking = False
        self.rewrite()

    async def carry_out(self) -> str | None:
        """Set the odds, or decide; the window stays for the roll."""
        case, mode = self._case(), self.kept.get("mode")
        if case is None or mode is None:
            raise SpecError("choose an argument and a mode first")
        chance = percent(self.said("chance")) if self.said("chance") and mode in ("probability", "proposed") else None
        ruling = RuleOn(
            case.id,
            mode,
            self.said("reason"),
            pros=tuple(self.kept.get(f"pros {case.id}", ())),
            cons=tuple(self.kept.get(f"cons {case.id}", ())),
            chance=chance,
            votes=self._votes(case.id) if mode == "vote" else None,
            outcome=self.kept.get("outcome"),
        )
        events = (await self.control.do(ruling)).events
        ruled = [event.text for event in events if event.kind == "argument_ruled"]
        if ruled:
            return ruled[-1]
        self.say("the odds stand and everybody sees them; roll when ready")
        self.rewrite()
        self.query_one(FieldList).go_to_key("roll")
        return None
