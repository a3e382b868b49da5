"""The version of the rules: records of another one are refused by name."""

RULES = 5
"""Raised whenever a rule, a parameter's default or the order of play changes what a recorded game comes to."""
