"""Doors of a room for people who have installed nothing: a browser, and ssh."""
