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
# # 5. What does the answer depend on?
#
# Some of the numbers in a scenario are known, many are guesses. Nobody has a randomised estimate of
# what touches do to churn. So: which guess moves the answer most, and where would it turn?

# %%
import touchmodel as tm

scenario = tm.load_scenario("../scenarios/one_model.yaml").override(
    {"segments": {"customers": {"accounts": 40}}}
)
study = tm.sensitivity(scenario, replications=3, worlds=30, seed=1)
study

# %% [markdown]
# **The tornado.** Each bar moves one number from its low to its high and leaves the others.

# %%
tm.document(study).figure("tornado-grr")

# %%
study.tornado.head(8)

# %% [markdown]
# **Luck against not knowing.** How much of the spread is chance, which no knowledge removes, and how
# much is that we do not know the numbers? And which number is worth finding out first?

# %%
study.knowing

# %%
study.shares.head(5)

# %% [markdown]
# **The test that would settle it.** Withholding touches from a random part of the customers for some
# months tells what touches do. How many customers, for how long?

# %%
study.trials
