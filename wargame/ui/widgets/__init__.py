"""The widgets that several screens are built of: lists, tables, panes, frames, fields, windows."""
