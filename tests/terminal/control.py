"""What a facilitator does at control's screen, key by key."""

from __future__ import annotations

from tests.terminal.desk import TYPING
from tests.terminal.terminal import Terminal


def box(here: Terminal, label: str, words: str) -> None:
    """Write into the box that is open for a field, and go on to the next one."""
    here.wait(f"{label}: ", TYPING)
    here.type(words).wait(words[-12:])
    here.press("Enter")


def carry_out(here: Terminal, reason: str, row: str, done: str) -> str:
    """Give the reason, then do what the last row says."""
    box(here, "reason", reason)
    here.wait(row, gone=(TYPING,))
    here.to(row)
    return here.go("Enter", done)


def override(here: Terminal, variable: str, value: str, reason: str) -> None:
    """Set a variable."""
    here.go("o", "OVERRIDE a variable")
    box(here, "variable", variable)
    box(here, "new value", value)
    carry_out(here, reason, "[set it]", f"{variable} is set")


def inject(here: Terminal, words: str) -> None:
    """Tell everybody of an event that stands on no list."""
    here.go("i", "INJECT:", "( ) words of your own")
    here.to("words of your own")
    here.press("Enter")
    box(here, "text", words)
    here.wait("[inject it]", gone=(TYPING,))
    here.to("[inject it]")
    here.go("Enter", "injected as")


def swap(here: Terminal, name: str, player: str, reason: str) -> None:
    """Put another player on a seat, the cursor on whose row chooses it."""
    here.go("1", "━1 SEATS")
    here.to(f"{name}:")
    here.go("s", "SWAP the player", f"seat        > {name}", "player      v")
    here.to(player)
    here.press("Enter")
    carry_out(here, reason, "[change the player]", f"{name} is now played by")


def rule(here: Terminal, reason: str) -> tuple[str, str]:
    """Rule by counting credible reasons; gives the screen with the odds, and the one after the roll."""
    here.go("a", "RULE on an argument", "mode        v")
    here.to("rules: credible")
    here.press("Enter")
    odds = carry_out(here, reason, "[set the odds", "ODDS SET")
    here.to("[ROLL]")
    return odds, here.go("Enter", "'s argument ", gone=("RULE on an argument",))


def retract(here: Terminal, words: str, reason: str) -> None:
    """Take back the words of an event of the record."""
    here.go("2", "━2 RECORD")
    here.to(words)
    here.go("r", "RETRACT: take words back", "event")
    carry_out(here, reason, "[withdraw the words]", "are withdrawn; the record keeps them")


def undo(here: Terminal, reason: str) -> None:
    """Back to the start of this turn."""
    here.go("u", "UNDO a turn", "goes")
    carry_out(here, reason, "[undo]", "[yes, undo]")
    here.go("Enter", "every seat is asked anew", gone=("UNDO a turn",))


def end(here: Terminal, reason: str, then: str = "r tells how it went") -> None:
    """End the game in this turn, and close its record; the desk says what may be done `then`."""
    here.go("e", "END the game now")
    carry_out(here, reason, "[end the game]", "[yes, end the game]")
    here.go("Enter", "after the review k closes the record")
    here.go("k", "SKIP:", "[close the phase]")
    here.to("[close the phase]")
    here.go("Enter", f"the game is over; {then}", gone=("SKIP:",))
