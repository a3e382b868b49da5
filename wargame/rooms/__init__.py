"""Rooms over a network: a table at one machine, the desks of its people at others. See docs/rooms.md."""
