"""A document with every block, every kind of chart and text that nobody should trust."""

from datetime import date

from touchmodel.language import Text, both, verbatim
from touchmodel.reporting.content import value as v
from touchmodel.reporting.content.document import (
    Cell,
    Chart,
    Document,
    Level,
    Paragraph,
    Points,
    Section,
    Series,
    Table,
)

HOSTILE = (
    "<script>alert('x')</script>",
    '"><img src=http://x.example/a.png onerror=alert(1)>',
    '=HYPERLINK("http://x.example","x")',
    '#eval("1+1") #include "x" *bold* _it_ $x^2$ @label `raw` \\ // /*',
    "A" * 300,
    "שלום العملاء " + "\u202e" + "turned",
    "😀🧿 emoji 👩‍💻 \x00\x07 bell",
    "Key & <b>large</b> accounts --> ]]> $\\frac{1}{2}$ $100–$200",
)
NAMES = ("Enterprise", "Mid-market", "Small business", "Public sector", "Partners", "Start-ups",
         "Education", "Health care")  # fmt: skip
LONG = "Large accounts of the northern region with premium support, x"


def month(number: int) -> date:
    """Return the first day of a month, counted from April 2027."""
    return date(2027 + (3 + number) // 12, (3 + number) % 12 + 1, 1)


def months(count: int) -> tuple[Text, ...]:
    return tuple(v.month(month(number)) for number in range(count))


def wave(number: int, count: int, base: float = 88.0) -> tuple[float, ...]:
    """Return some values that go up and down, the same every time."""
    return tuple(
        base + 1.3 * number + ((7 * place + 3 * number) % 11) / 3 for place in range(count)
    )


def along(kind: str, *, dated: bool) -> Text | None:
    """Return what the axis of a kind counts."""
    if kind == "dots":
        return both("cost a year (k JPY)", "年間費用(千円)")
    return None if dated else both("scenarios of " + LONG, "シナリオ")


def chart(
    kind: str, series: int = 3, places: int = 12, *, names: tuple[str, ...] = NAMES,
    dated: bool = True, band: bool = False, levels: int = 1, key: str = "",
) -> Chart:  # fmt: skip
    """Return a chart of a kind."""
    base = 88.0 if kind in ("lines", "sideways", "dots") else 12.0
    count = 1 if kind == "dots" else places
    made = []
    for number in range(series):
        values = wave(number, count, base)
        banded = band or kind == "sideways"
        made.append(
            Series(
                verbatim(names[number % len(names)]),
                values,
                tuple(value - 1.5 - 0.4 * place % 3 for place, value in enumerate(values))
                if banded
                else (),
                tuple(value + 1.0 + 0.7 * place % 2 for place, value in enumerate(values))
                if banded
                else (),
                (1000.0 * (1.0 + (number * 5) % 7),) if kind == "dots" else (),
            )
        )
    where: tuple[Text, ...] = months(places) if dated else tuple(
        verbatim(f"{names[n % len(names)]} {n + 1}") for n in range(places))  # fmt: skip
    return Chart(
        key or kind,
        both("Retention by {kind}", "{kind}別の維持率", kind=kind),
        both("Retention rises, as {kind} show.", "{kind}が示すとおり維持率は上がる。", kind=kind),
        kind,
        () if kind == "dots" else where,
        tuple(made),
        both("% of revenue", "売上の%"),
        along(kind, dated=dated),
        both("band: 8 of 10 replications", "帯:反復の10回中8回") if band else None,
        tuple(
            Level(both("target {n}", "目標{n}", n=number + 1), base + 1.0 + 2.0 * number)
            for number in range(levels)
        ),
        1,
    )


KINDS = ("lines", "steps", "bars", "stacked", "sideways", "dots")


def with_width(value: v.Value, width: v.Value) -> Text:
    """Return a value with its half-width."""
    return both("{value} (± {width})", "{value}(±{width})", value=value, width=width)


def values_table() -> Table:
    """Return a table with a cell of every kind."""
    rows: tuple[tuple[Cell, ...], ...] = (
        (both("Share", "割合"), v.share(0.9234, 1), v.points(-0.012), v.day(date(2027, 4, 1))),
        (both("Amounts", "金額"), v.money(3_745_288.0, "USD"), v.money(912e6, "JPY"), None),
        (both("People", "人数"), v.people(1234), v.change(-0.26, 1), v.month(date(2027, 4, 1))),
        (both("Interval", "区間"), with_width(v.share(0.9, 1), v.share(0.012, 1)),
         v.number(98765.4321, 2), None),
        *((verbatim(text), v.number(float(n)), None, None) for n, text in enumerate(HOSTILE)),
        (both("Total", "合計"), v.people(1241), v.change(5), None),
    )  # fmt: skip
    columns = (
        both("What", "項目"),
        both("Now", "現在"),
        both("Change", "変化"),
        both("When", "時期"),
    )
    return Table("values", both("Values of every kind", "あらゆる値"), columns, rows,
                 both("All amounts are of 2027.", "金額は2027年のもの。"), total=True)  # fmt: skip


def long_table() -> Table:
    """Return a table that does not fit on a page."""
    columns = (both("Month", "月"), *(verbatim(name) for name in NAMES))
    rows = tuple(
        (v.month(month(n)), *(v.people(10 * n + k) for k in range(len(NAMES)))) for n in range(60)
    )
    return Table("months", both("Positions by month", "月別の人数"), columns, rows, detail=True)


def decision() -> Section:
    """Return page one."""
    lead = both(
        "Hire {n} people by {day}: revenue retention reaches {grr}, {sure} sure.",
        "{day}までに{n}を採用すれば、{sure}の確からしさで売上維持率は{grr}に達する。",
        n=v.people(5),
        day=v.month(date(2027, 9, 1)),
        grr=v.share(0.921, 1),
        sure=v.share(0.9),
    )
    costs = both(
        "It costs {m} a year more than today’s team.",
        "現在のチームより年間{m}多くかかる。",
        m=v.money(62e6, "JPY"),
    )
    points = (
        both("Start hiring now: it takes 3 months.", "採用に3か月かかるため、今始める。"),
        both("Move small accounts to digital touch.", "小口顧客はデジタル対応に移す。"),
        verbatim(HOSTILE[3]),
    )
    note = both("Numbers are means over 400 replications.", "数値は400回の反復の平均。")
    blocks = (
        Paragraph(lead, "lead"),
        Paragraph(costs),
        Points(points),
        chart("lines", 3, 24, band=True),
        Paragraph(note, "note"),
    )
    title = both("What to decide", "決めること")
    return Section("decision", title, blocks, both("Say this.", "こう話す。"))


def document() -> Document:
    """Return the document."""
    second = Section(
        "team",
        both("The team", "チーム"),
        (values_table(), chart("steps"), chart("bars", places=4)),
    )
    third = Section(
        "risks",
        both("What may go wrong", "リスク"),
        (
            Paragraph(both("Read this with care.", "注意して読むこと。")),
            chart("stacked", 6, 24),
            chart("sideways", 1, 8, dated=False, names=(*NAMES[:3], LONG)),
            chart("dots", 5, band=True),
            chart("bars", 2, 6, dated=False, names=HOSTILE, key="hostile"),
            Points(tuple(verbatim(text) for text in HOSTILE)),
        ),
    )
    fourth = Section("detail", verbatim(HOSTILE[0]), (long_table(),))
    return Document(
        "sample",
        both("Customer-success plan 2027", "カスタマーサクセス計画2027"),
        verbatim("Northwind KK – " + HOSTILE[7]),
        (decision(), second, third, fourth),
        (("command", "touchmodel plan x.yaml --seed 1"), ("hash", "0123456789abcdef" * 4)),
    )
