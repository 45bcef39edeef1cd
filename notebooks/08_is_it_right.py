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
# # 8. Is it right?
#
# Three checks that anybody can repeat: a formula of queueing theory, arithmetic of a cohort, and two
# engines that were written apart.

# %% [markdown]
# ## A formula
#
# One team, requests that come at random and take exponential time: the M/M/c queue. Erlang knew the
# mean wait. We simulate a pool that answers requests and nothing else.

# %%

import touchmodel as tm

c, load = 3, 2.4  # people, and people's worth of work
erlang_b = 1.0
for k in range(1, c + 1):
    erlang_b = load * erlang_b / (k + load * erlang_b)
erlang_c = erlang_b / (1 - load / c * (1 - erlang_b))
print(f"a request waits with probability {erlang_c:.3f}")

# %% [markdown]
# The tests of touchmodel hold the simulation to this formula within four standard errors, at loads to
# 95 %, over hundreds of millions of tasks: see `docs/validation.md`.
#
# ## A cohort
#
# Without a team's influence, customers with yearly contracts leave at the rate that was typed. After a
# year the share that is left must be one less that rate.

# %%
alone = tm.load_scenario("../scenarios/one_model.yaml").override({"effect_of_touches": 0})
kept = tm.simulate(alone, replications=20, seed=1).kpis.set_index("measure")
kept.loc[["logo_retention", "logo_retention_expected"], ["mean", "half_width", "p10", "p90"]]

# %% [markdown]
# ## Two engines
#
# The SimPy model says what the simulation means; the compiled engine is fifty times as fast. `both`
# runs the two and holds every event and every record to the same bits.

# %%
small = tm.load_scenario("../scenarios/one_model.yaml").override(
    {"segments": {"customers": {"accounts": 40}}}
)
result = tm.simulate(small, engine="both", replications=2, seed=1, workers=1)
result.agreed
