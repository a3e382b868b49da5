"""Pages of HTML that are one file each: how their templates are found and filled in, for every kind of page alike."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined


def page_templates(package: str) -> Environment:
    """The templates beside the modules of a package, such as `wargame.review.handouts`; ValueError if there are none.

    What is filled in is escaped, and a name that nobody gave is an error and no gap.
    """
    return Environment(
        loader=PackageLoader(package, "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
