"""What was typed of teams, read back in sentences to compare with."""

from touchmodel.language import Text
from touchmodel.reporting.wording import MONTHS, count, listed, money, percent, rounded
from touchmodel.scenario.schema import Pool, Scenario, hiring_of


def pool_lines(scenario: Scenario) -> list[Text]:
    """Return who is in each team, when they work, and how they come and go."""
    lines = []
    for name, pool in scenario.pools.items():
        lines.append(cost_line(name, pool, scenario.currency))
        lines += [*position_lines(name, pool), *people_lines(name, pool), *time_lines(name, pool)]
        lines += [*hiring_lines(name, scenario), *book_lines(name, pool)]
    return lines


def cost_line(name: str, pool: Pool, currency: str) -> Text:
    """Return how many people there are today and what they cost."""
    positions = count(pool.positions, "position")
    if pool.cost_per_hour is not None:
        return Text(
            "pool {name}: external experts, {positions} at a time, at {cost} an hour worked",
            name=name, positions=positions, cost=money(float(pool.cost_per_hour), currency),
        )  # fmt: skip
    return Text("pool {name}: {positions} at {cost} a year", name=name, positions=positions,
                cost=money(float(pool.cost_per_year or 0.0), currency))  # fmt: skip


def position_lines(name: str, pool: Pool) -> list[Text]:
    """Return the positions of later months."""
    if not pool.positions.later:
        return []
    dated = listed([
        Text("{positions} from {day}", positions=count(number, "position"), day=f"{day:%Y-%m}")
        for day, number in pool.positions.later
    ])  # fmt: skip
    return [Text("positions of {name}: {dated}", name=name, dated=dated)]


def people_lines(name: str, pool: Pool) -> list[Text]:
    """Return how many of today's people have a first day and booked leave in the file."""
    if not pool.people:
        return []
    hired = [each for each in pool.people if each.hired is not None]
    away = [each for each in pool.people if each.leave]
    return [Text("today's people of {name}: {hired} with a first day, {away} with booked leave",
                 name=name, hired=rounded(len(hired)), away=rounded(len(away)))]  # fmt: skip


def time_lines(name: str, pool: Pool) -> list[Text]:
    """Return when a team works, where it is not all the time at one pace."""
    lines = []
    if pool.calendar == "business" and pool.country is None:
        lines.append(Text("{name} works on weekdays from 9 to 18; its requests wait open hours",
                          name=name))  # fmt: skip
    elif pool.calendar == "business":
        lines.append(Text(
            "{name} works on weekdays from 9 to 18, not on public holidays of {country}; its "
            "requests wait open hours", name=name, country=pool.country,
        ))  # fmt: skip
    if pool.shrinkage_in:
        months = [Text("{month} {share}", month=MONTHS[month - 1], share=percent(share))
                  for month, share in pool.shrinkage_in.items()]  # fmt: skip
        lines.append(Text("shrinkage of {name}: {share}, but {months}", name=name,
                          share=percent(pool.shrinkage), months=listed(months)))  # fmt: skip
    return lines


def hiring_lines(name: str, scenario: Scenario) -> list[Text]:
    """Return how long a vacancy lasts, how people learn, and how many leave."""
    hiring = hiring_of(scenario, name)
    if hiring is None:
        return []
    ramp = listed([percent(share) for share in hiring.ramp]) or Text("none")
    line = Text(
        "hiring for {name}: {days} days from an open position to the first day, productivity of "
        "the first months {ramp}, {leavers} of the people leave a year",
        name=name, days=rounded(hiring.lead_time), ramp=ramp,
        leavers=percent(hiring.leavers_per_year),
    )  # fmt: skip
    if hiring.backfill:
        return [line]
    return [line, Text("leavers of {name} are not replaced", name=name)]


def book_lines(name: str, pool: Pool) -> list[Text]:
    """Return who does whose work, where not anyone does anyone's, and who leads."""
    lines = []
    if pool.books == "named":
        lines.append(Text("{name}: every account has an owner, and its work waits for the owner",
                          name=name))  # fmt: skip
    if pool.manager is not None:
        lines.append(Text("{name}: a manager for every {span} people", name=name,
                          span=rounded(pool.manager.span)))  # fmt: skip
    if pool.cover:
        lines.append(Text("{name}: idle people help {others}", name=name,
                          others=listed(list(pool.cover))))  # fmt: skip
    return lines
