"""What a game with people needs on paper: role cards, move cards, slips, and the facilitator's pages."""
