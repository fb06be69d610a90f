"""[assistant]: limits of asking; [assistant.model]: a language model; [assistant.office], [assistant.service]."""

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
    smooth: bool = True  # the sentences of a reply to a letter, each verified again
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


class ServiceSettings(Table):
    """[assistant.service]: `serve`, for many users with log-in. All that it keeps lies in `folder`."""

    folder: Path = Path("var/service")
    host: str = "127.0.0.1"  # the address it listens at; "0.0.0.0" for all of the machine
    https: bool = False  # true behind a proxy that speaks https: cookies are then sent by https only
    names: tuple[str, ...] = ()  # host names it answers to, such as "wenda.example.gov.cn"; empty: any
    proxies: tuple[str, ...] = ()  # addresses of proxies whose X-Forwarded-For is believed
    session_hours: float = Field(default=12.0, gt=0)
    shortest_password: int = Field(default=8, ge=8)
    questions_per_minute: int = Field(default=30, ge=1)  # of one user
    requests_per_minute: int = Field(default=1200, ge=1)  # of one user
    failures_per_minute: int = Field(default=10, ge=1)  # wrong passwords and tokens, of one name and of one address
    answers_at_once: int = Field(default=4, ge=1)  # computed at once, page and API together; the others wait
    largest_request: int = Field(default=1_000_000, ge=10_000)  # bytes
    largest_upload: int = Field(default=30_000_000, ge=10_000)  # bytes, in the places that take files
    audit_days: int = Field(default=365, ge=1)
    stop_seconds: int = Field(default=60, ge=1)  # that requests in flight have when the service is stopped

    @property
    def users(self) -> Path:
        """Names, roles, hashes of passwords, tokens and sessions."""
        return self.folder / "users.sqlite"

    @property
    def audit(self) -> Path:
        """One file of JSON lines a day."""
        return self.folder / "audit"


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
    service: ServiceSettings = ServiceSettings()
