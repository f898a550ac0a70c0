"""The server: on this machine only, for its own pages only, to look and not to touch."""

from __future__ import annotations

import os
import sys
import traceback
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from urllib.parse import unquote, urlsplit

from zhengci.serving.desk import Desk
from zhengci.serving.overview import message
from zhengci.writers.page.frame import policy

HOST = "127.0.0.1"

_TOLD = {
    HTTPStatus.FORBIDDEN: ("不予显示", "这里只供本机的浏览器直接打开：请把 zhengci serve 给出的地址粘贴到地址栏。"),
    HTTPStatus.NOT_FOUND: ("没有这一页", "文稿可能已经改名或删去。"),
    HTTPStatus.METHOD_NOT_ALLOWED: ("只能看", "这里只显示文稿，不接受别的请求。"),
    HTTPStatus.INTERNAL_SERVER_ERROR: ("出了差错", "显示这份文稿时出了差错，详情见运行 zhengci serve 的窗口。"),
}
#: What every answer carries beside its policy.
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Server(ThreadingHTTPServer):
    """Serves a desk on the loopback address."""

    daemon_threads = True
    allow_reuse_address = os.name != "nt"  # there it would let another program take the port as well

    def __init__(self, desk: Desk, port: int) -> None:
        """Listen on `port` (0: a free one); raises OSError where that cannot be had."""
        self.desk = desk
        super().__init__((HOST, port), _Handler)

    def server_bind(self) -> None:
        """Bind without looking up the name of this machine, which could ask the network."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that did not wait for the answer."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            traceback.print_exc(file=sys.stderr)

    @property
    def address(self) -> str:
        """The address of the overview."""
        return f"http://{HOST}:{self.server_port}/"

    @property
    def hosts(self) -> set[str]:
        """What a request to this server calls it; anything else is another name made to point here."""
        port = "" if self.server_port == 80 else f":{self.server_port}"  # browsers do not name the usual one
        return {f"{HOST}{port}", f"localhost{port}"}


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 30

    def parse_request(self) -> bool:
        """Read a request and refuse what does not come from a page of ours or from the address bar."""
        if not super().parse_request():
            return False
        refused = self._refusal()
        if refused:
            self.close_connection = True  # what may follow as a body is not read
            self.send_error(refused)
        return not refused

    def _refusal(self) -> HTTPStatus | None:
        hosts = self.server.hosts
        origin = self.headers.get("Origin")
        if self.headers.get_all("Host", []) not in ([host] for host in hosts):
            return HTTPStatus.FORBIDDEN
        if origin is not None and origin not in {f"http://{host}" for host in hosts}:
            return HTTPStatus.FORBIDDEN
        if self.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            return HTTPStatus.FORBIDDEN
        return None if self.command in ("GET", "HEAD") else HTTPStatus.METHOD_NOT_ALLOWED

    def do_GET(self) -> None:
        """Answer with a page or with the state of one."""
        try:
            page, kind = self._found()
        except Exception:
            traceback.print_exc(file=sys.stderr)
            self.send_error(HTTPStatus.INTERNAL_SERVER_ERROR)
            return
        if page is None:
            self.send_error(HTTPStatus.NOT_FOUND)
        else:
            self._answer(HTTPStatus.OK, page, kind)

    do_HEAD = do_GET  # noqa: N815

    def _found(self) -> tuple[str | None, str]:
        desk = self.server.desk
        path = urlsplit(self.path).path
        for prefix, kind, one, all_of_them in (
            ("/draft/", "html", desk.page, None),
            ("/state/", "plain", desk.state, desk.overview_state),
        ):
            if path.startswith(prefix):
                name = unquote(path.removeprefix(prefix), errors="surrogateescape")
                return one(name) if name or all_of_them is None else all_of_them(), kind
        return (desk.overview() if path == "/" else None), "html"

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with a message page; `message` and `explain` are http.server's and are not passed on."""
        status = HTTPStatus(code)
        self._answer(status, _message(status), "html")

    def _answer(self, status: HTTPStatus, text: str, kind: str) -> None:
        body = text.encode("utf-8", "replace")
        self.send_response(status)
        self.send_header("Content-Type", f"text/{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", f"{policy(is_live=True)}; frame-ancestors 'none'")
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Allow", "GET, HEAD")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def version_string(self) -> str:
        """Return the name of the server, without versions."""
        return "zhengci"

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of each request."""


def _message(status: HTTPStatus) -> str:
    title, told = _TOLD.get(status, ("看不懂这个请求", "请从文稿列表进入。"))
    return message(title, told)
