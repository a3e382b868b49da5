"""The turn: upkeep, the order of adjudication, and the sequence of play."""
