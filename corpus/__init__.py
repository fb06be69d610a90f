"""The bulletins: reading a file into a Bulletin with its numbered structure."""
