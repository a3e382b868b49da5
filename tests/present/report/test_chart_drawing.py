"""A chart as SVG: the same bytes, grey alone, lines told apart by dashes and marks, values at their heights."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from wargame.present.report.chart_drawing import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, drawn
from wargame.present.report.document import Chart, Panel, Series

CHART = Chart(
    "a <b> & c",
    (
        Panel("first", (Series("up", (0.0, 50.0, 100.0)), Series("gap", (20.0, None, 40.0)), Series("x", (1.0,) * 3))),
        Panel("second", (Series("up", (100.0, 0.0, 250.0)), Series("gap", (None,) * 3), Series("x", (99.0,) * 3))),
    ),
)


def paths(svg: str) -> list[dict[str, str]]:
    return [each.attrib for each in ElementTree.fromstring(svg).iter() if each.tag.endswith("path")]


def test_it_is_well_formed_and_the_same_each_time() -> None:
    assert drawn(CHART) == drawn(CHART)
    root = ElementTree.fromstring(drawn(CHART))
    assert "a <b> & c" in [each.text for each in root.iter()]


def test_every_colour_is_a_grey_and_no_two_lines_share_their_dashes() -> None:
    svg = drawn(CHART)
    colours = re.findall(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", svg)
    assert colours
    assert all(red == green == blue for red, green, blue in colours)
    lines = [path for path in paths(svg) if path.get("stroke-width") == "1.4" and path["d"].count("L") == 2]
    assert len({path.get("stroke-dasharray") for path in lines[:2]}) == 2


def test_values_stand_at_their_heights_and_turns_at_even_distances() -> None:
    line = next(path["d"] for path in paths(drawn(CHART)) if path["d"].count("L") == 2)
    points = [tuple(map(float, point.split())) for point in line[1:].split("L")]
    middle = (TOP + HEIGHT - BOTTOM) / 2
    assert points == [
        (LEFT, HEIGHT - BOTTOM),
        (LEFT + (WIDTH - LEFT - RIGHT) / 2, middle),
        (WIDTH - RIGHT, TOP),
    ]


def test_what_is_not_known_leaves_a_gap_and_what_is_off_the_scale_stays_in_its_frame() -> None:
    svg = drawn(Chart("", (Panel("", (Series("s", (20.0, None, 400.0)),)),)))
    drawn_lines = [path["d"] for path in paths(svg) if path.get("stroke-width") == "1.4"][1:]
    assert [each.count("L") for each in drawn_lines] == [0, 0]
    assert drawn_lines[1].endswith(f" {TOP:.0f}")


def test_more_lines_than_grey_can_tell_apart_are_refused() -> None:
    five = tuple(Series(str(at), (1.0,)) for at in range(5))
    with pytest.raises(ValueError, match="5 series in a frame: grey lines are told apart up to 4"):
        drawn(Chart("", (Panel("", five),)))


def test_last_values_that_are_close_are_not_written_over_each_other() -> None:
    close = tuple(Series(str(at), (50.0, 50.0 + at)) for at in range(3))
    root = ElementTree.fromstring(drawn(Chart("", (Panel("", close),))))
    beside = f"{WIDTH - RIGHT + 6:.0f}"
    heights = sorted(float(each.attrib["y"]) for each in root.iter() if each.attrib.get("x") == beside)
    assert len(heights) == 3
    assert all(later - earlier >= 9 for earlier, later in pairwise(heights))


def test_where_values_lie_is_drawn_from_and_to_beside_each_other() -> None:
    two = (Series("a", (50.0, 50.0), ((0.0, 100.0),) * 2), Series("b", (50.0, 50.0), ((50.0, 50.0),) * 2))
    found = [path["d"] for path in paths(drawn(Chart("", (Panel("", two),)))) if path.get("stroke-width") == "0.8"]
    places = [(float(d[1:].split()[0]), d.split()[1]) for d in found]
    middle = f"{(TOP + HEIGHT - BOTTOM) / 2:.0f}"
    assert [height for _, height in places] == [f"{HEIGHT - BOTTOM:.0f}V{TOP:.0f}"] * 2 + [f"{middle}V{middle}"] * 2
    assert places[0][0] == LEFT < places[2][0]
