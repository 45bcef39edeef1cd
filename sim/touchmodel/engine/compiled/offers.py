"""Digital offers: what they cost in a month.

To be read beside `engine/reference/offers.py`; what they lift, deflect and save is in `tables`.
"""

from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.layout import Row
from touchmodel.engine.compiled.ledger import spend
from touchmodel.model import records as r
from touchmodel.model.jit import part


@part
def spend_on_offers(s: Row, t: Row, month: int) -> None:
    """Write what the offers cost in a month that ends: accounts as they are at its end."""
    g = s
    for offer in range(len(v.offers(t))):
        if not v.offer_runs(t)[month + 1, offer]:
            continue
        each = v.offers(t)[offer]
        if each.community:
            spend(s, month, r.PLATFORM, each.per_account, -1, -1, r.COGS)
            spend(s, month, r.EVENTS, each.content, -1, -1, r.COGS)
            continue
        spend(s, month, r.CONTENT, each.content, -1, -1, r.COGS)
        if each.per_account != 0.0:
            counts = v.cells(s)[0, :, 0]
            counts[:] = 0
            for account in range(g.accounts):
                if v.accounts(s)[account].live:
                    counts[v.accounts(s)[account].model] += 1
            for model in range(len(v.models(t))):
                if v.offer_models(t)[offer, model]:
                    spend(s, month, r.PLATFORM, counts[model] * each.per_account, -1, model, r.COGS)
