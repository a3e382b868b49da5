"""The ways of ruling an argument, in words."""

from __future__ import annotations

from collections.abc import Mapping

from wargame.core.arguments import Mode

MODE_WORDS: Mapping[Mode, str] = {
    "rules": "rules: credible reasons counted, two dice",
    "dice": "dice: the reasons that you accept, two dice",
    "probability": "probability: your estimate, one draw",
    "vote": "vote: the majority decides, a tie is drawn",
    "umpire": "umpire: your word decides",
    "proposed": "proposed: judges' opinions before you, two dice or your chance",
}
