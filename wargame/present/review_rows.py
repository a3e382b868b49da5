"""The guided review as rows: questions with who has answered, the answers once they are open, evidence, actions."""

from __future__ import annotations

from collections.abc import Callable

from wargame.present.rows import ListRow, heading
from wargame.review.guided_review import GuidedReview, where_kept
from wargame.review.review_forms import time_in_words


def review_title(review: GuidedReview, now: str) -> str:
    """The form in which the review stands, and what is left of its time; `now` in UTC as ISO 8601."""
    begun = review.begun
    left = f": {time_in_words(review.form, begun.at, now)}" if begun else ""
    return f"REVIEW in {review.form.minutes} minutes{left}; private answers first"


def review_rows(review: GuidedReview, told: Callable[[int], str]) -> list[ListRow]:
    """What may be read of a review; the key of a row of evidence is `L` and its line, `told` says what stands there."""
    form = review.form
    rows = []
    for number, question in enumerate(form.questions, 1):
        rows.append(heading(f"{number}. {question}"))
        answers = list(review.of("answer", number, form.name))
        if review.is_open(form.name):
            rows += [ListRow(((f"{each.who}: ", "bold"),), each.text) for each in answers]
        elif answers:
            said = f"answered by {', '.join(review.answered(number, form.name))}; o opens the answers of all"
            rows.append(ListRow((("  ", ""),), said, style="dim"))
        rows += [
            ListRow(((f"line {each.line} ", "bold"),), f"{told(each.line)} - {each.text}", f"L{each.line}")
            for each in review.of("evidence", number, form.name)
        ]
    rows.append(ListRow((("then  ", "bold"),), form.then, style="dim"))
    rows.append(heading("ACTIONS"))
    actions = [ListRow((("- ", "bold"),), f"{each.text} ({each.owner}, by {each.due})") for each in review.of("action")]
    rows += actions or [ListRow((("  ", ""),), "none so far", style="dim")]
    return [*rows, ListRow((("  ", ""),), where_kept(review.path), style="dim")]
