"""A language model in a seat: its turn of thought, its prompts, its schema, and the calls that they make.

The seat (`seat.py`, `graph.py`) decides what to say and checks what comes back; the client (`request.py`, `client.py`)
decides how an endpoint is spoken to. Neither knows the other's business.
"""
