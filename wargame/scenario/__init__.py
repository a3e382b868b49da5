"""A pack as typed data: dossiers and scenarios read from plain text, checked, and turned into a setting."""
