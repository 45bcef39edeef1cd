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
# # 6. Your own customers
#
# A scenario can start from the customer list of your CRM: one row a customer, with what it pays and
# when it renews. `touchmodel new DIR --book accounts.csv` writes a scenario for it. Here we do it by
# hand with a list of 200 rows that we make up.

# %%
import random
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd

import touchmodel as tm

folder = Path(mkdtemp())
rows = random.Random(7)
customers = pd.DataFrame(
    {
        "id": [f"C{n:03}" for n in range(200)],
        "plan": [rows.choice(["team", "team", "business"]) for _ in range(200)],
        "arr": [round(rows.lognormvariate(9.5, 0.7)) for _ in range(200)],
        "renewal": [f"2027-{rows.randint(4, 12):02}-01" for _ in range(200)],
    }
)
customers.to_csv(folder / "accounts.csv", index=False)
customers.head()

# %%
(folder / "ours.yaml").write_text("""
start: 2027-04
months: 12
book:
  path: accounts.csv
  columns: {customer: id, segment: plan, arr: arr, renews_on: renewal}
segments:
  team:
    churn_per_year: {today: 18%, without_us: 21%}
    contract: {12 months: 100%}
  business:
    churn_per_year: {today: 10%, without_us: 13%}
    contract: {12 months: 100%}
touch_models:
  light: {by: csm, check_in: {every: quarter, hours: 1}, renewal_preparation: {}}
pools:
  csm: {positions: 1, cost_per_year: 110k}
""")
ours = tm.load_scenario(folder / "ours.yaml")
tm.check(ours).segments

# %% [markdown]
# Every row is an account of the simulation under its own name; the run can tell its story.

# %%
result = tm.simulate(ours, replications=20, seed=1)
result.segments[result.segments["measure"].isin(["accounts_start", "grr_expected"])]

# %%
tm.document(result).figure("retention")

# %% [markdown]
# A mistake in the list is told with file, line and rule, all at once, and nothing is guessed:

# %%
customers.loc[3, "arr"] = -5
customers.loc[7, "renewal"] = "soon"
customers.to_csv(folder / "accounts.csv", index=False)
try:
    tm.load_scenario(folder / "ours.yaml")
    tm.simulate(tm.load_scenario(folder / "ours.yaml"), replications=1)
except tm.InputError as error:
    print(error)
