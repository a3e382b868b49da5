"""The commands, one file for each; each loads what it needs when it is called, so that help is instant."""
