"""What was said in games, coded by people and by models who do not see who said it; and how far they agree."""
