"""The model of the world: capability, leverage, trust, dissent, the frontier, the war, and what seats are scored on."""
