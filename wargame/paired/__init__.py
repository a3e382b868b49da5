"""Games in pairs: the same seeds, something changed, and what that made different, as rows."""
