"""Where a site listens: in go an address and a port, out come a bound socket and the address for people."""

import socket

from tellings.errors import UsageError


def bind(host: str, port: int) -> socket.socket:
    """A socket that listens there.

    Raises:
        UsageError: the port is taken, or there is no such address.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host.strip("[]"), port))
    except OSError as error:
        made.close()
        raise UsageError(
            f"cannot listen at {host} port {port}: {(error.strerror or str(error)).lower()};"
            " name another with --port (0 takes a free one)"
        ) from error
    return made


def shown_address(host: str, port: int) -> str:
    """The address that a person opens.

    >>> shown_address("127.0.0.1", 8000), shown_address("0.0.0.0", 80), shown_address("::1", 8000)
    ('http://127.0.0.1:8000', 'http://127.0.0.1:80', 'http://[::1]:8000')
    """
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{host.strip('[]')}]:{port}" if ":" in host else f"http://{host}:{port}"
