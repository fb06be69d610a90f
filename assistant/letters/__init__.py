"""From a letter of the public to a Word file: read, answered, written, checked, kept, laid out."""
