"""What every rule stands on: the numbers of the game, its setting, and the one way to say what happens."""
