"""What follows from what was decided: legality, adjudication, and one file per concern."""
