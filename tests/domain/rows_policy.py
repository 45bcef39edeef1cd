"""Rows about who gets what: how accounts are told apart, and what changes it."""

import math

from tests.domain.row import Row, laid_over
from tests.domain.theory import (
    BASELINE,
    HOURS_A_DAY,
    KAPPA,
    MONTH,
    YEAR,
    arr_above,
    cadence_lift,
    hours,
    lognormal_above,
    members,
    yearly_churn,
)

SURE = {"accepted": 1, "spread": 0}
QUICK = {"health": {"half_life": "1 day"}}
NOBODY = {"model": "high", "arr": "at least 100M"}
TIERS = {"care": None, "low": {"by": "csm"}, "high": {"by": "csm"}}
# 2000 customers of many sizes in low touch; nobody fits the line for high touch.
TWO = {
    "months": 1,
    "segments": {"smb": {"accounts": 2000, "arr": {"mean": 12000, "spread": 0.8}, **QUICK}},
    "touch_models": TIERS,
    "who_gets_what": [NOBODY, "low"],
}
CALLED = {
    "segments": {"smb": QUICK},
    "touch_models": TIERS | {"high": {"by": "csm", "check_in": {"every": "month", **SURE}}},
    "who_gets_what": [NOBODY, "low"],
}
CHECKED = TIERS | {
    "low": {"by": "csm", "health_check": {"every": "month"}},
    "high": {"by": "csm", "check_in": {"every": "month", "value": 0, **SURE}},
}
HIT = {
    "segments": {"smb": {"shocks": {"outage": {"on": "2027-06-01", "reaches": 0.4, "loss": 0.4}}}},
    "touch_models": CHECKED,
    "who_gets_what": [{"model": "high", "health": "under 10"}, "low"],
}
COMING = {
    "segments": {"smb": {"accounts": 0, "new_per_month": 60, **QUICK}},
    "touch_models": CHECKED,
    "who_gets_what": [{"model": "high", "tenure": "at least 10 days"}, "low"],
    "min_days_in_model": "30 days",
}
# High touch lifts health by a good 20 points; churn is 20 % at health 70, with odds of 1.5.
UNLIKE = {
    "segments": {
        "smb": {
            "accounts": 600,
            "arr": {"mean": 12000, "spread": 1},
            "churn_per_year": {"at_health_70": 0.2, "odds_ratio": 1.5},
            "traits": {"drawn": {"short": 0.3, "long": 0.7}},
        }
    },
    "year_to_year": 0,
    "touch_models": TIERS
    | {"high": {"by": "csm", "check_in": {"every": "month", "value": 0.2, **SURE}}},
    "who_gets_what": [{"model": "high", "traits": {"drawn": "short"}}, "low"],
}
CARED = BASELINE + cadence_lift(0.2, MONTH)
UNDER_40 = math.log(0.4 * BASELINE / (BASELINE - 40)) / KAPPA
"""Days from the outage to health 40."""

ROWS = (
    Row(
        "10 % high, 30 % mid, 60 % low by value",
        "`mix`",
        members("high"),
        {"mix": {"high": 0.3, "low": 0.7}},
        0.2 * 2000,
        "30 % of 2000 in place of 10 %",
        TWO | {"who_gets_what": None, "mix": {"high": 0.1, "low": 0.9}},
        called="accounts in high touch",
    ),
    Row(
        "The most valuable by rank",
        "`who_gets_what: {ltv: top …}`",
        members("high"),
        {"who_gets_what": [{"model": "high", "ltv": "top 5%"}, "low"]},
        0.05 * 2000,
        "a twentieth of 2000",
        TWO,
        called="accounts in high touch",
        replications=12,
    ),
    Row(
        "Who is touched beats how much",
        "`who_gets_what: {arr: top …}`",
        "grr_expected",
        {"who_gets_what": [{"model": "high", "arr": "top 30%"}, "low"]},
        (yearly_churn(0.2, 1.5, BASELINE) - yearly_churn(0.2, 1.5, CARED))
        * (arr_above(0.3, 1.0) - 0.3),
        "the largest 30 % have 62 % of the ARR; by lot they have 30 %",
        UNLIKE,
        within=0.03,
    ),
    Row(
        "Skill, goal and deadline choose the model, not only size",
        "`traits`",
        members("high"),
        {"who_gets_what": [{"model": "high", "traits": {"skill": "novice"}}, "low"]},
        0.6 * 2000,
        "six in ten are novices",
        laid_over(
            TWO, {"segments": {"smb": {"traits": {"skill": {"novice": 0.6, "expert": 0.4}}}}}
        ),
        called="accounts in high touch",
    ),
    Row(
        "Many users at the customer",
        "`seats`",
        members("high"),
        {"who_gets_what": [{"model": "high", "seats": "at least 30"}, "low"]},
        2000 * lognormal_above(29.5, 20, 0.8),
        "lognormal seats of mean 20, rounded",
        laid_over(TWO, {"segments": {"smb": {"seats": {"mean": 20, "spread": 0.8}}}}),
        called="accounts in high touch",
    ),
    Row(
        "Complexity of support decides",
        "`who_gets_what: {complexity: …}`",
        members("high"),
        {"who_gets_what": [{"model": "high", "complexity": "at least 2"}, "low"]},
        50,
        "the 50 accounts of the complex segment",
        {
            "segments": {
                "complex": {
                    "accounts": 50,
                    "arr": {"mean": 12000},
                    "complexity": 2,
                    "churn_per_year": {"at_health_70": 0},
                    "contract": {"12 months": 1},
                    **QUICK,
                }
            },
            "touch_models": TIERS,
            "who_gets_what": [NOBODY, "low"],
        },
        called="accounts in high touch",
        replications=2,
    ),
    Row(
        "People limit what can be promised: so many accounts each, the rest falls to the next tier",
        "`pools.*.accounts_each`",
        members("low"),
        {"pools": {"csm": {"accounts_each": 20}}},
        2000 - 5 * 20,
        "five people, twenty each",
        TWO
        | {
            "touch_models": {"care": None, "low": {"by": "many"}, "high": {"by": "csm"}},
            "who_gets_what": ["high", "low"],
            "pools": {
                "csm": {"positions": 5, "accounts_each": 400},
                "many": {"positions": 1, "cost_per_year": 100000},
            },
        },
        called="accounts in low touch",
        replications=2,
    ),
    Row(
        "Moving a live base from one model to another",
        "`who_gets_what: {from: …}`",
        hours,
        {"who_gets_what": [{"model": "high", "arr": "at least 1", "from": "2027-07"}, "low"]},
        300 * 184 / MONTH,
        "an hour a month and account for the 184 days from 1 July",
        CALLED,
        called="hours worked",
    ),
    Row(
        "A campaign that ends",
        "`who_gets_what: {until: …}`",
        hours,
        {"who_gets_what": [{"model": "high", "arr": "at least 1", "until": "2027-04"}, "low"]},
        300 * 90 / MONTH,
        "an hour a month and account for the 90 days to 1 April",
        CALLED,
        called="hours worked",
        within=0.02,
    ),
    Row(
        "Follow change: who is at risk gets another model",
        "`who_gets_what: {health: …}`",
        members("high"),
        {"who_gets_what": [{"model": "high", "health": "under 40"}, "low"]},
        0.4 * 300,
        "an outage takes two fifths of 55 from 40 % of the accounts; the next check reads it",
        HIT,
        called="accounts in high touch",
    ),
    Row(
        "Upgrades and downgrades do not flip-flop",
        "`min_days_in_model`",
        members("high"),
        {"min_days_in_model": "120 days"},
        -60 * 90 / MONTH,
        "60 newcomers a month reach high touch 90 days later",
        COMING,
        called="accounts in high touch",
    ),
    Row(
        "Customers in their first days: by tenure",
        "`who_gets_what: {tenure: …}`",
        members("high"),
        {"who_gets_what": [{"model": "high", "tenure": "at least 100 days"}, "low"]},
        -60 * 70 / MONTH,
        "60 newcomers a month reach high touch after 100 days in place of 30",
        COMING,
        called="accounts in high touch",
    ),
    Row(
        "An account in onboarding is not one in steady state",
        "`who_gets_what: {phase: …}`",
        members("high"),
        {"who_gets_what": [{"model": "high", "phase": "onboarding"}, "low"]},
        600 / MONTH * (20 + 3 / HOURS_A_DAY),
        "Little's law: 600 newcomers a month, 20 days and three hours of onboarding each",
        {
            "months": 4,
            "segments": {"smb": {"accounts": 0, "new_per_month": 600}},
            "touch_models": {
                "care": None,
                "low": {"by": "csm", "kickoff": {"after": "20 days", **SURE}},
                "high": {"by": "csm", "kickoff": {"after": "20 days", **SURE}},
            },
            "who_gets_what": [NOBODY, "low"],
        },
        called="accounts in high touch",
    ),
    Row(
        "Nobody is omniscient: who is checked once a year is seldom found at risk",
        "`health_check: {every: …}`",
        members("high"),
        {"touch_models": {"low": {"health_check": {"every": "year"}}}},
        -0.4 * 300 * (1 - UNDER_40 / YEAR),
        "health is under 40 for 50 days of a year; a monthly check reads it in time",
        HIT | {"who_gets_what": [{"model": "high", "health": "under 40"}, "low"]},
        called="accounts in high touch",
    ),
    Row(
        "Downgrades move an account to another model",
        "`who_gets_what: {arr: …}`",
        members("high"),
        {"segments": {"smb": {"contraction_per_year": {"today": 0.3, "cut": 0.5}}}},
        -0.3 * 300,
        "30 % of the contracts end in a half",
        {
            "touch_models": TIERS,
            "who_gets_what": [{"model": "high", "arr": "at least 10k"}, "low"],
        },
        called="accounts in high touch",
        replications=12,
        within=0.05,
    ),
)
