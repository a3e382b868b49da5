"""Injects and announcements in words: when one fires, and who reads it."""

from __future__ import annotations

from wargame.core.ids import PUBLIC, Audience
from wargame.core.setting import Inject, Setting
from wargame.rules.model.variable_words import spoken


def trigger(inject: Inject, setting: Setting) -> str:
    """When an inject of the list fires by itself, such as `Rome's domestic support below 40`."""
    if inject.turn is not None:
        return f"turn {inject.turn}"
    if inject.when is not None:
        bars = (("above", inject.when.above), ("below", inject.when.below))
        told = " and ".join(f"{word} {bar:g}" for word, bar in bars if bar is not None)
        return f"{spoken(setting, inject.when.variable)} {told}"
    chance = 1 - (1 - (inject.probability or 0.0)) ** setting.quarter
    return f"{chance:.0%} a turn"


def readers_of(audience: Audience, setting: Setting) -> str:
    """Who reads something, in words."""
    if audience == PUBLIC:
        return "everybody"
    return ", ".join(map(setting.name_of, audience)) or "control alone"
