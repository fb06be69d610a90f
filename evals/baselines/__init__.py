"""What others would build first, run beside ours on the same questions."""
