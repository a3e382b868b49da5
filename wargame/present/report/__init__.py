"""The report of a game: one file to read and to print, each sentence with its line of the record."""
