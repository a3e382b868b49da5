"""Inspect AI, where it is installed: games of models as its logs, and a seat of a table as its task."""
