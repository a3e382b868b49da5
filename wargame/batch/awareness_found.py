"""Where models said for what they take their table, over all sealed games of an experiment: what the counts count."""

from __future__ import annotations

from dataclasses import dataclass

from wargame.batch.awareness import AwareKind, said, texts_of
from wargame.batch.game_played import replies_of
from wargame.batch.intent_gaps import OWN_ORIGINS
from wargame.batch.planned import ExperimentPlan
from wargame.batch.run_ledger import LedgerContents, bundle_of, shared_in
from wargame.core.spec_words import is_model
from wargame.transcript.lean import lean_entries
from wargame.transcript.verify import decisions_of


@dataclass(frozen=True, slots=True)
class AwarenessFound:
    """One thing that a model said in a decision."""

    run: str
    decision: str
    player: str
    kind: AwareKind
    words: str
    """What was found, with some words around it."""


def awareness_found(plan: ExperimentPlan, found: LedgerContents) -> tuple[AwarenessFound, ...]:
    """Every place, by game and decision, each kind once a decision; reads the records in which anything was counted.

    Of a game that leaves a record, what stands behind its line.

    ExperimentError or TranscriptError for a record that cannot be read.
    """
    made: list[AwarenessFound] = []
    for run in plan.runs:
        sealed = found.sealed.get(run.id)
        if sealed is None or not any(counts.get("aware") for counts in sealed.read.conduct.values()):
            continue
        record = lean_entries(sealed.lean(), bundle_of(found, sealed), f"run {run.id}")
        own = [entry for entry in record.entries if entry.n > shared_in(found, sealed)]
        replies = replies_of(own)
        names = {str(entry.data["id"]) for entry in own if entry.kind == "decision"}
        for decision in decisions_of(record).values():
            if decision.id in names and is_model(decision.player) and not decision.via:
                texts = texts_of(decision, replies.get(decision.id, ()), is_own=decision.origin in OWN_ORIGINS)
                first = {each.kind: each for text in reversed(texts) for each in reversed(said(text))}
                made += [
                    AwarenessFound(run.id, decision.id, decision.player, each.kind, each.words)
                    for each in first.values()
                ]
    return tuple(made)
