"""How it is known, in half a page."""

from touchmodel.language import Text, both
from touchmodel.reporting.content.document import Paragraph, Section

WORLD = both(
    "Every customer is simulated one by one: it arrives, is onboarded, is touched or "
    "neglected, and decides at each renewal. Touches take hours of people who also "
    "answer requests, take holidays, leave and are replaced. What is not done in time "
    "lapses, health falls, and with it the chance to renew.",
    "顧客を1社ずつシミュレーションします。顧客は契約し、オンボーディングを受け、タッチを受けたり受けられなかったりしながら、更新のたびに継続を判断します。タッチには人の時間がかかり、その人は問い合わせにも応え、休暇を取り、退職し、補充されます。期限内にできなかった作業は失われ、ヘルススコアが下がり、更新の確率も下がります。",
)
DRAWN = both(
    "What is not known is drawn between low and high of each assumption. The result is "
    "arithmetic of these assumptions, not a forecast of your customers: a hold-out test "
    "of your own is the best evidence there can be.",
    "不確かな値は、それぞれの前提の下限と上限の間で抽選します。結果はこれらの前提から計算したものであり、自社の顧客を予測するものではありません。最も確かな根拠は、自社で行う比較試験です。",
)
AT_BEST = both(
    "All assumptions are taken at their best value; touchmodel sensitivity says which of them the "
    "answer hangs on. The result is arithmetic of these assumptions, not a forecast of your "
    "customers: a hold-out test of your own is the best evidence there can be.",
    "すべての前提は最良推定値を使っています。どの前提に結論が左右されるかは touchmodel sensitivity で分かります。結果はこれらの前提から計算したものであり、自社の顧客を予測するものではありません。最も確かな根拠は、自社で行う比較試験です。",
)
PLAN = (
    both(
        "All teams are tried on the same customers with the same luck, so that they differ "
        "by what people do. The team of least cost that holds all targets together in every "
        "fiscal year is sought; then it is judged on fresh runs that the search has never "
        "seen. Each run has its luck thrown again many times, which tells how sure the "
        "targets are without thousands of runs.",
        "すべてのチームを同じ顧客・同じ偶然のもとで試すので、違いは人の働きだけから生じます。すべての会計年度ですべての目標を同時に満たす、費用最小のチームを探し、探索に使っていない新しい乱数で検証します。各試行では偶然を何度も引き直すため、何千回も試行しなくても確実さが分かります。",
    ),
    DRAWN,
)
"""How the team of least cost is found."""
FRONTIER = (
    both(
        "All teams are tried on the same customers with the same luck. For each amount of money, "
        "from what today's team is paid to where more people keep nothing more, the team that has "
        "most to spare of the targets is sought; a team that keeps no more than a cheaper one is "
        "left out.",
        "すべてのチームを同じ顧客・同じ偶然のもとで試します。現在のチームの費用から、増員しても維持率が上がらなくなる費用までを段階に分け、各費用で目標に対する余裕が最も大きいチームを探します。より安いチームと同じかそれ以下しか維持できないチームは除きます。",
    ),
    AT_BEST,
)
"""How the teams that keep most for their money are found."""
COMPARISON = (
    both(
        "All scenarios run on the same customers with the same luck, replication by replication, so "
        "that they differ by policy alone. A thing is said to be better only where the difference "
        "is told from nothing at 95 % beside all other pairs together.",
        "すべてのシナリオを、試行ごとに同じ顧客・同じ偶然のもとで実行するので、違いはタッチモデル・割り当てルール・体制の違いだけから生じます。優劣は、すべての組をまとめて95%の水準でゼロと区別できる場合にだけ述べます。",
    ),
    AT_BEST,
)
"""How scenarios are held against each other."""
SENSITIVITY = (
    both(
        "Each uncertain number is moved to its low and to its high while all others stay at best, "
        "on the same luck; what moves the answer less than its own interval is told as noise. Then "
        "worlds are drawn with all of them uncertain at once, which sets luck beside not knowing.",
        "ほかの値を最良推定値に固定したまま、不確かな値を1つずつ下限と上限へ動かし、同じ偶然のもとで実行します。動きが自身の信頼区間より小さいものは、ばらつきと区別できないとします。次に、すべての値を同時に動かした前提の組み合わせを抽選し、偶然によるばらつきと前提の不確かさを比べます。",
    ),
    DRAWN,
)
"""How it is found out what an answer depends on."""
RUN = (
    both(
        "The whole period is run many times, each time with other luck: who decides how, when "
        "requests come, who leaves. Expected figures add up the probabilities of decisions, counted "
        "figures the decisions themselves.",
        "全期間を、偶然(各社の判断、問い合わせの時期、退職など)を変えて何度も実行します。「期待値」は判断の確率を足し合わせた値、「実績値」は実際に下された判断を数えた値です。",
    ),
    AT_BEST,
)
"""How a team as written is simulated."""


def method_section(told: tuple[Text, ...]) -> Section:
    """Return how the simulation works, and how the answer was found with it."""
    return Section(
        key="method",
        title=both("How this is known", "計算方法"),
        blocks=tuple(map(Paragraph, (WORLD, *told))),
    )
