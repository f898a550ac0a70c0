"""``zhengci serve`` as a process of its own: what it shows, that it follows changes, and what it refuses."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

import pytest

from zhengci.document.document import Document
from zhengci.glossary.store import open_glossary
from zhengci.mentions.resolve import analyse
from zhengci.serving.desk import Desk, Looked
from zhengci.serving.drafts import Drafts
from zhengci.serving.server import Server
from zhengci.writers.page.frame import Checked

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from conftest import Outcome

DRAFT = (
    "2024年福建省政府工作报告\n——2024年3月1日在福建省第十四届人民代表大会第二次会议上\n\n"
    "抓好“一利五率”工作，落实“九龙治水双百”。会同银保监会检查。\n"
)
UNIX = pytest.mark.skipif(os.name == "nt", reason="signals and links as Unix has them")


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    text: str


class Served:
    """A running server: its process, its port and the folder that it shows."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", "zhengci", "serve", *arguments, "--port", "0", "--isolated"],
            cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        assert self.process.stdout
        self.told = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", self.told)
        assert found, self.told or self.process.communicate()[1]
        self.port = int(found[1])

    def ask(self, path: str, method: str = "GET", body: str | None = None, **headers: str | None) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        sent = {"Host": f"127.0.0.1:{self.port}", **{name.replace("_", "-"): value for name, value in headers.items()}}
        if body is not None:
            sent["Content-Length"] = str(len(body))
        for name, value in sent.items():
            if value is not None:
                connection.putheader(name, value)
        connection.endheaders(body.encode() if body is not None else None)
        answer = connection.getresponse()
        reply = Reply(answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read().decode())
        connection.close()
        return reply

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        _, err = self.process.communicate(timeout=30)
        assert "Traceback" not in err, err
        return self.process.returncode


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = tmp_path_factory.mktemp("served")
    folder = root / "稿"
    (folder / "附件").mkdir(parents=True)
    (folder / ".git").mkdir()
    (folder / "要点.txt").write_text(DRAFT, "utf-8")
    (folder / "附件" / "a b#?.md").write_text("# 要点\n\n“一利五率”\n", "utf-8")
    (folder / "坏.txt").write_bytes(b"\0\1\2\3")
    (folder / ".git" / "hidden.txt").write_text("hidden", "utf-8")
    (folder / "secret.key").write_text("secret", "utf-8")
    (root / "outside.txt").write_text("outside", "utf-8")
    if os.name != "nt":
        (folder / "link.txt").symlink_to(root / "outside.txt")
        (folder / "inner.txt").symlink_to(folder / "要点.txt")
        (folder / "dirlink").symlink_to(root)
    running = Served(folder, ".")
    yield running
    assert running.end() == 0


def overview(served: Served) -> str:
    """Return the text of the list of drafts, once all have been looked at."""
    for _ in range(100):
        text = re.sub("<[^>]+>", "|", served.ask("/").text.partition("<main")[2])
        if "正在检查" not in text:
            return re.sub(r"\|+", "|", text)
        time.sleep(0.05)
    raise AssertionError("the list is never done")


@UNIX
def test_the_list_tells_drafts_with_counts(served: Served) -> None:
    text = overview(served)
    assert "4 份文稿" in served.told
    assert "4 份文稿：" in text
    assert "|要点.txt|2024年3月1日 福建省|1|–|–|1|1|2|–|" in text
    assert "|附件/a b#?.md|" in text
    assert "|坏.txt|读不了：是二进制文件，不是文本|" in text
    assert "|inner.txt|" in text
    for nothing in ("hidden", "secret", "outside", "link.txt"):
        assert nothing not in text.replace("inner.txt", "")


def test_a_draft_is_shown_with_marks_and_findings(served: Served) -> None:
    for name in ("要点.txt", "附件/a b#?.md"):
        reply = served.ask(f"/draft/{quote(name)}")
        assert reply.status == 200
        assert 'class="m explained' in reply.text
        assert reply.headers["content-type"] == "text/html; charset=utf-8"
    page = served.ask(f"/draft/{quote('要点.txt')}").text
    assert "会同<span id=" in page
    assert 'class="f error">银保监会' in page
    assert re.search("<h2[^>]*>检查<small>错误 1，警告 2", page)
    assert "第 4 行第 " in page


def test_a_draft_that_cannot_be_read_is_told_of(served: Served) -> None:
    reply = served.ask(f"/draft/{quote('坏.txt')}")
    assert reply.status == 200
    assert "读不了“坏.txt”" in reply.text
    assert "是二进制文件，不是文本" in reply.text
    assert "data-state=" in reply.text  # and shown once it can be


def test_changes_are_seen(served: Served) -> None:
    path = served.folder / "新.txt"
    assert served.ask(f"/draft/{quote('新.txt')}").status == 404
    before = served.ask("/state/").text
    path.write_text("推进一二三四五六。\n", "utf-8")
    wait_for(lambda: served.ask("/state/").text != before)
    first = served.ask(f"/state/{quote('新.txt')}").text
    assert f'data-stamp="{first}"' in served.ask(f"/draft/{quote('新.txt')}").text
    assert served.ask(f"/state/{quote('新.txt')}").text == first
    path.write_text("抓好“一利五率”工作，推进。\n", "utf-8")
    assert served.ask(f"/state/{quote('新.txt')}").text != first
    assert ">一利五率</a>" in served.ask(f"/draft/{quote('新.txt')}").text
    path.write_bytes(b"\0\1")
    assert "是二进制文件" in served.ask(f"/draft/{quote('新.txt')}").text
    path.unlink()
    wait_for(lambda: served.ask(f"/draft/{quote('新.txt')}").status == 404)


def wait_for(holds: Callable[[], bool]) -> None:
    for _ in range(100):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("nothing changes")


@pytest.mark.parametrize("path", ["/", "/state/", "/draft/x", "/%00"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:{port}"},
        {"Host": "127.0.0.1"},
        {"Host": "127.0.0.1:1"},
        {"Host": "localhost.:{port}"},
        {"Host": None},
        {"Host": "127.0.0.1:{port}", "Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "https://127.0.0.1:{port}"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_other_hosts_and_origins_are_refused(served: Served, path: str, headers: dict[str, str | None]) -> None:
    sent = {name: value.format(port=served.port) if value else value for name, value in headers.items()}
    reply = served.ask(path, **sent)
    assert reply.status == 403
    assert "这里只供本机的浏览器直接打开" in reply.text
    assert "要点" not in reply.text


def test_its_own_pages_are_let_in(served: Served) -> None:
    for name in ("127.0.0.1", "localhost"):
        own = f"{name}:{served.port}"
        assert served.ask("/", Host=own).status == 200
        assert served.ask("/state/", Host=own, Origin=f"http://{own}", Sec_Fetch_Site="same-origin").status == 200
        assert served.ask("/", Host=own, Sec_Fetch_Site="none").status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/draft/../outside.txt", "/draft/..%2foutside.txt", "/draft/%2e%2e/outside.txt", "/draft/..%5coutside.txt",
        "/draft/附件/../要点.txt", "/draft//etc/passwd", "/draft/%2fetc%2fpasswd", "/draft/link.txt", "/draft/dirlink/outside.txt",
        "/draft/.git/hidden.txt",
        "/draft/secret.key", "/draft/", "/draft", "/draft/要点.txt%00", "/draft/./要点.txt", "/etc/passwd", "/../outside.txt",
        "/state/../outside.txt", "/state/link.txt", "/favicon.ico", "/draft/%ff%fe", "//127.0.0.1/", "/%2e%2e/outside.txt",
    ],
)  # fmt: skip
def test_nothing_else_of_the_disk_is_shown(served: Served, path: str) -> None:
    reply = served.ask(quote(path, safe="/%."))
    assert reply.status == 404
    for told in ("outside</", "hidden</p>", "root:", "一利五率"):
        assert told not in reply.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND", "get"])
def test_only_looking_is_allowed(served: Served, method: str) -> None:
    reply = served.ask("/", method, "x" * 10)
    assert reply.status == 405
    assert reply.headers["allow"] == "GET, HEAD"
    assert reply.headers["connection"] == "close"


def test_a_head_request_has_headers_alone(served: Served) -> None:
    path = f"/draft/{quote('要点.txt')}"
    whole, head = served.ask(path), served.ask(path, "HEAD")
    assert head.text == ""
    assert head.headers["content-length"] == whole.headers["content-length"] == str(len(whole.text.encode()))


@pytest.mark.parametrize("path", ["/", "/state/", "/nothing", "/draft/%E5%9D%8F.txt"])
def test_every_answer_is_guarded(served: Served, path: str) -> None:
    headers = served.ask(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "connect-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["server"] == "zhengci"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize(
    "sent",
    [b"garbage\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET " + b"x" * 70_000, b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 200],
)
def test_nonsense_is_refused_and_the_server_lives(served: Served, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as plug:
        plug.sendall(sent)
        plug.shutdown(socket.SHUT_WR)
        answer = b""
        while received := plug.recv(1 << 16):
            answer += received
    assert "看不懂这个请求" in answer.decode()
    assert served.ask("/").status == 200


def test_it_listens_on_this_machine_alone(served: Served) -> None:
    for host in {address[4][0] for address in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}:
        if not host.startswith("127."):
            with pytest.raises(OSError), socket.create_connection((host, served.port), timeout=3):
                pass


@UNIX
def test_named_files_are_shown_wherever_they_are_and_nothing_beside_them(tmp_path: Path) -> None:
    (tmp_path / "真").mkdir()
    (tmp_path / "真" / "稿.txt").write_text(DRAFT, "utf-8")
    (tmp_path / "乙.txt").write_text(DRAFT, "utf-8")
    (tmp_path / "别.txt").write_text(DRAFT, "utf-8")
    (tmp_path / "甲.txt").symlink_to(tmp_path / "真" / "稿.txt")
    running = Served(tmp_path, "甲.txt", "乙.txt")
    try:
        assert running.ask(f"/draft/{quote('甲.txt')}").status == 200
        assert running.ask(f"/draft/{quote('乙.txt')}").status == 200
        assert running.ask(f"/draft/{quote('别.txt')}").status == 404
    finally:
        assert running.end() == 0


def test_a_single_file_is_shown_at_once(tmp_path: Path) -> None:
    (tmp_path / "稿 1.txt").write_text(DRAFT, "utf-8")
    running = Served(tmp_path, "稿 1.txt")
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+(/\S+)（", running.told)
        assert address
        assert "一利五率</a>" in running.ask(address[1]).text
    finally:
        assert running.end() == 0


def test_a_draft_on_which_the_program_fails_does_not_take_the_others_along(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("好.txt", "难.txt"):
        (tmp_path / name).write_text(DRAFT, "utf-8")

    def look(path: str) -> Looked:
        if "难" in path:
            raise ZeroDivisionError("fails here")
        return Looked(analyse(Document(DRAFT, path=path), open_glossary()), Checked([]))

    desk = Desk(Drafts([str(tmp_path)]), look)
    assert "检查时出了差错" in (desk.page("难.txt") or "")
    assert "一利五率</a>" in (desk.page("好.txt") or "")
    assert "读不了：检查时出了差错" in desk.overview()
    assert "fails here" in capsys.readouterr().err


def test_a_draft_is_looked_at_once_until_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "稿.txt"
    path.write_text(DRAFT, "utf-8")
    looked: list[str] = []

    def look(file: str) -> Looked:
        looked.append(file)
        return Looked(analyse(Document(path.read_text("utf-8"), path=file), open_glossary()), Checked([]))

    desk = Desk(Drafts([str(tmp_path)]), look)
    first = desk.page("稿.txt")
    desk.overview()
    assert desk.page("稿.txt") == first
    assert len(looked) == 1
    path.write_text(DRAFT * 2, "utf-8")
    assert desk.page("稿.txt") != first
    assert len(looked) == 2


@UNIX
def test_names_that_are_not_utf8_are_shown_and_pipes_are_left_alone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.txt")  # reading it would wait for ever, and everybody with it
    try:
        (tmp_path / os.fsdecode(b"\xff#.txt")).write_text(DRAFT, "utf-8")
    except OSError:
        pytest.skip("this file system has names in UTF-8 only")

    def look(file: str) -> Looked:
        return Looked(analyse(Document(Path(file).read_text("utf-8"), path=file), open_glossary()), Checked([]))

    desk = Desk(Drafts([str(tmp_path)]), look)
    links = re.findall('href="/draft/([^"]+)"', desk.overview())
    assert links == ["%FF%23.txt"]
    page = desk.page(unquote(links[0], errors="surrogateescape"))
    assert page
    assert 'data-state="/state/%FF%23.txt"' in page
    page.encode("utf-8", "replace")


def test_the_usual_port_is_not_named_by_browsers(tmp_path: Path) -> None:
    with Server(Desk(Drafts([str(tmp_path)]), lambda path: pytest.fail(path)), 0) as server:
        assert server.hosts == {f"127.0.0.1:{server.server_port}", f"localhost:{server.server_port}"}
        server.server_port = 80
        assert server.hosts == {"127.0.0.1", "localhost"}


def test_a_port_in_use_is_told_of(run: Callable[..., Outcome], served: Served) -> None:
    outcome = run("serve", "--port", served.port, "--isolated")
    assert outcome.status == 2
    assert outcome.stderr.startswith(f"zhengci：用不了端口 {served.port}（已被别的程序占用）；--port 0 自选一个空闲的\n")


def test_what_is_not_there_is_told_of(run: Callable[..., Outcome]) -> None:
    outcome = run("serve", "没有", "--isolated")
    assert outcome.status == 2
    assert outcome.stderr.startswith("zhengci：没有这个文件或文件夹：没有\n")


def test_a_browser_renews_the_page_and_keeps_its_place(browser: Browser, served: Served) -> None:
    path = served.folder / "长.txt"
    rows = [f"第{number}段，抓好“一利五率”工作，推进“九龙治水双百”。" for number in range(120)]
    path.write_text("\n".join(rows), "utf-8")
    complaints: list[str] = []
    page = browser.new_page(viewport={"width": 1440, "height": 800})
    page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    wait_for(lambda: served.ask(f"/state/{quote('长.txt')}").status == 200)
    page.goto(f"http://127.0.0.1:{served.port}/draft/{quote('长.txt')}")
    page.locator("[data-tab=words]").click()
    page.locator(".chip.unknown").click()
    row = page.locator("main p", has_text="第80段")
    row.evaluate("row => row.scrollIntoView()")
    before = row.bounding_box()
    path.write_text("\n".join([*rows[:10], "新的一段，落实“一利五率”。", *rows[10:]]), "utf-8")
    page.locator("main p", has_text="新的一段").wait_for(state="attached")
    after = page.locator("main p", has_text="第80段").bounding_box()
    assert before
    assert after
    assert abs(before["y"] - after["y"]) < 2
    assert page.locator(".chip.unknown").get_attribute("aria-pressed") == "true"
    assert page.locator(".notes .note").count() == 1
    assert page.locator(".words").is_visible()
    page.locator("main a.m:not(.off)").first.scroll_into_view_if_needed()
    page.locator("main a.m:not(.off)").first.click()  # what was put in works
    assert page.locator("#card .term").inner_text() == "九龙治水双百"
    path.write_bytes(b"\0")
    page.get_by_text("是二进制文件").wait_for()
    path.write_text("好了，抓好“一利五率”。", "utf-8")
    page.get_by_text("好了").wait_for()
    assert complaints == []
    path.unlink()
    page.locator("body.lost").wait_for()
    page.close()


@UNIX
def test_the_list_in_a_browser_is_renewed_and_axe_finds_nothing(browser: Browser, served: Served) -> None:
    from axe_playwright_python.sync_playwright import Axe

    overview(served)
    for width in (360, 1440):
        context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{served.port}/")
        path = served.folder / f"后来{width}.txt"
        path.write_text(DRAFT, "utf-8")
        page.get_by_text(path.name).wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
        path.unlink()
        context.close()
