"""What a scenario is worth as a game: whether play matters, what is used, how it ends, and what the facts say to it."""
