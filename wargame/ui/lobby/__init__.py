"""The lobby: what can be opened, the table that is being set, and the screen while it opens."""
