"""The door of a room for browsers: a page that asks for a code, and a page with a terminal in it."""
