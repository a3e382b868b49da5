"""What `import wargame` offers to programs and notebooks: play a game, read and question a record, look at content."""
