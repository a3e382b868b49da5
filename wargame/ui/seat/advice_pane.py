"""The adviser beside the desk: asked in a window, it answers in a pane of its own while the work goes on."""

from __future__ import annotations

from textual import work
from textual.message import Message

from wargame.present.rows import ListRow, heading
from wargame.table.chair import Chair
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.panes import Pane
from wargame.ui.widgets.window import Question


class AdvicePane(Pane):
    """The last question and its answer; there is no such pane before something was asked."""

    class Stirred(Message):
        """A question was asked, or answered."""

        def __init__(self, said: str = "", *, asked: bool = False) -> None:
            """With a sentence for the status line once the answer is there; or because it was just `asked`."""
            super().__init__()
            self.said, self.asked = said, asked

    def __init__(self, chair: Chair) -> None:
        """The adviser of whoever sits on this chair: it knows what the seat knows."""
        super().__init__("ADVICE", Lines(id="advice", wrap=True), id="adviser", key="6", classes="-gone")
        self._chair = chair

    def ask(self) -> None:
        """Put a question."""

        def asked(question: str | None) -> None:
            if question:
                self._fetch(question)

        title = "ASK YOUR ADVISER: it knows what you know, and nobody else hears it"
        self.app.push_screen(Question(title, "What could I do?", replaced=True), asked)

    @work(exclusive=True, group="advice")
    async def _fetch(self, question: str) -> None:
        lines = self.query_one(Lines)
        self.remove_class("-gone")
        lines.fill([heading(question), ListRow((), "thinking; you can go on working", "thinking", "dim")])
        self.post_message(self.Stirred(asked=True))
        answer = await self._chair.advise(question)
        rows = [ListRow((), line, f"a{at}") for at, line in enumerate(answer.splitlines())]
        lines.fill([heading(question), *rows])
        self.post_message(self.Stirred("your adviser has answered (6)"))
