"""Words for what a record spells by id: models, offers, rules, draws of chance, and what scripts note of their reasons.

What eyes may not know gets no words from here: an offer is named only to those before whom it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from wargame.core.deeds import DEEDS, deed
from wargame.core.event_kinds import KINDS
from wargame.core.event_values import Offered, Signed
from wargame.core.ids import CONTROL, PUBLIC, Audience, SeatId, Variable, may_read
from wargame.core.setting import Setting
from wargame.core.words import listed
from wargame.rules.model.variable_words import spoken
from wargame.transcript.verify import Replayed

EQUATIONS: Mapping[str, str] = {
    **{"E1": "lag", "E2": "catch-up price", "E3": "adoption delay", "E4": "usefulness", "E5": "fielding"},
    **{"E6": "narrow growth", "E7": "leverage", "E8": "dependence", "E9": "worth of terms", "E10": "trust"},
    **{"E11": "dissent", "E12": "yielding", "E13": "shock survival", "E14": "distillation", "E15": "automation"},
    **{"E16": "air war", "E17": "courts", "E18": "anchor index"},
}
"""What each equation of the model is called."""
PROCEDURES: Mapping[str, str] = {
    "signal": "statements",
    "household": "upkeep of budgets and support",
    "kappa": "how coercive powers are seen to be",
    "leak": "leaks of secret orders",
    "scoring": "final scores",
    "legality": "what may be done",
    "data_rules": "rules on where data may lie",
}
"""What a procedure is called whose own name is another word for something; the others say it themselves."""
CHANCES: Mapping[str, str] = {
    "leak": "whether it leaks",
    "inject": "whether it happens",
    "argument": "the dice of an argument",
    "scandal": "whether a scandal follows",
    "detect": "whether it is detected",
    "steal": "whether a theft succeeds",
    "steal-seen": "whether a theft is seen",
    "court": "how the court rules",
    "shock": "how hard a shock strikes",
    "audit": "whether an audit finds it",
}
"""What a draw decides, by the first part of its name."""
BARGAIN = re.compile(r"'?\b([a-z0-9]{5})\b'?")
"""Where the id of an offer or agreement may stand, in quotes or bare."""
WORD = re.compile(r"[\w.-]+")


class RecordNames:
    """The names of one game, for some eyes."""

    def __init__(self, setting: Setting, game: Replayed, eyes: str) -> None:
        """Linear in the events, for the offers among them."""
        self._setting = setting
        models = game.sequence.state.models.values()
        self._models = {model.family: model.name for model in models if model.id == model.family}
        self._models |= {model.id: model.name for model in models}
        self._bargains: dict[str, str] = {}
        for event in game.events:
            value = event.value
            if isinstance(value, Offered) and _reads(eyes, event.audience):
                others = [each for each in value.terms.parties if each != event.about[0]]
                to = f" to {listed(map(setting.name_of, others))}" if others else ""
                self._bargains[value.proposal] = f"the offer of {setting.name_of(event.about[0])}{to}"
            elif isinstance(value, Signed) and _reads(eyes, event.audience):
                parties = listed(map(setting.name_of, value.terms.parties))
                self._bargains.setdefault(value.agreement, f"the agreement of {parties}")

    def name(self, id_: str) -> str:
        """A seat, a model or a family of models; anything else as it is spelt."""
        named = self._setting.name_of(SeatId(id_))
        return self._models.get(id_, named) if named == id_ else named

    def bargain(self, id_: str, unknown: str = "an offer") -> str:
        """An offer or agreement by whose it is: `the offer of Kyiv to Beijing`."""
        return self._bargains.get(id_, unknown)

    def refused(self, text: str) -> str:
        """The sentence of a refusal with the offers by name that it spells by id."""
        return BARGAIN.sub(lambda found: self._bargains.get(found[1], found[0]), text)

    def noted(self, text: str) -> str:
        """What a script notes of its reasons, in words: `doctrine careful lab; suspend Kyiv: payment missed`."""

        def said(found: re.Match[str]) -> str:
            word = found[0]
            if word in KINDS or word in DEEDS:
                return word.replace("_", " ")
            return self._bargains.get(word) or self.name(word).replace("_", " ")

        return WORD.sub(said, text)

    def variable(self, variable: Variable, you: SeatId = "") -> str:
        """A variable in words, models by name."""
        words = spoken(self._setting, variable, you)
        ids = variable.split(".")[1:] if variable.startswith("model.") else variable.split(".")[2:]
        for part in (piece for each in ids for piece in (each, *each.split("-", 1))):
            named = self.name(part)
            words = re.sub(rf"(?<![\w-]){re.escape(part)}(?![\w-])", named, words) if named != part else words
        return words

    def chance(self, purpose: str) -> str:
        """What a draw decides: `whether it leaks (take a closer look, Meta, Washington)`."""
        what, *rest = purpose.split(".")
        said = CHANCES.get(what, what.replace("_", " "))
        named = [self.name(each) for each in rest if each != "draw"]
        shown = [deed(each) if each in DEEDS else _plain(each) for each in named]
        return f"{said} ({', '.join(shown)})" if shown else said


def rule_in_words(rule: str) -> str:
    """What a rule is called: `E10, trust`, `an order: buy chips and machine halls`, `inject: mass strike`."""
    if rule in EQUATIONS:
        return f"{EQUATIONS[rule]} ({rule})"
    if rule in DEEDS:
        return f"the order to {deed(rule)}"
    what, _, rest = rule.partition(".")
    said = PROCEDURES.get(what, _plain(what))
    return f"{said}: {_plain(rest)}" if rest else said


def _reads(eyes: str, audience: Audience) -> bool:
    return eyes == CONTROL or audience == PUBLIC or (eyes != PUBLIC and may_read(audience, SeatId(eyes)))


def _plain(text: str) -> str:
    return text.replace("_", " ").replace("-", " ")
