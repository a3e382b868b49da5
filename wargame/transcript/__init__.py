"""The record: an append-only chain of entries that proves itself when it is played again."""
