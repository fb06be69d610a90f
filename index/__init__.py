"""The search index over the bulletins: sentences are searched, paragraphs are cited."""
