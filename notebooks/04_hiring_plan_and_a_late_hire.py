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
# # 4. The hiring plan, and what a late hire costs
#
# A growing company does not need its last hire on the first day. Positions are planned by fiscal year
# here (by half years if you do not say so); people come after the lead time and learn for some months.

# %%
import touchmodel as tm

scenario = tm.load_scenario("../scenarios/one_model.yaml").override(
    {
        "months": 24,
        "segments": {"customers": {"accounts": 80, "new_per_month": 6}},
        "hiring": {"lead_time": "2 months", "ramp": ["40%", "70%"]},
    }
)
plan = tm.plan(scenario, targets={"grr": 0.82}, confidence=0.75, periods="year", fresh=40, seed=1)
plan

# %%
document = tm.document(plan)
document.page("team")

# %% [markdown]
# **Month by month.** Positions, people on them, how busy they are, and what they cost.

# %%
plan.monthly.head(12)

# %%
document.figure("people")

# %% [markdown]
# **Every hire three months late.** The same plan, all positions opened a quarter later.

# %%
late = plan.next.late
asked = plan.verdict
print(
    f"on time: {asked.probability:.1%}   three months late: {late.probability:.1%}"
    if late
    else "nobody is hired, so nobody is late"
)

# %% [markdown]
# **Today's team instead.** What freezing costs in retention.

# %%
document.page("decision")
