"""A document with every kind of block and chart, and with hostile text, in both languages."""

from datetime import date

from touchmodel.language import both, verbatim
from touchmodel.reporting.content import value as v
from touchmodel.reporting.content.document import (
    Chart,
    Document,
    Level,
    Paragraph,
    Points,
    Section,
    Series,
    Table,
)

SCRIPT = verbatim("<script>alert(1)</script>")
FORMULA = verbatim('=HYPERLINK("http://example.org","pay")')
TYPST = verbatim('#eval("1+1") $x$ @sum [*]')
LONG = verbatim("a team with a very long name " * 10)
UNBROKEN = verbatim("N" * 300)
RTL = verbatim("فريق النجاح \u202e‮ abc")
EMOJI = verbatim("👩‍💼 CSM 🚀\x00\x07")
PLUS, AT, LINK = verbatim("+1+1"), verbatim("@SUM(1)"), verbatim("https://example.org/a")
HOSTILE = (SCRIPT, FORMULA, TYPST, LONG, UNBROKEN, RTL, EMOJI, PLUS, AT, LINK)

MONTHS = tuple(v.month(date(2027 + (3 + k) // 12, (3 + k) % 12 + 1, 1)) for k in range(36))
YEARS = tuple(both("year to {m}", "{m}期", m=v.month(date(2028 + k, 3, 1))) for k in range(3))


def document():
    return Document(
        key="plan",
        title=both("{name}: the team for the target", "{name}: 目標を満たすチーム", name=SCRIPT),
        subtitle=both("April 2027 to March 2030", "2027年4月から2030年3月まで"),
        sections=(
            decision(), team(), retention(), cost(), frontier(), assumptions(), text(), hidden(),
        ),
        properties=(("command", "touchmodel plan =cmd|' /C calc'!A0"), ("seed", "1")),
    )  # fmt: skip


def decision():
    return Section(
        "decision", both("What to decide", "意思決定のポイント"),
        (
            Paragraph(both(
                "Ask for {n} positions: GRR of {grr} holds with {sure}.",
                "{n}のポジションを求めます。GRR {grr}を{sure}の確率で満たします。",
                n=v.people(14), grr=v.share(0.92, 1), sure=v.share(0.9),
            ), role="lead"),
            Paragraph(both("Freeze keeps {g}.", "凍結では{g}です。", g=v.share(0.893, 1))),
            Table(
                "options", both("What there is to choose from", "選択肢"),
                (both("option", "案"), both("people", "人数"), both("cost", "費用"),
                 both("cost", "費用"), both("against today", "現在との差"), both("from", "開始")),
                (
                    (both("ask", "本案"), v.people(14), v.money(412_345_678.0, "JPY"),
                     v.money(912_000_000.0, "JPY"), v.points(0.0271), v.day(date(2027, 4, 1))),
                    (both("freeze", "凍結"), v.people(9), v.money(1.8e6, "JPY"),
                     v.money(-5.25e6, "JPY"), v.points(-0.012), v.month(date(2027, 10, 1))),
                    (FORMULA, None, v.money(0.0, "JPY"), None, None, None),
                    (both("all", "合計"), v.people(23), v.money(414_145_678.0, "JPY"), None, None,
                     None),
                ),
                note=both("Means over the runs.", "試行の平均です。"), total=True,
            ),
            Paragraph(both("Luck of a small book is in it.", "偶然を含みます。"), role="note"),
        ),
        speech=both("Say the answer first.", "結論から述べます。"),
    )  # fmt: skip


def team():
    return Section(
        "team", both("Team", "要員計画"),
        (
            Table(
                "pools", both("Positions", "ポジション"),
                (both("team", "チーム"), both("today", "現在"), both("at the end", "期末")),
                tuple((name, v.people(k), v.number(1.5 * k + 0.25, 2))
                      for k, name in enumerate(HOSTILE)),
            ),
            Points(tuple(both("{name} is full from {m} on.", "{name}は{m}から満杯です。", name=name,
                              m=MONTHS[k]) for k, name in enumerate(HOSTILE[:3]))),
            Chart(
                "people", both("Positions and people", "ポジションと在籍者"),
                both("Positions rise from 9 to 14.", "9名から14名に増えます。"), "steps", MONTHS,
                (
                    Series(FORMULA, tuple(9.0 + k // 12 for k in range(36)),),
                    Series(SCRIPT, tuple(8.6 + k / 12.5 for k in range(36)), follows=True),
                ),
                both("people", "人"), levels=(Level(both("ceiling", "上限"), 15.0),),
            ),
            Chart(
                "busy", both("How busy", "稼働率"), both("Busy.", "稼働率です。"), "lines", MONTHS,
                (Series(EMOJI, tuple(70.0 + k % 7 for k in range(36))),), both("%", "%"),
                digits=1,
            ),
        ),
        speech=both("Read the table by row. {x}", "行ごとに読みます。{x}", x=SCRIPT),
    )  # fmt: skip


def retention():
    low, value, high = (88.1, 89.0, 89.5), (91.2, 92.3, 92.9), (93.0, 94.1, 95.25)
    return Section(
        "retention", both("What is kept", "維持率"),
        (
            Chart(
                "grr", both("GRR by fiscal year", "会計年度別のGRR"), both("GRR {s}", "GRR {s}",
                                                                    s=SCRIPT),
                "lines", YEARS,
                (Series(both("ask", "本案"), value, low, high),
                 Series(both("freeze", "凍結"), (90.0, None, 88.0))),
                both("%", "%"), along=both("fiscal year", "会計年度"),
                band=both("band: 8 of 10 years", "帯: 10年のうち8年"),
                levels=(Level(both("target", "目標"), 92.0),), digits=1,
            ),
            Table(
                "grr", both("GRR", "GRR"), (both("year", "年度"), both("expected", "期待値")),
                tuple((year, v.share(x / 100, 1)) for year, x in zip(YEARS, value, strict=True)),
            ),
        ),
        speech=both("Bands are luck.", "帯は偶然です。"),
    )  # fmt: skip


def cost():
    return Section(
        "cost", both("What it costs", "費用"),
        (
            Chart(
                "cost", both("Cost by year", "年度別費用"), both("Cost.", "費用です。"),
                "stacked", YEARS,
                (Series(both("people", "人件費"), (100.5, 120.25, 130.0)),
                 Series(both("hiring", "採用費"), (10.0, 5.0, 2.5))),
                both("M JPY", "百万円"), levels=(Level(both("budget", "予算"), 140.0),), digits=1,
            ),
            Chart(
                "bars", both("Options by year", "案の比較"), both("Options.", "比較です。"),
                "bars", YEARS,
                (Series(both("ask", "本案"), (1.0, -2.0, 3.0)),
                 Series(both("freeze", "凍結"), (2.0, 1.0, None))),
                both("points", "ポイント"),
            ),
        ),
        speech=both("Costs.", "費用。"),
    )  # fmt: skip


def frontier():
    return Section(
        "frontier", both("Against money", "費用対効果"),
        (
            Chart(
                "frontier", both("Probability by cost", "費用と確率"),
                both("Dots.", "点です。"), "dots", (),
                (Series(both("today", "現在"), (62.0,), across=(310.0,)),
                 Series(both("plan", "本案"), (91.5,), across=(412.3,)),
                 Series(TYPST, (97.0,), across=(520.0,))),
                both("% that the targets hold", "目標を満たす確率(%)"),
                along=both("M JPY over the plan", "計画期間の費用(百万円)"),
                levels=(Level(both("asked", "要求"), 90.0),), digits=1,
            ),
            Chart(
                "tornado", both("What moves it", "感度"), both("Bars.", "棒です。"), "sideways",
                (both("churn without us", "活動がない場合の解約"), LONG,
                 both("ramp", "立ち上がり")),
                (Series(both("people", "人数"), (14.0, 14.0, 14.0), (11.0, 12.5, 13.5),
                        (18.0, 15.0, 14.5)),),
                both("people", "人"), levels=(Level(both("budget", "予算"), 15.0),), digits=1,
            ),
            Chart(
                "signs", both("Change in points", "差"), both("Signs.", "符号です。"), "sideways",
                (both("a", "あ"), both("b", "い"), both("c", "う")),
                (Series(both("change", "差"), (0.5, -1.0, 2.0), (-2.0, -3.0, 1.0),
                        (3.0, -0.5, 4.0)),),
                both("points", "ポイント"), digits=1,
            ),
        ),
        speech=both("The last yen.", "最後の一円。"),
    )  # fmt: skip


def assumptions():
    return Section(
        "assumptions", both("What it rests on", "前提"),
        (
            Table(
                "assumptions", both("Assumptions", "前提一覧"),
                (both("what", "項目"), both("value", "値"), both("source", "出典")),
                tuple(
                    (both("assumption {k}", "前提{k}", k=k), v.number(k + 0.5, 1),
                     both("judgement of the leader of the team, recorded in a workshop",
                          "ワークショップで記録したチームリーダーの判断"))
                    for k in range(40)
                ),
            ),
            Table(
                "lookup", both("By month", "月別"),
                (both("month", "月"), both("people", "人数"), both("busy", "稼働率")),
                tuple((m, v.people(k, 1), v.share(0.7)) for k, m in enumerate(MONTHS)),
                detail=True,
            ),
        ),
        speech=both("Ask which of them is yours.", "自社の値か確認します。"),
    )  # fmt: skip


def text():
    sentence = both(
        "Every run is a company that might be. ", "試行はそれぞれ、起こり得る会社の姿です。"
    )
    return Section(
        "method", both("How it is found", "方法"),
        (
            *(Paragraph(both("{a}{a}{a}{a}", "{a}{a}{a}{a}", a=sentence)) for _ in range(6)),
            Points(tuple(
                both("Point {k}. {s}", "{k}点目。{s}", k=k, s=sentence) for k in range(12)
            )),
        ),
    )  # fmt: skip


def hidden():
    return Section("only_detail", both("Look up", "参照"), (
        Table("empty", both("Nothing", "なし"), (both("a", "あ"), both("b", "い")), (),
              detail=True),
    ))  # fmt: skip
