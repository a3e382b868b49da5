"""Tests of `wargame.scenario`; `tiny/` is a pack of invented actors that uses every part a scenario can have."""
