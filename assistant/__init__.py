"""From a question to an Answer whose every sentence cites a paragraph."""
