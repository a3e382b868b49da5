"""How severe a use terms allow."""

import pytest

from wargame.core.ids import AREAS, Area, Licence
from wargame.core.severity import SEVERITY_OF_AREA, severity_of_use


def test_every_area_has_a_severity_between_office_work_and_autonomy() -> None:
    assert set(SEVERITY_OF_AREA) == set(AREAS)
    assert all(1 < severity < 7 for severity in SEVERITY_OF_AREA.values())


@pytest.mark.parametrize(
    ("licence", "areas", "severity"),
    [
        ("none", AREAS, 1),
        ("civil", AREAS, 1),
        ("restricted", ("logistics",), 2),
        ("restricted", ("logistics", "targeting"), 5),
        ("restricted", (), 1),
        ("full", ("logistics",), 2),
        ("full", ("cyber",), 6),
        ("full", ("targeting",), 5),
        ("full", ("cyber", "autonomy"), 7),
    ],
)
def test_the_worst_area_counts_and_a_full_licence_reaches_further(
    licence: Licence, areas: tuple[Area, ...], severity: int
) -> None:
    assert severity_of_use(licence, areas) == severity
