"""What `assistant.verify` compares: a statement's figures, dates, names, sense and wording with what it cites."""
