"""Rows about customers: how they pay, stay, grow and ask."""

import math

from tests.domain.row import Row, laid_over
from tests.domain.theory import (
    BASELINE,
    KAPPA,
    MONTH,
    YEAR,
    answers,
    ends,
    hours,
    items,
    lognormal_above,
    members,
    nps_at,
    queue_of_one,
    wait_of,
    yearly_churn,
    years_differ,
)

from touchmodel.model import inputs as m

CHECKED = {"touch_models": {"care": {"check_in": {"every": "month", "accepted": 1, "spread": 0}}}}
ASKING = {
    "segments": {"smb": {"requests": {"per_month": 0.5}}},
    "touch_models": {"care": {"support": {"hours": 1}}},
}
CHURNING = {
    "segments": {"smb": {"accounts": 600, "churn_per_year": {"at_health_70": None, "today": 0.1}}},
    "touch_models": {"care": {"business_review": "quarter"}},
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
CROSSING = {
    "segments": {
        "smb": {
            "accounts": 1000,
            "cross_sell": {"per_year": 0.5, "adds": 0.3, "success": 0.4, "self_serve": 0.1},
        }
    },
    "touch_models": {"care": {"cross_sell_conversation": {"hours": 1}}},
}
STEADY = {
    "churn_per_year": {"at_health_70": 0},
    "contract": {"12 months": 1},
    "decides": "1 day",
    "fit_spread": 0,
}
FREE = {
    "segments": {
        "free": STEADY
        | {
            "accounts": 900,
            "free": True,
            "converts": {"to": "smb", "per_year": 0.4, "success": 0.5, "self_serve": 0.2},
        }
    },
    "touch_models": {"care": {"upsell_conversation": {"hours": 1}}},
}
# Health is at rest at once: nothing here depends on it.
QUICK = {"segments": {"smb": {"health": {"half_life": "1 day"}}}}
COMING = {
    "segments": {"smb": {"accounts": 0, "new_per_month": 20, "health": {"half_life": "1 day"}}}
}
# 600 accounts of whom a tenth leaves with the team, 15 in a hundred without.
CARED = laid_over(
    CHURNING,
    {
        "segments": {"smb": {"churn_per_year": {"without_us": 0.15}}},
        "touch_models": {"care": {"business_review": {"accepted": 1}}},
    },
)
FIRST = {
    "segments": {
        "smb": {
            "accounts": 0,
            "new_per_month": [600, *[0] * 17],
            "churn_per_year": {"at_health_70": 0.1, "odds_ratio": 1},
        }
    },
    "months": 18,
    "year_to_year": 0,
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
        replications=10,
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
        replications=10,
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
        replications=10,
    ),
    Row(
        "Upsell needs somebody: a chance that nobody takes up is won less often",
        "`upsell_conversation`",
        "upsell_rate",
        {"touch_models": {"care": {"upsell_conversation": None}}},
        -0.5 * (0.4 - 0.1),
        "half a chance a year, left to the customer",
        SELLING,
        replications=10,
    ),
    Row(
        "Classify by LTV = value x frequency x duration",
        "`who_gets_what: {ltv: …}`",
        members("high"),
        {"who_gets_what": [{"model": "high", "ltv": "at least 120k"}, "low"]},
        2000 * lognormal_above(12000, 12000, 0.8),
        "nobody leaves, so LTV is ten years of ARR: those above 12,000 a year",
        TWO | {"months": 1},
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
        replications=10,
    ),
    Row(
        "Cross-sell rate",
        "`segments.*.cross_sell`",
        "cross_sell_rate",
        {"segments": {"smb": {"cross_sell": {"success": 0.8}}}},
        0.5 * (0.8 - 0.4),
        "half a chance a year, won 40 points more often",
        CROSSING,
    ),
    Row(
        "Other products add to what a customer pays",
        "`cross_sell: {adds: …}`",
        "nrr",
        {"segments": {"smb": {"cross_sell": {"adds": 0.6}}}},
        math.exp(0.2 * 0.6 * 365 / YEAR) - math.exp(0.2 * 0.3 * 365 / YEAR),
        "a fifth of a sale a year, each on what is paid then: e^(0.2 x 0.6) for e^(0.2 x 0.3)",
        CROSSING,
    ),
    Row(
        "A free plan can flood a team",
        "`segments.*.free`",
        hours,
        {
            "segments": {
                "free": STEADY
                | {
                    "free": True,
                    "accounts": 600,
                    "requests": {"per_month": 0.25},
                    "health": {"half_life": "1 day"},
                }
            }
        },
        600 * 0.25 * 365 / MONTH,
        "600 accounts without revenue, an hour each four months",
        laid_over(ASKING, QUICK),
        called="hours worked",
        replications=10,
    ),
    Row(
        "Free accounts convert",
        "`segments.*.converts`",
        "conversion_rate",
        {"segments": {"free": {"converts": {"success": 0.9}}}},
        0.4 * (0.9 - 0.5),
        "four chances in ten years, won 40 points more often",
        FREE,
        replications=10,
    ),
    Row(
        "Who converts begins to pay",
        "`converts: {to: …}`",
        "arr_end",
        {"segments": {"free": {"converts": {"success": 0.9}}}},
        12000 * 900 * (math.exp(-0.4 * 0.5 * 365 / YEAR) - math.exp(-0.4 * 0.9 * 365 / YEAR)),
        "those of 900 that have converted within the year, 12,000 each",
        FREE,
        replications=10,
    ),
    Row(
        "NPS",
        "`nps`",
        "nps",
        {"segments": {"smb": {"health": {"baseline": 65}}}},
        nps_at(65) - nps_at(55),
        "health 65 in place of 55: 100 (F(s) - F(-1 - s)), s = (health - 70) / 20, F normal",
        QUICK | {"nps": {"every": "month", "answers": 1}},
    ),
    Row(
        "LTV counts the margin",
        "`margin`",
        "ltv",
        {"margin": 0.75},
        -0.25 * 10 * 12000,
        "a quarter of ten years of 12,000",
        QUICK,
        replications=2,
    ),
    Row(
        "Good and bad years",
        "`year_to_year`",
        years_differ(0.001),
        {"year_to_year": 0.3},
        0.3 * math.sqrt(2 / math.pi),
        "mean distance of a normal of sd 0.3",
        {
            "months": 120,
            "year_to_year": 0,
            "segments": {
                "smb": {
                    "accounts": 1,
                    "churn_per_year": {"at_health_70": 0.001, "odds_ratio": 1},
                    "health": {"half_life": "1 day"},
                }
            },
        },
        called="distance of the churn logit",
        replications=30,
    ),
    Row(
        "Not funded: what the team's absence costs",
        "`churn_per_year: {without_us: …}`",
        "logo_retention_expected",
        {"pools": {"csm": {"positions": 0}}},
        -(0.15 - 0.1),
        "no reviews are held: 15 % leave in place of 10 %",
        CARED,
        replications=12,
        within=0.05,
    ),
    Row(
        "If touches had no effect",
        "`effect_of_touches`",
        "logo_retention_expected",
        {"effect_of_touches": 0},
        0.15 - 0.1,
        "no reviews are held, and churn stays what it is today",
        laid_over(CARED, {"pools": {"csm": {"positions": 0}}}),
        replications=12,
        within=0.05,
    ),
    Row(
        "Slow responses cost health",
        "`support: {within: …}`, `health: {breach: …}`",
        "health_mean",
        {"pools": {"csm": {"positions": 0}}},
        KAPPA * BASELINE / (KAPPA + 0.08 / MONTH) - BASELINE,
        "nobody answers one request a month, each costs 8 %: the long-run mean of Poisson losses",
        laid_over(ASKING, {"segments": {"smb": {"accounts": 150, "requests": {"per_month": 1}}}}),
        replications=10,
    ),
    Row(
        "First contracts are fragile",
        "`segments.*.first_contract`",
        "accounts_end",
        {"segments": {"smb": {"first_contract": 1}}},
        -600 * (yearly_churn(0.1, math.e, 60) - 0.1),
        "odds of leaving e times as high at the first of two contract ends",
        FIRST,
        replications=12,
    ),
    Row(
        "Newcomers: the sales plan",
        "`segments.*.new_per_month`",
        "accounts_end",
        {"segments": {"smb": {"new_per_month": 40}}},
        20 * 12,
        "twenty a month more",
        COMING,
        replications=20,
    ),
    Row(
        "The business grows",
        "`segments.*.growth_per_year`",
        "accounts_end",
        {"segments": {"smb": {"growth_per_year": 1}}},
        20 * (3 / (2 ** (1 / 12) - 1) - 24),
        "2^(1/12) times as many each month, over two years",
        COMING | {"months": 24},
        replications=12,
    ),
    Row(
        "Customers start with the fiscal year",
        "`segments.*.season`",
        "accounts_end",
        {"segments": {"smb": {"season": {"April": 10}}}},
        9 * 20,
        "nine Aprils more",
        COMING,
        replications=20,
    ),
    Row(
        "Contracts end in March",
        "`segments.*.renews_in`",
        ends(2),
        {"segments": {"smb": {"renews_in": {"March": 0.7}}}},
        300 * (0.7 - 1 / 12),
        "seven in ten of the 300, not one in twelve",
        QUICK,
        called="contract ends in March",
    ),
    Row(
        "Long contracts",
        "`segments.*.contract`",
        ends(-1),
        {"segments": {"smb": {"contract": {"12 months": None, "36 months": 1}}}},
        -300 * 2 / 3,
        "300 contracts end within three years, not within one",
        QUICK,
        called="contract ends in the year",
    ),
    Row(
        "How many answer the survey",
        "`nps: {answers: …}`",
        answers,
        {"nps": {"answers": 0.8}},
        (0.8 - 0.3) * 300 * 365 / MONTH,
        "eight of ten in place of three, asked every month",
        QUICK | {"nps": {"every": "month", "answers": 0.3}},
        called="answers",
    ),
    Row(
        "Urgent questions do not wait for the others",
        "`requests: {urgent: …}`",
        wait_of(m.NORMAL),
        {"segments": {"smb": {"requests": {"urgent": 0.5}}}},
        0.35 / (1 - 0.35) / (1 - 0.7) - queue_of_one(0.7),
        "Cobham: half of a load of 70 % goes first; those that wait do so 0.35 / 0.65 / 0.3 h",
        {
            "months": 6,
            "segments": {
                "smb": {
                    "accounts": 60,
                    "requests": {"per_month": 0.7 * 24 * MONTH / 60, "urgent": 0},
                    "health": {"half_life": "1 day"},
                }
            },
            "touch_models": {
                "care": {
                    "support": {
                        "hours": 1,
                        "spread": 0,
                        "within": "30 days",
                        "urgent_within": "30 days",
                    }
                }
            },
            "pools": {"csm": {"positions": 1, "hours_per_week": 168, "shrinkage": 0}},
        },
        called="wait of what is not urgent [h]",
        replications=12,
    ),
)
