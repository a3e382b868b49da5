"""The public screen for a projector: what everybody may know, and nothing else."""
