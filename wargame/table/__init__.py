"""A game in progress: the loop that asks the seats, the clock, and going on after a crash."""
