"""Line mode: the game line by line, for screen readers, pipes and poor connections; no cursor is moved."""
