"""[assistant]: how long questions may be, how much an answer shows."""

from __future__ import annotations

from pathlib import Path

from corpus.settings import Table


class AssistantSettings(Table):
    """Defaults suit one office; docs/measurements.md says where the selection weights come from."""

    max_question_characters: int = 2000
    hits: int = 10  # paragraphs considered, and listed with the answer
    max_statements: int = 10  # longest list an answer shows
    conversations: Path = Path("var/conversations.sqlite")
    retention_days: int = 180  # a conversation unused for so long is deleted
    port: int = 7860  # of the page, on 127.0.0.1
