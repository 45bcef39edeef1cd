"""A document as a workbook: numbers as numbers, text as text, a plan's cost as formulas."""

import io
import shutil
import subprocess
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest
from tests.unit.reporting import sample_deck as sample

from touchmodel.language import both
from touchmodel.reporting.content.document import Chart, Table
from touchmodel.reporting.content.value import Value, number
from touchmodel.reporting.content.workings import TeamWorkings, Workings
from touchmodel.reporting.xlsx import xlsx
from touchmodel.reporting.xlsx_book import Book, unique

OFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")
PLAN, MONTHS = {"en": "Plan", "ja": "計画"}, {"en": "Plan by month", "ja": "計画(月別)"}


def workings(currency="JPY"):
    """Return two teams over 18 months from October, the fiscal year from April."""
    days = [31.0, 30.0, 31.0, 31.0, 28.0, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0] * 2
    months = [date(2027 + (9 + k) // 12, (9 + k) % 12 + 1, 1) for k in range(18)]
    ends = [date(m.year + (m.month > 3), 3, 1) for m in months]
    csm = TeamWorkings(
        "=HYPERLINK(\"http://example.org\")", 7_200_000.0, 0.15, 0.02, 11_000_000.0, 900_000.0, 0.0,
        tuple(4 + k // 6 for k in range(18)), tuple(0.9 + 0.005 * k for k in range(18)),
        (0.125,) * 18, tuple(0.25 * (k % 3) for k in range(18)), (0.0,) * 18,
        tuple(1000.0 * k for k in range(18)),
    )  # fmt: skip
    experts = TeamWorkings(
        "<b>experts</b>", 0.0, 0.0, 0.0, 0.0, 0.0, 12_000.0, (1,) * 18, (1.0,) * 18, (0.0,) * 18,
        (0.0,) * 18, tuple(40.0 + k for k in range(18)), (0.0,) * 18,
    )  # fmt: skip
    return Workings(currency, tuple(months), tuple(days[:18]), tuple(ends), (csm, experts))


@pytest.fixture(scope="module", params=["en", "ja"])
def made(request):
    return request.param, xlsx(sample.document(), request.param, workings())


@pytest.fixture(scope="module")
def book(made):
    return made[0], openpyxl.load_workbook(io.BytesIO(made[1]))


def cells(book):
    return [cell for sheet in book for row in sheet for cell in row if cell.value is not None]


def test_numbers_are_numbers_and_days_are_days(book):
    own = book[1]
    values = [cell.value for cell in cells(own)]
    numbers = {value for value in values if isinstance(value, int | float)}
    numbers = {float(f"{value:.12g}") for value in numbers}
    days = {value.date() for value in values if isinstance(value, datetime)}
    for table in sample.document().tables():
        for value in (c for row in table.rows for c in row if isinstance(c, Value)):
            if isinstance(value.value, date):
                assert value.value in days
            else:
                assert float(f"{value.value:.12g}") in numbers


def test_a_table_can_be_filtered_and_its_sum_is_below_it(book):
    own = book[1]
    sheet = own.worksheets[0]
    (table,) = sheet.tables.values()
    options = next(t for t in sample.document().tables() if t.key == "options")
    first, last = table.ref.split(":")
    assert int(last[1:]) - int(first[1:]) == len(options.rows) - 1
    assert [column.name for column in table.tableColumns] == unique(
        [column.spoken(book[0]) for column in options.columns]
    )
    assert sheet.cell(int(last[1:]) + 1, 2).value == 23.0


def test_a_column_of_intervals_stands_right_and_one_of_words_left():
    intervals = Table(
        "kept", both("What is kept", ""), (both("team", ""), both("GRR", ""), both("why", "")),
        tuple(
            (both(name, ""), both(kept, ""), why)
            for name, kept, why in (
                ("csm", "92.1 % ± 0.3", both("20 % of it", "")),
                ("support", "90.4 % ± 0.5", both("measured", "")),
                ("two", "90.4 % ± 0.5", number(400)),
            )
        ),
    )  # fmt: skip
    document = sample.document()
    first = document.sections[0]
    asked = replace(document, sections=(replace(first, blocks=(intervals,)),))
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx(asked, "en"))).worksheets[0]
    names = ("team", "csm", "support", "two")
    sides = {
        row[0].value: [cell.alignment.horizontal for cell in row]
        for row in sheet.iter_rows() if row[0].value in names
    }  # fmt: skip
    # One number among words stands right, and the column's name over it; the words do not.
    assert sides == {
        "team": ["left", "right", "right"], "csm": ["left", "right", "left"],
        "support": ["left", "right", "left"], "two": ["left", "right", "right"],
    }  # fmt: skip


def test_text_is_text(book):
    """Only the plan's own sheets, and what is drawn and not read, have formulas."""
    language, own = book
    formulas = {sheet.title for sheet in own for row in sheet for c in row if c.data_type == "f"}
    assert formulas == {PLAN[language], MONTHS[language], "_charts"}
    assert own["_charts"].sheet_state == "hidden"
    texts = {str(cell.value) for cell in cells(own) if cell.data_type == "s"}
    assert {'=HYPERLINK("http://example.org","pay")', "+1+1", "@SUM(1)", "N" * 300} <= texts
    assert all(cell.hyperlink is None for cell in cells(own))
    for cell in cells(own):
        if cell.data_type == "f":
            assert "HYPERLINK" not in str(cell.value)


def test_every_chart_has_its_data_on_the_sheet(book):
    own = book[1]
    assert sum(len(sheet._charts) for sheet in own) == len(list(sample.document().charts()))
    values = [cell.value for cell in cells(own) if cell.parent.sheet_state == "visible"]
    shown = {f"{value:.12g}" for value in values if isinstance(value, int | float)}
    for chart in sample.document().charts():
        for each in chart.series:
            known = [v for v in (*each.values, *each.low, *each.high) if v is not None]
            assert {f"{value:.12g}" for value in known} <= shown


def test_what_goes_with_a_series_has_its_colour_and_is_dashed(book):
    def names(sheet, chart):
        cells = [series.tx.strRef.f.rpartition("!")[2] for series in chart.series if series.tx]
        return {sheet[cell].value for cell in cells}

    (chart,) = [
        each for sheet in book[1] for each in sheet._charts
        if {sample.FORMULA, sample.SCRIPT} <= names(sheet, each) and len(each.series) == 3
    ]  # fmt: skip
    solid, dashed = (series.graphicalProperties.line for series in chart.series[:2])
    assert solid.solidFill.srgbClr == dashed.solidFill.srgbClr
    assert [solid.prstDash, dashed.prstDash] == ["solid", "sysDash"]


ACROSS, DOWN = 1026.0, 509.0
"""A4 laid down, less its margins: across in pixels, from the top down in points."""


def test_sheets_are_printed_one_page_wide(book):
    for sheet in book[1]:
        if sheet.sheet_state == "visible":
            assert sheet.freeze_panes is not None
            assert sheet.page_setup.fitToWidth in (None, 1)
            if not sheet.sheet_properties.pageSetUpPr:
                wide = sum(7.0 * each.width + 5.0 for each in sheet.column_dimensions.values())
                charts = [chart.anchor.to.col for chart in sheet._charts]
                assert max(charts, default=0) <= len(sheet.column_dimensions)
                assert wide * sheet.page_setup.scale / 100 <= ACROSS


def test_no_chart_is_parted_by_the_end_of_a_page(book):
    for sheet in (own for own in book[1] if own._charts and own.sheet_state == "visible"):
        page = DOWN * 100 / sheet.page_setup.scale
        begins = sorted({0, *(each.id for each in sheet.row_breaks.brk)})
        high = [sheet.row_dimensions[row + 1].height or 16.0 for row in range(sheet.max_row)]
        for chart in sheet._charts:
            first, last = chart.anchor._from.row, chart.anchor.to.row
            begin = max(row for row in begins if row <= first)
            assert not any(first < row <= last for row in begins)
            assert sum(high[begin:first]) // page == sum(high[begin:last]) // page


def test_names_of_sheets_are_allowed_and_different():
    book = Book("en")
    names = [
        book.sheet_name(title)
        for title in ["a/b:c", "A B C", "'x'", "", "history", "字" * 40, "字" * 40, "🚀" * 20, "[]"]
    ]
    book.workbook.add_worksheet(names[0])
    book.workbook.close()
    assert len({name.lower() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\") and name.strip("'") == name
        assert name.lower() != "history"


def test_yen_is_in_millions_where_japanese_is(book):
    language, own = book
    cell = next(c for c in cells(own) if c.value == 412_345_678.0)
    assert cell.number_format == {"en": '#,##0 "JPY"', "ja": '#,##0.0,,"百万円"'}[language]
    share = next(
        c for c in cells(own) if isinstance(c.value, float) and abs(c.value - 0.923) < 1e-9
    )
    assert share.number_format == "0.0%"


def test_workings_come_back_from_json():
    assert Workings.from_json(workings().to_json()) == workings()


def test_the_same_content_gives_the_same_bytes(made):
    assert xlsx(sample.document(), made[0], workings()) == made[1]


def test_cached_values_are_those_of_the_workings(made):
    own = openpyxl.load_workbook(io.BytesIO(made[1]), data_only=True)
    sheet = own[MONTHS[made[0]]]
    costs = [sheet.cell(row, 18).value for row in range(2, 2 + 36)]
    told = [t.parts(k, d).total for t in workings().teams for k, d in enumerate(workings().days)]
    assert costs == pytest.approx(told, rel=1e-12)
    assert whole(own, made[0]) == pytest.approx(workings().total(), rel=1e-12)


def whole(book, language):
    """Return the total of the plan: the last row, the column after the two fiscal years."""
    sheet = book[PLAN[language]]
    rows = [
        r
        for r in range(1, sheet.max_row + 1)
        if sheet.cell(r, 1).value in ("all teams", "全チーム")
    ]
    return sheet.cell(rows[0], 4).value


def recalculated(book, folder):
    """Return a workbook whose formulas LibreOffice has calculated, with nothing cached before."""
    source = folder / "source.xlsx"
    book.save(source)
    subprocess.run(
        [OFFICE, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to",
         "xlsx", "--outdir", str(folder / "out"), str(source)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return openpyxl.load_workbook(folder / "out" / "source.xlsx", data_only=True)


@needs_office
def test_totals_follow_the_cost_of_a_person_and_a_position(tmp_path):
    """openpyxl drops cached values, so LibreOffice calculates every formula anew."""
    blob = xlsx(sample.document(), "en", workings())
    formulas = openpyxl.load_workbook(io.BytesIO(blob))
    formulas["Plan"]["B6"] = 8_000_000.0
    formulas["Plan by month"]["E5"] = 9
    found = recalculated(formulas, tmp_path)
    csm, experts = workings().teams
    positions = (*csm.positions[:3], 9, *csm.positions[4:])
    changed = replace(csm, per_person=8_000_000.0, positions=positions)
    told = replace(workings(), teams=(changed, experts)).total()
    assert told > workings().total() + 1e6
    assert whole(found, "en") == pytest.approx(told, rel=1e-12)
    by = found["Plan"].cell(14, 6).value
    assert by == pytest.approx(told - workings().total(), rel=1e-9)


@needs_office
def test_formulas_give_the_cached_values(tmp_path):
    blob = xlsx(sample.document(), "ja", workings())
    cached = openpyxl.load_workbook(io.BytesIO(blob), data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(blob))
    found = recalculated(formulas, tmp_path)
    seen = 0
    for sheet in formulas:
        for cell in (cell for row in sheet for cell in row if cell.data_type == "f"):
            here, there = (b[sheet.title][cell.coordinate].value for b in (cached, found))
            seen += 1
            if isinstance(here, str):
                assert here == there, (sheet.title, cell.coordinate)
            else:
                assert there == pytest.approx(here, rel=1e-11, abs=1e-4), (
                    sheet.title,
                    cell.coordinate,
                )
    assert seen > 500


def test_the_sample_has_tables_and_charts():
    blocks = list(sample.document().blocks())
    assert sum(isinstance(b, Table) for b in blocks) > 3
    assert sum(isinstance(b, Chart) for b in blocks) > 5
