"""Positions of scripted games with clearly good and clearly bad replies, by which a player is tried before a batch."""
