"""What line mode asks for each field of a clause or an order: a question in words, never the bare name of a field."""

from __future__ import annotations

from collections.abc import Mapping

QUESTIONS: Mapping[str, str] = {
    "payment.giver": "who pays",
    "payment.taker": "who is paid",
    "giver": "who gives it",
    "taker": "who gets it",
    "model": "which model",
    "channel": "how does the model reach its user",
    "licence": "for which uses",
    "areas": "for which areas, several with commas between",
    "data": "where do the user's data lie",
    "audit": "how closely may its use be looked into",
    "support": "how much help comes with it, 0 to 3",
    "price": "for how many budget points a quarter, 0 to 20",
    "notice": "how many turns of notice before it may end",
    "level": "how many engineers, from 1 few to 3 many",
    "amount": "how many budget points a quarter, 1 to 20",
    "control": "does the giver keep control of the data",
    "piece": "which piece",
    "volume": "how much of it, in budget points a quarter",
    "what": "what the pledge says",
    "recipients": "who may be served, several with commas between",
    "severity": "up to which severity of use, 1 to 7",
    "toward": "toward whom",
    "target": "whom is it aimed at",
    "customer": "which customer",
    "supplier": "which supplier",
    "lab": "which lab",
    "instrument": "by which instrument",
    "means": "by which means",
    "action": "which way",
    "area": "for which mission area",
    "focus": "to which end",
    "effort": "how much effort",
    "degree": "how far does the machine decide",
    "oversight": "how closely do people watch it",
    "stance": "what becomes of the lab's line",
    "how": "how are they met",
    "about": "what about it",
    "effect": "what is it to bring about",
    "clause": "which clause",
    "party": "who else is to be a party",
    "on whom": "on whom",
}
"""Without the question mark, by field; those of one clause alone by its tag and the field."""


def question_of(field: str) -> str:
    """The question for a field, which may be given as `CLAUSE.FIELD`; of one that has no words of its own its name."""
    name = field.rpartition(".")[2]
    return QUESTIONS.get(field) or QUESTIONS.get(name) or f"which {name.replace('_', ' ')}"
