"""The screens of the terminal interface, one file each."""
