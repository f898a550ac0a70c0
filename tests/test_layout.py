"""Printed pages put together again: paragraphs wrapped by a naive printer come back as they were."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from zhengci.readers.layout import Line, Page, flow

EM = 16.0
TOP, BOTTOM, LEFT = 760.0, 90.0, 80.0
PITCH = 28.0
HEIGHT = 842.0

paragraphs = st.lists(st.text("抓好两新工作的一是“”，。、十", min_size=1, max_size=120).map(str.strip), min_size=1, max_size=30)


def printed(texts: list[str], width: int, columns: int = 1) -> list[Page]:
    """Print paragraphs, each indented by two characters, in lines of `width` characters, page after page."""
    lines: list[list[Line]] = [[]]
    column, y = 0, TOP
    for text in texts:
        rest, indent = text, 2
        while rest:
            piece, rest = rest[: width - indent], rest[width - indent :]
            if y < BOTTOM:
                column, y = column + 1, TOP
                if column == columns:
                    column = 0
                    lines.append([])
            left = LEFT + column * (width + 2) * EM + indent * EM
            lines[-1].append(Line(piece, left, left + len(piece) * EM, y, y + EM, EM))
            y -= PITCH
            indent = 0
    return [Page(HEIGHT, one) for one in lines]


def with_running(pages: list[Page]) -> list[Page]:
    """Add a head and, on the outer side, a page number."""
    number = [f"— {count} —" for count in range(1, len(pages) + 1)]
    return [
        Page(
            page.height,
            [
                Line("某某省人民政府公报", 200, 344, 800, 816, EM),
                *page.lines,
                Line(number[at], 80 if at % 2 else 420, 120 if at % 2 else 460, 40, 56, EM),
            ],
        )
        for at, page in enumerate(pages)
    ]


@given(paragraphs, st.integers(8, 30), st.integers(1, 2))
@settings(max_examples=150, deadline=None)
def test_wrapped_paragraphs_come_back(texts: list[str], width: int, columns: int) -> None:
    found = flow(printed(texts, width, columns))
    wanted = "".join(f"{text}\n" for text in texts)
    if any(len(text) > width - 2 for text in texts):  # else nothing shows where the margin is
        assert found.text.replace("\n", "") == wanted.replace("\n", "")
        for text in texts:
            if len(text) > width + 4 or len(text) < width - 5:
                assert text in found.text.replace("\n", "")
    assert [found.text[start : start + 1] for start in found.starts] == [page.lines[0].text[0] for page in printed(texts, width, columns)]


_WORDS = "推进放管服改革落实两重政策持续优化营商环境打造一流市场扩大内需提振消费建设全国统一大市场防范化解风险"
#: Paragraphs of all lengths, of which no line is like another.
LONG = ["".join(_WORDS[(7 * n + k * k + k * n) % len(_WORDS)] for k in range(20 + n * 5 % 60)) + "。" for n in range(80)]


def test_paragraphs_go_on_over_lines_columns_and_pages() -> None:
    for columns in (1, 2):
        found = flow(printed(LONG, 15, columns))
        assert found.text.splitlines() == LONG
        assert found.pages == list(range(1, len(found.pages) + 1))


def test_heads_and_page_numbers_are_dropped_wherever_they_stand() -> None:
    pages = printed(LONG, 15)
    assert flow(with_running(pages)).text == flow(pages).text


def test_a_single_page_keeps_everything() -> None:
    text = flow(with_running(printed(LONG[:2], 15))).text
    assert text.splitlines()[0] == "某某省人民政府公报"
    assert text.splitlines()[-1] == "— 1 —"


def test_what_begins_every_page_of_running_text_is_no_head() -> None:
    """Annexes that begin at the head of a page: the other pages have running text at that height."""
    pages = printed(LONG, 15)
    for number, at in enumerate(range(0, len(pages), 3), 1):
        pages[at].lines[0] = pages[at].lines[0]._replace(text=f"附件{number}")
    text = flow(pages).text
    assert all(f"附件{number}" in text for number in range(1, number + 1))


def test_cells_stand_apart_and_are_put_together_again() -> None:
    def cell(text: str, left: float, y: float, is_cell: bool = False) -> Line:
        return Line(text, left, left + len(text) * EM, y, y + EM, EM, is_cell)

    lines = [
        cell("序号", 80, 700), cell("任务", 200, 700, True), cell("单位", 400, 700, True),
        cell("1", 80, 670), cell("推进“放管", 200, 670, True), cell("服”改革", 200, 646), cell("发展改", 400, 670), cell("革委", 400, 646),
        cell("2", 80, 616), cell("三农", 200, 616, True), cell("农业", 400, 616, True),
    ]  # fmt: skip
    assert flow([Page(HEIGHT, lines)]).text == "序号　任务　单位\n1　推进“放管服”改革\n发展改革委\n2　三农　农业\n"


def test_a_note_at_the_foot_does_not_break_the_paragraph_above_it() -> None:
    pages = printed(LONG[:14], 15)
    assert len(pages) > 1
    wanted = flow(pages).text.splitlines()
    pages[0].lines.append(Line("1 脚注说明。", LEFT, LEFT + 60, 60, 70, 10.0))
    found = flow(pages).text.splitlines()
    assert [line for line in found if line != "1 脚注说明。"] == wanted
    assert "1 脚注说明。" in found


def test_latin_words_keep_their_blank_and_numbers_stay_whole() -> None:
    def line(text: str, y: float, right: float, is_rest: bool = False) -> Line:
        return Line(text, 80, right, y, y + EM, EM, False, is_rest)

    lines = [line("carbon peaking and", 700, 300), line("carbon neu", 676, 300), line("trality 共3", 652, 300, True), line("0%", 628, 110)]
    assert flow([Page(HEIGHT, lines)]).text == "carbon peaking and carbon neutrality共30%\n"


def test_a_signature_below_the_text_keeps_its_lines() -> None:
    body = printed(LONG[:3], 24)[0].lines
    y = body[-1].bottom - PITCH
    signed = [Line("某某省人民政府", 340, 452, y, y + EM, EM), Line("2025年3月1日", 344, 440, y - PITCH, y - PITCH + EM, EM)]
    assert flow([Page(HEIGHT, [*body, *signed])]).text.splitlines()[-2:] == ["某某省人民政府", "2025年3月1日"]


def test_a_title_above_two_columns_does_not_set_their_margin() -> None:
    pages = printed(LONG[:14], 12, columns=2)
    wanted = flow(pages).text
    title = Line("关于推进各项工作落地见效的若干意见和措施", 100, 500, 800, 822, 20.0)
    assert flow([pages[0]._replace(lines=[title, *pages[0].lines]), *pages[1:]]).text == f"{title.text}\n{wanted}"


def test_blanks_that_justification_made_are_none() -> None:
    line = Line("1 推进 “ 两新” 工作，增长 5.2% 和 “dual carbon” goals", 80, 500, 700, 716, EM)
    assert flow([Page(HEIGHT, [line])]).text == "1 推进“两新”工作，增长5.2%和“dual carbon” goals\n"


def test_titles_over_two_centred_lines_are_one() -> None:
    body = printed(LONG[:2], 24)[0].lines
    title = [
        Line("关于扎实推进“五个", 150, 406, 830, 852, 28.0), Line("一百”工程的通知", 164, 392, 795, 817, 28.0)
    ]  # fmt: skip
    assert flow([Page(900, [*title, *body])]).text.splitlines()[0] == "关于扎实推进“五个一百”工程的通知"


def test_nothing_comes_of_nothing() -> None:
    assert flow([]) == ("", [], [])
    assert flow([Page(HEIGHT, [])]) == ("", [], [])


def test_a_date_at_the_right_margin_ends_its_paragraph() -> None:
    body = Line("抓好两新工作。" * 4, LEFT, LEFT + 28 * EM, 200, 216, EM)
    date = Line("二〇二六年一月", LEFT + 21 * EM, LEFT + 28 * EM, 100, 116, EM)
    following = Line("附件", LEFT, LEFT + 2 * EM, TOP, TOP + EM, EM)
    found = flow([Page(HEIGHT, [body, date]), Page(HEIGHT, [following, body])])
    assert found.text.split("\n")[1] == "二〇二六年一月"


def test_quotation_marks_stay_with_the_characters_on_both_sides() -> None:
    """LibreOffice parts neither 现“十 nor 建“亲”“清”政, so the line before them ends early."""
    full, short = "社会和谐稳定高质量完成十四五规划任务", "稳定高质量完成十四五规划任务为实"
    for rest in ("现“十五五”良好开局", "焦“1+2+4”目标任务"):
        texts = [full, short, rest]
        lines = [Line(text, LEFT, LEFT + len(text) * EM, TOP - row * PITCH, TOP - row * PITCH + EM, EM) for row, text in enumerate(texts)]
        assert flow([Page(HEIGHT, lines)]).text == full + short + rest + "\n"
    lines[2] = lines[2]._replace(text="现在良好开局")
    assert flow([Page(HEIGHT, lines)]).text == f"{full}{short}\n现在良好开局\n"


def test_a_single_character_below_an_indented_line_is_the_rest_of_it() -> None:
    texts = ["推动农村三产融合发展", "改革开放再出发再深化再提速", "纵深推进融入和服务全国统", "一"]
    lefts = [0, 0, 2, 0]
    texts[2] = texts[2][:11]
    lines = [
        Line(text, LEFT + left * EM, LEFT + (left + len(text)) * EM, TOP - row * PITCH, TOP - row * PITCH + EM, EM)
        for row, (text, left) in enumerate(zip(texts, lefts, strict=True))
    ]
    assert flow([Page(HEIGHT, lines)]).text.splitlines()[-1] == texts[2] + "一"


def test_lines_without_a_size_are_text_all_the_same() -> None:
    """Damaged fonts have characters without width or height."""
    lines = [Line(text, LEFT, LEFT + 10, TOP - row * PITCH, TOP - row * PITCH, 0.0) for row, text in enumerate(["三农", "两新", "三资"])]
    assert flow([Page(HEIGHT, lines)]).text == "三农\n两新\n三资\n"
