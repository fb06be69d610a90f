"""In: bulletins, an encoder, questions; out: ranked paragraph ids by LangChain's usual recipe.

The recipe: RecursiveCharacterTextSplitter 500/50, one vector a piece, Chroma, the ten nearest pieces.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

import chromadb
from chromadb.config import Settings
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from corpus.bulletin import Bulletin
from index.embedder import Embedder


class _Encoder(Embeddings):
    """Our encoder as LangChain calls one, so that both sides of the comparison use the same vectors."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._embedder.passages(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        vector: list[float] = self._embedder.queries([text])[0].tolist()
        return vector


class LangChainRecipe:
    """The recipe over a corpus, in memory."""

    def __init__(self, bulletins: Sequence[Bulletin], embedder: Embedder, k: int = 10) -> None:
        splitter = RecursiveCharacterTextSplitter(chunk_size=500, chunk_overlap=50, add_start_index=True)
        pieces = splitter.split_documents(
            [Document(bulletin.text, metadata={"bulletin_id": bulletin.id}) for bulletin in bulletins]
        )
        self._bulletins = {bulletin.id: bulletin for bulletin in bulletins}
        self._k = k
        self._store = Chroma.from_documents(
            pieces,
            _Encoder(embedder),
            client=chromadb.EphemeralClient(Settings(anonymized_telemetry=False)),
            collection_name=f"recipe-{uuid4().hex}",  # Chroma's memory is shared by the whole process
        )

    def rank(self, question: str) -> list[str]:
        """Paragraph ids, best first: each piece stands for the paragraphs it overlaps, the most overlapped first."""
        ranked: dict[str, None] = {}
        for piece in self._store.similarity_search(question, k=self._k):
            start = piece.metadata["start_index"]
            for paragraph_id in overlapped(
                self._bulletins[piece.metadata["bulletin_id"]], start, start + len(piece.page_content)
            ):
                ranked.setdefault(paragraph_id)
        return list(ranked)


def overlapped(bulletin: Bulletin, start: int, end: int) -> list[str]:
    """Ids of the paragraphs that source[start:end] touches, the most overlapped first."""
    shared = {paragraph.id: min(end, paragraph.end) - max(start, paragraph.start) for paragraph in bulletin.paragraphs}
    return sorted((name for name, length in shared.items() if length > 0), key=lambda name: -shared[name])
