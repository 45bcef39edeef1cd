"""How it is known, in half a page."""

from touchmodel.language import both
from touchmodel.reporting.content.document import Paragraph, Section


def method_section() -> Section:
    """Return how the simulation and the plan work."""
    return Section(
        key="method",
        title=both("How this is known", "計算方法"),
        blocks=(
            Paragraph(both(
                "Every customer is simulated one by one: it arrives, is onboarded, is touched or "
                "neglected, and decides at each renewal. Touches take hours of people who also "
                "answer requests, take holidays, leave and are replaced. What is not done in time "
                "lapses, health falls, and with it the chance to renew.",
                "顧客を1社ずつシミュレーションします。顧客は契約し、オンボーディングを受け、タッチを受けたり受けられなかったりしながら、更新のたびに継続を判断します。タッチには人の時間がかかり、その人は問い合わせにも応え、休暇を取り、退職し、補充されます。期限内にできなかった作業は失われ、ヘルスが下がり、更新の確率も下がります。",
            )),
            Paragraph(both(
                "All teams are tried on the same customers with the same luck, so that they differ "
                "by what people do. The team of least cost that holds all targets together in every "
                "fiscal year is sought; then it is judged on fresh runs that the search has never "
                "seen. Each run has its luck thrown again many times, which tells how sure the "
                "targets are without thousands of runs.",
                "すべてのチームを同じ顧客・同じ偶然のもとで試すので、違いは人の働きだけから生じます。すべての会計年度ですべての目標を同時に満たす、費用最小のチームを探し、探索に使っていない新しい乱数で検証します。各試行では偶然を何度も引き直すため、何千回も試行しなくても確実さが分かります。",
            )),
            Paragraph(both(
                "What is not known is drawn between low and high of each assumption. The result is "
                "arithmetic of these assumptions, not a forecast of your customers: a hold-out test "
                "of your own is the best evidence there can be.",
                "不確かな値は、それぞれの前提の下限と上限の間で抽選します。結果はこれらの前提から計算したものであり、貴社の顧客の予言ではありません。最も確かな証拠は、貴社自身で行う比較試験です。",
            )),
        ),
    )  # fmt: skip
