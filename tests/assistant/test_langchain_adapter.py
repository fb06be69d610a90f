"""Search, answering and the encoder inside LangChain: its own standard tests, and what callbacks see."""

import asyncio
import dataclasses
import json
import textwrap

import pytest
import small_corpus
from fakes import FakeEmbedder
from langchain_core.callbacks import BaseCallbackHandler
from langchain_tests.integration_tests import EmbeddingsIntegrationTests, RetrieversIntegrationTests
from langchain_tests.unit_tests import EmbeddingsUnitTests
from model_server import Reply, served
from no_network import lookups

from assistant.langchain_adapter import AnswerRunnable, BulletinEmbeddings, BulletinRetriever
from assistant.model import open_model
from assistant.pipeline import Assistant
from assistant.settings import AssistantSettings
from index.build import build
from index.search import Searcher
from index.settings import IndexSettings

QUESTION = "大班额问题新建小学多少所？"


@pytest.fixture(scope="module")
def small_assistant(tmp_path_factory):
    folder = tmp_path_factory.mktemp("adapter")
    settings, encoder = IndexSettings(folder=folder / "index"), FakeEmbedder(1024)
    build(small_corpus.write(folder / "corpus"), settings, encoder, small_corpus.no_report)
    return Assistant.over(Searcher.open(settings, encoder), AssistantSettings())


class TestRetriever(RetrieversIntegrationTests):
    @pytest.fixture(autouse=True)
    def _over(self, small_assistant):
        self.searcher = small_assistant.searcher

    @property
    def retriever_constructor(self):
        return BulletinRetriever

    @property
    def retriever_constructor_params(self):
        return {"searcher": self.searcher}

    @property
    def retriever_query_example(self):
        return QUESTION


class _Encoder:
    @property
    def embeddings_class(self):
        return BulletinEmbeddings

    @property
    def embedding_model_params(self):
        return {"embedder": FakeEmbedder(32)}


class TestEmbeddingsAsAUnit(_Encoder, EmbeddingsUnitTests):
    pass


class TestEmbeddingsInUse(_Encoder, EmbeddingsIntegrationTests):
    pass


def test_a_document_can_be_cited(small_assistant):
    (found,) = BulletinRetriever(searcher=small_assistant.searcher, k=1).invoke(QUESTION)
    assert found.page_content == "(1)关于“大班额”问题。今年投资3.8亿元,新建小学5所。年内全部化解大班额。"
    assert found.id == found.metadata["paragraph_id"]
    assert (found.metadata["bulletin_id"], found.metadata["issued_on"]) == ("yiqu-2020", "2020-07-31")


def test_invoke_batch_and_async_give_the_contracts_answer(small_assistant):
    answering = AnswerRunnable(small_assistant)
    asked = {"question": QUESTION, "scope": {"bulletin_id": ["yiqu-2020"]}}
    once = answering.invoke(asked)
    assert once["statements"][0]["text"] == "今年投资3.8亿元,新建小学5所。"
    both = [*answering.batch([QUESTION, "渔民补贴发放了多少？"]), asyncio.run(answering.ainvoke(asked))]
    assert [one["question"] for one in both] == [QUESTION, "渔民补贴发放了多少？", QUESTION]
    assert both[2]["statements"] == once["statements"]
    json.dumps(both)


def test_stream_gives_steps_then_verified_sentences_then_the_answer(small_assistant):
    with served(Reply("投资3.8亿元[1]。新建小学5所[1]。")) as server:
        answering = AnswerRunnable(dataclasses.replace(small_assistant, model=open_model(server.settings())))
        pieces = list(answering.stream(QUESTION))
        later = asyncio.run(_collected(answering))
    assert [next(iter(piece)) for piece in pieces] == ["step", "step", "step", "partial", "partial", "answer"]
    assert [s["text"] for s in pieces[3]["partial"]["statements"]] == ["投资3.8亿元。"]
    assert pieces[-1]["answer"]["composer"] == "scripted"
    assert [next(iter(piece)) for piece in later] == [next(iter(piece)) for piece in pieces]


async def _collected(answering):
    return [piece async for piece in answering.astream(QUESTION)]


def test_bad_input_raises_in_a_stream_too(small_assistant):
    with pytest.raises(Exception, match="question"):
        list(AnswerRunnable(small_assistant).stream("   "))


class Watching(BaseCallbackHandler):
    def __init__(self):
        self.begun, self.parents, self.said = [], {}, []

    def on_chain_start(self, serialized, inputs, *, run_id, parent_run_id=None, name=None, **more):
        self.begun.append(name)
        self.parents[name] = parent_run_id
        self.said.append(repr(inputs))
        if name == "ask":
            self.root = run_id

    def on_chain_end(self, outputs, **more):
        self.said.append(repr(outputs))

    def on_chat_model_start(self, serialized, messages, *, run_id, parent_run_id=None, name=None, **more):
        self.begun.append(f"model: {name}")
        self.parents["chat"] = parent_run_id


def test_callbacks_see_every_step_and_the_model_inside_its_step(small_assistant):
    watching = Watching()
    with served(Reply("投资3.8亿元[1]。")) as server:
        answering = AnswerRunnable(dataclasses.replace(small_assistant, model=open_model(server.settings())))
        answering.invoke("我是13812345678，大班额问题新建小学多少所？", {"callbacks": [watching]})
    assert watching.begun == [
        "ask", "screen", "rewrite", "scope", "search", "compose", "verify", "model", "model: compose",
    ]  # fmt: skip
    assert watching.parents["search"] == watching.root
    assert watching.parents["chat"] not in (None, watching.root)
    assert not any("13812345678" in said for said in watching.said)


def test_callbacks_of_the_settings_see_the_same(small_assistant):
    with served(Reply("投资3.8亿元[1]。")) as server:
        settings = server.settings(callbacks=(f"{__name__}:Watching",))
        model = open_model(settings)
        dataclasses.replace(small_assistant, model=model).ask(QUESTION)
    assert model.handlers[0].begun[:2] == ["ask", "screen"]
    assert model.handlers[0].begun[-1] == "model: compose"


def test_nothing_is_traced_unless_configured(small_assistant, monkeypatch):
    for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
        monkeypatch.setenv(name, "true")
    monkeypatch.setenv("LANGSMITH_API_KEY", "not-a-key")
    script = textwrap.dedent("""
        import time
        from assistant.model import ModelFault, open_model
        from assistant.settings import ModelSettings
        from prompts.loader import Prompt
        model = open_model(ModelSettings(name="x", base_url="http://127.0.0.1:9/v1", timeout=20, retries=0))
        try:
            with model.step("ask", {"question": "?"}):
                model.complete(Prompt("compose", "a", "b"), 5)
        except ModelFault as fault:
            print(fault.reason)
        time.sleep(1)
    """)
    assert set(lookups("-c", script)) <= {
        "socket.getaddrinfo ('127.0.0.1', 9)",
        "socket.connect ('127.0.0.1', 9)",
    }


def test_without_a_model_langchain_is_not_imported():
    script = "import sys, assistant.pipeline; sys.exit('langchain_core' in sys.modules)"
    assert lookups("-c", script) == []
