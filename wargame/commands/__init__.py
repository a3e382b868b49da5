"""The commands, one small file a group; each loads what it needs when it is called, so that help is instant."""
