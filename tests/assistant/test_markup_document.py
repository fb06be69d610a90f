from dataclasses import replace

from fakes import bulletin

from assistant.page.markup_document import document

HELD = bulletin("b", "完成32个。")


def test_a_scanned_bulletin_says_that_its_figures_are_to_be_compared():
    scanned = replace(HELD, recognised=3)
    assert "扫描识别 3 页：请对照原件核对数字" in document(scanned, None, {}, "zh")
    assert "recognised from 3 scanned page(s)" in document(scanned, None, {}, "en")
    assert "扫描识别" not in document(HELD, None, {}, "zh")
