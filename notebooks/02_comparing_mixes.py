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
# # 2. High, mid or low touch: comparing mixes
#
# The base company has 10,000 customers and three touch models: *high* (a named CSM), *mid* and *low*.
# Who should get which? Three policies are ready in `scenarios/mixes`. To be quick we take a twentieth
# of the company; the shares stay what they are.

# %%
import touchmodel as tm

small = {
    "segments": {
        "enterprise": {"accounts": 20, "new_per_month": 0.25},
        "mid_market": {"accounts": 130, "new_per_month": 2},
        "small": {"accounts": 350, "new_per_month": 6},
    },
    "pools": {
        "enterprise_csm": {"positions": 1},
        "csm": {"positions": 2},
        "scale_csm": {"positions": 1},
        "support": {"positions": 2},
    },
}
names = ["balanced", "high_heavy", "low_heavy"]
mixes = {
    name: tm.load_scenario(f"../scenarios/mixes/{name}.yaml").override(small) for name in names
}

# %% [markdown]
# `as-written` compares the policies with the team that the files say. All of them meet the same
# customers with the same luck, so that what differs is what the team does. Replications are added until
# the *difference* is precise; here we stop at twelve.

# %%
study = tm.compare(mixes, at="as-written", replications=12, seed=1)
study.ranking

# %%
study.differences[study.differences["measure"].isin(["grr_expected", "cost_per_year"])]

# %% [markdown]
# The picture for the meeting: what each keeps against the base, in points, with its 95 % interval. An
# interval that crosses zero is a tie, whatever its middle says.

# %%
tm.document(study).figure("differences")

# %% [markdown]
# In the same way `at="target"` first gives each policy the team it needs to hold the target, and
# `at="same-cost"` gives each the same money. Those take longer: see `touchmodel compare --help`.
