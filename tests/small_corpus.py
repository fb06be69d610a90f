"""Two made-up bulletins, small enough to count by hand: dingxian-2021 has 2 paragraphs, yiqu-2020 has 4."""

from pathlib import Path

from index import embedding
from index.build import build
from index.settings import IndexSettings

YIQU = """中共甲市乙区委关于巡察整改进展情况的通报

一、教育方面

(1)关于“大班额”问题。今年投资3.8亿元,新建小学5所。年内全部化解大班额。

(2)关于公办幼儿园数量少问题。新建公办幼儿园6所,提供学位1680个。

二、城建方面

(1)关于“断头路”问题。累计投入24亿元,打通断头路34条。

(2)关于供暖不热问题。更换供热管网12公里,受理投诉80件。

中共甲市乙区委

2020年7月31日
"""
DINGXIAN = """中共丙市丁县委关于巡察整改进展情况的通报

一、整改情况

(1)关于港口污染问题。清理码头垃圾300吨,处罚企业4家。

(2)关于渔民补贴发放慢问题。向渔民发放补贴1500万元。

中共丙市丁县委

2021年5月6日
"""


def indexed(folder: Path, models: Path) -> IndexSettings:
    """The small corpus in `folder`/corpus, indexed beside it with the cheap encoder; the settings of that index."""
    settings = IndexSettings(folder=folder / "index", models=models, embedding_model="bundled-use")
    build(write(folder / "corpus"), settings, embedding.load(settings), no_report)
    return settings


def write(folder: Path) -> Path:
    folder.mkdir()
    (folder / "yiqu-2020.txt").write_text(YIQU, encoding="utf-8")
    (folder / "dingxian-2021.txt").write_text(DINGXIAN, encoding="utf-8")
    return folder


def no_report(step: str, done: int, total: int) -> None:
    """Progress that nobody watches."""
