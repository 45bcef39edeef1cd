"""The survey: every so often a customer is asked, and some answer."""

from itertools import count
from typing import TYPE_CHECKING

from touchmodel.engine.reference.world import Story
from touchmodel.model import draws
from touchmodel.model import inputs as m
from touchmodel.model.instant import SURVEY
from touchmodel.model.rules.survey import survey_answer
from touchmodel.model.rules.work import next_slot, slot_time

if TYPE_CHECKING:
    from touchmodel.engine.reference.account import Account
    from touchmodel.engine.reference.world import World


def surveys(world: "World", account: "Account", survey: m.Survey) -> Story:
    """Ask at every slot from day 0 on, for as long as the account is a customer."""
    owner = account.owner | draws.SURVEY << 32
    phase = world.draw(draws.PHASE, survey.key, 0, account.entity)[0]
    for slot in count(next_slot(account.since, phase, survey.every, max(world.now, 0.0))):
        yield world.at(slot_time(account.since, phase, survey.every, slot), SURVEY, owner, slot)
        if not account.live:
            return
        u = world.draw(draws.SURVEY, 0, slot, account.entity)
        if u[0] < survey.answers:
            health, z = account.health_now(), draws.normal(u[1])
            answer = survey_answer(health, survey.middle, survey.slope, survey.noise, z)
            world.ledger.count_answer(
                (world.month, account.segment_index, account.model_index),
                promoter=answer >= survey.promoter,
                detractor=answer < survey.detractor,
            )
