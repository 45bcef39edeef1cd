"""The document of a run tells the run's own numbers, in both languages."""

import pytest
from tests import told
from tests.told import cells, value

from touchmodel.experiment.result import Result
from touchmodel.experiment.simulate import simulate
from touchmodel.reporting.content.document import Document, Points
from touchmodel.reporting.content.run import run_document
from touchmodel.scenario.load import load_scenario

SCENARIO = f"""\
title: '{told.HOSTILE}'
start: 2027-04
months: 14
currency: JPY
segments:
  '{told.FORMULA}':
    accounts: 30
    new_per_month: 1
    arr: {{mean: 1.2M, spread: 0.5}}
    churn_per_year: {{today: 14%}}
    contract: {{12 months: 100%}}
    requests: {{per_month: 0.5}}
  large:
    accounts: 5
    arr: {{mean: 9M, spread: 0.2}}
    churn_per_year: {{today: 5%}}
    contract: {{12 months: 100%}}
touch_models:
  mid: {{by: csm, kickoff: {{}}, check_in: {{every: month, hours: 6}}, support: {{by: desk}}}}
pools:
  csm: {{positions: 1, cost_per_year: 9M, manager: {{span: 8, cost_per_year: 14M}}}}
  desk: {{positions: 1, cost_per_year: 5M}}
targets:
  grr: {{at_least: 80%}}
"""


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    file = tmp_path_factory.mktemp("run") / "s.yaml"
    file.write_text(SCENARIO, encoding="utf-8")
    return simulate(load_scenario(file), replications=4, workers=1)


@pytest.fixture(scope="module")
def document(result: Result) -> Document:
    return run_document(result, ["touchmodel", "run", "s.yaml"])


def kpi(result: Result, measure: str, column: str = "mean") -> float:
    return float(result.kpis.set_index("measure").at[measure, column])


def test_it_is_said_in_both_languages(document: Document) -> None:
    assert told.untold(document) == []
    japanese = " ".join(told.spoken(document, "ja"))
    for word in ("売上継続率(GRR)", "顧客維持率", "稼働率", "万円", "1名"):
        assert word in japanese


def test_json_keeps_it(document: Document) -> None:
    told.agree_when_read(document)


def test_user_text_is_shown_as_it_is(document: Document) -> None:
    assert document.title == told.HOSTILE == document.title.spoken("ja")
    assert told.FORMULA in cells(document, "segments")
    assert any(told.FORMULA in text for text in told.spoken(document, "ja"))


def test_retention_is_that_of_the_kpis(result: Result, document: Document) -> None:
    rows = cells(document, "retention")
    names = {"grr": "revenue kept (GRR)", "nrr": "revenue kept and grown (NRR)",
             "logo_retention": "accounts kept"}  # fmt: skip
    assert set(rows) == set(names.values())
    for measure, name in names.items():
        row, expected = rows[name], f"{measure}_expected"
        assert value(row["expected"]) == kpi(result, expected)
        assert value(row["± (points)"]) == 100.0 * kpi(result, expected, "half_width")
        assert value(row["counted"]) == kpi(result, measure)
        assert value(row["± counted (points)"]) == 100.0 * kpi(result, measure, "half_width")
        assert value(row["1 year in 10 below"]) == kpi(result, measure, "p10")
        assert value(row["1 year in 10 above"]) == kpi(result, measure, "p90")


def test_the_chart_of_retention_ends_where_the_kpis_are(result: Result, document: Document) -> None:
    chart = told.chart(document, "retention")
    assert [str(each) for each in chart.places] == ["March 2028", "April 2028", "May 2028"]
    grr = chart.series[0]
    assert grr.values[-1] == pytest.approx(100.0 * kpi(result, "grr"))
    assert grr.low[-1] == pytest.approx(100.0 * kpi(result, "grr", "p10"))
    assert grr.high[-1] == pytest.approx(100.0 * kpi(result, "grr", "p90"))
    assert all(not each.low for each in chart.series[1:])


def test_the_team_is_that_of_the_pools(result: Result, document: Document) -> None:
    pools = result.pools.set_index(["pool", "measure"])["mean"]
    rows = cells(document, "team")
    assert set(rows) == {"csm", "desk"}
    for pool, row in rows.items():
        assert value(row["people"]) == pools[pool, "headcount_end"]
        assert value(row["busy"]) == pools[pool, "utilisation"]
        yearly = pools[pool, "cost_people"] * 12.0 / 14.0
        assert value(row["cost a year"]) == pytest.approx(yearly)
    assert value(rows["csm"]["touches done"]) == pools["csm", "coverage"]
    assert rows["desk"]["touches done"] is None
    assert value(rows["desk"]["requests in time"]) == pools["desk", "sla_met"]


def test_what_is_missed_is_that_of_the_activities(result: Result, document: Document) -> None:
    sums = result.activities.groupby("activity")[["planned", "done", "missed", "late"]].sum()
    row = cells(document, "missed")["check_in"]
    own = sums.loc["check_in"]
    assert own["missed"] > 0.0
    for column in ("planned", "missed", "late"):
        assert value(row[column]) == pytest.approx(own[column])
    ended = own["done"] + own["missed"] + own["late"]
    assert value(row["share"]) == pytest.approx((own["missed"] + own["late"]) / ended)


def test_charts_of_the_team_are_those_of_the_months(result: Result, document: Document) -> None:
    rows = result.monthly[result.monthly["measure"] == "utilisation"]
    busy = told.chart(document, "utilisation")
    assert [str(each.name) for each in busy.series] == ["csm", "desk"]
    for series in busy.series:
        own = rows[rows["pool"] == str(series.name)].sort_values("month")
        assert series.values == pytest.approx((100.0 * own["mean"]).tolist())
    done, missed = told.chart(document, "work").series
    touches = kpi(result, "touches_done"), kpi(result, "touches_missed")
    assert (sum(done.values), sum(missed.values)) == pytest.approx(touches)


def test_cost_by_kind_adds_up(result: Result, document: Document) -> None:
    rows = cells(document, "cost")
    found = {name: value(row["in 14 months"]) for name, row in rows.items()}
    assert found == {"people": kpi(result, "cost_people"), "managers": kpi(result, "cost_managers")}
    assert sum(found.values()) == pytest.approx(kpi(result, "cost_total"))
    chart = told.chart(document, "cost")
    monthly = 1e6 * sum(sum(series.values) for series in chart.series)
    assert monthly == pytest.approx(kpi(result, "cost_total"))


def test_segments_are_those_of_the_result(result: Result, document: Document) -> None:
    figures = result.segments.set_index(["segment", "measure"])["mean"]
    measures = {
        "accounts at the start": "accounts_start", "accounts at the end": "accounts_end",
        "ARR at the start": "arr_start", "ARR at the end": "arr_end",
        "GRR": "grr_expected", "NRR": "nrr_expected",
        "accounts kept": "logo_retention_expected", "touches done": "coverage",
        "onboarded in time": "onboarding_completion", "health": "health_mean",
    }  # fmt: skip
    customers = cells(document, "customers")
    for segment, kept in cells(document, "segments").items():
        row = kept | customers[segment]
        assert set(row) == {"segment", *measures}
        for column, measure in measures.items():
            if (segment, measure) not in figures.index:
                assert row[column] is None
            else:
                assert value(row[column]) == figures[segment, measure], (segment, column)
    arr = told.chart(document, "arr")
    last = sum(series.values[-1] for series in arr.series)
    assert 1e6 * last == pytest.approx(kpi(result, "arr_end"))


def test_figures_beside_other_firms_are_simulated(result: Result, document: Document) -> None:
    rows = told.table(document, "beside").rows
    assert len(rows) == len(result.benchmarks.beside)
    for row, each in zip(rows, result.benchmarks.beside, strict=True):
        assert value(row[2]) == each.value
    assert told.table(document, "beside").title == "Figures of the simulation"


def test_the_source_is_that_of_the_run(result: Result, document: Document) -> None:
    rows = cells(document, "source")
    assert rows["command"]["value"] == "touchmodel run s.yaml"
    assert rows["scenario (hash)"]["value"] == result.loaded.digest
    assert value(rows["replications"]["value"]) == 4


def test_how_often_the_target_was_reached(result: Result, document: Document) -> None:
    frame = result.replications
    grr = frame[frame["measure"] == "grr"]["value"]
    (retention,) = (each for each in document.sections if each.key == "retention")
    (points,) = (block for block in retention.blocks if isinstance(block, Points))
    said = f"was reached in {(grr >= 0.8).sum()} of 4 replications"
    assert said in points.items[0]


def test_a_year_and_one_replication_have_no_band(result: Result) -> None:
    short = simulate(result.loaded.override({"months": 12}), replications=1, workers=1)
    document = run_document(short, [])
    chart = told.chart(document, "retention")
    assert (chart.kind, chart.band, chart.series[0].low) == ("sideways", None, ())
    row = cells(document, "retention")["revenue kept (GRR)"]
    assert row["± (points)"] is row["1 year in 10 below"] is None
    told.agree_when_read(document)
