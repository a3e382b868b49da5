"""An experiment on one page: limits, effects, where the spread comes from, conduct, design and manifest."""
