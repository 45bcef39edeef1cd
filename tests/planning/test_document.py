"""A plan's document: its numbers are the plan's, in both languages, and it can be stored."""

import json
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest

from touchmodel.language import Text
from touchmodel.reporting.content.document import Chart, Document, Section, Table
from touchmodel.reporting.content.joining import joined_document
from touchmodel.reporting.content.plan import plan_document
from touchmodel.reporting.content.plan.words import likely
from touchmodel.reporting.content.stored import from_json, to_json
from touchmodel.reporting.content.value import Value
from touchmodel.reporting.markdown import brief, markdown, section_lines


@pytest.fixture(scope="module")
def document(found) -> Document:
    return plan_document(found, ["touchmodel", "plan", "s.yaml"])


def table(document: Document, key: str) -> Table:
    return next(each for each in document.tables() if each.key == key)


def values(cells) -> list[object]:
    return [cell.value if isinstance(cell, Value) else cell for cell in cells]


def test_the_team_is_the_plans(found, document):
    (row,) = table(document, "team").rows
    shown = values(row)
    assert shown[0] == "csm"
    assert shown[1] == found.posts.pools[0].positions
    changes = [found.team[0], *(b for a, b in pairwise(found.team) if a != b)]
    assert shown[2:-2] == changes
    assert shown[-2] == found.to_json()["cost"]["per_year"]
    assert shown[-1] == found.spreadsheet["csm"]


def test_options_cost_and_hold_what_the_json_says(found, document):
    told = found.to_json()["options"]
    for row, option in zip(table(document, "options").rows, told, strict=True):
        shown = values(row)
        assert shown[2] == option["cost_total"]
        assert shown[3] == option["expected"]["grr"]
    for row, verdict in zip(table(document, "cost").rows, found.options.values(), strict=True):
        by_year = found.cost_by_year(verdict).tolist()
        *years, whole = values(row)[1:]
        # Of a plan of one year the sum says it all.
        assert years == (by_year if len(by_year) > 1 else [])
        assert whole == pytest.approx(sum(by_year))


def test_the_months_add_up_to_the_cost(found, document):
    rows = [values(row) for row in table(document, "monthly").rows]
    assert sum(row[-1] for row in rows) == pytest.approx(found.cost_total(found.verdict))
    chart = next(each for each in document.charts() if each.key == "cost")
    assert 1e3 * np.sum([each.values for each in chart.series]) == pytest.approx(
        found.cost_total(found.verdict)
    )


def test_luck_lies_around_what_is_expected_and_the_target_holds_in_its_share(found, document):
    for row in table(document, "retention_grr").rows:
        expected, low, high, held = values(row)[2:]
        assert low < expected < high
        assert 0.0 <= held <= 1.0
    ask = values(table(document, "retention_grr").rows[0])
    throws = np.concatenate([trial.throws[:, 0, 0] for trial in found.verdict.trials])
    assert ask[2] == found.verdict.expected("grr")[0]
    assert ask[3:] == [*np.quantile(throws, [0.1, 0.9]), np.mean(throws >= 0.72)]


def test_the_bridge_adds_up(found, document):
    for row in table(document, "bridge").rows:
        *steps, planned = values(row)[1:]
        assert sum(steps) == pytest.approx(planned) == found.headcount[row[0]]


def test_what_the_next_and_the_last_person_keep_is_what_the_json_says(found, document):
    asked = {(each["pool"], each["people"]): each for each in found.to_json()["marginal"]}
    for row in table(document, "worth").rows:
        pool, cost, *told = values(row)
        for people, (kept, width, even) in ((1, told[:3]), (-1, told[3:])):
            each = asked.pop((pool, people), None)
            if each is None:
                assert (kept, width, even) == (None, None, None)
                continue
            assert cost == each["cost_per_year"]
            assert kept == each["arr_kept_per_year"]
            assert width == each["half_width"]
            assert even == each.get("break_even")
    assert not asked


def test_a_person_who_cannot_be_told_from_nobody_breaks_even_nowhere(found):
    nothing = replace(found.next.marginals[0], kept_per_year=replace(
        found.next.marginals[0].kept_per_year, mean=1.0, half_width=2.0))  # fmt: skip
    alone = replace(found, next=replace(found.next, marginals=(nothing,)))
    (row,) = table(plan_document(alone, []), "worth").rows
    minor = found.question.inputs.minor_units
    place = 2 if nothing.people > 0 else 5
    assert values(row)[place : place + 3] == [1.0 / minor, 2.0 / minor, None]
    assert [value for k, value in enumerate(values(row)[2:], 2) if not place <= k < place + 3] == [
        None
    ] * 3


def test_every_team_is_a_dot(found, document):
    chart = next(each for each in document.charts() if each.key == "teams")
    plan = next(each for each in chart.series if each.name == "plan")
    assert plan.values == (100.0 * found.verdict.probability,)
    assert sum(len(each.values) for each in chart.series) <= len(found.searched)


def test_it_comes_back_from_json_in_both_languages(document):
    told = to_json(document)
    again = from_json(json.loads(json.dumps(told, allow_nan=False)))
    assert to_json(again) == told
    for language in ("en", "ja"):
        assert markdown(again, language) == markdown(document, language)
        assert list(brief(again.sections, language)) == list(brief(document.sections, language))


def test_japanese_pages_speak_japanese(document):
    english, japanese = (
        [section.title.spoken(language) for section in document.sections]
        for language in ("en", "ja")
    )
    assert not set(english) & set(japanese)
    for chart in document.charts():
        assert chart.alt.spoken("ja") != chart.alt.spoken("en")
        assert isinstance(chart, Chart)


@pytest.mark.parametrize(
    ("half_width", "said"), [(0.0131, "about 90 % (± 1.3 %)"), (0.264, "about 90 % (± 26 %)")]
)
def test_a_half_width_has_decimals_only_where_they_mean_something(half_width, said):
    assert likely(SimpleNamespace(probability=0.9, half_width=half_width)) == said


def section_of(document, key):
    return next(each for each in document.sections if each.key == key)


def test_of_several_documents_the_first_leads_and_what_they_share_comes_once(document):
    register, source = section_of(document, "register"), section_of(document, "source")
    other = Document(
        "other", Text("other"), Text(""),
        (Section("extra", Text("extra"), (table(document, "cost"),)), register, source),
    )  # fmt: skip
    joint = joined_document([document, other])
    keys = [section.key for section in joint.sections]
    assert keys[0] == "decision"
    assert [keys.count(key) for key in ("register", "source", "method")] == [1, 1, 1]
    assert keys.index("extra") < keys.index("register") < keys.index("source")
    tables = [each.key for each in joint.tables()]
    assert {"cost", "cost_2"} <= set(tables)
    assert len(set(tables)) == len(tables)
    assert joined_document([document]) is document


def test_what_several_documents_rest_on_is_told_of_each_and_the_wider_register_stays(document):
    register = section_of(document, "register")
    (rows,) = [block for block in register.blocks if isinstance(block, Table)]
    wider = replace(
        rows, columns=(*rows.columns, Text("influence")),
        rows=tuple((*row, Text("much")) for row in rows.rows),
    )  # fmt: skip
    shorter = replace(rows, rows=rows.rows[1:])
    source = section_of(document, "source")

    def another(table, blocks):
        own = replace(register, blocks=(table,))
        return Document("other", Text("another"), Text(""), (own, replace(source, blocks=blocks)))

    def told(others):
        joint = joined_document([document, *others])
        return [each for each in joint.sections if each.key.startswith("register")]

    (told_once,) = told([another(wider, ())])
    assert told_once.blocks == (wider,)
    assert told_once.title == register.title
    assert [each.title for each in told([another(shorter, ())])] == [
        f"{register.title} ({document.title})", f"{register.title} (another)",
    ]  # fmt: skip
    both_sources = joined_document([document, another(rows, ())]).sections[-2:]
    assert [each.title for each in both_sources] == [
        f"{source.title} ({document.title})", f"{source.title} (another)",
    ]  # fmt: skip
    assert [each.key for each in both_sources] == ["source", "source_2"]


def test_the_life_of_a_lost_account_is_told(found, document):
    (section,) = [each for each in document.sections if each.key == "lost"]
    story = found.lost
    assert story is not None
    assert story.left is not None
    assert found.question.inputs.calendar.closing > story.end
    said = "\n".join(section_lines(section, "en"))
    assert story.account in said
    assert f"on {story.date(story.end)} it left" in said
    assert "に解約しました" in "\n".join(section_lines(section, "ja"))
