# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 7. Rules of your own, in Python
#
# Most policies fit in the scenario file. Where one does not, write it: a *policy* says which touch
# model a customer gets, an *effect* what a touch does to health. They run on the SimPy engine.

# %%
import touchmodel as tm

scenario = tm.load_scenario("../scenarios/one_model.yaml").override(
    {"segments": {"customers": {"accounts": 60}}}
)
usual = tm.simulate(scenario, engine="reference", replications=8, seed=1, workers=1)

# %% [markdown]
# **An effect.** A review tells a customer a fifth less with every year that it is with us.


# %%
class Fading:
    """A touch is worth a fifth less with every year."""

    def value(self, customer: tm.Customer, activity: str, value: float) -> float:
        return value * 0.8 ** (customer.tenure / 365.25)


fading = tm.simulate(
    scenario,
    effects={"business_review": Fading()},
    engine="reference",
    replications=8,
    seed=1,
    workers=1,
)
[r.kpis.set_index("measure").loc["grr_expected", "mean"] for r in (usual, fading)]

# %% [markdown]
# **Luck that belongs to a customer.** `customer.luck("word")` is a number between 0 and 1 that is the
# same whenever it is asked, on any engine and any number of workers. Never use `random` here: two
# policies could no longer be compared.


# %%
class Unreachable:
    """Every fifth customer takes nothing from its first training."""

    def value(self, customer: tm.Customer, activity: str, value: float) -> float:
        return 0.0 if customer.luck("unreachable") < 0.2 else value


other = tm.simulate(
    scenario,
    effects={"first_training": Unreachable()},
    engine="reference",
    replications=8,
    seed=1,
    workers=1,
)
other

# %% [markdown]
# The result names its extensions, and so does the assumption register of its report.

# %%
tm.document(other).page("register")
