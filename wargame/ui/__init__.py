"""The terminal interface: the table as people see it on a screen."""
