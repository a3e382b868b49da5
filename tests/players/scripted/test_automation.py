"""Forces of scripts are automated, go wrong and are watched again; and what they run on comes home or goes abroad."""

from __future__ import annotations
