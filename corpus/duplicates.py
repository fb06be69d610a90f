"""In: a corpus folder, and a bulletin's id and words. Out: which file holds them already.

Looks at the whole folder once, and again only when someone else has changed it. Does not write bulletins.
"""

from __future__ import annotations

from pathlib import Path

from corpus import form, kept, reader
from corpus.bulletin import Bulletin
from corpus.errors import DuplicateError, EmptyCorpusError, ReadError
from corpus.held import Hashes, Held
from corpus.kept import Note, Turn
from corpus.normalize import fold
from corpus.structure import parse

SEPARATE = ("PDF", "Word file", "web page")  # kinds whose text is kept beside the original


def digest_of(bulletin: Bulletin) -> str:
    """Equal for bulletins whose paragraphs have the same words, whatever their form, line breaks, widths and marks."""
    words = (one for paragraph in bulletin.paragraphs for one in fold(paragraph.text) if one.isalnum())
    return kept.content_hash("".join(words).encode("utf-8", "surrogatepass"))


class Duplicates:
    """What one folder holds, for one command or one batch. To be used inside `collection.writer` only.

    What is put in, taken out or replaced meanwhile is seen; what is edited in place, by the next command.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._held = Held(folder)
        self._seen: tuple[str, int] | None = None  # whose turn it was when we looked, and when the folder changed
        self._hashes: dict[str, Hashes] = {}
        self._by_id: dict[str, set[str]] = {}
        self._by_hash: dict[str, set[str]] = {}

    def look(self, turn: Turn) -> None:
        """See what the folder holds, unless nobody has changed it since this object looked or wrote."""
        if self._seen == (turn.before, _changed(self.folder)):
            self._seen = turn.own, self._seen[1]
            return
        self._hashes, self._by_id, self._by_hash = {}, {}, {}
        try:
            paths = reader.files(self.folder)
        except EmptyCorpusError:
            paths = []
        for path in paths:
            self._enter(path.name, self._hashes_of(path))
        self._held.write(self._hashes.keys())
        self._seen = turn.own, _changed(self.folder)

    def refuse(self, turn: Turn, identity: str, hashes: Hashes, source: str) -> None:
        """Raises DuplicateError when the folder holds a bulletin of that id, these bytes, or these words."""
        self.look(turn)
        alike = self._by_hash.get(hashes.digest, set()) | self._by_hash.get(hashes.content, set())
        if same_id := self._by_id.get(identity):
            name = min(same_id)
            same = name in alike
            what = "with the same text; nothing to do" if same else "with another text; give --id, or remove it first"
            raise DuplicateError(
                f"not added: {source}: the corpus holds {identity} already ({name}), {what}", identity, same
            )
        if alike:
            name = min(alike)
            other = reader.bulletin_id(Path(name))
            raise DuplicateError(
                f"not added: {source} has the same text as {other} ({name}); remove that first if this one is to "
                "replace it",
                other,
            )

    def holds(self, content: str) -> bool:
        """Whether one of the files has these bytes."""
        return content in self._by_hash

    def took(self, turn: Turn, path: Path, hashes: Hashes) -> None:
        """In this turn that file was put into the folder, and nothing else was changed."""
        self._held.took(path, hashes)
        self._enter(path.name, hashes)
        self._seen = turn.own, _changed(self.folder)

    def write(self) -> None:
        """Leave what is known to the next command."""
        self._held.write(self._hashes.keys(), always=True)

    def _enter(self, name: str, hashes: Hashes | None) -> None:
        self._by_id.setdefault(reader.bulletin_id(Path(name)), set()).add(name)
        if hashes is None:
            return
        self._hashes[name] = hashes
        for one in (hashes.digest, hashes.content):
            if one:
                self._by_hash.setdefault(one, set()).add(name)

    def _hashes_of(self, path: Path) -> Hashes | None:
        try:
            hashes = self._held.hashes(path)
            if hashes.digest or not note_words(self.folder, path):
                return hashes
            return self._held.hashes(path)
        except OSError:
            return None


def note_words(folder: Path, path: Path) -> str | None:
    """The digest of a file's words; noted at first, so that a file put there by hand is parsed for it once."""
    if path.suffix.lower() not in form.SUFFIXES:
        return None
    try:
        data = reader.read_bytes(path)
        content = kept.content_hash(data)
        if note := kept.read(folder, content):
            return note.digest
        taken = reader.take(data, path)
        separate = form.kind(data, path.suffix.lower()).name in SEPARATE
    except (ReadError, ValueError):
        return None
    digest = digest_of(parse(reader.bulletin_id(path), taken.text))
    note = Note(taken.text if separate else None, digest, path.name, recognised=taken.recognised)
    kept.write(folder, content, note)
    return note.digest


def _changed(folder: Path) -> int:
    """When a file was last put into the folder, taken out or replaced."""
    return folder.stat().st_mtime_ns
