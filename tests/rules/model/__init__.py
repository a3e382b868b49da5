"""The model of the world: its derived readings."""
