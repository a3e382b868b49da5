"""The coding station on a screen: an item, the categories under it, and keys that choose."""
