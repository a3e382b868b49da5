"""What holds for every test: programs that tests start keep what they compiled, so that not each compiles all anew."""

from __future__ import annotations

import os

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
