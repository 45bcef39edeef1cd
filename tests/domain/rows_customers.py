"""Rows about customers: how they pay, stay, grow and ask."""

import math

from tests.domain.row import Row
from tests.domain.theory import hours, items, lognormal_above, members

CHECKED = {"touch_models": {"care": {"check_in": {"every": "month", "accepted": 1, "spread": 0}}}}
ASKING = {
    "segments": {"smb": {"requests": {"per_month": 0.5}}},
    "touch_models": {"care": {"support": {"hours": 1}}},
}
CHURNING = {
    "segments": {"smb": {"accounts": 600, "churn_per_year": {"at_health_70": None, "today": 0.1}}},
    "touch_models": {"care": {"check_in": "month"}},
}
TWO = {
    "segments": {"smb": {"accounts": 2000, "arr": {"mean": 12000, "spread": 0.8}}},
    "touch_models": {"care": None, "low": {"by": "csm"}, "high": {"by": "csm"}},
    "who_gets_what": [{"model": "high", "arr": "at least 100M"}, "low"],
}
SELLING = {
    "segments": {
        "smb": {
            "accounts": 2000,
            "upsell": {"per_year": 0.5, "uplift": 0.2, "success": 0.4, "self_serve": 0.1},
        }
    },
    "touch_models": {"care": {"upsell_conversation": {"hours": 1}}},
}

ROWS = (
    Row(
        "The team grows in step with the accounts",
        "`segments.*.accounts`",
        hours,
        {"segments": {"smb": {"accounts": 600}}},
        300 * 12 * 365 / 365.25,
        "300 more accounts, an hour a month each",
        CHECKED,
        called="hours worked",
    ),
    Row(
        "Complex needs: more hours of everything",
        "`segments.*.complexity`",
        hours,
        {"segments": {"smb": {"complexity": 1.5}}},
        0.5 * 300 * 12 * 365 / 365.25,
        "half as many hours again",
        CHECKED,
        called="hours worked",
    ),
    Row(
        "Complex needs: more requests",
        "`segments.*.complexity`",
        items("support"),
        {"segments": {"smb": {"complexity": 2}}},
        300 * 0.5 * 12 * 365 / 365.25,
        "twice as many",
        ASKING,
        called="requests answered",
        replications=20,
    ),
    Row(
        "Customers ask by themselves, small ones too",
        "`segments.*.requests`",
        hours,
        {"segments": {"smb": {"requests": {"per_month": 1}}}},
        300 * 0.5 * 12 * 365 / 365.25,
        "half a request more a month and account, an hour each",
        ASKING,
        called="hours worked",
        replications=20,
    ),
    Row(
        "Churn rate",
        "`segments.*.churn_per_year`",
        "logo_retention_expected",
        {"segments": {"smb": {"churn_per_year": {"today": 0.2}}}},
        -0.1,
        "10 points more of the accounts leave in a year",
        CHURNING,
        replications=20,
        within=0.05,
    ),
    Row(
        "Retention rate: what leaves whatever anyone does",
        "`segments.*.uncontrollable_per_year`",
        "logo_retention_expected",
        {"segments": {"smb": {"uncontrollable_per_year": 0.05}}},
        -0.05,
        "5 % exit; nobody else leaves",
        replications=20,
    ),
    Row(
        "Customers renew smaller",
        "`segments.*.contraction_per_year`",
        "grr_expected",
        {"segments": {"smb": {"contraction_per_year": {"today": 0.3, "cut": 0.5}}}},
        -0.15,
        "30 % of the accounts cut half",
        replications=20,
        within=0.05,
    ),
    Row(
        "Prices rise at renewal",
        "`segments.*.uplift`",
        "nrr",
        {"segments": {"smb": {"uplift": 0.05}}},
        0.05,
        "every contract renews once in the year",
    ),
    Row(
        "Upsell rate",
        "`segments.*.upsell`",
        "upsell_rate",
        {"segments": {"smb": {"upsell": {"success": 0.8}}}},
        0.5 * (0.8 - 0.4),
        "half a chance a year, won 40 points more often",
        SELLING,
        replications=20,
    ),
    Row(
        "Upsell needs somebody: a chance that nobody takes up is won less often",
        "`upsell_conversation`",
        "upsell_rate",
        {"touch_models": {"care": {"upsell_conversation": None}}},
        -0.5 * (0.4 - 0.1),
        "half a chance a year, left to the customer",
        SELLING,
        replications=20,
    ),
    Row(
        "Classify by LTV = value x frequency x duration",
        "`who_gets_what: {ltv: …}`",
        members("high"),
        {"who_gets_what": [{"model": "high", "ltv": "at least 120k"}, "low"]},
        2000 * lognormal_above(12000, 12000, 0.8),
        "nobody leaves, so LTV is ten years of ARR: those above 12,000 a year",
        TWO,
        called="accounts in high touch",
        replications=20,
    ),
    Row(
        "Upgrades move an account to another model",
        "`who_gets_what: {arr: …}`",
        members("high"),
        {
            "segments": {
                "smb": {
                    "arr": {"spread": 0},
                    "upsell": {"per_year": 0.5, "uplift": 0.2, "success": 0.4, "self_serve": 0.4},
                }
            },
            "who_gets_what": [{"model": "high", "arr": "at least 13k"}, "low"],
        },
        2000 * (1.0 - math.exp(-0.5 * 0.4 * 365 / 365.25)),
        "the share that has bought at least once in a year",
        TWO,
        called="accounts in high touch",
        replications=20,
    ),
)
