from evals.kills import kill_writer, table


def test_a_writer_killed_at_ten_points_never_leaves_half_a_state():
    found = kill_writer(10, seed=7)
    assert found.wrong == ()
    assert found.killed >= 5
    assert found.old >= 1
    assert next(reversed(list(table(found)))).endswith("| 0 |")
