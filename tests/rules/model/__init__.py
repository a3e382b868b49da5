"""Tests of the equations by their right values."""
