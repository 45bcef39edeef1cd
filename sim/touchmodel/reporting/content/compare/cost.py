"""What the scenarios of a comparison cost, and what that keeps."""

import math
from functools import partial

from touchmodel.language import Text, both, verbatim
from touchmodel.planning.compare_study import Compared, Study
from touchmodel.reporting.content.compare.words import (
    amount,
    beside,
    deciding_words,
    figures_table,
    quantity,
)
from touchmodel.reporting.content.document import Block, Chart, Section, Series, Table
from touchmodel.reporting.content.run.cost import KINDS
from touchmodel.reporting.content.value import money, scale_of, share
from touchmodel.reporting.content.words import sentences


def cost_section(study: Study) -> Section:
    """Return cost and what it keeps, and what it is made of."""
    return Section(
        key="cost",
        title=both("Cost and retention", "費用と維持率"),
        blocks=(kept_chart(study), cost_chart(study), *kind_table(study), *load_table(study)),
        speech=sentences([cost_words(study, each) for each in study.compared]),
    )


def cost_words(study: Study, each: Compared) -> Text:
    """Return what a scenario costs a year and keeps."""
    return both(
        "{name} costs {cost} a year and keeps {kept}.", "「{name}」の費用は年{cost}、維持率は{kept}です。",
        name=verbatim(each.name), cost=money(study.cost_per_year(each.name), study.currency),
        kept=share(study.kept(each.name).mean, 1),
    )  # fmt: skip


def cost_chart(study: Study) -> Chart:
    """Return the cost a year by scenario."""
    costs = [study.cost_per_year(name) for name in study.names]
    scale, unit = scale_of(max(costs), study.currency)
    return Chart(
        key="cost_per_year",
        title=both("Cost a year", "年間費用"),
        alt=sentences([cost_words(study, each) for each in study.compared]),
        kind="bars",
        places=tuple(map(verbatim, study.names)),
        series=(Series(both("cost a year", "年間費用"), tuple(cost / scale for cost in costs)),),
        unit=both("{unit} a year", "{unit}/年", unit=unit),
        digits=1,
    )


def kept_chart(study: Study) -> Chart:
    """Return what each scenario keeps against what it costs, a dot a scenario."""
    scale, unit = scale_of(max(map(study.cost_per_year, study.names)), study.currency)
    several = study.replications_each > 1
    measure = deciding_words(study)
    return Chart(
        key="cost",
        title=both("What a scenario keeps, by what it costs", "費用と維持率"),
        alt=sentences([cost_words(study, each) for each in study.compared]),
        kind="dots",
        places=(),
        series=tuple(kept_dot(study, name, scale) for name in study.names),
        unit=both("{measure} (%, expected)", "{measure}(%、期待値)", measure=measure),
        along=both("cost a year ({unit})", "年間費用({unit})", unit=unit),
        band=both("bar: 95 % interval", "縦棒: 95%信頼区間") if several else None,
        digits=1,
    )


def kept_dot(study: Study, name: str, scale: float) -> Series:
    """Return what a scenario keeps, with its interval if several replications gave one."""
    kept = study.kept(name)
    told = not math.isnan(kept.half_width)
    return Series(
        verbatim(name),
        (100.0 * kept.mean,),
        (100.0 * (kept.mean - kept.half_width),) if told else (),
        (100.0 * (kept.mean + kept.half_width),) if told else (),
        (study.cost_per_year(name) / scale,),
    )


def kind_table(study: Study) -> list[Block]:
    """Return the cost a year by kind; nothing where there are no two kinds."""
    found = {
        kind: [study.mean(name, f"cost_{kind}") / study.years for name in study.names]
        for kind in KINDS
    }
    kinds = {kind: costs for kind, costs in found.items() if any(cost > 0.0 for cost in costs)}
    if len(kinds) < 2:
        return []
    return [Table(
        key="kinds",
        title=both("Cost a year by kind", "年間費用の内訳"),
        columns=(both("cost", "費目"), *map(verbatim, study.names)),
        rows=(
            *(
                (KINDS[kind], *(
                    None if math.isnan(cost) else money(cost, study.currency) for cost in costs
                ))
                for kind, costs in kinds.items()
            ),
            (both("in all", "合計"),
             *(money(study.cost_per_year(name), study.currency) for name in study.names)),
        ),
        total=True,
    )]  # fmt: skip


def load_table(study: Study) -> list[Block]:
    """Return the cost of an account, and what there is for each person."""
    return figures_table(study, "load", both("For each account and each person", "1社あたり・1名あたり"), (
        (both("cost of an account and year", "1社あたり年間費用"),
         *beside(study, "cost_per_account", partial(amount, study))),
        (both("ARR for each person at the end", "期末の1名あたりARR"),
         *beside(study, "arr_per_csm", partial(amount, study))),
        (both("accounts for each person at the end", "期末の1名あたり顧客数"),
         *beside(study, "accounts_per_csm", quantity)),
    ))  # fmt: skip
