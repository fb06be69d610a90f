"""[assistant]: limits of asking; [assistant.model]: a language model; [assistant.office]: who replies to letters."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from corpus.settings import Table


class ModelSettings(Table):
    """[assistant.model]: a language model that rewrites, translates and composes. Without this table there is none."""

    name: str  # as its server calls it: "qwen-plus", "deepseek-chat", "gpt-4o"
    provider: str = "openai"  # as LangChain calls it; "openai" is also any server that speaks OpenAI's protocol
    base_url: str | None = None  # "http://127.0.0.1:11434/v1"; None: the provider's own
    api_key_env: str | None = None  # the environment variable that holds the key; the key itself never stands here
    timeout: float = Field(default=60.0, gt=0)  # seconds for one whole answer, retries included
    retries: int = Field(default=1, ge=0)
    context_tokens: int = Field(default=3000, ge=200)  # of sources, at most
    answer_tokens: int = Field(default=700, ge=50)
    rewrite: bool = True  # follow-ups
    translate: bool = True  # English questions, for the search
    langsmith: bool = False  # whether LANGSMITH_* variables of the environment may send traces out
    callbacks: tuple[str, ...] = ()  # LangChain handlers as "package.module:Class", such as Langfuse's


class OfficeSettings(Table):
    """[assistant.office]: who replies to letters. What is empty is left as a place to fill in."""

    name: str = ""  # the signature: "某区信访局"
    name_in_english: str = ""
    place: str = ""  # whose bulletins are meant when a letter names no place
    telephone: str = ""
    email: str = ""
    address: str = ""
    templates: Path = Path("prompts/letters")  # reply.zh.md and reply.en.md
    longest_letter: int = 20_000  # characters


class AssistantSettings(Table):
    """Defaults suit one office; docs/measurements.md says where the selection weights come from."""

    max_question_characters: int = 2000
    hits: int = 10  # paragraphs considered, and listed with the answer
    max_statements: int = 10  # longest list an answer shows
    conversations: Path = Path("var/conversations.sqlite")
    retention_days: int = 180  # a conversation unused for so long is deleted
    own_sets: Path = Path("var/sets")  # test sets that staff make in the page
    port: int = 7860  # of the page, on 127.0.0.1
    model: ModelSettings | None = None
    office: OfficeSettings = OfficeSettings()
