"""Page one of a run: what was asked, and what the team keeps."""

from touchmodel.language import Text, both, verbatim
from touchmodel.reporting.content.document import Paragraph, Section
from touchmodel.reporting.content.value import money, month, number, share, share_range
from touchmodel.reporting.content.words import joined, sentences
from touchmodel.reporting.figures import Figures
from touchmodel.reporting.wording import count

ALL_DONE = 0.975
"""Coverage above which practically everything planned gets done."""


def answer_section(facts: Figures) -> Section:
    """Return the question and the answer."""
    return Section(
        key="answer",
        title=both("The answer", "結論"),
        blocks=(
            Paragraph(question(facts)),
            Paragraph(sentences([kept(facts), workload(facts)]), "lead"),
            *in_force(facts),
        ),
        speech=sentences([question(facts), kept(facts)]),
    )


def question(facts: Figures) -> Text:
    """Return what was asked."""
    team = joined([
        both("{n} in {pool}", "{pool} {n}名", n=pool.positions, pool=verbatim(name))
        for name, pool in facts.scenario.pools.items()
    ])  # fmt: skip
    accounts = round(facts.kpis["accounts_start"].mean)
    arr = facts.kpis.get("arr_start")
    worth = both("", "") if not arr or not arr.mean else both(
        " worth {arr} a year", "(ARR {arr})", arr=money(arr.mean, facts.currency)
    )  # fmt: skip
    return both(
        "What does a team of {team} keep of {accounts}{worth} in {months} from {start}?",
        "{team}のチームは、{start}からの{m}か月間に、顧客{n}社{worth}をどれだけ維持できるでしょうか。",
        team=team, accounts=count(accounts, "account"), n=number(accounts), worth=worth,
        months=count(facts.scenario.months, "month"), m=facts.scenario.months,
        start=month(facts.scenario.start),
    )  # fmt: skip


def kept(facts: Figures) -> Text:
    """Return what is kept on average, and how far luck alone spreads a single year."""
    grr, logos = facts.kpis.get("grr_expected"), facts.kpis.get("logo_retention_expected")
    parts: list[Text] = []
    if grr:
        parts.append(both("{share} of the revenue", "売上の{share}", share=share(grr.mean, 1)))
    if logos:
        parts.append(both("{share} of the accounts", "顧客の{share}", share=share(logos.mean, 1)))
    if not parts:
        return both(
            "In the {window} it keeps no customers it could lose on average.",
            "{window}には、解約しうる顧客がいません。", window=facts.window,
        )  # fmt: skip
    return both(
        "In the {window} it keeps {kept} on average{luck}.", "{window}に、平均で{kept}を維持します{luck}。",
        window=facts.window, kept=joined(parts), luck=luck(facts),
    )  # fmt: skip


def luck(facts: Figures) -> Text:
    """Return how far luck alone spreads a single year; empty for a single replication."""
    counted = facts.kpis.get("grr") or facts.kpis.get("logo_retention")
    if counted is None or facts.replications == 1:
        return both("", "")
    return both(
        ", though luck alone spreads a single year over {band}",
        "(偶然のばらつきだけでも、単年では{band}の範囲でばらつきます)",
        band=share_range(counted.p10, counted.p90),
    )  # fmt: skip


def workload(facts: Figures) -> Text:
    """Return how busy the team is, and what it does not get done."""
    name, used = facts.busiest
    busy = both("{pool} is busy {share} of its time", "{pool}の稼働率は{share}",
                pool=verbatim(name), share=share(used))  # fmt: skip
    coverage = facts.kpis.get("coverage")
    if coverage is None:
        return both("{busy}; nothing is planned that could be missed.",
                    "{busy}で、予定されたタッチはありません。", busy=busy)  # fmt: skip
    if coverage.mean > ALL_DONE:
        return both("{busy}, and practically all planned touches get done.",
                    "{busy}で、予定したタッチはほぼすべて実施できます。", busy=busy)  # fmt: skip
    missed, worst = share(1.0 - coverage.mean), facts.most_missed_touch
    if worst is None:
        return both("{busy}, and {missed} of the planned touches are missed.",
                    "{busy}で、予定したタッチの{missed}は実施できません。",
                    busy=busy, missed=missed)  # fmt: skip
    return both(
        "{busy}, and {missed} of the planned touches are missed, most of them {touch}.",
        "{busy}で、予定したタッチの{missed}は実施できません(最も多いのは{touch})。",
        busy=busy, missed=missed, touch=verbatim(worst),
    )  # fmt: skip


def in_force(facts: Figures) -> list[Paragraph]:
    """Return that a user's extensions were in force; nothing if there were none."""
    names = facts.result.extensions.names
    if not names:
        return []
    return [Paragraph(both(
        "In force in Python, in place of what the scenario file says: {names}. Churn typed as "
        "today's is anchored by the file.",
        "シナリオファイルの代わりに、Python による次の拡張が使われました: {names}。現状の解約率の調整はファイルの記述によります。",
        names=joined([verbatim(each) for each in names]),
    ), "note")]  # fmt: skip
