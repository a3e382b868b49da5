"""What is true: names, orders, agreements, events, state, and who may see what. No I/O, no clock."""
