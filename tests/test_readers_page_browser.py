"""The reader's page in a browser: cards beside the line, keys, filters, print, both looks, and nothing for axe to find."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from zhengci.document.document import Document
from zhengci.glossary.opened import Glossary
from zhengci.linting.engine import lint_document
from zhengci.mentions.resolve import Analysis, analyse
from zhengci.writers import html
from zhengci.writers.page import frame

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CASES = Path(__file__).with_name("cases") / "page"
WIDTHS = {360: 700, 768: 1000, 1440: 900}

#: So many words more than in the report does a page with many have.
MORE = 200

Open = Callable[..., "Page"]


@pytest.fixture(scope="module")
def glossary(make_glossary: Callable[..., Glossary]) -> Glossary:
    return make_glossary((CASES / "concepts.yml").read_text("utf-8"), sources=(CASES / "sources.yml").read_text("utf-8"))


def of_case(name: str, glossary: Glossary) -> Analysis:
    return analyse(Document((CASES / name).read_text("utf-8"), path=name), glossary)


@pytest.fixture(scope="module")
def pages(glossary: Glossary, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the pages of the cases, one with findings, and a long one."""
    folder = tmp_path_factory.mktemp("pages")
    for name in ("report.txt", "draft.md"):
        (folder / f"{name}.html").write_text(html.write(of_case(name, glossary)), "utf-8", newline="")
    report = of_case("report.txt", glossary)
    found = lint_document(report)
    assert {finding.severity for finding in found} >= {"info", "warning"}
    page = frame.render(report, checked=frame.Checked(found))
    (folder / "checked.html").write_text(page, "utf-8", newline="")
    long = analyse(Document(report.document.raw * 40 + "落实好各项任务。\n" * 6000, path="long.txt"), glossary)
    page = html.write(report)
    item = re.search('<li id="n1" .*?</li>\\n', page, re.DOTALL)
    assert item
    more = "".join(item[0].replace('"n1"', f'"x{number}"').replace('"n1t"', f'"x{number}t"') for number in range(MORE))
    (folder / "many.html").write_text(page.replace(item[0], item[0] + more), "utf-8", newline="")
    (folder / "long.html").write_text(html.write(long), "utf-8", newline="")
    return folder


@pytest.fixture
def visit(browser: Browser, pages: Path) -> Iterator[Open]:
    """Return a function that opens a page in a window of its own; what the browser complains of fails the test."""
    complaints: list[str] = []
    contexts = []

    def go(name: str = "report.txt", width: int = 1440, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": WIDTHS[width]}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.append(request.url) if not request.url.startswith("file:") else None)
        page.goto((pages / f"{name}.html").as_uri())
        return page

    yield go
    for context in contexts:
        context.close()
    assert complaints == []


def card(page: Page) -> str | None:
    """Return what the open card is about."""
    return page.evaluate("document.querySelector('#card:popover-open .term')?.textContent ?? null")


def settle(page: Page) -> None:
    """Wait until a card that pointing calls up, or lets go of, must have come or gone."""
    page.wait_for_timeout(450)


@pytest.mark.parametrize("name", ["report.txt", "draft.md"])
def test_a_browser_reads_the_raw_text(visit: Open, name: str) -> None:
    text = visit(name).evaluate(
        "[...document.querySelectorAll('[data-char]')].forEach(one => one.textContent = String.fromCodePoint(one.dataset.char)),"
        "document.querySelector('main').textContent"
    )
    assert text == (CASES / name).read_text("utf-8")


@pytest.mark.parametrize(("width", "way"), [(360, "focus"), (360, "point"), (768, "point"), (1440, "focus"), (1440, "point")])
def test_cards_stand_beside_the_line_that_is_read_and_within_the_window(visit: Open, width: int, way: str) -> None:
    page = visit(width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for number in range(1, page.locator("main a.m[id]").count() + 1, 1 if way == "focus" else 3):
        mark = page.locator(f"#m{number}")
        page.mouse.move(0, 0)
        mark.evaluate("mark => { document.activeElement.blur(); mark.scrollIntoView({block: 'center'}); }")
        page.keyboard.press("Escape")
        if way == "focus":
            page.keyboard.press("Shift")  # the keyboard was the last to be used
            mark.focus()
        elif width > 360:
            mark.hover()
        else:
            mark.click()  # a sheet lifts the text, so that pointing alone must not call it up
        page.wait_for_selector(f"#m{number}.on")
        box = page.locator("#card").bounding_box()
        line = mark.bounding_box()
        assert box
        assert line
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= WIDTHS[width]
        assert box["height"] > 60
        assert box["y"] >= line["y"] + line["height"] or box["y"] + box["height"] <= line["y"], "the card covers its line"


def test_a_card_goes_when_the_pointer_has_left_it_for_good(visit: Open) -> None:
    page = visit()
    page.locator("#m1").hover()
    page.wait_for_selector("#card:popover-open")
    page.locator("#card .body").hover()
    settle(page)
    assert card(page) == "一利五率"
    page.mouse.move(5, 500)
    page.wait_for_selector("#card", state="hidden")


def test_a_tap_opens_a_sheet_that_stays_until_it_is_shut(visit: Open) -> None:
    page = visit(width=360, has_touch=True, is_mobile=True)
    page.locator("#m2").tap()
    assert card(page) == "两利四率"
    sheet = page.locator("#card").bounding_box()
    assert sheet
    assert sheet["width"] == 360
    assert round(sheet["y"] + sheet["height"]) == WIDTHS[360]
    page.locator("#card [data-close]").tap()
    assert card(page) is None
    page.locator("#m2").tap()
    page.locator("main h2").first.tap()
    assert card(page) is None


def test_keys_walk_the_marks_enter_the_card_and_come_back(visit: Open) -> None:
    page = visit()
    page.keyboard.press("n")
    assert card(page) == "一利五率"
    assert page.evaluate("document.activeElement.id") == "m1"
    page.keyboard.press("n")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("p")
    assert page.evaluate("document.activeElement.id") == "m2"
    assert card(page) == "两利四率"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "body"
    page.keyboard.press("Escape")
    assert card(page) is None
    assert page.evaluate("document.activeElement.id") == "m2"
    page.keyboard.press("Enter")
    for _ in range(6):  # through the sources and out of the card again
        page.keyboard.press("Tab")
        if card(page) != "两利四率":
            break
    assert page.evaluate("document.activeElement.id") == "m3"


def test_tab_alone_reaches_marks_and_their_cards(visit: Open) -> None:
    page = visit()
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "m1":
            break
    assert card(page) == "一利五率"


def test_a_card_leads_to_the_other_mentions_and_counts_them(visit: Open) -> None:
    page = visit()
    page.locator("#m1").click()
    counted = page.locator("#card .nav")
    assert "1 / 3" in counted.inner_text()
    assert page.get_by_label("上一处").is_disabled()
    page.get_by_label("下一处").click()
    page.get_by_label("下一处").click()
    assert "3 / 3" in counted.inner_text()
    assert page.locator(".on").get_attribute("id") == "m9"
    assert page.get_by_label("下一处").is_disabled()
    assert page.locator("#m1").evaluate("mark => mark.classList.contains('same')")


def test_a_card_tells_how_this_mention_is_written(visit: Open) -> None:
    page = visit()
    page.locator("#m3").click()
    assert "文中写作“四下到基层”，不宜用" in page.locator("#card").inner_text()
    page.get_by_label("下一处").click()
    assert "文中写作" not in page.locator("#card").inner_text()


def test_the_list_leads_into_the_text(visit: Open) -> None:
    page = visit(width=768)
    assert not page.locator(".side").is_visible()
    page.locator(".lists").click()
    assert page.locator(".lists").get_attribute("aria-expanded") == "true"
    page.locator(".side .term", has_text="三位一体").click()
    assert not page.locator(".side").is_visible()
    assert card(page) == "三位一体"
    assert page.evaluate("document.activeElement.id") == "m4"


def shown(page: Page) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('.notes .term')].map(term => term.textContent)")


def test_filters_narrow_list_and_marks(visit: Open) -> None:
    page = visit()
    everything = shown(page)
    page.locator(".chip.unknown").click()
    assert shown(page) == ["九龙治水双百"]
    assert page.locator(".shown").inner_text() == "符合的 1 种，1 处"
    assert page.locator("main a.m:not(.off)").count() == 1
    page.locator(".chip.ambiguous").click()
    assert set(shown(page)) == {"九龙治水双百", "三位一体"}
    page.locator(".chip.ambiguous").click()
    page.locator(".chip.unknown").click()
    assert shown(page) == everything
    page.locator("#by-field").select_option("国资国企")
    assert shown(page) == ["一利五率", "两利四率"]
    page.keyboard.press("/")
    page.keyboard.type("四率 从前")
    assert shown(page) == ["两利四率"]
    page.keyboard.type("没有的")
    assert shown(page) == []
    assert page.get_by_text("没有符合条件的词语").is_visible()
    page.keyboard.press("Escape")
    assert shown(page) == ["一利五率", "两利四率"]
    page.locator("#by-field").select_option("")
    page.locator("#by-region").select_option("福建省")
    assert shown(page) == ["四下基层"]
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("n")  # keys pass over what is filtered out
    assert card(page) == "四下基层"


def wait_for(page: Page, expression: str) -> None:
    """Wait until `expression` holds; the page's policy leaves playwright's own way no room."""
    for _ in range(100):
        if page.evaluate(f"Boolean({expression})"):
            return
        page.wait_for_timeout(30)
    raise AssertionError(expression)


def test_a_long_list_is_right_at_once_where_it_is_seen_and_soon_as_a_whole(visit: Open) -> None:
    page = visit("many")
    ids = "[...document.querySelectorAll('.notes .note')].map(note => note.id)"
    everything = page.evaluate(ids)
    assert len(everything) > MORE
    assert page.evaluate(f"(document.querySelector('.chip.unknown').click(), {ids})") == ["u1"]
    wait_for(page, "document.getElementById('x7')")  # what is put away is still in the page
    first = page.evaluate(f"(document.querySelector('.chip.unknown').click(), {ids})")
    assert len(first) > 20
    assert first[:20] == everything[:20]
    wait_for(page, f"document.querySelectorAll('.notes .note').length === {len(everything)}")
    assert page.evaluate(ids) == everything
    # What was asked for last is what comes.
    page.evaluate("for (let turn = 0; turn < 3; turn++) document.querySelector('.chip.unknown').click()")
    wait_for(page, "document.getElementById('x7')")
    assert page.evaluate(ids) == ["u1"]
    page.emulate_media(media="print")  # all are printed, in order
    wait_for(page, f"document.querySelectorAll('.notes .note').length === {len(everything)}")
    assert page.evaluate(ids) == everything
    page.emulate_media(media="screen")
    wait_for(page, "document.querySelectorAll('.notes .note').length === 1")


def test_a_search_looks_into_what_is_told_and_not_into_labels(visit: Open) -> None:
    page = visit()
    page.locator("#seek").fill("详情")
    assert shown(page) == []


def test_a_card_keeps_a_long_name_and_its_time_line_within_itself(visit: Open) -> None:
    page = visit(width=360)
    page.locator("#m1").evaluate(
        "mark => { document.querySelector(mark.hash + ' .term').textContent = '富强民主文明和谐美丽的社会主义现代化强国'; mark.click(); }"
    )
    assert page.locator("#card .status").bounding_box()["height"] < 30  # type: ignore[index]


def test_arrows_walk_the_list(visit: Open) -> None:
    page = visit()
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "两利四率"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert card(page) == "一利五率"


def test_the_look_is_switched_and_kept(visit: Open) -> None:
    page = visit()
    colour = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(colour)
    page.locator(".theme").click()
    assert page.evaluate(colour) == light
    page.locator(".theme").click()
    dark = page.evaluate(colour)
    assert dark != light
    page.reload()
    assert page.evaluate(colour) == dark
    assert page.locator(".theme").inner_text() == "外观：深色"
    assert visit(color_scheme="dark").evaluate(colour) == dark


@pytest.mark.parametrize("width", [360, 1440])
def test_without_a_script_marks_lead_to_the_list(visit: Open, width: int) -> None:
    page = visit(width=width, java_script_enabled=False)
    assert not page.locator(".filters").is_visible()
    assert not page.locator(".theme").is_visible()
    page.locator("#m1").click()
    assert page.url.endswith("#n1")
    assert page.locator("#n1 .told").is_visible()
    page.locator("#n1 summary").click()
    assert page.locator("#n1 .facts").is_visible()
    page.locator("#n1 .term").click()
    assert page.url.endswith("#m1")


def test_print_has_numbered_notes_each_once(visit: Open) -> None:
    page = visit()
    page.locator("#m1").click()
    page.locator(".chip.unknown").click()  # what is filtered out is printed all the same
    page.emulate_media(media="print")
    assert not page.locator("#card").is_visible()
    assert not page.locator(".bar").is_visible()
    behind = page.evaluate("[...document.querySelectorAll('main a.m')].map(mark => getComputedStyle(mark, '::after').content)")
    numbered = [content for content in behind if content != "none"]
    assert numbered == [f'"[{number}]"' for number in range(1, 6)]
    for number in range(1, 6):
        assert page.locator(f"#n{number} .told").is_visible()
    assert page.locator("#n1 .parts").is_visible()  # though its details are shut
    assert not page.locator("#u1").is_visible()
    assert page.pdf().startswith(b"%PDF")


def test_paragraphs_of_a_long_text_are_laid_out_when_they_are_near(visit: Open) -> None:
    page = visit("long")
    seen = page.evaluate(
        "[...document.querySelectorAll('main a.m')].filter(one => one.checkVisibility({contentVisibilityAuto: true})).length"
    )
    assert 0 < seen < 200 < page.locator("main a.m").count()
    last = page.locator("main a.m[id]").last
    name = last.get_attribute("id")
    last.evaluate("mark => { mark.focus({preventScroll: true}); }")
    page.keyboard.press("p")
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.id") == name
    assert card(page)
    box = last.bounding_box()
    assert box
    assert 0 < box["y"] < WIDTHS[1440]


def test_nothing_moves_while_the_page_opens(browser: Browser, pages: Path) -> None:
    page = browser.new_page()
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(entry => moved += entry.value))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    page.goto((pages / "report.txt.html").as_uri())
    page.wait_for_timeout(200)
    assert page.evaluate("moved") == 0
    page.close()


def test_findings_lead_to_their_places(visit: Open) -> None:
    page = visit("checked")
    first = page.locator(".findings a").first
    first.click()
    goal = page.locator(":target")
    assert goal.count() == 1
    assert goal.evaluate("one => one.matches('.at:has(~ .f)') && one.getBoundingClientRect().top > 0")
    assert page.locator(".findings .where").first.inner_text().startswith("第 ")


STATES: dict[str, Callable[[Page], object]] = {
    "as it opens": lambda page: None,
    "with a card": lambda page: page.locator("#m1").click(),
    "with a card of an ambiguous term": lambda page: page.locator(".m.ambiguous").first.click(),
    "with the list": lambda page: (
        page.locator(".lists").is_visible() and page.locator(".lists").click(),
        page.locator(".findings summary, #n1 summary").first.click(), page.keyboard.press("/"),
        page.locator(".chip.explained").click(),
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "width", "scheme", "states"),
    [
        ("report.txt", 360, "light", ["as it opens", "with a card", "with the list"]),
        ("report.txt", 1440, "dark", ["with a card of an ambiguous term", "with the list"]),
        ("draft.md", 1440, "light", ["with a card"]),
        ("checked", 768, "light", ["as it opens", "with the list"]),
    ],
)
def test_axe_finds_nothing(visit: Open, name: str, width: int, scheme: str, states: list[str]) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = visit(name, width, color_scheme=scheme, reduced_motion="reduce", bypass_csp=True)
    for state in states:
        STATES[state](page)
        found = Axe().run(page).response["violations"]
        told = [(one["id"], [(node["html"][:160], node["failureSummary"]) for node in one["nodes"][:3]]) for one in found]
        assert told == [], state
        page.keyboard.press("Escape")
