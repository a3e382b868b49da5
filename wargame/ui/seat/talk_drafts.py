"""What a seat drafts at its desk: moves of the round, each through its window, the signal and the notebook."""

from __future__ import annotations

from wargame.core.agreements import Terms
from wargame.core.ids import AgreementId, ProposalId, SeatId
from wargame.core.moves import GiveNotice, MakePledge, Propose, Respond, TalkMove, Withdraw
from wargame.present.channels import channel_of_move
from wargame.present.team_words import sealed_by
from wargame.rules.bargains.talk import MOST_MOVES
from wargame.ui.seat.screen import SeatScreen
from wargame.ui.widgets.window import Question

TermsAndText = tuple[Terms, str]
"""Terms, and the words that go with them."""


class TalkDrafts:
    """The drafts of one seat; windows open over its screen, which shows and says what became of them."""

    def __init__(self, screen: SeatScreen) -> None:
        """Of the seat whose screen this is."""
        self._screen = screen

    def add(self, move: TalkMove, instead_of: int | None = None) -> str:
        """Put a move among this round's; gives a sentence for the status line."""
        moves = list(self._screen.draft.moves)
        if instead_of is not None and instead_of < len(moves):
            moves[instead_of] = move
        else:
            moves.append(move)
        self._screen.save(moves=tuple(moves))
        if len(moves) > MOST_MOVES:
            return f"drafted; but only the first {MOST_MOVES} of {len(moves)} moves are heard in a round"
        if self._screen.ask.phase != "talk":
            return "drafted for the next round of talk"
        return f"drafted, {len(moves)} of {MOST_MOVES} moves; {sealed_by(self._screen.chair.team, 'them all')}"

    def _added(self, move: TalkMove, instead_of: int | None = None) -> None:
        self._say(self.add(move, instead_of))

    def _say(self, text: str) -> None:
        self._screen.show_seat()
        self._screen.say(text)

    def take_out(self, at: int) -> TalkMove:
        """Take a move out of this round; gives it."""
        moves = self._screen.draft.moves
        self._screen.save(moves=tuple(move for n, move in enumerate(moves) if n != at))
        return moves[at]

    def delete(self, key: str) -> None:
        """Take out what a row of the desk stands for, and say so."""
        if key.startswith("m") and key[1:].isdigit():
            self.take_out(int(key[1:]))
            self._say("taken out of this round")
        elif key == "signal":
            self._screen.save(signal=None)
            self._say("no statement")
        else:
            self._screen.say("the cursor is on no draft; drafts have a + before them", fault=True)

    # offers

    def offer(self, to: tuple[SeatId, ...], made: TermsAndText | None = None, at: int | None = None) -> None:
        """Put terms together for these seats: new ones, those left unfinished, or those of a draft anew."""
        from wargame.ui.seat.terms_window import TermsWindow

        half = self._screen.draft.half_offer
        start, text = made or ((half.terms, half.text) if half else (None, ""))

        def done(made: TermsAndText | None) -> None:
            if made is not None:
                if at is None:
                    self._screen.save(half_offer=None)
                self._added(Propose(terms=made[0], text=made[1]), at)
            elif at is None and self._screen.draft.half_offer is not None:
                self._screen.say("closed; o goes on with the unfinished offer")

        def keep(made: TermsAndText) -> None:
            if at is None:
                self._screen.save(half_offer=Propose(terms=made[0], text=made[1]))

        title = "NEW OFFER" if at is None else "OFFER"
        self._screen.app.push_screen(
            TermsWindow(self._screen.ask, title, start, None, to=to, text=text, kept=keep), done
        )

    def open(self, key: str) -> None:
        """Read an offer or an agreement in full, and answer it."""
        from wargame.ui.seat.offer_window import OfferWindow

        offer = ProposalId(AgreementId(key))
        drafted = self._drafted(offer)

        def answered(act: str | None) -> None:
            if act == "counter":
                self.counter(offer)
            elif act == "notice":
                self._added(GiveNotice(agreement=offer))
            elif act == "withdraw":
                self._answer(offer, Withdraw(proposal=offer))
            elif act in ("accept", "reject"):
                self._answer(
                    offer,
                    Respond(proposal=offer, answer="accept" if act == "accept" else "reject", terms=None, text=""),
                )

        self._screen.app.push_screen(OfferWindow(self._screen.ask, offer, drafted.terms if drafted else None), answered)

    def _drafted(self, offer: ProposalId) -> Respond | None:
        """The counter-offer that is drafted already."""
        moves = self._screen.draft.moves
        return next((m for m in moves if isinstance(m, Respond) and m.proposal == offer and m.terms), None)

    def _answer(self, offer: ProposalId, move: TalkMove) -> None:
        if refusal := self._screen.ask.menu.talk_refusal(move):
            self._screen.say(refusal.sentence, fault=True)
            return
        moves = self._screen.draft.moves
        others = tuple(m for m in moves if not (isinstance(m, Respond | Withdraw) and m.proposal == offer))
        self._screen.save(moves=others)
        self._added(move)

    def counter(self, offer: ProposalId) -> None:
        """Answer an offer with other terms, from theirs or from those drafted already."""
        from wargame.ui.seat.terms_window import TermsWindow

        theirs, drafted = self._screen.ask.view.proposals[offer].terms, self._drafted(offer)
        start, text = (drafted.terms, drafted.text) if drafted else (theirs, "")

        def done(made: TermsAndText | None) -> None:
            if made is not None:
                self._answer(offer, Respond(proposal=offer, answer="counter", terms=made[0], text=made[1]))

        self._screen.app.push_screen(TermsWindow(self._screen.ask, "COUNTER-OFFER", start, theirs, text=text), done)

    # promises and the rest

    def pledge(self, to: SeatId | None, made: MakePledge | None = None, at: int | None = None) -> None:
        """Promise something checkable, or change a promise that is drafted."""
        from wargame.ui.seat.talk_windows import Pledging

        def done(move: TalkMove | None) -> None:
            if move is not None:
                self._added(move, at)

        self._screen.app.push_screen(Pledging(self._screen.ask, to, made), done)

    def signal(self) -> None:
        """Say in public what the orders will be."""
        from wargame.ui.seat.talk_windows import Signalling

        def done(_: bool | None) -> None:
            self._say("statement drafted; it goes with the orders" if self._screen.draft.signal else "no statement")

        self._screen.app.push_screen(Signalling(self._screen.chair, self._screen.ask), done)

    def rewrite_notebook(self) -> None:
        """Write the seat's own notes anew."""
        screen = self._screen

        def done(text: str | None) -> None:
            if text is not None:
                screen.save(notebook=text)
                self._say("notebook rewritten; it is kept with your next answer")

        kept = screen.draft.notebook or screen.ask.diary.notebook
        own = "your team" if screen.chair.team.shared else "you"
        screen.app.push_screen(Question(f"YOUR NOTEBOOK, read by {own} and control", kept, tall=True), done)

    def change(self, at: int, to: tuple[SeatId, ...]) -> None:
        """Open the window of a drafted move that is no message; `to` is who would read a new one."""
        ask, move = self._screen.ask, self._screen.draft.moves[at]
        if isinstance(move, Propose):
            self.offer(to, (move.terms, move.text), at)
        elif isinstance(move, Respond) and move.answer == "counter":
            self.counter(move.proposal)
        elif isinstance(move, Respond | Withdraw) and move.proposal in ask.view.proposals:
            self.open(move.proposal)
        elif isinstance(move, MakePledge):
            self.pledge(to[0] if to else None, move, at)
        else:
            self._screen.say(f"{channel_of_move(ask, move)}: nothing to change here; d takes it out")
