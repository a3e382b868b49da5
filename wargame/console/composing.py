"""Composing terms and orders line by line: what is given as field=value is taken, the rest is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, replace
from typing import Any

from wargame.console.lines import (
    USUAL,
    Cancelled,
    ReadLine,
    WriteLine,
    answer,
    choose,
    offered,
    pairs,
    read_field,
    read_value,
)
from wargame.core.agreements import Terms
from wargame.core.clauses import CLAUSE_TYPES, Clause
from wargame.core.domains import Domain, fields_of, tag_of
from wargame.core.ids import FactId, ModelId, SeatId
from wargame.core.orders import EFFECT_KINDS, ORDER_TYPES, AnyOrder, Argument, Reason
from wargame.core.plain_text import as_given, plain_line
from wargame.core.words import clause_in_full, fact_in_words, listed, turns_in_words
from wargame.players.base import Ask
from wargame.present.clause_fields import refused, usual_clauses, usual_drafts
from wargame.present.fields import MEANINGS
from wargame.present.grounds import grounds
from wargame.present.offer_rows import consenters, worth_in_short
from wargame.rules.foresight.outlook import why_no_ground

CLAUSES: Mapping[str, type[Clause]] = {tag_of(kind): kind for kind in CLAUSE_TYPES}
"""Clause types by their tag."""
USUAL_WORD = "usual"
"""Behind a clause: the fields that are not given are as usual."""
TERMS_HELP = (
    "begin [NUMBER] | add CLAUSE [field=value ...] [usual] | drop NUMBER | clear | change NUMBER field=value ... | "
    "party SEAT | secret yes|no | turns NUMBER | show | done [text] | cancel or back"
)
MOST_REASONS = 3
MOST_USUAL = 8
"""Usual offers that are listed to begin from."""
MOST_GROUNDS = 20
"""Grounds shown for a reason, those that count first."""


def wording(ask: Ask, field: str = "", joining: Sequence[SeatId] = ()) -> Callable[[Any], str]:
    """How a choice of a field is shown: by its id, and by its name or meaning where that says more.

    Seats that are `joining` are no party yet and would become one.
    """
    known, models = ask.book.setting.by_id, ask.view.models

    def words(value: Any) -> str:
        if isinstance(value, str) and value in known:
            return f"{value}, {known[value].name}{' (becomes a party)' if value in joining else ''}"
        if isinstance(value, str) and value in models:
            return f"{value}, {models[ModelId(value)].name}"
        if (field, value) in MEANINGS:
            meaning = MEANINGS[field, value]
            return meaning if isinstance(value, int) else f"{value}, {meaning.removeprefix(f'{value}: ')}"
        return "none" if value is None else str(value)

    return words


class TermsWizard:
    """Terms being put together, one line at a time."""

    def __init__(self, ask: Ask, read: ReadLine, write: WriteLine, start: Terms) -> None:
        """From terms to begin with: the parties alone, or an offer to counter."""
        self._ask, self._read, self._write = ask, read, write
        self._terms = start

    async def compose(self) -> tuple[Terms, str]:
        """The terms and the words that go with them; Cancelled if given up."""
        self._write(TERMS_HELP)
        self._write(f"Clauses: {', '.join(CLAUSES)}.")
        self._show()
        while True:
            words = (await answer(self._read, "terms> ")).split()
            if not words and not self._terms.clauses:
                raise Cancelled
            if not words:
                self._write("`done` offers these terms; `cancel`, `back` or ctrl+d gives them up.")
                continue
            if words[0] == "done":
                if why := self._unfit():
                    self._write(f"{why}; `cancel` gives the terms up.")
                    continue
                return self._terms, " ".join(words[1:])
            try:
                await self._do(words[0], words[1:])
            except ValueError as fault:
                self._write(f"{fault}.")
            except Cancelled:
                self._write("Given up; the terms stand as they were.")

    async def _do(self, verb: str, rest: Sequence[str]) -> None:
        terms = self._terms
        if verb == "begin":
            begun = self._begun(rest)
            if begun is None:
                return
            terms = begun
        elif verb == "add":
            clause = await self._clause(rest)
            parties = tuple(dict.fromkeys((*terms.parties, clause.giver, clause.taker)))
            terms = replace(terms, clauses=(*terms.clauses, clause), parties=parties)
        elif verb == "clear":
            if not terms.clauses:
                raise ValueError("there is nothing to clear: no clause yet; `begin` lists usual offers")
            terms = replace(terms, clauses=())
        elif verb == "drop":
            at = self._number(rest)
            terms = replace(terms, clauses=(*terms.clauses[:at], *terms.clauses[at + 1 :]))
        elif verb == "change":
            at = self._number(rest)
            clauses = list(terms.clauses)
            clauses[at] = self._changed(clauses[at], pairs(rest[1:]))
            terms = replace(terms, clauses=tuple(clauses))
        elif verb == "party":
            seat = await self._party(rest)
            terms = replace(terms, parties=tuple(dict.fromkeys((*terms.parties, seat))))
        elif verb == "secret":
            terms = replace(terms, secret=read_value(Domain("flag"), " ".join(rest), ("yes", "no")) == "yes")
        elif verb == "turns":
            terms = replace(terms, turns=read_value(Domain("integer"), " ".join(rest), ()))
        elif verb != "show":
            self._write(f"{as_given(verb)} is no word here; `cancel` gives these terms up and leaves. {TERMS_HELP}")
            return
        self._terms = terms
        self._show()

    def _show(self) -> None:
        name, terms = self._ask.book.name, self._terms
        secrecy = "secret" if terms.secret else "public"
        self._write(f"Between {' and '.join(map(name, terms.parties))}, {secrecy}, for {turns_in_words(terms.turns)}:")
        for number, clause in enumerate(terms.clauses, 1):
            self._write(f"  {number} {clause_in_full(clause, name)}")
        if not terms.clauses:
            self._write("  (no clause yet; `begin` lists usual offers, those that are worth most to you first)")
            self._write("  (`add` asks for a clause; `party` brings in a third party, such as one that must consent)")
        for row in worth_in_short(self._ask, terms):
            self._write(f"  {row.text}")
        if terms.clauses and (why := self._unfit()):
            self._write(f"As they stand these terms may not be offered: {why}.")
        elif terms.clauses:
            needed = listed(name(seat) for seat in consenters(self._ask, terms))
            self._write(f"  `done` offers them; they need the word of {needed}. `clear` takes all clauses away.")

    def _begun(self, rest: Sequence[str]) -> Terms | None:
        """The usual offer of this number; without a number they are listed, and nothing changes."""
        if self._terms.clauses:
            raise ValueError("there are clauses already; `clear` takes them all away, or go on from these")
        others = tuple(seat for seat in self._terms.parties if seat != self._ask.seat)
        usual = usual_drafts(self._ask, others)[:MOST_USUAL]
        if not usual:
            raise ValueError("nothing usual may be offered between these parties now; add a clause")
        if not rest:
            self._write("What each is worth to you, and what it is:")
            for number, (words, _) in enumerate(usual, 1):
                self._write(f"  {number} {words}")
            self._write("`begin NUMBER` takes one; it can be changed then.")
            return None
        if not rest[0].isdigit() or not 1 <= int(rest[0]) <= len(usual):
            raise ValueError(f"name a usual offer by its number, 1 to {len(usual)}; `begin` lists them")
        return usual[int(rest[0]) - 1][1]

    def _unfit(self) -> str:
        """Why these terms may not be offered; empty if they may."""
        clauses = self._terms.clauses
        return refused(self._ask, self._terms, clauses) if clauses else "There is no clause yet; add one first"

    @property
    def _outside(self) -> tuple[SeatId, ...]:
        """Seats that are no party yet."""
        return tuple(seat for seat in self._ask.book.setting.ids if seat not in self._terms.parties)

    @property
    def _seats(self) -> tuple[SeatId, ...]:
        """All seats, the parties first."""
        return (*self._terms.parties, *self._outside)

    async def _party(self, rest: Sequence[str]) -> SeatId:
        """One more party: the seat that is named, or that is chosen of those that are none yet."""
        if not self._outside:
            raise ValueError("every seat is a party already")
        if not rest:
            found: SeatId = await choose(
                self._read, self._write, "party", self._outside, words=wording(self._ask, "party")
            )
            return found
        named: SeatId = read_value(Domain("seat"), " ".join(rest), self._ask.book.setting.ids)
        return named

    def _number(self, rest: Sequence[str]) -> int:
        have = len(self._terms.clauses)
        if not rest or not rest[0].isdigit() or not 1 <= int(rest[0]) <= have:
            raise ValueError(f"name a clause by its number, 1 to {have}")
        return int(rest[0]) - 1

    def _options(self, kind: type[Clause], field: str, domain: Domain, chosen: Mapping[str, Any]) -> Sequence[Any]:
        models = self._ask.view.models.values()
        owned = [model.id for model in models if model.owner == chosen.get("giver")]
        if "giver" in chosen and "model" in fields_of(kind) and not owned:
            makers = ", ".join(dict.fromkeys(model.owner for model in models))
            raise ValueError(f"{self._ask.book.name(chosen['giver'])} makes no model; those who do are {makers}")
        seats = self._seats if field in ("giver", "taker") else self._ask.book.setting.ids
        options = offered(domain, seats, owned)
        return [option for option in options if not (field == "taker" and option == chosen.get("giver"))]

    async def _clause(self, rest: Sequence[str]) -> Clause:
        if rest and rest[0] not in CLAUSES and "=" not in rest[0]:
            raise ValueError(f"{as_given(rest[0])} is no clause; clauses are {', '.join(CLAUSES)}")
        tag = rest[0] if rest and rest[0] in CLAUSES else await choose(self._read, self._write, "clause", [*CLAUSES])
        kind, given = CLAUSES[tag], pairs(rest)
        fields = fields_of(kind)
        if strange := [word for word in rest if word not in (tag, USUAL_WORD) and word.partition("=")[0] not in fields]:
            known = f"fields are {', '.join(f'{field}=' for field in fields)}"
            raise ValueError(f"{as_given(strange[0])} is no field of {tag}; {known} and `{USUAL_WORD}` takes the usual")
        if bare := [word for word in rest if word in fields and word != tag]:
            raise ValueError(f"{as_given(bare[0])} has no value; write {bare[0]}=VALUE, or leave it out to be asked")
        if USUAL_WORD in rest:
            return self._usual(kind, given)
        chosen: dict[str, Any] = {}
        for field, domain in fields.items():
            options = self._options(kind, field, domain, chosen)
            standard = self._side(tag, chosen) if field in ("giver", "taker") else USUAL.get(field, MISSING)
            if field in given:
                chosen[field] = read_value(domain, given[field], options)
            elif options:
                words = wording(self._ask, field, self._outside)
                chosen[field] = await choose(self._read, self._write, f"{tag}.{field}", options, standard, words)
            else:
                shown = ("all" if standard else "none") if isinstance(standard, tuple) else str(standard)
                chosen[field] = await read_field(self._read, self._write, field, domain, standard, shown)
        return kind(**chosen)

    def _side(self, tag: str, chosen: Mapping[str, Any]) -> Any:
        """Who gives or gets it if one presses Enter: oneself as payer and as taker, else the first other party."""
        mine, others = self._ask.seat, [seat for seat in self._terms.parties if seat != self._ask.seat]
        own = chosen["giver"] != mine if "giver" in chosen else tag == "payment"
        return mine if own else next(iter(others), MISSING)

    def _usual(self, kind: type[Clause], given: Mapping[str, str]) -> Clause:
        """The first usual clause with these fields that the parties may be offered; ValueError says why none."""
        ask, terms, why = self._ask, self._terms, ""
        parties = set(terms.parties) if len(terms.parties) > 1 else set(ask.book.setting.ids)
        for draft in usual_clauses(ask, tag_of(kind), [seat for seat in terms.parties if seat != ask.seat]):
            sides = {"giver": draft.giver, "taker": draft.taker}
            if not {*sides.values()} <= parties or any(given.get(side, seat) != seat for side, seat in sides.items()):
                continue
            clause = self._changed(draft, given)
            found = refused(ask, terms, (*terms.clauses, clause))
            if not found:
                return clause
            why = why or found
        raise ValueError(
            f"no usual {tag_of(kind)} clause may be offered between these parties: {why}"
            if why
            else f"none of these parties could give {tag_of(kind)} to another so; leave `usual` out to be asked"
        )

    def _changed(self, clause: Clause, given: Mapping[str, str]) -> Clause:
        domains = fields_of(type(clause))
        chosen = {field: getattr(clause, field) for field in domains}
        for field, text in given.items():
            if field not in domains:
                raise ValueError(f"{as_given(field)} is no field of {clause.kind}; fields are {', '.join(domains)}")
            options = self._options(type(clause), field, domains[field], chosen)
            chosen[field] = read_value(domains[field], text, options)
        return type(clause)(**chosen)


async def compose_order(ask: Ask, read: ReadLine, write: WriteLine, kind: str, given: Mapping[str, str]) -> AnyOrder:
    """An order of this kind: only legal choices are offered; a wrong value gets the reason. ValueError, Cancelled."""
    legal = list(ask.menu.options(kind))
    chosen: dict[str, Any] = {}
    domains = fields_of(ORDER_TYPES[kind])
    for field, text in given.items():
        if field not in domains:
            raise ValueError(f"{as_given(field)} is no field of {kind}; fields are {', '.join(domains) or 'none'}")
        values = list(dict.fromkeys(getattr(order, field) for order in legal))
        chosen[field] = read_value(domains[field], text, values)
    for field in domains:
        fits = [order for order in legal if all(getattr(order, name) == value for name, value in chosen.items())]
        if not fits:
            raise ValueError(f"no {kind} with {', '.join(f'{n} {v}' for n, v in chosen.items())} is legal now")
        if field not in chosen:
            values = list(dict.fromkeys(getattr(order, field) for order in fits))
            chosen[field] = await choose(read, write, field, values, words=wording(ask, field))
    return next(order for order in legal if all(getattr(order, name) == value for name, value in chosen.items()))


async def compose_argument(ask: Ask, read: ReadLine, write: WriteLine) -> Argument:
    """An argument: what is done, what it should bring about, and up to three reasons with what they rest on."""
    action = await answer(read, "what is done, in a sentence? ")
    effect = await choose(read, write, "effect", EFFECT_KINDS)
    target = await choose(read, write, "on whom", ask.book.setting.ids, words=ask.book.name)
    reasons: list[Reason] = []
    while len(reasons) < MOST_REASONS:
        text = await answer(read, f"reason {len(reasons) + 1} (Enter when there are no more)? ")
        if not text:
            break
        case = Argument(action=action, effect=effect, target=target, reasons=tuple(reasons))
        reasons.append(Reason(text=text, cites=await cited(ask, read, write, (ask.seat, case))))
    backs = await _fact(ask, read, write, "a fact or project that it backs")
    ends = None if backs else await _fact(ask, read, write, "one that it puts an end to")
    return Argument(action=action, effect=effect, target=target, reasons=tuple(reasons), backs=backs, ends=ends)


async def _fact(ask: Ask, read: ReadLine, write: WriteLine, what: str) -> FactId | None:
    """A fact of the ledger; not asked where there is none."""
    facts = {fact.id: fact_in_words(fact) for fact in ask.view.facts.values() if fact.open}
    for name, text in facts.items():
        write(plain_line(f"  {name}  {text}"))
    while facts:
        given = await answer(read, f"{what} (an id above, or Enter for none)? ")
        if not given or given in facts:
            return FactId(given) if given else None
        write(f"{as_given(given)} is none of the ids above.")
    return None


async def cited(ask: Ask, read: ReadLine, write: WriteLine, case: tuple[SeatId, Argument]) -> str | None:
    """What a reason rests on, of what counts on a case: a settled fact, a public agreement or a public event.

    `case` is who argues, and what. A ground that would not count is refused with the reason, and asked for again.
    """
    found = {option.value: option for option in grounds(ask, (case[0], case[1].target), case)[1:]}
    for name, option in list(found.items())[:MOST_GROUNDS]:
        write(plain_line(f"  {name}  {option.text}"))
    while True:
        given = await answer(read, "it rests on (an id above, or Enter for nothing, which does not count)? ")
        if not given:
            return None
        if given not in found:
            write(f"{as_given(given)} is none of the ids above.")
        elif fault := why_no_ground(ask.view, *case, given):
            write(plain_line(f"that would not count: {fault}."))
        else:
            return given
