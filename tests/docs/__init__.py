"""The documents do what they say: examples run, links resolve, names exist, tables agree with the code."""
