"""Ways to play each doctrine that differ from one another: named settings, as player specs that a comparison can seat.

A seat is worth playing where several of them end about equally well. The names say what is bet on, not what comes of
it; `wargame balance` measures that.
"""

from __future__ import annotations

from collections.abc import Mapping

STRATEGIES: Mapping[str, Mapping[str, str]] = {
    "patron": {
        "as shipped": "scripted:patron",
        "friend of allies": "scripted:patron,temper=dove,coerce=off,without=integrate",
        "builder at home": "scripted:patron,coerce=off,without=export_package+expedite_arms+argument",
        "commander of labs": "scripted:patron,temper=hawk,reassure=off",
    },
    "rival_patron": {
        "as shipped": "scripted:rival_patron",
        "supplier of the wary": "scripted:rival_patron,copy=off,without=integrate+field_narrow+fine_tune_edge",
        "own models": "scripted:rival_patron,adopt=off,without=subsidised_offer",
        "forces first": "scripted:rival_patron,without=buy_compute+reshore+subsidised_offer",
        "chips and home": "scripted:rival_patron,copy=off,argue=off,reassure=off,without=integrate+endorse_norms",
        "taker": "scripted:rival_patron,daring=0.95,reassure=off",
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
        "frontier with strings": "scripted:fighting_power,adopt=off,without=field_narrow+fine_tune_edge",
        "crews and open weights": (
            "scripted:fighting_power,copy=off,stubborn=1,argue=off,automate=off,"
            "without=integrate+field_narrow+fine_tune_edge"
        ),
        "narrow and copied": (
            "scripted:fighting_power,adopt=off,bargain=off,stubborn=1,daring=1,argue=off,without=integrate"
        ),
        "wary": "scripted:wary_power",
    },
    "careful_lab": {
        "as shipped": "scripted:careful_lab",
        "kept inside": "scripted:careful_lab,without=release_model",
        "out of the race": "scripted:careful_lab,without=buy_compute+monitor+request_intelligence",
        "eager": "scripted:eager_lab",
        "quiet seller": "scripted:careful_lab,argue=off,close=off,principle=0.2",
    },
    "eager_lab": {
        "as shipped": "scripted:eager_lab",
        "kept inside": "scripted:eager_lab,without=release_model",
        "out of the race": "scripted:eager_lab,without=buy_compute+monitor+request_intelligence+set_policy",
        "closed shop": "scripted:eager_lab,temper=bold,without=open_weights+buy_compute",
        "careful": "scripted:careful_lab",
    },
    "open_lab": {
        "as shipped": "scripted:open_lab",
        "weights alone": "scripted:open_lab,without=release_model+monitor+license_military",
        "closing": "scripted:open_lab,closing=1,without=open_weights+license_military",
        "eager": "scripted:eager_lab,without=buy_compute",
        "careful": "scripted:careful_lab",
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
