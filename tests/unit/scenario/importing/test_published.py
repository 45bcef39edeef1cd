"""Telco and RavenStack: figures known from outside the program; skipped without the data."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from touchmodel.scenario.importing.draft import Draft, draft

RAVENSTACK = ("accounts", "subscriptions", "churn_events", "support_tickets")


def drafted(published: Path, *names: str) -> Draft:
    files = [published / name for name in names]
    if not all(file.is_file() for file in files):
        pytest.skip(f"{', '.join(names)} not all in the folder that TOUCHMODEL_DATA names")
    return draft([str(file) for file in files], {}, None, date(2026, 11, 24))


def test_telco(published: Path) -> None:
    found = drafted(published, "ibm_telco_churn.csv")
    assert (len(found.customers.open), len(found.customers.left)) == (5174, 1869)
    assert sum(row.arr for row in found.customers.open) == Decimal("3803829.00")
    facts = {f.segment: (f.accounts, f.churn.left, f.churn.years) for f in found.facts}
    # Months of tenure by contract, counted by hand: 69,892, 61,932 and 96,166.
    assert facts == {
        "Month-to-month": (2220, 1655, Decimal("5824.3")),
        "One year": (1307, 166, Decimal("5161.0")),
        "Two year": (1647, 48, Decimal("8013.8")),
    }
    assert [f.terms for f in found.facts] == [{1: 1}, {12: 1}, {24: 1}]
    # Still there with a tenure under 12 months: 917, 94 and 59.
    assert [f.new_per_month for f in found.facts] == [
        Decimal("76.42"), Decimal("7.83"), Decimal("4.92"),
    ]  # fmt: skip
    assert found.contradictions == ()


def test_ravenstack_says_how_its_tables_contradict_each_other(published: Path) -> None:
    found = drafted(published, *(f"ravenstack_{name}.csv" for name in RAVENSTACK))
    assert {str(c.what): (c.count, c.of) for c in found.contradictions} == {
        "accounts flagged as churned that have a running paid subscription": (110, 500),
        "accounts with churn events and no churn flag": (277, 500),
        "accounts flagged as churned without a churn event": (35, 500),
        "churn events, one a customer, of customers with a running paid subscription": (352, 600),
        "ended subscriptions of accounts that are not flagged as churned": (370, 5000),
        "requests older than their account": (1077, 2000),
        "trials at 0": (778, 5000),
        "accounts flagged as trials that have a running paid subscription": (97, 500),
        "running paid subscriptions with another plan_tier than their account": (2568, 5000),
        "accounts with running paid subscriptions of several plan_tier": (484, 500),
    }
    assert found.contradictions[0].examples[0] == "A-43a9e3 (ravenstack_accounts.csv:3)"
    # All 500 have a paid subscription that runs; these are 3,814 with 121,915,296 together.
    assert (len(found.customers.open), len(found.customers.left)) == (500, 0)
    assert sum(row.arr for row in found.customers.open) == 121_915_296
    assert (found.start, [f.churn for f in found.facts]) == (date(2025, 1, 1), [None] * 3)
    assert sum(f.requests.count for f in found.facts) == 2000 - 1077
