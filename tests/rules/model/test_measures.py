"""World measures are what their descriptions say."""

from __future__ import annotations

import pytest

from tests.rules.desk import Desk
from wargame.core import names
from wargame.core.codebook import FAMILIES
from wargame.core.ids import Variable
from wargame.rules.model.derived import derived
from wargame.rules.model.measures import picture


def test_cohesion_is_what_it_is_called_the_mean_trust_of_allies_in_the_patron() -> None:
    desk = Desk("core")
    trust = [desk.state.values[names.trust(ally, "washington")] for ally in desk.book.setting.allies]
    assert derived(picture(desk.book, desk.state), Variable("world.cohesion")) == pytest.approx(sum(trust) / len(trust))
    (family,) = [each for each in FAMILIES if each.pattern == "world.cohesion"]
    assert "allied governments in the US" in family.meaning


def test_the_anchor_index_weighs_share_trust_and_joint_capability_four_to_three_to_three() -> None:
    desk = Desk("core")
    look = picture(desk.book, desk.state)
    share, trust, joint, index = (
        derived(look, Variable(name))
        for name in ("world.us_share", "world.cohesion", "world.joint_C", "washington.anchor")
    )
    assert None not in (share, trust, joint, index)
    assert index == pytest.approx(40 * (share or 0) + 0.3 * (trust or 0) + 0.3 * (joint or 0))
