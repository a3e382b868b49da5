"""What people are shown, as words, rows and fields: shared by the screens and by line mode, free of Textual."""
