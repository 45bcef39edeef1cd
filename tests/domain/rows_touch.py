"""Rows about touch models: what is done, for whom, and what it does."""

from tests.domain.row import Row
from tests.domain.theory import (
    BASELINE,
    HOURS_A_DAY,
    KAPPA,
    MONTH,
    annoyed,
    cadence_lift,
    hours,
)

SURE = {"accepted": 1, "spread": 0}
NEW = {
    "segments": {"smb": {"accounts": 0, "new_per_month": 30, "onboarded_within": "90 days"}},
    "touch_models": {
        "care": {
            "kickoff": {"after": "10 days", **SURE},
            "configuration": {"after": "10 days", **SURE},
        }
    },
}
YEARS = {"months": 24}
SEMINAR = {"every": "month", "audience": 300, "attendance": 1, "hours": 8, "spread": 0}
CLASSES = {
    "every": "month",
    "audience": 1000,
    "attendance": 1,
    "after": "0 days",
    "hours": 8,
    "spread": 0,
}
NEWCOMERS = {"segments": {"smb": {"accounts": 0, "new_per_month": 30}}}
QUICK = {"segments": {"smb": {"health": {"half_life": "1 day"}}}}

ROWS = (
    Row(
        "High touch: one to one, month by month",
        "`touch_models.*.check_in`",
        "health_mean",
        {"touch_models": {"care": {"check_in": {"every": "month", "value": 0.05, **SURE}}}},
        cadence_lift(0.05, MONTH),
        "the mean of health between touches of a fixed cadence",
        YEARS,
        replications=8,
    ),
    Row(
        "High touch: quarterly business reviews",
        "`touch_models.*.business_review`",
        "health_mean",
        {"touch_models": {"care": {"business_review": {"every": "quarter", "value": 0.2, **SURE}}}},
        cadence_lift(0.2, 3 * MONTH),
        "the mean of health between touches of a fixed cadence",
        YEARS,
        replications=6,
    ),
    Row(
        "High touch: individual training",
        "`touch_models.*.training`",
        "health_mean",
        {"touch_models": {"care": {"training": {"every": "6 months", "value": 0.15, **SURE}}}},
        cadence_lift(0.15, 6 * MONTH),
        "the mean of health between touches of a fixed cadence",
        YEARS,
        replications=6,
    ),
    Row(
        "High touch: tailored onboarding takes longer",
        "`configuration: {hours: …}`",
        "time_to_onboard_days",
        {"touch_models": {"care": {"configuration": {"hours": 14}}}},
        10.0 / HOURS_A_DAY,
        "ten hours more of one person's productive time",
        NEW,
    ),
    Row(
        "Customers do not show up to everything that is offered",
        "`accepted`, `no_show`",
        hours,
        {"touch_models": {"care": {"check_in": {"accepted": 0.6}}}},
        -0.4 * 0.75 * 300 * 12 * 365 / 365.25,
        "two in five decline, and cost a quarter of the hour",
        {"touch_models": {"care": {"check_in": {"every": "month", **SURE}}}},
        called="hours worked",
    ),
    Row(
        "Contact can hurt",
        "`value` below 0",
        "health_mean",
        {"touch_models": {"care": {"check_in": {"value": -0.05}}}},
        annoyed(0.05, MONTH) - BASELINE,
        "the same closed form towards 0",
        YEARS | {"touch_models": {"care": {"check_in": {"every": "month", "value": 0, **SURE}}}},
        replications=8,
    ),
    Row(
        "Mid touch: high while onboarding, low afterwards",
        "`while_onboarding`, `afterwards`",
        hours,
        {
            "touch_models": {"mid": {"while_onboarding": "high", "afterwards": "low"}},
            "who_gets_what": ["mid"],
        },
        300 * 365 / 365.25 * (2 - 12),
        "a call every six months in place of one a month: ten hours less an account",
        {
            "touch_models": {
                "care": None,
                "high": {"by": "csm", "check_in": {"every": "month", **SURE}},
                "low": {"by": "csm", "check_in": {"every": "6 months", **SURE}},
            },
            "who_gets_what": [{"model": "low", "arr": "at least 100M"}, "high"],
        },
        called="hours worked",
        replications=8,
    ),
    Row(
        "Four questions at the handoff from sales",
        "`touch_models.*.handoff`",
        hours,
        {"touch_models": {"care": {"handoff": {"hours": 2, **SURE}}}},
        30 * 12 * 2,
        "30 newcomers a month, two hours each",
        NEWCOMERS,
        called="hours worked",
    ),
    Row(
        "Renewal work",
        "`touch_models.*.renewal_preparation`",
        hours,
        {"touch_models": {"care": {"renewal_preparation": {"hours": 12, **SURE}}}},
        300 * 12,
        "every contract renews once in the year, twelve hours each",
        QUICK,
        called="hours worked",
        within=0.02,
    ),
    Row(
        "Strategy meetings, or whatever else a company does",
        "`activities.*`",
        hours,
        {
            "activities": {
                "strategy_meeting": {
                    "trigger": "every",
                    "every": "quarter",
                    "hours": 8,
                    "spread": 0,
                }
            },
            "touch_models": {"care": {"strategy_meeting": "half-year"}},
        },
        300 * 8 * 365 / (6 * MONTH),
        "an own activity of eight hours, twice a year",
        QUICK,
        called="hours worked",
        within=0.01,
    ),
    Row(
        "Mid touch: a mix of one-to-one and one-to-many",
        "`check_in` and `webinar`",
        hours,
        {"touch_models": {"care": {"check_in": {"every": "6 months"}, "webinar": SEMINAR}}},
        12 * 8 - 300 * 10 * 365 / (12 * MONTH),
        "ten calls of an hour less an account and year, twelve sessions of eight hours more",
        QUICK | {"touch_models": {"care": {"check_in": {"every": "month", **SURE}}}},
        called="hours worked",
        within=0.01,
    ),
    Row(
        "Tailored onboarding step by step: more steps take longer",
        "`kickoff: {after: …}`",
        "time_to_onboard_days",
        {"touch_models": {"care": {"kickoff": {"after": "20 days"}}}},
        10,
        "ten days more that the customer needs before the first step",
        NEW | {"months": 24},
        replications=10,
        within=0.02,
    ),
    Row(
        "What a contact does fades",
        "`health: {half_life: …}`",
        "health_mean",
        {"segments": {"smb": {"health": {"half_life": "30 days"}}}},
        cadence_lift(0.1, MONTH, kappa=3 * KAPPA) - cadence_lift(0.1, MONTH),
        "the closed form of a fixed cadence, three times as fast",
        {"touch_models": {"care": {"check_in": {"every": "month", "value": 0.1, **SURE}}}},
    ),
    Row(
        "Until it is set up a product is worth less",
        "`health: {not_onboarded: …}`",
        "health_mean",
        {"segments": {"smb": {"health": {"not_onboarded": 20}}}},
        -10,
        "nobody gets through onboarding: ten points of baseline less",
        {
            "segments": {"smb": {"accounts": 0, "new_per_month": 10}},
            "touch_models": {"care": {"self_serve_onboarding": {"accepted": 0}}},
        },
        replications=2,
    ),
    Row(
        "Low touch: packaged onboarding, hours per class, not per account",
        "`group_onboarding`",
        hours,
        {"touch_models": {"care": {"kickoff": None, "group_onboarding": CLASSES}}},
        11 * 8 - 360 * 2,
        "a class at the end of each of eleven months, not two hours for each of 360 newcomers",
        {
            "segments": NEWCOMERS["segments"],
            "touch_models": {"care": {"kickoff": {"hours": 2, "after": "0 days", **SURE}}},
        },
        called="hours worked",
        replications=15,
    ),
    Row(
        "Packaged onboarding begins when the next class does",
        "`group_onboarding: {every: …}`",
        "time_to_onboard_days",
        {"touch_models": {"care": {"group_onboarding": {"every": "4 weeks"}}}},
        7,
        "half of two weeks more",
        {
            "segments": NEWCOMERS["segments"],
            "touch_models": {"care": {"group_onboarding": {**CLASSES, "every": "2 weeks"}}},
        },
        replications=15,
    ),
)
