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
# # 3. How many people for the target?
#
# > Hold gross revenue retention (GRR) at 85 % or better, in every fiscal year, with a probability of
# > 80 %.
#
# `plan` looks for the team of least cost that does, and then judges it on fresh runs that the search
# has never seen.

# %%
import touchmodel as tm

scenario = tm.load_scenario("../scenarios/one_model.yaml")
plan = tm.plan(scenario, targets={"grr": 0.85}, confidence=0.8, fresh=60, seed=1)
plan

# %% [markdown]
# **The answer, as a leader reads it.** The document of a plan is what the command writes into its
# folder, and what `touchmodel report` makes HTML, PDF, slides and a workbook of.

# %%
document = tm.document(plan)
document.page("decision")

# %% [markdown]
# **Every team that was looked at.** More money buys more certainty, at first quickly.

# %%
document.figure("teams")

# %%
plan.teams

# %% [markdown]
# **Why not one fewer?** Each row is a team with fewer people and the probability that it would do.

# %%
[
    (each.pool, -each.fewer, round(each.verdict.probability, 2), each.word)
    for each in plan.neighbours
]

# %% [markdown]
# **From the spreadsheet to the plan.** What a division of hours leaves out.

# %%
document.page("bridge")
