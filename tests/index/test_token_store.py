import numpy as np
import pytest

from index.token_store import TokenStore, TokenWriter


def test_what_is_written_is_read_by_rows_and_its_mean_is_told(tmp_path):
    first, second, third = (np.full((count, 2), count, dtype=np.float32) for count in (1, 2, 3))
    writer = TokenWriter(tmp_path / "tokens", 2)
    writer.add([first, second])
    writer.add([third])
    assert writer.close().tolist() == pytest.approx([14 / 6] * 2)
    found = TokenStore(tmp_path / "tokens", 2).read([(2, 3), (0, 2)])
    assert found.counts == (3, 1, 2)
    assert (found.numbers * found.scales[:, None]).tolist() == pytest.approx(np.concatenate([third, first, second]))


def test_a_chunk_without_a_token_has_a_zero_vector(tmp_path):
    writer = TokenWriter(tmp_path / "tokens", 2)
    writer.add([np.empty((0, 2), dtype=np.float32)])
    writer.close()
    found = TokenStore(tmp_path / "tokens", 2).read([(0, 1)])
    assert found.counts == (1,)
    assert found.numbers.tolist() == [[0, 0]]


def test_an_index_of_no_chunk_opens(tmp_path):
    assert TokenWriter(tmp_path / "tokens", 2).close().tolist() == [0.0, 0.0]
    TokenStore(tmp_path / "tokens", 2)
