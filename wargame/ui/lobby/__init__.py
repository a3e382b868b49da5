"""What the lobby chooses from, and what is chosen there, as plain data."""
