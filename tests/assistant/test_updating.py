import threading

import pytest
import small_corpus
from fakes import FakeEmbedder

from assistant.__main__ import main
from assistant.page.corpus_list import CorpusList, Wanted
from assistant.page.updating import Updating
from assistant.scoping.holdings import Holdings
from corpus import aside
from corpus.errors import ReadError
from index import generations
from index.search import Searcher
from index.settings import IndexSettings

NEW = small_corpus.YIQU.replace("甲市乙区", "烟台市牟平区").replace("34条", "35条")


class Gate(FakeEmbedder):
    """Encodes sentences of bulletins only while it is open."""

    def __init__(self) -> None:
        super().__init__()
        self.open = threading.Event()
        self.open.set()
        self.waits = threading.Event()

    def passages(self, texts):
        self.waits.set()
        assert self.open.wait(120)
        return super().passages(texts)


@pytest.fixture
def office(tmp_path, monkeypatch):
    """(corpus folder, settings of its index, what updates it, its encoder)"""
    monkeypatch.setattr("assistant.page.updating._MOMENT", 0.05)
    monkeypatch.setattr("assistant.page.updating._AGAIN", 0.05)
    corpus = small_corpus.write(tmp_path / "corpus")
    settings = IndexSettings(folder=tmp_path / "index", models=tmp_path / "models")
    gate = Gate()
    updating = Updating(corpus, (), settings, lambda _settings: gate)
    updating.put([])
    assert ended(updating).stage == "current"
    return corpus, settings, updating, gate


def ended(updating: Updating):
    """The work, once it has ended."""
    work = updating.now
    for _ in range(500):
        if work.ended:
            return work
        work = updating.news(work.told, 0.2)
    raise AssertionError(work)


def listed(office, **wanted):
    corpus, settings, _, gate = office
    searcher = Searcher.open(settings, gate)
    return CorpusList(corpus).listed(searcher, Holdings.of(searcher.bulletins()).all, Wanted(**wanted))


def outcomes(work):
    return [(task.name, task.outcome, task.bulletin) for task in work.tasks]


def test_of_several_files_the_good_ones_are_added_and_the_index_is_brought_up_to_date(office):
    corpus, _, updating, gate = office
    gate.open.clear()  # nothing ends before all have come
    updating.upload("../牟平.txt", NEW.encode("gb18030"))
    updating.upload("again.md", small_corpus.YIQU.encode())
    updating.upload("yiqu-2020.txt", NEW.replace("35条", "36条").encode())
    updating.upload("bad.docx", b"PK\x03\x04")
    gate.open.set()
    work = ended(updating)
    assert outcomes(work) == [
        ("../牟平.txt", "added", "牟平"),
        ("again.md", "refused", "yiqu-2020"),
        ("yiqu-2020.txt", "refused", "yiqu-2020"),
        ("bad.docx", "refused", ""),
    ]
    assert [task.same_text for task in work.tasks[1:3]] == [True, False]
    assert "damaged Word file" in work.tasks[3].fault
    assert (corpus / "牟平.txt").read_bytes() == NEW.encode("gb18030")
    assert {one.id: one.state for one in listed(office).entries}["牟平"] == "held"


def ask_command(office, monkeypatch, capsys):
    """What the command prints for a question that the old and the new state answer differently."""
    corpus, settings, _, _ = office
    monkeypatch.setattr("index.embedding.load", lambda _settings: FakeEmbedder())
    question = "牟平区或乙区打通断头路多少条？"
    assert main(["ask", question, "--corpus", str(corpus), "--index", str(settings.folder)]) == 0
    return capsys.readouterr().out


def test_the_old_index_answers_until_the_new_one_is_whole_and_the_list_says_what_waits(office, monkeypatch, capsys):
    _, settings, updating, gate = office
    before = generations.current(settings.folder)
    gate.open.clear()
    gate.waits.clear()
    updating.upload("new.txt", NEW.encode())
    assert gate.waits.wait(120)
    assert (updating.now.stage, generations.current(settings.folder)) == ("indexing", before)
    assert "35条" not in str(Searcher.open(settings, FakeEmbedder()).search("断头路"))
    assert "打通断头路34条" in ask_command(office, monkeypatch, capsys)
    [waiting, *held] = listed(office).entries
    assert (waiting.id, waiting.state, waiting.items, waiting.area) == (
        "new",
        "waiting",
        4,
        ("山东省", "烟台市", "牟平区"),
    )
    assert {entry.state for entry in held} == {"held"}
    gate.open.set()
    assert ended(updating).stage == "current"
    assert generations.current(settings.folder) != before
    assert "打通断头路35条" in ask_command(office, monkeypatch, capsys)


def test_a_stop_leaves_the_old_index_and_another_update_takes_it_up(office):
    _, settings, updating, gate = office
    before = generations.current(settings.folder)
    gate.open.clear()
    gate.waits.clear()
    updating.upload("new.txt", NEW.encode())
    assert gate.waits.wait(120)
    updating.put([("remove", "dingxian-2021", "dingxian-2021")])
    updating.stop()
    gate.open.set()
    work = ended(updating)
    assert (work.stage, [task.outcome for task in work.tasks]) == ("stopped", ["added", "dropped"])
    assert [path.name for path in settings.folder.glob("generation-*")] == [before.name]
    assert listed(office).waiting == 1
    updating.put([])
    assert (ended(updating).stage, listed(office).waiting) == ("current", 0)


def test_an_update_that_is_wanted_while_one_is_made_is_made_after_it(office):
    corpus, _, updating, gate = office
    gate.open.clear()
    gate.waits.clear()
    updating.upload("new.txt", NEW.encode())
    assert gate.waits.wait(120)
    (corpus / "later.txt").write_text(NEW.replace("35条", "36条"), encoding="utf-8")  # by hand
    updating.put([])
    gate.open.set()
    assert (ended(updating).stage, listed(office).waiting) == ("current", 0)


def test_while_another_process_writes_the_index_it_is_named_and_waited_for(office):
    _, settings, updating, _ = office
    with generations.writer(settings.folder):
        updating.upload("new.txt", NEW.encode())
        work = updating.now
        while work.stage != "locked":
            work = updating.news(work.told, 5)
        assert work.fault.startswith("process ")
    assert (ended(updating).stage, listed(office).held) == ("current", 3)


def test_what_is_removed_is_put_back_down_to_an_empty_corpus(office):
    corpus, settings, updating, gate = office
    updating.put([("remove", one, one) for one in ("yiqu-2020", "dingxian-2021", "nobody")])
    work = ended(updating)
    assert [task.outcome for task in work.tasks] == ["removed", "removed", "refused"]
    assert (listed(office).held, Searcher.open(settings, gate).search("断头路")) == (0, [])
    keys = {one.path.name: one.key for one in aside.removed(corpus)}
    updating.put([("restore", keys["yiqu-2020.txt"], "yiqu-2020.txt")])
    assert outcomes(ended(updating)) == [("yiqu-2020.txt", "restored", "yiqu-2020")]
    assert Searcher.open(settings, gate).search("断头路")[0].bulletin.id == "yiqu-2020"
    updating.put([("reread", "yiqu-2020", "yiqu-2020")])
    assert [task.outcome for task in ended(updating).tasks] == ["unchanged"]
    updating.dismiss()
    assert updating.now.tasks == ()


def test_too_large_and_too_much_are_refused_in_a_sentence(office, monkeypatch):
    updating = office[2]
    monkeypatch.setattr("assistant.page.updating.MOST_STAGED", 10)
    with pytest.raises(ReadError, match="must wait: a gigabyte of files is to be read first"):
        updating.upload("new.txt", NEW.encode())
    monkeypatch.setattr("corpus.form.LARGEST_FILE", 10)
    with pytest.raises(ReadError, match="check that it is a bulletin"):
        updating.upload("new.txt", NEW.encode())
    monkeypatch.setattr("assistant.page.updating.MOST_WAITING", 1)
    with pytest.raises(ReadError, match="more than 1 changes wait"):
        updating.put([("reread", "yiqu-2020", "a")] * 2)


def test_a_file_may_come_in_pieces_and_one_that_did_not_arrive_whole_is_told(office):
    corpus, _, updating, _ = office
    data = NEW.encode()
    updating.upload("new.txt", data[:100], "mine", 0, more=True)
    updating.upload("other.txt", data[:50], "another", 0, more=True)
    updating.upload("new.txt", data[100:], "mine", 100)
    assert outcomes(ended(updating)) == [("new.txt", "added", "new")]
    assert (corpus / "new.txt").read_bytes() == data
    with pytest.raises(ReadError, match=r"other\.txt did not arrive whole; send it again"):
        updating.upload("other.txt", data[80:], "another", 80)


def test_the_list_is_searched_by_place_words_and_what_is_odd(office):
    corpus = office[0]
    (corpus / "new.txt").write_text(NEW.replace("(2)关于公办", "(3)关于公办"), encoding="utf-8")
    (corpus / "bad.txt").write_bytes(b"\x00\x01" * 9)
    office[2].put([])
    ended(office[2])
    found = listed(office)
    assert found.areas == (
        (("丙市",), 1),
        (("丙市", "丁县"), 1),
        (("山东省",), 1),
        (("山东省", "烟台市"), 1),
        (("山东省", "烟台市", "牟平区"), 1),
        (("甲市",), 1),
        (("甲市", "乙区"), 1),
    )
    assert [(entry.id, entry.state) for entry in found.entries] == [
        ("bad", "unread"), ("dingxian-2021", "held"), ("new", "held"), ("yiqu-2020", "held")
    ]  # fmt: skip
    assert "binary file" in found.entries[0].fault
    assert found.waiting == 0
    assert [entry.id for entry in listed(office, area=("山东省",)).entries] == ["new"]
    assert [entry.id for entry in listed(office, words="巡察 乙区").entries] == ["yiqu-2020"]
    [odd] = listed(office, state="odd").entries
    assert (odd.id, [str(one) for one in odd.odd]) == (
        "new",
        ["(3)关于公办幼儿园数量少问题 (level 2): numbering skips (after (1))"],
    )
    assert [entry.id for entry in listed(office, state="waiting").entries] == ["bad"]
    (corpus / "new.txt").unlink()
    assert [(entry.id, entry.state) for entry in listed(office, area=("山东省",)).entries] == [("new", "leaving")]


def test_a_long_list_has_pages_and_two_files_of_one_id_are_told(office, monkeypatch):
    monkeypatch.setattr("assistant.page.corpus_list.ON_A_PAGE", 1)
    found = listed(office, page=9)
    assert (found.pages, found.wanted.page, [entry.id for entry in found.entries]) == (2, 2, ["yiqu-2020"])
    (office[0] / "yiqu-2020.md").write_text(NEW, encoding="utf-8")
    first = listed(office).entries[0]
    assert (first.state, first.fault) == ("unread", "2 files have the same id yiqu-2020; remove all but one")
