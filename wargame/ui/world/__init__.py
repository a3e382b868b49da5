"""The world as one seat sees it: its tables, and the explanation of every number in them."""
