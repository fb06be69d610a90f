import pytest
from no_network import lookups


def test_a_name_look_up_is_recorded_and_refused():
    code = "import socket\ntry: socket.create_connection(('bulletin.invalid', 443))\nexcept OSError: pass"
    assert lookups("-c", code) == ["socket.getaddrinfo ('bulletin.invalid', 443)"]


def test_a_connection_to_a_bare_address_is_recorded_too():
    code = "import socket\ntry: socket.socket().connect(('192.0.2.1', 9))\nexcept OSError: pass"
    assert lookups("-c", code) == ["socket.connect ('192.0.2.1', 9)"]


def test_a_command_that_stays_at_home_leaves_no_record():
    assert lookups("-m", "platform") == []


def test_a_command_that_fails_by_itself_is_not_taken_for_a_quiet_one():
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        lookups("-c", "1 / 0")
