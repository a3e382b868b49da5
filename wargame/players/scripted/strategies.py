"""Ways to play each doctrine that differ from one another: named settings, as player specs that a comparison can seat.

A seat is worth playing where several of them end about equally well. The names say what is bet on, not what comes of
it; `wargame balance` measures that.
"""

from __future__ import annotations

from collections.abc import Mapping

STRATEGIES: Mapping[str, Mapping[str, str]] = {
    "patron": {
        "as shipped": "scripted:patron",
        "friend of allies": "scripted:patron,temper=dove,coerce=off",
        "commander of labs": "scripted:patron,temper=hawk,reassure=off",
        "builder at home": "scripted:patron,reassure=off,coerce=off,bargain=off",
    },
    "rival_patron": {
        "as shipped": "scripted:rival_patron",
        "supplier of the wary": "scripted:rival_patron,copy=off,daring=0.2",
        "taker": "scripted:rival_patron,daring=0.95,reassure=off",
        "builder at home": "scripted:rival_patron,bargain=off,reassure=off,copy=off",
    },
    "wary_power": {
        "as shipped": "scripted:wary_power",
        "own line": "scripted:wary_power,nerves=0.9,builder=0.1,bargain=off",
        "open weights": "scripted:wary_power,hedge=off,bargain=off,daring=0.9",
        "frontier with strings": "scripted:wary_power,hedge=off,adopt=off,stubborn=0.1,nerves=0.1",
        "forces first": "scripted:wary_power,hedge=off,argue=off",
    },
    "fighting_power": {
        "as shipped": "scripted:fighting_power",
        "frontier with strings": "scripted:fighting_power,adopt=off,stubborn=0.1",
        "open weights": "scripted:fighting_power,bargain=off,counter=off",
        "wary": "scripted:wary_power",
    },
    "careful_lab": {
        "as shipped": "scripted:careful_lab",
        "eager": "scripted:eager_lab",
        "keeper of the line": "scripted:careful_lab,principle=0.9,caution=0.9,without=buy_compute",
        "quiet seller": "scripted:careful_lab,argue=off,close=off,principle=0.2",
    },
    "eager_lab": {
        "as shipped": "scripted:eager_lab",
        "careful": "scripted:careful_lab",
        "open": "scripted:open_lab",
        "cheap": "scripted:eager_lab,temper=bold,without=buy_compute",
    },
    "open_lab": {
        "as shipped": "scripted:open_lab",
        "eager": "scripted:eager_lab",
        "careful": "scripted:careful_lab",
        "closing": "scripted:open_lab,closing=1",
    },
    "contractor": {
        "as shipped": "scripted:contractor",
        "advocate": "scripted:contractor,without=bundle_integration",
        "quiet": "scripted:contractor,argue=off",
    },
    "institution": {
        "as shipped": "scripted:institution",
        "norms first": "scripted:institution,without=pooled_procurement",
        "purse first": "scripted:institution,argue=off,punish=off",
    },
}
"""By doctrine: player specs of the ways that a seat of this doctrine may be played, by name."""
