"""A game of models as a log of Inspect AI: every call with its whole prompt, by seat and turn, and the scores.

The log is control's view: it holds what every model was told, secrets of all seats among it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from wargame.errors import MissingLibrary, SpecError
from wargame.players.llm.request import CallRecord, TokenUsage
from wargame.table.calls import call_of
from wargame.transcript.consent import closed_seats
from wargame.transcript.consistency import placed
from wargame.transcript.private import write_private
from wargame.transcript.verify import Replayed

TAKEN_OUT = "(taken out of the record)"
"""What stands in place of a text that a record no longer holds."""
STOPPED: Mapping[str, str] = {
    "stop": "stop", "length": "max_tokens", "tool_calls": "tool_calls", "content_filter": "content_filter"
}  # fmt: skip
"""How Inspect calls the ways in which a reply ends; anything else is unknown to it."""
SUFFIX = ".eval"


@dataclass(frozen=True, slots=True)
class LoggedGame:
    """A log that was written."""

    path: Path
    calls: int
    seats: tuple[str, ...]
    """Seats of which models were asked, which are roles in the log."""


def write_inspect_log(game: Replayed, path: Path) -> LoggedGame:
    """Write a game as a log at a new path, which ends in `.eval`.

    One sample: a model event for each call, in spans of turn and phase, its seat as role; usage by model and by role;
    the score of each seat. SpecError if no model was asked in the game, if the path ends otherwise, or if people sat at
    the table who have not all agreed to show what they wrote in private: prompts of models quote it. MissingLibrary
    without inspect-ai. The file is its owner's alone.
    """
    if path.suffix != SUFFIX:
        raise SpecError(f"--inspect {path}: Inspect knows its logs by their ending; name a file that ends in {SUFFIX}")
    if closed := closed_seats(game.record):
        raise SpecError(
            f"people sat at {', '.join(closed)}, and prompts of models quote what they wrote in private; `wargame "
            "consent` keeps whether they agree to show it"
        )
    calls = [call_of(entry.data, entry.n) for entry in game.record.entries if entry.kind == "call"]
    if not calls:
        raise SpecError("no model was asked in this game, and a log of Inspect holds the calls of models")
    try:
        from inspect_ai.log import write_eval_log
    except ImportError:
        raise MissingLibrary(
            "inspect-ai is not installed, and it writes logs of Inspect: `pip install inspect-ai`"
        ) from None
    made = _Log(game, calls)
    with TemporaryDirectory() as folder:
        beside = Path(folder) / f"log{SUFFIX}"
        write_eval_log(made.log(), str(beside), format="eval")
        write_private(path, beside.read_bytes(), new=True)
    return LoggedGame(path, len(calls), tuple(made.roles))


class _Log:
    """One log in the making."""

    def __init__(self, game: Replayed, calls: Sequence[CallRecord]) -> None:
        self._game, self._calls, self._header = game, calls, game.record.header.data
        self._texts = {
            str(entry.data["hash"]): str(entry.data["text"])
            for entry in game.record.entries
            if entry.kind == "blob" and isinstance(entry.data.get("text"), str)
        }
        self._begun = datetime.fromisoformat(str(self._header["created"])).astimezone(UTC)
        self.roles = {seat_of(call): call.model for call in calls}

    def log(self) -> Any:
        """The whole log."""
        from inspect_ai.log import EvalConfig, EvalDataset, EvalLog, EvalSpec, EvalStats
        from inspect_ai.model import ModelConfig

        sample, name = self._sample(), str(self._header["scenario"])
        finished = self._game.record.finished
        asked = {"scenario": name, "variant": self._header["variant"], "seed": self._header["seed"]}
        spec = EvalSpec(
            created=self._begun.isoformat(),
            task=f"wargame/{name}",
            task_id=str(self._header["game"]),
            run_id=str(self._header["game"]),
            eval_id=str(self._header["game"]),
            task_args=asked,
            dataset=EvalDataset(name=name, samples=1, sample_ids=[sample.id]),
            model=self._calls[0].model,
            model_roles={seat: ModelConfig(model=model) for seat, model in self.roles.items()},
            config=EvalConfig(),
            packages={"wargame": str(self._header["versions"]["wargame"])},
            metadata={"view": "control: it holds what every seat was told in secret", "rules": self._header["rules"]},
        )
        return EvalLog(
            status="success" if finished else "cancelled",
            eval=spec,
            samples=[sample],
            results=self._results(sample),
            stats=EvalStats(
                started_at=self._begun.isoformat(),
                completed_at=self._at(sum(call.seconds for call in self._calls)).isoformat(),
                model_usage=sample.model_usage,
                role_usage=sample.role_usage,
            ),
        )

    def _results(self, sample: Any) -> Any:
        from inspect_ai.log import EvalMetric, EvalResults, EvalScore

        scores = [
            EvalScore(name=seat, scorer="final score", metrics={"value": EvalMetric(name="value", value=score.value)})
            for seat, score in sample.scores.items()
        ]
        return EvalResults(total_samples=1, completed_samples=int(self._game.record.finished), scores=scores)

    def _sample(self) -> Any:
        from inspect_ai.log import EvalSample
        from inspect_ai.model import ChatMessageAssistant, ChatMessageUser
        from inspect_ai.scorer import Score

        messages: list[Any] = []
        for call in self._calls:
            messages.append(ChatMessageUser(content=f"{call.decision}, {call.step} request"))
            messages.append(ChatMessageAssistant(content=self._reply(call), model=call.model, source="generate"))
        end = next((entry.data for entry in self._game.record.entries if entry.kind == "end"), {})
        seconds = sum(call.seconds for call in self._calls)
        return EvalSample(
            id=f"{self._header['scenario']}-{self._header['seed']}",
            epoch=1,
            input=f"A game of {self._header['scenario']} with seed {self._header['seed']}: {self._game.turns} turns.",
            target="",
            messages=messages,
            output=self._output(self._calls[-1]),
            scores={seat: Score(value=float(score)) for seat, score in dict(end.get("scores", {})).items()},
            metadata={
                "players": {str(seat): str(spec) for seat, spec in self._header["seats"].items()},
                "origins": dict(end.get("origins", {})),
            },
            events=list(self._events()),
            model_usage=self._usage(lambda call: call.model),
            role_usage=self._usage(seat_of),
            started_at=self._begun.isoformat(),
            completed_at=self._at(seconds).isoformat(),
            total_time=seconds,
            working_time=seconds,
            uuid=str(self._header["game"]),
        )

    def _events(self) -> Iterator[Any]:
        """A span for each turn, one for each phase in it, and in these an event for each call."""
        from inspect_ai.event import ModelEvent, SpanBeginEvent, SpanEndEvent
        from inspect_ai.model import GenerateConfig

        open_spans: list[str] = []
        since = 0.0
        for call in self._calls:
            turn, phase = placed(call.decision)
            wanted = [f"turn {turn}", f"turn {turn}, {phase}"]
            while open_spans and open_spans != wanted[: len(open_spans)]:
                yield SpanEndEvent(id=open_spans.pop(), timestamp=self._at(since), working_start=since)
            for name in wanted[len(open_spans) :]:
                above = open_spans[-1] if open_spans else None
                begun = {"timestamp": self._at(since), "working_start": since}
                yield SpanBeginEvent(id=name, name=name, parent_id=above, span_id=name, type="phase", **begun)
                open_spans.append(name)
            yield ModelEvent(
                model=call.model,
                role=seat_of(call),
                input=self._input(call),
                tools=[],
                tool_choice="none",
                config=GenerateConfig(max_tokens=call.max_tokens),
                output=self._output(call),
                error=call.fault or None,
                timestamp=self._at(since),
                working_start=since,
                working_time=call.seconds,
                completed=self._at(since + call.seconds),
                span_id=open_spans[-1],
                metadata={"decision": call.decision, "step": call.step, "rung": call.rung, "endpoint": call.endpoint},
            )
            since += call.seconds
        for name in reversed(open_spans):
            yield SpanEndEvent(id=name, timestamp=self._at(since), working_start=since)

    def _input(self, call: CallRecord) -> list[Any]:
        """The prompt as it was sent, message by message."""
        from inspect_ai.model import ChatMessageAssistant, ChatMessageSystem, ChatMessageUser

        kinds = {"system": ChatMessageSystem, "user": ChatMessageUser, "assistant": ChatMessageAssistant}
        return [
            kinds[speaker](content="\n\n".join(self._texts.get(piece, TAKEN_OUT) for piece in pieces))
            for speaker, pieces in call.messages
        ]

    def _output(self, call: CallRecord) -> Any:
        from inspect_ai.model import ChatCompletionChoice, ChatMessageAssistant, ModelOutput

        message = ChatMessageAssistant(content=self._reply(call), model=call.model, source="generate")
        choice = ChatCompletionChoice(message=message, stop_reason=STOPPED.get(call.finish or "", "unknown"))
        return ModelOutput(
            model=call.returned_model or call.model,
            choices=[choice] if call.reply is not None else [],
            usage=_usage([call]),
            time=call.seconds,
            error=call.fault or None,
        )

    def _reply(self, call: CallRecord) -> str:
        return call.reply or call.refusal or call.fault

    def _usage(self, name: Callable[[CallRecord], str]) -> Mapping[str, Any]:
        """Tokens by whatever name a call has."""
        by_name: dict[str, list[CallRecord]] = {}
        for call in self._calls:
            by_name.setdefault(name(call), []).append(call)
        return {each: _usage(calls) for each, calls in by_name.items()}

    def _at(self, seconds: float) -> datetime:
        """The time of a call is that of the game's beginning and of the calls before it: a record times no call."""
        return self._begun + timedelta(seconds=seconds)


def seat_of(call: CallRecord) -> str:
    """Who was asked: the seat, or whatever else stands at the end of a decision's id."""
    return str(call.decision).rpartition(".")[2]


def _usage(calls: Sequence[CallRecord]) -> Any:
    """What calls took, as far as it was said; what was not said counts as none."""
    from inspect_ai.model import ModelUsage

    def total(of: Callable[[TokenUsage], int | None]) -> int:
        return sum(of(call.usage) or 0 for call in calls)

    prompt, completion = total(lambda usage: usage.prompt), total(lambda usage: usage.completion)
    costs = [call.cost for call in calls]
    return ModelUsage(
        input_tokens=prompt,
        output_tokens=completion,
        total_tokens=prompt + completion,
        input_tokens_cache_read=total(lambda usage: usage.cached),
        reasoning_tokens=total(lambda usage: usage.reasoning),
        total_cost=None if None in costs else sum(cost or 0.0 for cost in costs),
    )
