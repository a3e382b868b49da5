"""Looking back on a game: what a seat could know, why a number is what it is, and the game told in words."""
