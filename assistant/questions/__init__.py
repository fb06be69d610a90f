"""What a question asks: its language, its parts, the type of value each wants, and of what."""
