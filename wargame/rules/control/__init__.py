"""What the white cell can do: acts on the record, rulings on arguments, the reveal at the end."""
