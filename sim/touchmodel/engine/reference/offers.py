"""Digital offers as they are this month: lift, deflection and hours saved, by touch model."""

from typing import TYPE_CHECKING

from touchmodel.model import inputs as m
from touchmodel.model import offer
from touchmodel.model import records as r

if TYPE_CHECKING:
    from touchmodel.engine.reference.company import Company


class Offers:
    """What digital does beside people, worked out anew at each month boundary."""

    def __init__(self, inputs: m.Inputs) -> None:
        self.inputs = inputs
        self.lifts: list[float] = []
        """Points of baseline, by touch model."""
        self.deflects: list[float] = []
        """Share of requests answered, by touch model."""
        self.kept: dict[tuple[int, int], float] = {}
        """Share of the hours left to people, by key of the activity and touch model."""
        self.begin(offer.TODAY)

    def begin(self, month: int) -> None:
        """Let a month begin; settle is the month before day 0."""
        inputs, models = self.inputs, range(len(self.inputs.models))
        self.lifts = [offer.lift(inputs, month, model) for model in models]
        self.deflects = [offer.deflection(inputs, month, model) for model in models]
        keys = {key for each in inputs.digital for key, _ in each.saves}
        self.kept = {
            (key, model): offer.hours_kept(inputs, month, model, key)
            for key in keys
            for model in models
        }

    def hours_kept(self, activity: int, model: int) -> float:
        """Return the share of an activity's hours that people still work."""
        return self.kept.get((activity, model), 1.0)


def spend_on_offers(company: "Company", month: int) -> None:
    """Write what the offers cost in a month that ends: accounts as they are at its end."""
    inputs, ledger = company.inputs, company.world.ledger
    for each in inputs.digital:
        if offer.runs(each, month):
            ledger.spend(month, r.CONTENT, each.content)
            for model, accounts in enumerate(live_accounts(company) if each.per_account else []):
                if not each.models or each.models[model]:
                    ledger.spend(month, r.PLATFORM, accounts * each.per_account, model=model)
    community = inputs.community
    if community is not None and offer.runs(community, month):
        ledger.spend(month, r.PLATFORM, community.platform)
        ledger.spend(month, r.EVENTS, community.events)


def live_accounts(company: "Company") -> list[int]:
    """Return the live accounts in each touch model."""
    counts = [0] * len(company.inputs.models)
    for account in company.accounts:
        if account.live:
            counts[account.model_index] += 1
    return counts
