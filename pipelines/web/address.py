"""Connections to public addresses only, each bounded in time.

A name is resolved here, every address that it stands for is looked at, and the connection goes
to the address that was looked at: a name that means something else a moment later leads nowhere.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterable
from typing import Any

import httpcore

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class RefusedAddressError(Exception):
    """A name stands for an address of a private network, or for none at all."""


class Deadline(threading.local):
    """Until when the request that this thread is making may take (``time.monotonic``)."""

    at = float("inf")

    def left(self, timeout: float | None) -> float:
        """Seconds for the next step. Raises httpcore.ReadTimeout where none are left."""
        left = self.at - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the answer took too long as a whole")
        return left if timeout is None else min(left, timeout)


class Guard(httpcore.NetworkBackend):
    """Opens the connections of a client."""

    def __init__(self, allow_private: bool, deadline: Deadline) -> None:
        self._allow_private, self._deadline = allow_private, deadline
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of ``host`` that takes one."""
        try:
            addresses = resolve(host, port, self._allow_private)
        except OSError as error:
            raise httpcore.ConnectError(f"{host}: {error.strerror or error}") from error
        failed: Exception = httpcore.ConnectError(f"{host}: no address")
        for address in addresses:
            try:
                stream = self._plain.connect_tcp(
                    address, port, self._deadline.left(timeout), local_address, socket_options
                )
                return _Timed(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        """No source means a socket of this machine."""
        raise RefusedAddressError("a socket of this machine")


class _Timed(httpcore.NetworkStream):
    """A stream whose every step ends by the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._deadline.left(timeout)
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def resolve(host: str, port: int, allow_private: bool) -> list[str]:
    """The addresses of a host, each looked at.

    Raises RefusedAddressError where one of them is not public, OSError where there is none.
    """
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(answer[4][0]) for answer in answers))
    for address in addresses:
        if not allow_private and not is_public(address):
            raise RefusedAddressError(
                f"{host} is {address}, which is not public; allow_private_addresses allows it"
            )
    return addresses


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, also as seen through a tunnel."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast
