"""What the desk shows, pane by pane: rows worked out from a seat's ask, its draft and the standings."""
