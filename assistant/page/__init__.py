"""What the page shows and does, without Gradio: wishes answered, HTML made, conversations kept."""
