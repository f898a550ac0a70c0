"""Drafts from the bench's own lists: superseded terms, former names, discouraged words, confusables, and sentences to be left alone."""

from __future__ import annotations

import random

import corpus
from field import Field
from plants import Draft, by_subject, spread

#: The norms that ban words are younger than the oldest reports.
_NORMS_SINCE = "2008-01"
#: Sentences in the present for a former name, by what it names.
_FRAMES = {
    "national": ("积极争取{}支持，推动重大项目落地。", "会同{}开展专项检查。", "由{}牵头抓好落实。", "认真落实{}的工作部署。"),
    "law": ("严格执行{}，提高依法行政水平。", "深入宣传和贯彻实施{}。", "开展{}执法检查。"),
    "company": ("深化与{}的战略合作。", "支持{}扩大投资。"),
    "local": ("由{}牵头，各有关部门抓好落实。", "{}要加强日常监管。", "充实{}执法力量。"),
    "place": ("支持{}加快发展。", "推进{}城乡建设。"),
}
#: Statements about an earlier time, in which a former name is right; Y is a year before the change.
_PAST = (
    "{Y}年，{}印发实施意见，这项工作由此起步。",
    "原{}推动的这项改革取得积极成效。",
    "{}更名为{N}以来，各项工作有序推进。",
    "该单位前身为{}。",
    "时任{}负责同志曾到我地调研。",
)
_PAST_LAW = ("{Y}年施行的{}已经废止。", "原{}已被{N}取代。", "{Y}年，全面贯彻{}。")
_PAST_TERM = (
    "{Y}年，{}工作取得明显成效。",
    "“十一五”时期，{}工作起步早、力度大。",
    "原{}相关政策已平稳转换。",
)


def former_names(field: Field, count: int, rng: random.Random) -> list[Draft]:
    """Return drafts of former names after the change: in place of the present one where that stands, else in a sentence."""
    pool: list[Draft] = []
    for row in corpus.read_list("former-names"):
        old, news = row["old"], tuple(row["new"].split("|"))
        late = _late(field, row["since"], row["place"])
        for number in late:
            for new in news:
                for start in field.places(number, new)[:1] if len(new) >= 3 else ():
                    around = field.reports[number].raw[start - 6 : start + len(new) + 6]
                    if around[6 + len(new) : 7 + len(new)] not in "员局会司" and old not in around:
                        pool.append(Draft("former-name", (number,), start, start + len(new), "", old, "", news, old))
        if late:
            pool.append(_sentence("former-name", late, rng.choice(_FRAMES[row["kind"]]), old, news))
            pool.append(_sentence("former-name", late, rng.choice(_FRAMES[row["kind"]]), old, news))
    return spread(pool, count, rng, by_subject)


def former_name_controls(field: Field, count: int, rng: random.Random) -> list[Draft]:
    pool = []
    for row in corpus.read_list("former-names"):
        late = _late(field, row["since"], row["place"])
        frames = _PAST_LAW if row["kind"] == "law" else _PAST
        if not late or row["kind"] == "place":
            continue
        frame = rng.choice(frames).replace("{Y}", str(int(row["since"][:4]) - rng.randint(1, 3)))
        frame = frame.replace("{N}", row["new"].split("|")[0])
        pool.append(_sentence("former-name", late, frame, row["old"], (row["old"],), is_control=True))
        pool.append(
            _sentence("former-name", late, f"全面清理《关于{{}}有关事项的通知（{row['since'][:4]}）》等文件。", row["old"],
                      (row["old"],), is_control=True)
        )  # fmt: skip
    return spread(pool, count, rng, by_subject)


def superseded_terms(field: Field, count: int, rng: random.Random) -> list[Draft]:
    """Return drafts of terms used as if they held, after they were replaced."""
    pool = []
    for row in corpus.read_list("superseded"):
        late = _late(field, row["since"])
        news = tuple(new for new in row["new"].split("|") if new)
        for number in rng.sample(late, min(len(late), 4)):
            pool.append(_sentence("superseded", (number,), row["sentence"], row["old"], news))
    return spread(pool, count, rng, by_subject)


def superseded_controls(field: Field, count: int, rng: random.Random) -> list[Draft]:
    pool = []
    for row in corpus.read_list("superseded"):
        late = _late(field, row["since"])
        for frame in _PAST_TERM:
            year = str(int(row["since"][:4]) - rng.randint(1, 2))
            if int(row["since"][:4]) > 2011 or "十一五" not in frame:
                filled = frame.replace("{Y}", year)
                pool.append(_sentence("superseded", late, filled, row["old"], (row["old"],), is_control=True))
    return spread(pool, count, rng, by_subject)


def discouraged_words(field: Field, count: int, rng: random.Random) -> list[Draft]:
    """Return drafts of words that the norms of news and official writing ban, each in its sentence."""
    pool = []
    for row in corpus.read_list("discouraged"):
        news = tuple(new for new in row["instead"].split("|") if new)
        pool += [_sentence("discouraged", _late(field, _NORMS_SINCE), row["sentence"], row["word"], news)] * 2
    return spread(pool, count, rng, by_subject)


def confusables(field: Field, count: int, rng: random.Random) -> list[Draft]:
    """Return drafts of wrong words: in place of the right one where it stands, else in a sentence."""
    pool: list[Draft] = []
    for row in corpus.read_list("confusables"):
        wrong, right = row["wrong"], row["right"]
        if row["sentence"]:
            pool.append(_sentence("confusable", _everywhere(field), row["sentence"], wrong, (right,)))
            continue
        sites = [
            (number, start) for number in range(len(field.reports)) for start in field.places(number, right)[:1]
        ]
        for number, start in rng.sample(sites, min(len(sites), 2)):
            pool.append(Draft("confusable", (number,), start, start + len(right), "", wrong, "", (right,), wrong))
    return spread(pool, count, rng, by_subject)


def other_controls(field: Field, count: int, rng: random.Random) -> list[Draft]:
    """Return sentences in which something looks like an error of a kind and is none."""
    pool = [
        _sentence(row["kind"], _everywhere(field), row["sentence"], row["quiet"], (row["quiet"],), is_control=True)
        for row in corpus.read_list("controls")
    ]
    return spread(pool, count, rng, by_subject)


def _everywhere(field: Field) -> tuple[int, ...]:
    return tuple(range(len(field.reports)))


def _late(field: Field, since: str, place: str = "") -> tuple[int, ...]:
    """Return the reports of a place (of any, if it is empty) that are later than a date."""
    return tuple(
        number
        for number, report in enumerate(field.reports)
        if field.is_dated_after(number, since) and (not place or report.place[:2] == place[:2])
    )


def _sentence(
    kind: str, reports: tuple[int, ...], frame: str, wrong: str, rights: tuple[str, ...], *, is_control: bool = False
) -> Draft:
    before, _, after = frame.partition("{}")
    return Draft(kind, reports, -1, -1, before, wrong, after, rights, wrong, is_control)
