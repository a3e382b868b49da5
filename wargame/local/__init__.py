"""A small language model on this machine: which ones are known, how their files get here, and a server for them."""
