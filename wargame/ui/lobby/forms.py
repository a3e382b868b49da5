"""The two forms of the lobby: who sits where, and how the session runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.message import Message

from wargame.core.spec_words import MODEL, OF_MODELS, RECORDED, SINGLE, model_of
from wargame.core.words import turns_in_words
from wargame.players.scripted import DOCTRINES
from wargame.present.fields import Field, Option
from wargame.present.lobby_plan import SeatPlan, TablePlan, fault_of
from wargame.present.ruling_words import MODE_WORDS
from wargame.scenario.bundle import Bundle
from wargame.table.presets import PRESETS
from wargame.ui.widgets.field_list import Form

KINDS = (
    Option("human", "person"),
    Option("scripted", "script, its own doctrine"),
    Option("best", "script, the best next step"),
    Option("random", "random legal moves"),
    Option(MODEL, "language model"),
    Option(SINGLE, "language model, one plain prompt"),
    Option(RECORDED, "as in a transcript"),
    *(Option(f"scripted:{doctrine}", f"script: {doctrine.replace('_', ' ')}") for doctrine in DOCTRINES),
)
TIMES = (
    *(Option(60.0 * minutes, f"{minutes} min an answer, then its script") for minutes in (1, 3, 5, 15)),
    Option(None, "as long as it takes"),
)
CAPS = (
    Option(None, "no cap"),
    *(Option(millions * 1_000_000, f"{millions} million tokens, then scripts") for millions in (1, 5, 20)),
)
MINUTES = (Option(False, "the table's: all seats share them"), Option(True, "each seat's own, in turn"))
SURVEYS = (
    Option("", "no"),
    Option("default", "before and after the game"),
    Option("file", "with items of your own"),
)
RULED = tuple(Option(mode, words) for mode, words in MODE_WORDS.items())
YES_NO = (Option(False, "no"), Option(True, "yes"))


class LobbyForm(Form):
    """A form over the plan; whoever holds it is told of every change."""

    EMPTY = "choose a scenario first"

    class Changed(Message):
        """The plan as it stands."""

        def __init__(self, plan: TablePlan) -> None:
            super().__init__()
            self.plan = plan

    class Wanted(Message):
        """Something to do was chosen."""

        def __init__(self, act: str) -> None:
            """Such as `begin`, or `word rome`."""
            super().__init__()
            self.act = act

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.plan = TablePlan()
        self.bundle: Bundle | None = None

    def show_plan(self, plan: TablePlan, bundle: Bundle) -> None:
        """Show a plan for a scenario."""
        self.plan, self.bundle = plan, bundle
        if not self.writing:
            self.write()

    def keep(self, plan: TablePlan) -> None:
        """Take another plan, and tell."""
        self.plan = plan
        if not self.writing:
            self.write()
        self.post_message(self.Changed(plan))

    def close_box(self) -> None:
        """Words are done: show them."""
        super().close_box()
        self.write()

    def act(self, name: str) -> None:
        """Told to the lobby."""
        self.post_message(self.Wanted(name))


class SeatsForm(LobbyForm):
    """A player for each seat, and what that player needs."""

    def fields(self) -> Sequence[Field]:
        """Seat by seat."""
        if self.bundle is None:
            return ()
        found: list[Field] = []
        for seat in self.plan.seated(self.bundle):
            plan = self.plan.seats.get(seat, SeatPlan())
            name = self.bundle.dossiers[seat].name
            found.append(Field(f"{seat}.kind", name, "one", plan.kind, KINDS, fault=fault_of(plan)))
            if plan.kind == "human":
                found.append(
                    Field(f"{seat}.people", "  people", "text", plan.people, note="names, commas", needed=False)
                )
                found.append(_word(seat, plan.word))
            elif plan.kind in OF_MODELS:
                found.append(Field(f"{seat}.rest", "  model", "text", plan.rest, note="MODEL or MODEL@URL"))
            elif plan.kind == RECORDED:
                found.append(Field(f"{seat}.rest", "  file", "text", plan.rest, note="a transcript"))
        return found

    def pick(self, name: str, value: Any) -> None:
        """Fill a seat."""
        seat, _, part = name.partition(".")
        self.keep(self.plan.with_seat(seat, **{part: str(value)}))


class SessionForm(LobbyForm):
    """Table, time and house rules."""

    def fields(self) -> Sequence[Field]:
        """The settings, then the start."""
        if self.bundle is None:
            return ()
        plan, settings, variants = self.plan, self.plan.settings, self.bundle.pack.variants
        full = Option(None, f"full, {len(self.bundle.pack.seats)} seats")
        sizes = (full, *(Option(name, f"{name}, {len(v.seats)} seats") for name, v in variants.items()))
        presets = tuple(Option(preset, preset.title) for preset in PRESETS.values())
        return (
            Field("variant", "table", "one", plan.variant, sizes, needed=False),
            Field("preset", "time", "one", settings.preset, presets, note=self._each()),
            *(
                (Field("one_keyboard", "minutes", "one", settings.one_keyboard, MINUTES, note="for whom they count"),)
                if len(plan.people(self.bundle)) > 1 and settings.preset.talk
                else ()
            ),
            Field("seed", "seed", "number", plan.seed, low=0, high=999_999_999, note="of all chance"),
            Field("facilitated", "facilitator", "one", settings.facilitated, YES_NO, note="rules arguments, sees all"),
            *(
                (Field("control.word", "  its word: " + ("set" if plan.control_word else "none"), "act"),)
                if settings.facilitated
                else ()
            ),
            *self._of_models(),
            Field("hide_players", "hide kinds", "one", settings.hide_players, YES_NO, note="who is a machine"),
            Field("rehearsal", "rehearsal", "one", plan.rehearsal, YES_NO, note="a turn that does not count"),
            Field("survey", "survey", "one", plan.survey, SURVEYS, note="under pseudonyms", needed=False),
            *(
                (Field("survey_file", "  file", "text", plan.survey_file, note="a YAML file of its items"),)
                if plan.survey == "file"
                else ()
            ),
            Field("begin", "begin", "act", note="F9"),
        )

    def pick(self, name: str, value: Any) -> None:
        """Change a setting."""
        plan = self.plan
        self.keep(plan.with_judges(str(value)) if name == "judges" else plan.having(**{name: value}))

    def _each(self) -> str:
        """What of a round of talk and of the orders is each seat's, where several take turns at one keyboard."""
        assert self.bundle is not None
        people, preset = len(self.plan.people(self.bundle)), self.plan.settings.preset
        if people < 2 or preset.talk is None or preset.orders is None:
            return ""
        if self.plan.settings.one_keyboard:
            return f"{turns_in_words(preset.for_queue(people).turns or 0)} fit"
        talk = preset.talk / self.bundle.pack.talk_rounds / people
        return f"a seat: {talk:.1f} min a round of talk, {preset.orders / people:.1f} of orders"

    def _of_models(self) -> Sequence[Field]:
        """How long a model may take and how much, where one plays; who advises on arguments, where somebody rules."""
        assert self.bundle is not None
        plan, settings, found = self.plan, self.plan.settings, []
        if plan.models(self.bundle):
            found.append(Field("model_seconds", "model time", "one", settings.model_seconds, TIMES, needed=False))
            found.append(Field("tokens", "model cap", "one", settings.tokens, CAPS, needed=False))
        if settings.facilitated:
            found.append(
                Field(
                    "adjudication",
                    "arguments",
                    "one",
                    settings.adjudication,
                    RULED,
                    note="unless control says otherwise",
                )
            )
            judges = ", ".join(model_of(spec) for spec in settings.judges)
            note = "models with an opinion on arguments, commas"
            found.append(Field("judges", "judges", "text", judges, note=note, needed=False))
        return found


def _word(place: str, word: str) -> Field:
    """Whether a place has a word; the word itself is never shown."""
    return Field(f"{place}.word", f"  word: {'set' if word else 'none'}", "act", needed=False)
