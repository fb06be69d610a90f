"""Why a letter or a table of letters is not taken, in the language of the page: an English message in, Chinese out.

Names, numbers and rows of the message are kept. A message that is not listed stays as it is.
"""

from __future__ import annotations

import re

from assistant.answer import Language

# The English message -> the Chinese one; a test holds every message of the letters' readers against this.
_REASONS = tuple(
    (re.compile(pattern, re.DOTALL), chinese)
    for pattern, chinese in (
        (r"the letter is empty; .*", "来信是空的，请填写内容，或删去这一行"),
        (
            r"the letter has (?P<count>\S+) characters, (?P<most>\S+) are allowed; .*",
            "来信有{count}个字符，最多{most}个；请只给出提出诉求的几页",
        ),
        (r"its letter is in merged cells \(rows (?P<first>\S+) to (?P<last>\S+)\); .*",
         "来信在合并单元格中（第{first}至{last}行），请拆分单元格，每行一封"),
        (r"(?P<name>.+) is a table of letters; .*", "{name} 是来信表格，请用“上传表格”"),
        (r"cannot read letters in (?P<form>.+) \((?P<name>.+)\); .*", "不能读取 {name}，请另存为 .txt、.docx 或 .eml"),
        (r"cannot read a table of letters in (?P<form>.+) \((?P<name>.+)\); .*",
         "不能读取 {name}，请把来信表格另存为 .xlsx 或 .csv"),
        (r"(?P<name>.+) is not text; save it as CSV in UTF-8", "{name} 不是文本，请另存为 UTF-8 编码的 CSV"),
        (r"(?P<name>.+) is not text; .*", "{name} 不是文本，请把来信另存为 UTF-8 文本或 .docx"),
        (r"(?P<name>.+) is larger than (?P<most>\S+ MB); .*", "{name} 超过 {most}，请只给出来信"),
        (r"(?P<name>.+) is empty; .*", "{name} 是空的，请给出有来信内容的文件"),
        (r"cannot read (?P<name>.+): (?P<why>.+); check the path.*", "不能读取 {name}，请检查文件"),
        (r"(?P<name>.+) is an old Office file .* save it anew as (?P<form>.+)",
         "{name} 是旧版或有密码的 Office 文件，请打开后另存为无密码的 {form}"),
        (r"(?P<name>.+) is damaged or no (?P<form>.+) file; .*", "{name} 已损坏，或不是 {form} 文件，请打开后重新另存"),
        (r"(?P<name>.+) unpacks to more than (?P<most>\S+ MB), .*",
         "{name} 解压后超过 {most}，疑似有害文件，请只给出来信"),
        (r"(?P<name>.+) carries macros; save it as (?P<form>\S+) without macros",
         "{name} 带有宏，请另存为不带宏的 {form}"),
        (r"(?P<name>.+) is no (?P<form>\S+) file; .*", "{name} 不是 {form} 文件，请打开后重新另存"),
        (r"(?P<name>.+) is damaged; open it in (?P<program>\S+) and save it anew as (?P<form>.+)",
         "{name} 已损坏，请用 {program} 打开后另存为 {form}"),
        (r"the e-mail holds no text; .*", "邮件没有正文，请给出附件中的来信"),
        (r"(?P<name>.+) has no column of letters \(first row: (?P<first>.*)\); name one 来信内容 or letter.*",
         "{name} 没有来信内容这一列（首行：{first}），请把该列命名为“来信内容”；有合并单元格的请先拆分"),
        (r"(?P<name>.+) holds no letter below its header; .*", "{name} 表头下没有来信，请每行放一封"),
        (r"(?P<name>.+) holds (?P<count>\S+) letters, (?P<most>\S+) are allowed; .*",
         "{name} 有{count}封来信，最多{most}封，请拆分"),
        (r"(?P<name>.+) is no proper CSV \(.*\); .*", "{name} 不是规范的 CSV，请重新另存，或存为 .xlsx"),
        (r"cannot read the reply template (?P<name>.+?); .*", "不能读取复函模板 {name}，请管理员恢复"),
        (r"(?P<name>.+) lacks the part \"(?P<part>.+)\"; .*", "复函模板 {name} 缺少“{part}”，请管理员补上"),
        (r"(?P<name>.+): (?P<part># \w+) has the unknown variable (?P<variable>\S+); .*",
         "复函模板 {name} 的 {part} 有未知的 {variable}，请管理员改正"),
    )
)  # fmt: skip
_ROW = re.compile(r"row (?P<number>\S+): (?P<rest>.*)", re.DOTALL)


def reason(message: str, language: Language) -> str:
    """The message as the page says it."""
    if language == "en":
        return message
    if row := _ROW.fullmatch(message):
        return f"第{row['number']}行：{reason(row['rest'], language)}"
    for pattern, chinese in _REASONS:
        if found := pattern.fullmatch(message):
            return chinese.format(**{name: value or "" for name, value in found.groupdict().items()})
    return message
