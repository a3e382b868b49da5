"""A log that writes nothing: what a line's library notes of codes, keys and addresses is kept nowhere."""

from __future__ import annotations

import logging

SILENT = logging.getLogger(__name__)
SILENT.addHandler(logging.NullHandler())
SILENT.propagate = False
SILENT.setLevel(logging.CRITICAL + 1)
