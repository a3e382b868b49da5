"""Minds: whoever answers when a seat is asked. A mind sees its view and its menu, nothing else."""
