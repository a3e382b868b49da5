"""Looking ahead for the author of an order, from what that seat knows and without dice."""
