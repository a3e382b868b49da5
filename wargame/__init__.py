"""A wargame table for people, scripts and language models who bargain over access to military AI."""

__version__ = "0.1.0"
