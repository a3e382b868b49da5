"""The guided review as rows: questions with who has answered, the answers once they are open, evidence, actions."""

from __future__ import annotations

from collections.abc import Callable

from wargame.present.rows import ListRow, heading
from wargame.review.guided_review import QUESTIONS, GuidedReview


def review_rows(review: GuidedReview, told: Callable[[int], str]) -> list[ListRow]:
    """What may be read of a review; the key of a row of evidence is `L` and its line, `told` says what stands there."""
    rows = []
    for number, question in enumerate(QUESTIONS, 1):
        rows.append(heading(f"{number}. {question}"))
        answers = list(review.of("answer", number))
        if review.is_open:
            rows += [ListRow(((f"{each.who}: ", "bold"),), each.text) for each in answers]
        elif answers:
            said = f"answered by {', '.join(review.answered(number))}; o opens the answers of all"
            rows.append(ListRow((("  ", ""),), said, style="dim"))
        rows += [
            ListRow(((f"line {each.line} ", "bold"),), f"{told(each.line)} - {each.text}", f"L{each.line}")
            for each in review.of("evidence", number)
        ]
    rows.append(heading("ACTIONS"))
    actions = [ListRow((("- ", "bold"),), f"{each.text} ({each.owner}, by {each.due})") for each in review.of("action")]
    return [*rows, *(actions or [ListRow((("  ", ""),), "none so far", style="dim")])]
