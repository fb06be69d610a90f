"""Addresses are looked up once, judged, and connected to as judged; what comes is limited. A server on this machine."""

import gzip
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import httpx
import pytest

from corpus import collection, fetching
from corpus.errors import FetchError

PAGE = "<html><body><h1>关于整改情况的通报</h1><div><p>一、关于学校问题</p><p>新建学校3所。</p></div></body></html>"
INSIDE = ["10.1.2.3", "127.0.0.1", "169.254.169.254", "192.168.1.1", "0.0.0.0", "100.64.0.1", "224.0.0.1", "240.0.0.1"]
INSIDE += ["::1", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::"]
LOOKUP = socket.getaddrinfo


class Pages(BaseHTTPRequestHandler):
    asked: ClassVar[list[tuple[str, str]]] = []

    def do_GET(self):
        self.asked.append((self.path, self.headers["Host"]))
        headers, body, status = {"Content-Type": "text/html"}, PAGE.encode("gb18030"), 200
        if self.path == "/gk/t2020_1.html":
            headers["Content-Type"] = "text/html; charset=gb2312"
        elif self.path.startswith("/to/"):
            status, headers["Location"] = (
                302,
                self.path.removeprefix("/to/").replace("PORT", str(self.server.server_port)),
            )
        elif self.path == "/picture":
            headers["Content-Type"] = "image/png"
        elif self.path == "/huge":
            headers["Content-Length"] = str(10**10)
        elif self.path == "/inflated":
            headers["Content-Encoding"], body = "gzip", gzip.compress(bytes(70 * 2**20))
        elif self.path == "/gone":
            status = 404
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        pass


@pytest.fixture(scope="module")
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield httpd.server_port
        httpd.shutdown()


@pytest.fixture
def names(monkeypatch):
    """Stands for the name service: {name: addresses}; what was looked up is in `looked`."""
    known, looked = {}, []

    def lookup(host, port, *arguments, **named):
        if host in known:
            looked.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in known[host]]
        return LOOKUP(host, port, *arguments, **named)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    known["looked"] = looked
    return known


def test_a_page_is_fetched_and_added_with_the_charset_that_the_server_named(server, tmp_path):
    address = f"http://127.0.0.1:{server}/gk/t2020_1.html"
    done = collection.add(tmp_path / "corpus", address, allow_private_hosts=["127.0.0.1"])
    assert done.path.name == "t2020_1.html"
    assert done.bulletin.title == "关于整改情况的通报"
    assert not collection.reread(tmp_path / "corpus", "t2020_1").changed


def test_the_name_is_looked_up_once_and_sent_though_the_address_is_connected_to(server, names):
    names["bulletins.test"] = ["127.0.0.1"]
    Pages.asked.clear()
    fetched = fetching.fetch(f"http://bulletins.test:{server}/gk/", ["bulletins.test"])
    assert names["looked"] == ["bulletins.test"]
    assert Pages.asked == [("/gk/", f"bulletins.test:{server}")]
    assert fetched.stem == "gk"


@pytest.mark.parametrize(
    "address",
    INSIDE,
)
def test_an_address_inside_a_network_is_refused_unasked(names, address):
    names["inside.test"] = ["93.184.216.34", address]  # one public address beside it changes nothing
    with pytest.raises(FetchError, match=r"inside.test is .*, an address inside a network.*allow_private_hosts"):
        fetching.fetch("http://inside.test/")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0x7f000001", "2130706433", "127.1", "[::1]"])
def test_no_way_of_writing_this_machine_helps(server, host):
    with pytest.raises(FetchError, match=r"an address inside a network|no host"):
        fetching.fetch(f"http://{host}:{server}/")


def test_a_redirect_is_judged_like_the_first_address(server, names):
    names.update({"good.test": ["127.0.0.1"], "evil.test": ["10.0.0.5"]})
    with pytest.raises(FetchError, match=r"evil\.test is 10\.0\.0\.5"):
        fetching.fetch(f"http://good.test:{server}/to/http://evil.test/", ["good.test"])
    with pytest.raises(FetchError, match="no web address"):
        fetching.fetch(f"http://good.test:{server}/to/file:///etc/passwd", ["good.test"])
    with pytest.raises(FetchError, match="redirects more than 5 times"):
        fetching.fetch(f"http://good.test:{server}{'/to/' * 7}", ["good.test"])


def test_a_redirect_within_reach_is_followed(server, names):
    names.update({"good.test": ["127.0.0.1"], "next.test": ["127.0.0.1"]})
    fetched = fetching.fetch(
        f"http://good.test:{server}/to/http://next.test:PORT/gk/t2020_1.html", ["good.test", "next.test"]
    )
    assert (fetched.stem, fetched.charset) == ("t2020_1", "gb2312")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("picture", "is image/png, no bulletin"),
        ("huge", "is larger than 64 MB"),
        ("inflated", "is larger than 64 MB"),
        ("gone", "answers 404"),
    ],
)
def test_what_is_no_bulletin_is_told(server, path, words):
    with pytest.raises(FetchError, match=words):
        fetching.fetch(f"http://127.0.0.1:{server}/{path}", ["127.0.0.1"])


def test_a_slow_answer_is_given_up(server, monkeypatch):
    monkeypatch.setattr(fetching, "_SECONDS", -1)
    with pytest.raises(FetchError, match="takes longer than"):
        fetching.fetch(f"http://127.0.0.1:{server}/gk/", ["127.0.0.1"])


@pytest.mark.parametrize(
    "address", ["ftp://a.test/", "file:///etc/passwd", "http://", "http://user:pw@a.test/", "http://[bad/"]
)
def test_what_is_no_address_is_told(address):
    with pytest.raises(FetchError):
        fetching.fetch(address)


def test_the_proxy_of_the_environment_is_not_asked(server, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://192.0.2.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://192.0.2.1:1")
    assert fetching.fetch(f"http://127.0.0.1:{server}/gk/", ["127.0.0.1"]).data


@pytest.mark.parametrize(
    ("address", "stem"),
    [
        ("https://a.test/zwgk/2020/t20200803_123.html", "t20200803_123"),
        ("https://a.test/art/2020/8/3/art_100_200.html", "art_100_200"),
        ("https://a.test/laishan/index.html", "laishan-index"),
        ("https://a.test/", "a.test"),
        ("https://a.test/show.jsp?id=77", "a.test-show-id-77"),
    ],
)
def test_a_bulletin_is_named_after_its_address(address, stem):
    assert fetching._stem(httpx.URL(address)) == stem
