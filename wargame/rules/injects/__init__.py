"""The injects of the MSEL: when each fires, and what each kind does to the world."""
