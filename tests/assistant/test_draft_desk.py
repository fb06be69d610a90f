"""What the place 拟复 tells a browser: a draft that ends at that very moment, bad letters, a table's files."""

import base64
import io
import threading
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from openpyxl import load_workbook

from assistant.letters.drafting import Drafting, News
from assistant.letters.drafts import Drafts
from assistant.letters.inquiry import read
from assistant.letters.inquiry_table import Row
from assistant.page.asking import Asking
from assistant.page.conversations import Conversations
from assistant.page.desk import Desk
from assistant.page.draft_desk import DraftDesk
from assistant.page.wish import Parts, Wish
from assistant.settings import AssistantSettings

LETTER = "请问打通断头路多少条？"
PATIENCE = 60


class EndingWhileRead(Drafts):
    """The draft ends after it was read, and before the reader goes on."""

    work: Drafting

    def __init__(self, path):
        super().__init__(path)
        self.was_read = threading.Event()

    def finish(self, *told):
        assert self.was_read.wait(PATIENCE)
        super().finish(*told)

    def head(self, reader, name):
        return self._ended(super().head(reader, name), name)

    def rows(self, owner, name):
        read = super().rows(owner, name)
        return read if threading.current_thread().name == "drafting" else self._ended(read, name)

    def _ended(self, read, name):
        self.was_read.set()
        while self.work.news(name, 1 << 30, PATIENCE):
            pass
        return read


def desk_over(folder, assistant, kind):
    settings = AssistantSettings(conversations=folder / "conversations.sqlite")
    store = kind(settings.conversations)
    store.work = Drafting(lambda: assistant, store, settings.office)
    conversations = Conversations(settings.conversations)
    desk = Desk(lambda: assistant, conversations, Asking(lambda: assistant, conversations), settings)
    return DraftDesk(desk, store, store.work)


@pytest.fixture
def drafts(tmp_path, assistant):
    return desk_over(tmp_path, assistant, EndingWhileRead)


def followed(drafts: DraftDesk, **shown: str) -> Parts:
    """What the page shows of a draft that has an address, and what it shows after the news it waits for."""
    given = {"owner": "browser", "language": "zh", **shown}
    parts = drafts.answers()["draft"](Wish.read({"do": "draft", **given}))
    if parts["letter"]["follow"]:
        parts = drafts.answers()["draft-follow"](Wish.read({"do": "draft-follow", **given}))
    return parts


def test_a_draft_that_ends_while_its_page_is_made_is_shown(drafts):
    name = drafts.work.take("browser", read(LETTER))
    assert "打通断头路34条" in followed(drafts, draft=name)["draft_main"]


def test_a_table_that_ends_while_its_page_is_made_is_shown(drafts):
    name = drafts.work.take_rows("browser", "letters.xlsx", [Row(2, "甲-1", LETTER)])
    assert "1/1" in followed(drafts, batch=name)["draft_main"]


class BegunAgain(Drafting):
    """The draft has ended when it is asked about, and is in work again a moment later."""

    def __init__(self, *parts):
        super().__init__(*parts)
        self.told = iter((None, News(1, "ask", 0, 1)))

    def news(self, name, told, patience):
        return next(self.told)


def test_a_draft_that_is_begun_again_as_it_ends_is_followed(drafts):
    name = drafts.store.start("browser", "a letter", {})
    drafts.store.fail("browser", name, "stopped")
    again = replace(drafts, work=BegunAgain(drafts.desk.assistant, drafts.store, drafts.desk.settings.office))
    wish = Wish.read({"do": "draft-follow", "owner": "browser", "draft": name})
    assert again.answers()["draft-follow"](wish)["letter"] == {"kind": "draft-shown", "focus": "", "follow": name}


# ---- tables and what is not taken ----


def wished(drafts: DraftDesk, do: str, **given: str) -> Parts:
    return drafts.answers()[do](Wish.read({"do": do, "owner": "browser", "language": "zh", **given}))


def file_of(parts: Parts) -> tuple[str, bytes]:
    told = parts["letter"]
    assert told["kind"] == "file"
    return told["name"], base64.b64decode(told["data"])


@pytest.fixture
def table(tmp_path, assistant):
    """The desk and a table that is done: two letters, one of them with the other's number, and a row without one."""
    drafts = desk_over(tmp_path, assistant, Drafts)
    bad = "row 4: the letter is empty; fill in its text or delete the row"
    rows = [Row(2, "甲/1", LETTER), Row(3, "甲/1", LETTER), Row(4, "乙", error=bad)]
    batch = drafts.work.take_rows("browser", "来信.xlsx", rows)
    while drafts.work.news(batch, 1 << 30, PATIENCE):
        pass
    return drafts, batch


def test_the_replies_of_a_table_come_as_one_archive_of_word_files(table):
    drafts, batch = table
    name, data = file_of(wished(drafts, "draft-zip", batch=batch))
    assert name == "来信.zip"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names)) == 2 and all(one.endswith(".docx") and "/" not in one for one in names)
        for one in names:
            text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(archive.read(one))).paragraphs)
            assert "打通断头路34条" in text and "一、关于“打通断头路多少条”" in text


def test_another_browser_gets_no_archive(table):
    drafts, batch = table
    notice = wished(drafts, "draft-zip", batch=batch, owner="another")["letter"]
    assert (notice["kind"], notice["text"]) == ("notice", "这份拟复不存在，或不属于您。")


def test_a_bad_row_is_told_in_the_language_of_the_page(table):
    drafts, batch = table
    told = "第4行：来信是空的，请填写内容，或删去这一行"
    assert told in wished(drafts, "draft", batch=batch)["draft_main"]
    sheet = load_workbook(io.BytesIO(file_of(wished(drafts, "draft-summary", batch=batch))[1])).active
    assert any(told in str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert "row 4: the letter is empty" in wished(drafts, "draft", batch=batch, language="en")["draft_main"]


def test_a_letter_that_is_not_taken_is_told_in_the_language_of_the_page(drafts):
    word = base64.b64encode(b"PK no package").decode()
    notice = wished(drafts, "draft-new", name="甲.docx", data=word)["letter"]
    assert notice["text"] == "甲.docx 已损坏，或不是 .docx 文件，请打开后重新另存"
    table = base64.b64encode("时间,备注\n1,2".encode()).decode()
    notice = wished(drafts, "draft-table", name="表.csv", data=table)["letter"]
    assert notice["text"].startswith("表.csv 没有来信内容这一列（首行：时间、备注）")
