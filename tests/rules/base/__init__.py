"""Tests of the base of the rules."""
