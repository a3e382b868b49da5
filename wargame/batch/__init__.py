"""Many games: an experiment as a file, a folder that outlives every kill, tables, and what they allow one to say."""
