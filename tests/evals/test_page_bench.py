from evals import page_bench


def test_a_long_bulletin_is_long_and_keeps_its_title():
    made = page_bench.long_bulletin("中共甲市委的通报\n一、教育\n建成学校3所。")
    assert len(made) >= 50_000
    assert made.startswith("中共甲市委的通报\n第1部分\n一、教育\n建成学校3所。\n第2部分\n")


def test_without_a_browser_it_says_so_and_measures_nothing(monkeypatch, index_settings, corpus):
    monkeypatch.setattr("evals.page_bench.shutil.which", lambda program: None)
    assert "run make system-packages" in page_bench.report(index_settings, corpus, "大班额?")
