"""Letters as files: each form read, and each bad file refused in one sentence that says what to do."""

import io
import zipfile
from email.message import EmailMessage

import pytest
from docx import Document

from assistant.errors import LetterError
from assistant.letters.inquiry_file import read_letter


def word(*lines):
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def repacked(data, extra=(), without=()):
    """The package with parts added or left out."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in without:
                new.writestr(name, old.read(name))
        for name, content in extra:
            new.writestr(name, content)
    return file.getvalue()


def put(folder, name, data):
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_text_file_is_read_in_either_encoding(tmp_path, encoding):
    path = put(tmp_path, "来信.txt", "请问何时完工？".encode(encoding))
    assert read_letter(path).text.strip() == "请问何时完工？"


def test_a_word_file_is_read_with_its_tables(tmp_path):
    document = Document(io.BytesIO(word("领导好：")))
    document.add_table(1, 1).cell(0, 0).text = "请问何时完工？"
    document.save(tmp_path / "a.docx")
    assert read_letter(tmp_path / "a.docx").text == "领导好：\n请问何时完工？\n"


def mail(**headers):
    message = EmailMessage()
    for name, value in headers.items():
        message[name] = value
    return message


def test_a_mail_gives_text_sender_day_and_names_what_is_attached(tmp_path):
    message = mail(Subject="断头路", From="李敏 <limin@example.com>", Date="Thu, 20 Aug 2020 10:00:00 +0800")
    message.set_content("请问修了几条？")
    message.add_attachment(b"x", maintype="image", subtype="png", filename="路.png")
    found = read_letter(put(tmp_path, "a.eml", message.as_bytes()))
    assert found.text.strip() == "断头路\n请问修了几条？"
    assert (found.given.name, found.given.written_on.isoformat()) == ("李敏", "2020-08-20")
    assert found.notes == ("attachment not read: 路.png",)


def test_a_mail_in_html_loses_its_marks(tmp_path):
    message = mail(Subject="")
    message.set_content("<style>p{}</style><p>请问<b>何时</b>完工？</p>", subtype="html")
    assert read_letter(put(tmp_path, "a.eml", message.as_bytes())).text == "请问何时完工？"


BAD = {
    "old.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an old Office file .* save it anew as .docx"),
    "macro.docx": (
        repacked(word("好"), [("word/vbaProject.bin", b"x")]),
        "carries macros; save it as .docx without macros",
    ),
    "bomb.docx": (repacked(word("好"), [("word/media/a.bin", b"\0" * (65 * 2**20))]), "unpacks to more than 64 MB"),
    "other.docx": (repacked(word("好"), without=("word/document.xml",)), "is no .docx file"),
    "torn.docx": (word("好")[:2000], "damaged or no .docx file"),
    "broken.docx": (
        repacked(word("好"), [("word/document.xml", b"<w:document")], without=("word/document.xml",)),
        "is damaged; open it in Word",
    ),
    "empty.txt": (b" \n", "is empty; give a file with the text of a letter"),
    "letter.pdf": (b"%PDF", r"save it as .txt, .md, .docx, .eml"),
    "letters.xlsx": (b"PK", "is a table of letters; draft it with --batch"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "is not text"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_one_sentence_with_the_next_step(tmp_path, name):
    data, sentence = BAD[name]
    with pytest.raises(LetterError, match=sentence) as told:
        read_letter(put(tmp_path, name, data))
    assert "\n" not in str(told.value)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(LetterError, match="check the path of the letter"):
        read_letter(tmp_path / "none.txt")
