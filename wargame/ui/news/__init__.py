"""News: what one seat has seen, told in order, and what it did to the seat's numbers."""
