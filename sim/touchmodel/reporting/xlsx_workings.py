"""Sheets that finance audits: what a plan costs, as formulas of positions, prices and factors.

Blue cells are what a planner decides: positions and prices. Green ones are what the runs showed.
All else is a formula: change the cost of a person or a position, and cost and totals follow.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from touchmodel.language import Text, both, verbatim
from touchmodel.reporting.content.value import month
from touchmodel.reporting.content.workings import YEAR, YEAR_DAYS, TeamWorkings, Workings
from touchmodel.reporting.xlsx_book import NARROW, WIDEST, Book, wrapped_height

ACCENT = "#0072B2"
INPUT = {"font_color": "#0000FF", "bg_color": "#E8F1FA"}
RUNS = {"font_color": "#00704A"}
PRICES, TOTALS = 5, 4
"""Rows above the first price, and between prices and totals."""
WIDE, SLIM, SLIMMEST = 14.0, 9.0, 8.0


@dataclass(frozen=True)
class Column:
    """A column of the sheet by month."""

    name: Text
    letter: str
    style: str


COLUMNS = (
    Column(both("team", "チーム"), "A", "text"),
    Column(both("fiscal year to", "会計年度末"), "B", "month"),
    Column(both("month", "月"), "C", "month"),
    Column(both("days", "日数"), "D", "count"),
    Column(both("positions", "ポジション数"), "E", "input"),
    Column(both("people paid per position", "ポジション当たり在籍者"), "F", "runs"),
    Column(both("people paid", "在籍者"), "G", "people"),
    Column(both("managers per person", "在籍者当たりマネージャー"), "H", "runs"),
    Column(both("managers", "マネージャー"), "I", "people"),
    Column(both("starts", "着任者"), "J", "runs"),
    Column(both("hours of experts", "専門家の時間"), "K", "runs"),
    Column(both("raises so far", "昇給の累積"), "L", "factor"),
    Column(both("cost of people", "人件費"), "M", "money"),
    Column(both("cost of managers", "マネージャー費用"), "N", "money"),
    Column(both("cost of hiring", "採用費"), "O", "money"),
    Column(both("fees of experts", "専門家費用"), "P", "money"),
    Column(both("other, as simulated", "その他(試行の値)"), "Q", "runs_money"),
    Column(both("cost", "費用"), "R", "money"),
)
PRICE_NAMES = (
    both("team", "チーム"), both("cost of one person a year", "1名の年間費用"),
    both("overhead on top", "間接費の割合"),
    both("raise a year", "年間昇給率"),
    both("cost of one manager a year", "マネージャー1名の年間費用"),
    both("cost of a hire", "採用1名の費用"), both("fee of an expert an hour", "専門家の時間単価"),
    both("one person a year, overhead included", "1名の年間費用(間接費込み)"),
)  # fmt: skip
NOTE = both(
    "Blue: positions and prices, to be changed. Green: what the runs showed, on average; it stays "
    "as it is when positions change, so a new team's retention and starts need a new plan. Black: "
    "formulas.",
    "青: 変更できるポジション数と単価。緑: 試行の平均値。ポジション数を変えても連動しないため、"
    "維持率や着任者数は計画を作り直して確認してください。黒: 計算式。",
)


def add_workings(book: Book, workings: Workings) -> None:
    """Add the sheet of prices and totals, and the sheet by month."""
    plan = book.sheet(book.say(both("Plan", "計画")))
    months = book.sheet(book.say(both("Plan by month", "計画(月別)")))
    write_prices(book, plan, workings)
    write_months(book, months, plan.get_name(), workings)
    write_totals(book, plan, months.get_name(), workings)


# Prices and totals.


def write_prices(book: Book, sheet: Any, workings: Workings) -> None:
    """Write what one person, manager, hire and hour costs, by team."""
    names = [team.name for team in workings.teams]
    sheet.set_column(0, 0, min(WIDEST, max(NARROW * 2, *(len(name) + 2.0 for name in names))))
    sheet.set_column(1, 12, WIDE)
    sheet.freeze_panes(1, 1)
    bold = book.format(bold=True, font_size=14, font_color=ACCENT)
    sheet.write_string(0, 0, book.say(both("What the plan costs", "計画の費用")), bold)
    wrapped = book.format(text_wrap=True, font_color="#595959")
    sheet.merge_range(1, 0, 1, 8, "", wrapped)
    sheet.write_string(1, 0, book.say(NOTE), wrapped)
    sheet.set_row(1, wrapped_height(book.say(NOTE), 8 * WIDE))
    title = both("What one costs ({currency})", "単価({currency})", currency=workings.currency)
    sheet.write_string(3, 0, book.say(title), book.format(bold=True, font_size=11))
    heads(book, sheet, PRICES - 1, PRICE_NAMES)
    for row, team in enumerate(workings.teams, start=PRICES):
        book.write(sheet, row, 0, verbatim(team.name))
        prices = (team.per_person, team.overhead, team.raise_per_year, team.per_manager,
                  team.per_hire, team.per_hour)  # fmt: skip
        for column, value in enumerate(prices, start=1):
            form = "0.0%" if column in (2, 3) else "#,##0"
            sheet.write_number(row, column, value, book.format(num_format=form, **INPUT))
        sheet.write_formula(
            row, 7, f"=B{row + 1}*(1+C{row + 1})", book.format(num_format="#,##0"),
            team.per_person * (1.0 + team.overhead),
        )  # fmt: skip


def write_totals(book: Book, sheet: Any, months: str, workings: Workings) -> None:
    """Write the cost by team and fiscal year, as sums of the sheet by month."""
    top = PRICES + len(workings.teams) + TOTALS
    title = both("Cost by fiscal year ({unit})", "会計年度別の費用({unit})",
                 unit=unit_of(book, workings))  # fmt: skip
    sheet.write_string(top - 2, 0, book.say(title), book.format(bold=True, font_size=11))
    ends = sorted(set(workings.year_ends))
    heads(book, sheet, top - 1, (
        both("team", "チーム"), *(both("year to {m}", "{m}期", m=month(end)) for end in ends),
        both("the plan", "計画期間合計"), both("as simulated", "試行の値"),
        both("changed by", "変更による差"),
    ))  # fmt: skip
    style, bold = (
        book.format(num_format=money_format(book, workings), **look)
        for look in ({}, {"bold": True, "top": 1})
    )
    runs = book.format(num_format=money_format(book, workings), **RUNS)
    costs = [monthly_costs(team, workings) for team in workings.teams]
    count, years = len(workings.months), len(ends)
    for number, team in enumerate(workings.teams):
        row = top + number
        book.write(sheet, row, 0, verbatim(team.name))
        for column, end in enumerate(ends, start=1):
            inside = [k for k in range(count) if workings.year_ends[k] == end]
            first, last = (number * count + k + 2 for k in (inside[0], inside[-1]))
            value = sum(costs[number][k] for k in inside)
            formula = f"=SUM({quoted(months)}!R{first}:R{last})"
            sheet.write_formula(row, column, formula, style, value)
        whole = sum(costs[number])
        sums(sheet, row, years, whole, style)
        sheet.write_number(row, years + 2, whole, runs)
        difference(sheet, row, years, style)
    row = top + len(workings.teams)
    book.write(sheet, row, 0, both("all teams", "全チーム"), bold=True, top=1)
    for column in range(1, years + 3):
        letter = chr(ord("A") + column)
        value = sum(
            sum(
                own[k]
                for k in range(count)
                if column > years or workings.year_ends[k] == ends[column - 1]
            )
            for own in costs
        )
        sheet.write_formula(row, column, f"=SUM({letter}{top + 1}:{letter}{row})", bold, value)
    difference(sheet, row, years, bold)


def sums(sheet: Any, row: int, years: int, value: float, style: Any) -> None:
    """Write the sum of a row's years."""
    last = chr(ord("A") + years)
    sheet.write_formula(row, years + 1, f"=SUM(B{row + 1}:{last}{row + 1})", style, value)


def difference(sheet: Any, row: int, years: int, style: Any) -> None:
    """Write by how much a row differs from what was simulated."""
    own, runs = (chr(ord("A") + years + k) for k in (1, 2))
    sheet.write_formula(row, years + 3, f"={own}{row + 1}-{runs}{row + 1}", style, 0.0)


# By month.


def write_months(book: Book, sheet: Any, prices: str, workings: Workings) -> None:
    """Write each month of each team: positions, factors, and the formulas of cost."""
    unit = unit_of(book, workings)
    heads(book, sheet, 0, tuple(
        both("{name} ({unit})", "{name}({unit})", name=each.name, unit=unit)
        if "money" in each.style else each.name
        for each in COLUMNS
    ), left=3, high=70.0)  # fmt: skip
    sheet.freeze_panes(1, 3)
    sheet.repeat_rows(0)
    longest = max((len(team.name) for team in workings.teams), default=0)
    sheet.set_column(0, 0, min(WIDEST, max(SLIM, longest + 2.0)))
    sheet.set_column(1, len(COLUMNS) - 1, SLIM)
    for place, column in enumerate(COLUMNS):
        if column.style in ("count", "people", "factor", "input"):
            sheet.set_column(place, place, SLIMMEST)
    row = 1
    for number, team in enumerate(workings.teams):
        for k in range(len(workings.months)):
            write_month(book, sheet, row, team, k, Prices(prices, PRICES + number), workings)
            row += 1


@dataclass(frozen=True)
class Prices:
    """Where the prices of a team are."""

    sheet: str
    row: int

    def cell(self, letter: str) -> str:
        """Return what a formula on another sheet calls a price."""
        return f"{quoted(self.sheet)}!${letter}${self.row + 1}"


def write_month(
    book: Book, sheet: Any, row: int, team: TeamWorkings, k: int, prices: Prices,
    workings: Workings,
) -> None:  # fmt: skip
    """Write a month of a team."""
    at, days = row + 1, workings.days[k]
    parts, people = team.parts(k, days), team.positions[k] * team.filled[k]
    loaded = f"(1+{prices.cell('C')})*D{at}/{YEAR_DAYS}*L{at}"
    values: dict[str, Any] = {
        "D": days, "E": team.positions[k], "F": team.filled[k], "H": team.managed[k],
        "J": team.starts[k], "K": team.hours[k], "Q": team.other[k],
    }  # fmt: skip
    formulas = {
        "G": (f"=E{at}*F{at}", people),
        "I": (f"=G{at}*H{at}", people * team.managed[k]),
        "L": (f"=(1+{prices.cell('D')})^{k // YEAR}", team.raised(k)),
        "M": (f"=G{at}*{prices.cell('B')}*{loaded}", parts.people),
        "N": (f"=I{at}*{prices.cell('E')}*{loaded}", parts.managers),
        "O": (f"=J{at}*{prices.cell('F')}", parts.hiring),
        "P": (f"=K{at}*{prices.cell('G')}*L{at}", parts.experts),
        "R": (f"=SUM(M{at}:Q{at})", parts.total),
    }
    book.write(sheet, row, 0, verbatim(team.name))
    book.write(sheet, row, 1, month(workings.year_ends[k]))
    book.write(sheet, row, 2, month(workings.months[k]))
    for place, column in enumerate(COLUMNS):
        style = styled(book, column.style, workings)
        if column.letter in values:
            sheet.write_number(row, place, values[column.letter], style)
        elif column.letter in formulas:
            formula, value = formulas[column.letter]
            sheet.write_formula(row, place, formula, style, value)


def styled(book: Book, style: str, workings: Workings) -> Any:
    """Return the format of a column."""
    amounts = money_format(book, workings)
    return book.format(**{
        "count": {"num_format": "0"},
        "input": {"num_format": "0", **INPUT},
        "runs": {"num_format": "0.000", **RUNS},
        "people": {"num_format": "#,##0.00"},
        "factor": {"num_format": "0.0000"},
        "money": {"num_format": amounts},
        "runs_money": {"num_format": amounts, **RUNS},
    }.get(style, {}))  # fmt: skip


def monthly_costs(team: TeamWorkings, workings: Workings) -> list[float]:
    """Return the cost of a team by month [currency]."""
    return [team.parts(k, days).total for k, days in enumerate(workings.days)]


def heads(
    book: Book, sheet: Any, row: int, names: Sequence[Text], *, left: int = 1, high: float = 42.0
) -> None:  # fmt: skip
    """Write names of columns, the first so many flush left."""
    look = {"bold": True, "text_wrap": True, "bottom": 2, "bottom_color": ACCENT}
    for column, name in enumerate(names):
        side = "right" if column >= left else "left"
        style = book.format(valign="bottom", align=side, **look)
        sheet.write_string(row, column, book.say(name), style)
    sheet.set_row(row, high)


def unit_of(book: Book, workings: Workings) -> Text:
    """Return the unit in which amounts are shown."""
    yen = both("JPY", "百万円")
    return yen if workings.currency == "JPY" else verbatim(workings.currency)


def money_format(book: Book, workings: Workings) -> str:
    """Return how amounts are shown; their unit is in the name of their column."""
    return "#,##0.00,," if book.language == "ja" and workings.currency == "JPY" else "#,##0"


def quoted(sheet: str) -> str:
    """Return a sheet's name as a formula takes it."""
    return "'" + sheet.replace("'", "''") + "'"
