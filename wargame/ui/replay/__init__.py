"""The replay: a game on record, walked through both ways, through anybody's eyes."""
