"""The list of injects as the sheet that exercise planners work with: out of a scenario, and back into it."""
