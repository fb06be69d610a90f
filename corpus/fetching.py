"""In: a web address. Out: the bytes there, within limits of size, time and type; never from inside a network unasked.

Every address, first and redirected, is looked up once; what it gives is judged, and only that is connected to.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from corpus import form
from corpus.errors import FetchError

if TYPE_CHECKING:
    import httpx

_SECONDS = 90.0  # for the whole of it
_STEP_SECONDS = 20.0  # to connect, and between two pieces
_MOST_REDIRECTS = 5
_TYPES = re.compile(
    r"text/(?:html|plain|markdown|x-markdown)|application/(?:xhtml\+xml|pdf|x-pdf|octet-stream|msword|"
    r"vnd\.openxmlformats-officedocument\.wordprocessingml\.document|(?:x-)?download|force-download)|"
    r"binary/octet-stream",
    re.IGNORECASE,
)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_VAGUE = re.compile(
    r"(?:index|default|content|main|detail|article|view|show|list|info|page|read|art|down\w*)?\d{0,3}\Z", re.I
)
_AGENT = "bulletin-assistant"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What stood at an address; `stem` names it, from the address."""

    address: str
    stem: str
    data: bytes
    charset: str | None


def is_address(source: str) -> bool:
    return re.match(r"[a-z][a-z0-9+.-]*://", source, re.IGNORECASE) is not None


def fetch(address: str, allow_private_hosts: Collection[str] = ()) -> Fetched:
    """Raises FetchError saying what is wrong with the address, the answer or the connection."""
    import httpx

    deadline = time.monotonic() + _SECONDS
    target = address
    try:
        for _ in range(_MOST_REDIRECTS + 1):
            url = _url(target)
            pinned, named = _pinned(url, allow_private_hosts)
            with _client() as client, client.stream("GET", pinned, **named) as answer:
                if answer.is_redirect and answer.headers.get("location"):
                    target = str(url.join(answer.headers["location"]))
                    continue
                return Fetched(target, _stem(url), _body(target, answer, deadline), answer.charset_encoding)
    except httpx.TimeoutException as error:
        raise FetchError(f"{target} does not answer in time; try again later, or save it and add the file") from error
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise FetchError(
            f"{target} cannot be fetched ({error}); check the address, or save it and add the file"
        ) from error
    raise FetchError(f"{address} redirects more than {_MOST_REDIRECTS} times; open it in a browser and save it")


def _client() -> httpx.Client:
    import httpx

    timeout = httpx.Timeout(_STEP_SECONDS)  # no proxy of the environment: it would look the name up itself
    return httpx.Client(timeout=timeout, follow_redirects=False, trust_env=False, headers={"User-Agent": _AGENT})


def _url(address: str) -> httpx.URL:
    import httpx

    url = httpx.URL(address)
    if url.scheme not in ("http", "https") or not url.host:
        raise FetchError(f"{address} is no web address; give one that begins with http:// or https://")
    if url.userinfo:
        raise FetchError(f"the address of {url.host} holds a name or password; save the page and add the file")
    return url


def _pinned(url: httpx.URL, allowed: Collection[str]) -> tuple[httpx.URL, dict[str, Any]]:
    """The address that was judged, and what keeps the host's own name in the request and in the handshake."""
    address = _public_address(url, allowed)
    name, netloc = url.raw_host.decode("ascii"), url.netloc.decode("ascii")
    return url.copy_with(host=address), {"headers": {"Host": netloc}, "extensions": {"sni_hostname": name}}


def _public_address(url: httpx.URL, allowed: Collection[str]) -> str:
    """The first address of a host, looked up once. Refused when any of its addresses is not of the open internet."""
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"there is no host {url.host} to be found ({error}); check the address") from error
    addresses = list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))
    if url.host.lower() not in {host.lower() for host in allowed}:
        for address in addresses:
            if not _is_public(address):
                raise FetchError(
                    f"{url.host} is {address}, an address inside a network; save the page and add the file, or list "
                    f"{url.host} in [corpus] allow_private_hosts"
                )
    return addresses[0]


def _is_public(address: str) -> bool:
    number = ipaddress.ip_address(address)
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour or (number.teredo[1] if number.teredo else None)
        if inner is None and number in _NAT64:
            inner = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
        if inner is not None:
            return _is_public(str(inner))
        if number.is_site_local:
            return False
    return number.is_global and not number.is_multicast and not number.is_reserved


def _body(target: str, answer: httpx.Response, deadline: float) -> bytes:
    if answer.status_code != 200:
        raise FetchError(f"{target} answers {answer.status_code} {answer.reason_phrase}; check the address".rstrip())
    kind = answer.headers.get("content-type", "").partition(";")[0].strip()
    if kind and not _TYPES.fullmatch(kind):
        raise FetchError(f"{target} is {kind}, no bulletin; give a web page, a PDF, a Word or a text file")
    size = answer.headers.get("content-length", "")
    data = bytearray()
    if not (size.isdigit() and int(size) > form.LARGEST_FILE):
        for piece in answer.iter_bytes():
            data += piece
            if len(data) > form.LARGEST_FILE:
                break
            if time.monotonic() > deadline:
                raise FetchError(f"{target} takes longer than {_SECONDS:.0f} seconds; save it and add the file")
        else:
            return bytes(data)
    raise FetchError(f"{target} is larger than {form.LARGEST_FILE // 2**20} MB; check that it is a bulletin")


def _stem(url: httpx.URL) -> str:
    """A name for what stands there: the last telling part of its path, else its host."""
    parts = [unquote(part) for part in url.raw_path.decode("ascii", "replace").partition("?")[0].split("/") if part]
    stems = [re.sub(r"\.[A-Za-z]{2,6}\Z", "", part) for part in parts]
    telling = next((stem for stem in reversed(stems) if not _VAGUE.match(stem)), "")
    vague = stems[-1] if stems and telling != stems[-1] else ""
    query = re.sub(r"\W+", "-", unquote(url.query.decode("ascii", "replace"))).strip("-")
    return "-".join(part for part in (telling or url.host, vague, query[:40]) if part)
