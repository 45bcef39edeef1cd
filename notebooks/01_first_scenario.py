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
# # 1. A first scenario
#
# We are a young company. 150 customers pay 24,000 dollars a year on average; two customer-success
# managers (CSMs) look after them. What does this team keep?
#
# A scenario file says who the customers are, what the team does for them and how big it is. This one
# is `scenarios/one_model.yaml`; open it beside this notebook.

# %%
import touchmodel as tm

scenario = tm.load_scenario("../scenarios/one_model.yaml")
scenario

# %% [markdown]
# **Is it understood?** `check` says how the file was read, and what churn it implies, before anything
# is simulated.

# %%
checked = tm.check(scenario)
checked.segments["customers"]

# %% [markdown]
# **Hours by arithmetic.** What a spreadsheet would say: hours of the work against hours of the team.

# %%
tm.workload(scenario).sentence

# %% [markdown]
# **Now the company itself, customer by customer.** Twenty replications: the same company with other
# luck each time. `seed` makes the numbers come back.

# %%
result = tm.simulate(scenario, replications=20, seed=1)
result.kpis

# %% [markdown]
# The mean says what to expect of this team. The columns `p10` and `p90` are the luck of single runs:
# one in ten ends below the one, one in ten above the other. More replications do not narrow that;
# a larger book does.

# %%
tm.document(result).figure("utilisation")

# %% [markdown]
# The team is full in the first months, so some of the planned touches are missed. Which ones?

# %%
touches = result.activities.groupby("activity")[["planned", "done", "missed"]].sum()
touches.round()

# %% [markdown]
# **Try something.** `override` gives a copy: a third CSM, everything else the same.

# %%
three = scenario.override({"pools": {"csm": {"positions": 3}}})
larger = tm.simulate(three, replications=20, seed=1)
tm.document(larger).figure("utilisation")

# %% [markdown]
# Both runs met the same customers with the same luck. Whether the third CSM is worth it is the
# question of the next notebooks.
