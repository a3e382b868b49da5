"""The argument form: what is done, the effect it aims at, up to three reasons, and the odds before the dice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wargame.core.orders import EFFECT_KINDS, AnyOrder, Argument, EffectKind
from wargame.core.orders import Order as AnOrder
from wargame.core.words import fact_in_words
from wargame.present.fields import Field, Option
from wargame.present.grounds import grounds, reason_fields, reasons_of
from wargame.present.order_fields import OrderNarrowing
from wargame.rules.foresight.outlook import argument_odds
from wargame.ui.seat.forms.order_form import OrderForm

MOST_REASONS = 3


class ArgumentForm(OrderForm):
    """An argument being put together; its words are kept with every keystroke."""

    def begin_with(self, narrow: OrderNarrowing, order: AnyOrder) -> None:
        """Change the argument that stands on the sheet."""
        assert isinstance(order, Argument)
        chosen: dict[str, Any] = {
            "action": order.action,
            "target": order.target,
            "effect": order.effect,
            "ends": order.ends,
            "backs": order.backs,
        }
        for number, reason in enumerate(order.reasons, 1):
            chosen |= {f"reason{number}": reason.text, f"cites{number}": reason.cites}
        self.begin(narrow, "argument", chosen, editing=True)

    def _attempt(self) -> AnOrder | None:
        chosen = self.chosen
        if not (chosen.get("action") and chosen.get("target") and chosen.get("effect")):
            return None
        parts = [(chosen.get(f"reason{n}") or "", chosen.get(f"cites{n}")) for n in range(1, MOST_REASONS + 1)]
        return Argument(
            reasons=reasons_of(parts),
            action=chosen["action"].strip(),
            effect=chosen["effect"],
            target=chosen["target"],
            ends=chosen.get("ends"),
            backs=chosen.get("backs"),
        )

    def order(self) -> AnyOrder | None:
        """The argument if it is whole and allowed."""
        attempt = self._attempt()
        if not isinstance(attempt, Argument) or self.narrow is None:
            return None
        return attempt if self.narrow.ask.menu.allows(attempt) else None

    def _refused(self, target: str, effect: EffectKind) -> str:
        assert self.narrow is not None
        trial = Argument(reasons=(), action="trial", effect=effect, target=target)
        refusal = self.narrow.ask.menu.refusal(trial)
        return refusal.sentence if refusal else ""

    def _targets(self) -> tuple[Option, ...]:
        assert self.narrow is not None
        setting = self.narrow.ask.book.setting
        found = []
        for seat in setting.ids:
            refusals = [self._refused(seat, effect) for effect in EFFECT_KINDS]
            found.append(Option(seat, setting.name_of(seat), "" if "" in refusals else refusals[0]))
        return tuple(found)

    def _effects(self) -> tuple[Option, ...]:
        target = self.chosen.get("target")
        return tuple(
            Option(effect, effect.replace("_", " "), self._refused(target, effect) if target else "")
            for effect in EFFECT_KINDS
        )

    def _narrowed(self) -> tuple[Field, ...]:
        if not self.narrow or not self.kind:
            return ()
        ask, chosen = self.narrow.ask, self.chosen
        effects = self._effects()
        fault = next((choice.refusal for choice in effects if choice.value == chosen.get("effect")), "")
        found = [
            Field("action", "action", "text", chosen.get("action"), note="what is done, in a sentence"),
            Field("target", "whose", "one", chosen.get("target"), self._targets()),
            Field("effect", "effect", "one", chosen.get("effect"), effects, fault=fault),
        ]
        target, effect = chosen.get("target"), chosen.get("effect")
        case = (ask.seat, Argument(action="", effect=effect, target=target, reasons=())) if target and effect else None
        cited = grounds(ask, (ask.seat, *([target] if target else [])), case)
        for number in range(1, MOST_REASONS + 1):
            text, cites = chosen.get(f"reason{number}") or "", chosen.get(f"cites{number}")
            found += reason_fields(number, text, cites, cited)
        held = [Option(fact.id, fact_in_words(fact)) for fact in ask.view.facts.values() if fact.open]
        if held:
            choices = (Option(None, "none"), *held)
            found.append(Field("backs", "backs", "one", chosen.get("backs"), choices, needed=False))
            found.append(Field("ends", "puts an end to", "one", chosen.get("ends"), choices, needed=False))
        return tuple(found)

    def fields(self) -> Sequence[Field]:
        """The argument's fields, with the odds after the reasons."""
        found = list(super().fields())
        attempt = self._attempt()
        if self.narrow and isinstance(attempt, Argument):
            count, chance = argument_odds(self.narrow.ask.book, self.narrow.ask.view, attempt)
            said = f"{chance:.1%} to succeed: {count} credible for, before others weigh in. Two dice decide."
            at = next((n for n, field in enumerate(found) if field.name == "add"), len(found))
            found.insert(at, Field("odds", "odds  ", "read", note=said, needed=False))
        return found

    def pick(self, name: str, value: Any) -> None:
        """Take a value; words are kept as they are typed, without jumping on."""
        self.chosen[name] = value
        self.write(open_next=not self.writing and name in ("target", "effect"))
        if name == "effect" and not self._is_open():
            self.listed.go_to_key("reason1")
        self.post_message(self.Changed(self.order()))

    def close_box(self) -> None:
        """Words are done: on to what is still open."""
        super().close_box()
        self.write(open_next=self._is_open())

    def go_on(self, after: str) -> None:
        """To the next field, unless one that is still open has the keys already."""
        if not self._is_open():
            super().go_on(after)

    def _is_open(self) -> bool:
        return any(field.missing for field in self._narrowed())
