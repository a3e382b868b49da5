"""What can be done at a desk: moves added, changed and taken out of the round that is being drafted."""

from __future__ import annotations

from wargame.core.agreements import Terms
from wargame.core.ids import ProposalId, SeatId
from wargame.core.moves import GiveNotice, MakePledge, Propose, Respond, TalkMove, Withdraw
from wargame.present.channel_readers import readers_in_full
from wargame.present.channels import Channel, channel_of_move
from wargame.rules.bargains.talk import MOST_MOVES
from wargame.ui.seat.screen import SeatScreen
from wargame.ui.widgets.lists import Lines

Made = tuple[Terms, str]
"""Terms, and the words that go with them."""


class DeskActs(SeatScreen):
    """The acts; `DeskScreen` is what they are seen on."""

    unfinished: Made | None = None
    """Terms that were put together and not yet added."""

    @property
    def channel(self) -> Channel:
        """The channel that is open."""
        raise NotImplementedError

    def add_move(self, move: TalkMove, instead_of: int | None = None) -> str:
        """Put a move among this round's; gives a sentence for the status line."""
        moves = list(self.draft.moves)
        if instead_of is not None and instead_of < len(moves):
            moves[instead_of] = move
        else:
            moves.append(move)
        self.save(moves=tuple(moves))
        if len(moves) > MOST_MOVES:
            return f"drafted; but only the first {MOST_MOVES} of {len(moves)} moves are heard in a round"
        if self.ask.phase != "talk":
            return "drafted for the next round of talk"
        return f"drafted, {len(moves)} of {MOST_MOVES} moves; F9 seals them all"

    def _added(self, move: TalkMove, instead_of: int | None = None) -> None:
        said = self.add_move(move, instead_of)
        self.show_seat()
        self.say(said)

    def action_delete(self) -> None:
        """Take the draft under the cursor out."""
        row = self.focused.chosen if isinstance(self.focused, Lines) else None
        key = row.key if row else ""
        if key.startswith("m") and key[1:].isdigit():
            at = int(key[1:])
            self.save(moves=tuple(move for n, move in enumerate(self.draft.moves) if n != at))
            self.say("taken out of this round")
        elif key == "signal":
            self.save(signal=None)
            self.say("no signal")
        else:
            self.say("the cursor is on no draft; drafts have a + before them", fault=True)
            return
        self.show_seat()

    # readers

    def action_recipients(self) -> None:
        """Choose the readers of what is written next."""
        from wargame.ui.seat.talk_windows import Recipients

        def chosen(others: tuple[SeatId, ...] | None) -> None:
            if others is not None:
                self.open_room(others)
                self.call_later(self.app.run_action, "write", self)

        self.app.push_screen(Recipients(self.ask, self.channel.others), chosen)

    def open_room(self, others: tuple[SeatId, ...]) -> None:
        """Open the channel of these readers."""
        raise NotImplementedError

    def action_readers(self) -> None:
        """List the readers of the channel, and what they may see later."""
        from wargame.ui.widgets.help import Help

        said = readers_in_full(self.ask, self.channel)
        self.app.push_screen(Help(f"who reads {self.channel.name(self.ask.book.setting)}", said, "", ""))

    # offers

    def action_offer(self) -> None:
        """Put new terms together."""
        self._terms("NEW OFFER", None)

    def _terms(self, title: str, made: Made | None, at: int | None = None) -> None:
        from wargame.ui.seat.terms_window import TermsWindow

        start, text = made or self.unfinished or (None, "")

        def done(made: Made | None) -> None:
            if made is not None:
                self.unfinished = None
                self._added(Propose(terms=made[0], text=made[1]), at)
            elif self.unfinished is not None:
                self.say("closed; o goes on with the unfinished offer")

        def keep(made: Made) -> None:
            self.unfinished = made

        window = TermsWindow(
            self.ask, title, start, None, to=self.channel.others, text=text, kept=keep if at is None else _forget
        )
        self.app.push_screen(window, done)

    def open_offer(self, key: str) -> None:
        """Read an offer or an agreement in full, and answer it."""
        from wargame.ui.seat.offer_window import OfferWindow

        counter = next(
            (m.terms for m in self.draft.moves if isinstance(m, Respond) and m.proposal == key and m.terms), None
        )

        def answered(act: str | None) -> None:
            if act == "counter":
                self._counter(key)
            elif act == "notice":
                self._added(GiveNotice(agreement=key))
            elif act == "withdraw":
                self._answer(key, Withdraw(proposal=key))
            elif act in ("accept", "reject"):
                self._answer(
                    key, Respond(proposal=key, answer="accept" if act == "accept" else "reject", terms=None, text="")
                )

        self.app.push_screen(OfferWindow(self.ask, key, counter), answered)

    def _answer(self, offer: ProposalId, move: TalkMove) -> None:
        if refusal := self.ask.menu.talk_refusal(move):
            self.say(refusal.sentence, fault=True)
            return
        others = tuple(m for m in self.draft.moves if not (isinstance(m, Respond | Withdraw) and m.proposal == offer))
        self.save(moves=others)
        self._added(move)

    def _counter(self, offer: ProposalId) -> None:
        from wargame.ui.seat.terms_window import TermsWindow

        theirs = self.ask.view.proposals[offer].terms
        drafted = next((m for m in self.draft.moves if isinstance(m, Respond) and m.proposal == offer), None)
        start, text = (drafted.terms, drafted.text) if drafted and drafted.terms else (theirs, "")

        def done(made: Made | None) -> None:
            if made is not None:
                self._answer(offer, Respond(proposal=offer, answer="counter", terms=made[0], text=made[1]))

        self.app.push_screen(TermsWindow(self.ask, "COUNTER-OFFER", start, theirs, text=text), done)

    def edit_terms(self, at: int, move: TalkMove) -> None:
        """Change a drafted move that is no message."""
        if isinstance(move, Propose):
            self._terms("OFFER", (move.terms, move.text), at)
        elif isinstance(move, Respond) and move.answer == "counter":
            self._counter(move.proposal)
        elif isinstance(move, Respond | Withdraw) and move.proposal in self.ask.view.proposals:
            self.open_offer(move.proposal)
        elif isinstance(move, MakePledge):
            self._pledge(move, at)
        else:
            self.say(f"{channel_of_move(self.ask, move)}: nothing to change here; d takes it out")

    # promises, signal, notes, advice

    def action_pledge(self) -> None:
        """Promise something checkable."""
        self._pledge(None, None)

    def _pledge(self, made: MakePledge | None, at: int | None) -> None:
        from wargame.ui.seat.talk_windows import Pledging

        to = self.channel.others[0] if self.channel.others else None
        self.app.push_screen(
            Pledging(self.ask, to, made), lambda move: self._added(move, at) if move is not None else None
        )

    def action_signal(self) -> None:
        """Say in public what the orders will be."""
        from wargame.ui.seat.talk_windows import Signalling

        def done(_: bool | None) -> None:
            self.show_seat()
            self.say("signal drafted; it goes with the orders" if self.draft.signal else "no signal")

        self.app.push_screen(Signalling(self.chair, self.ask), done)

    def action_notes(self) -> None:
        """Rewrite the notebook."""
        from wargame.ui.widgets.window import Question

        def done(text: str | None) -> None:
            if text is not None:
                self.save(notebook=text)
                self.show_seat()
                self.say("notebook rewritten; it is kept with your next answer")

        kept = self.draft.notebook or self.ask.diary.notebook
        self.app.push_screen(Question("YOUR NOTEBOOK, read by you and control", kept, tall=True), done)

    def action_advise(self) -> None:
        """Ask the adviser, who knows what this seat knows."""
        from wargame.ui.widgets.window import Question

        def asked(question: str | None) -> None:
            if question:
                self.fetch_advice(question)

        title = "ASK YOUR ADVISER: it knows what you know, and nobody else hears it"
        self.app.push_screen(Question(title, "What could I do?"), asked)

    def fetch_advice(self, question: str) -> object:
        """Ask, and show the answer beside everything else."""
        raise NotImplementedError


def _forget(made: Made) -> None:
    """A drafted offer is changed as a whole or not at all."""
