"""Tests of what control's screen shows."""
