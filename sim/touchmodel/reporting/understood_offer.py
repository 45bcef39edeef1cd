"""What was typed of delivery, health checks, offers and shocks, read back in sentences."""

from touchmodel.language import Text
from touchmodel.reporting.wording import listed, money, percent, rounded, three_digits
from touchmodel.scenario.line import complete_lines
from touchmodel.scenario.schema import Activity, Digital, Scenario, Segment


def delivered(name: str, line: Activity, hours: str) -> Text:
    """Return an activity that is not one to one: sessions with their seats, or digital."""
    if line.format == "one_to_many" and line.every is not None:
        return held(name, line, rounded(line.every), hours)
    if line.trigger == "every" and line.every is not None:
        days = rounded(line.every)
        return Text("{name} every {days} days (digital, no person)", name=name, days=days)
    return Text("{name} (self-serve: {share} get through at complexity 1)",
                name=name, share=percent(line.accepted))  # fmt: skip


def held(name: str, line: Activity, days: str, hours: str) -> Text:
    """Return how often sessions or classes are held, their seats, and for how many these do."""
    seats, invited = line.audience, rounded((line.audience or 0) / float(line.attendance or 1.0))
    if line.trigger == "onboarding":
        return Text(
            "{name} in classes every {days} days (one for {seats} who come of {invited} who wait; "
            "{hours} h each, {pool})",
            name=name, days=days, seats=seats, invited=invited, hours=hours, pool=line.by,
        )  # fmt: skip
    return Text(
        "{name} every {days} days (one session for {seats} who come of {invited} invited; "
        "{hours} h each, {pool})",
        name=name, days=days, seats=seats, invited=invited, hours=hours, pool=line.by,
    )  # fmt: skip


def check_lines(scenario: Scenario) -> list[Text]:
    """Return what each touch model's health check does with what it reads."""
    lines = []
    for model in scenario.touch_models:
        _, late = complete_lines(scenario, model)
        play = next((name for name, line in late.items() if line.trigger == "risk"), None)
        for name, line in late.items():
            check = line.checks_health
            if check is None or line.trigger != "every":
                continue
            if play is None:
                lines.append(Text("{name} of {model} reads health, and raises nothing",
                                  name=name, model=model))  # fmt: skip
                continue
            lines.append(Text(
                "{name} of {model}: {play} below a health of {below}, again after {days} days at "
                "the earliest", name=name, model=model, play=play,
                below=three_digits(check.below), days=rounded(check.again_after),
            ))  # fmt: skip
    return lines


def channel_lines(scenario: Scenario) -> list[Text]:
    """Return what each channel takes more, and how activities are delivered by channels."""
    lines = [
        Text(
            "channel {name}: {hours} h and {cost} more each time, {effort} of the hours of the "
            "activity", name=name, hours=three_digits(channel.hours),
            cost=money(channel.cost, scenario.currency), effort=percent(channel.effort),
        )
        for name, channel in scenario.channels.items()
    ]  # fmt: skip
    for model in scenario.touch_models:
        phases = complete_lines(scenario, model)
        done = {name: line.channels for lines in phases for name, line in lines.items()}
        for name, shares in done.items():
            if shares:
                ways = [Text("{share} {value}", share=percent(share), value=way)
                        for way, share in shares.items()]  # fmt: skip
                lines.append(Text("{name} of {model}: {ways}", name=name, model=model,
                                  ways=listed(ways)))  # fmt: skip
    return lines


def offer_lines(scenario: Scenario) -> list[Text]:
    """Return what each digital offer and the community do, and since when."""
    lines = [
        Text("digital {name}: {effects}; {since}", name=name, effects=listed(effects(offer)),
             since=since(offer.from_))
        for name, offer in scenario.digital.items()
    ]  # fmt: skip
    community = scenario.community
    if community is not None:
        lines.append(Text(
            "community: half mature with {half} members; mature, it lifts a member's baseline by "
            "{lift} points and answers {share} of a member's requests; {since}",
            half=rounded(community.half_at), lift=three_digits(community.lift),
            share=percent(community.deflects), since=since(community.from_),
        ))  # fmt: skip
    return lines


def effects(offer: Digital) -> list[Text]:
    """Return what a digital offer does in full effect."""
    said = []
    if offer.lift > 0.0:
        said.append(Text("lifts the baseline by {lift} points", lift=three_digits(offer.lift)))
    if offer.deflects > 0.0:
        said.append(Text("answers {share} of the requests", share=percent(offer.deflects)))
    said += [
        Text("saves {share} of the hours of {name}", share=percent(share), name=name)
        for name, share in offer.saves.items()
    ]
    return said


def since(day: object) -> Text:
    """Return since when an offer is there."""
    if day is None:
        return Text("there today, and part of today's churn")
    return Text("from {day}", day=day)


def shock_lines(name: str, segment: Segment) -> list[Text]:
    """Return the shocks of a segment."""
    lines = []
    for each, shock in segment.shocks.items():
        loss = percent(shock.loss)
        if shock.on is None:
            lines.append(Text(
                "shock of {name}: {each} {times} times a year on average, an account loses {loss} "
                "of its health",
                name=name, each=each, times=three_digits(shock.per_year or 0.0), loss=loss,
            ))  # fmt: skip
        else:
            reaches = percent(1.0 if shock.reaches is None else shock.reaches)
            lines.append(Text(
                "shock of {name}: {each} on {day}, {reaches} of the accounts lose {loss} of their "
                "health",
                name=name, each=each, day=shock.on, reaches=reaches, loss=loss,
            ))  # fmt: skip
    return lines
