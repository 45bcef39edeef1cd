"""Rows about low, tech, community and remote touch: what reaches many, and what watches."""

import math

from tests.domain.row import Row, laid_over
from tests.domain.theory import (
    BASELINE,
    HOURS_A_DAY,
    KAPPA,
    MONTH,
    cadence_lift,
    cadence_top,
    hours,
    items,
    maturity,
    spent,
)

from touchmodel.model import records as r

SURE = {"accepted": 1, "spread": 0}
SESSION = {"every": "month", "audience": 100, "attendance": 0.4, "hours": 8, "spread": 0}
YEARS = {"months": 24}
ASKING = {
    "segments": {"smb": {"requests": {"per_month": 1}}},
    "touch_models": {"care": {"support": {"hours": 1, "spread": 0}}},
}
SINCE_THE_LAST = 731 - 23 * MONTH - 8 / HOURS_A_DAY
"""Days from the end of the last session to the closing day, after two years."""
REQUESTS = 300 * 12 * 365 / 365.25
"""Requests of the 300 accounts in the year, one a month each."""
NEW = {
    "segments": {"smb": {"accounts": 0, "new_per_month": 60, "onboarded_within": "60 days"}},
    "touch_models": {
        "care": {"self_serve_onboarding": {"after": "10 days", "accepted": 0.6, "value": 0}}
    },
}
TRAVELLING = {
    "channels": {"online": {}, "on_site": {"hours": 4, "cost": 300}},
    "touch_models": {
        "care": {
            "site_visit": {
                "every": "6 months",
                **SURE,
                "channels": {"on_site": 0.75, "online": 0.25},
            }
        }
    },
}
VISITS = 300 * 2 * 365 / 365.25


def members_when_settled(accounts: int, first: float, best: float, half: float) -> float:
    """Return the members M of a community of steepness 2 for which M = N p(m(M))."""
    members = accounts * first
    for _ in range(1000):
        maturity = members * members / (members * members + half * half)
        members = accounts * (first + (best - first) * maturity)
    return members


MEMBERS = members_when_settled(300, 0.3, 0.9, 60)
MATURITY = MEMBERS**2 / (MEMBERS**2 + 60**2)
FEW = members_when_settled(100, 0.3, 0.9, 60)
SMALL = FEW**2 / (FEW**2 + 60**2) * FEW / 100
"""Maturity times the share of members where there are 100 accounts."""

ROWS = (
    Row(
        "Low touch: hours per session, not per account",
        "`format: one_to_many`",
        hours,
        {"segments": {"smb": {"accounts": 500}}},
        12 * 8,
        "a second session a month: 40 % of 500 do not fit into 100 seats, those of 250 do",
        {
            "segments": {"smb": {"accounts": 250}},
            "touch_models": {"care": {"webinar": SESSION}},
        },
        called="hours worked",
        within=0.1,
    ),
    Row(
        "Low touch: seminars, and who comes to them",
        "`attendance`",
        "health_mean",
        {"touch_models": {"care": {"webinar": {**SESSION, "attendance": 1, "value": 0.1}}}},
        (cadence_top(0.1, MONTH) - BASELINE)
        * math.exp(-KAPPA * (731 - 23 * MONTH - 8 / HOURS_A_DAY)),
        "everybody comes; on the closing day the last session is 29 days ago",
        YEARS,
        within=0.001,
    ),
    Row(
        "Low touch: yearly business review for everyone",
        "`business_review: {every: year}`",
        hours,
        {"touch_models": {"care": {"business_review": {"every": "year", "hours": 2, **SURE}}}},
        300 * 2,
        "two hours an account and year",
        called="hours worked",
        within=0.01,
    ),
    Row(
        "Tech touch: no person",
        "`format: digital`",
        "health_mean",
        {
            "touch_models": {
                "care": {"newsletter": {"every": "month", "accepted": 1, "value": 0.05}}
            }
        },
        cadence_lift(0.05, MONTH),
        "the closed form of a fixed cadence, without an hour of work",
        YEARS,
        replications=8,
    ),
    Row(
        "No model is better as such: complexity of support decides",
        "`falls_with_complexity`",
        "health_mean",
        {"segments": {"smb": {"complexity": 4}}},
        cadence_lift(0.05, MONTH) - cadence_lift(0.1, MONTH),
        "four times as complex feels half the value: 4^-0.5",
        YEARS
        | {
            "touch_models": {
                "care": {"newsletter": {"every": "month", "accepted": 1, "value": 0.1}}
            }
        },
        replications=8,
    ),
    Row(
        "Tech touch: platform cost",
        "`cost_per_account_month`",
        "cost_total",
        {"digital": {"help": {"lift": 1, "cost_per_account_month": 2}}},
        300 * 12 * 2,
        "300 accounts, 12 months",
    ),
    Row(
        "Tech touch: content cost",
        "`content_per_month`",
        "cost_total",
        {"digital": {"help": {"lift": 1, "content_per_month": 500}}},
        12 * 500,
        "12 months",
    ),
    Row(
        "Digital accompanies every tier: it lifts health",
        "`digital: {lift: …}`",
        "health_mean",
        {"digital": {"help": {"lift": 4}}},
        4,
        "the baseline is 4 points higher, since long",
    ),
    Row(
        "Digital: FAQ and chatbot before the agent",
        "`digital: {deflects: …}`",
        items("support"),
        {"digital": {"chatbot": {"deflects": 0.3}}},
        -0.3 * REQUESTS,
        "three in ten requests never reach a person",
        ASKING,
        called="requests answered",
        replications=10,
    ),
    Row(
        "Why not AI: digital saves hours in high touch too",
        "`digital: {saves: …}`",
        hours,
        {"digital": {"assistant": {"saves": {"business_review": 0.25}}}},
        -0.25 * 300 * 4 * 3 * 365 / 365.25,
        "a quarter of 3 hours, four times a year",
        {"touch_models": {"care": {"business_review": {"every": "quarter", **SURE}}}},
        called="hours worked",
    ),
    Row(
        "Somebody looks after digital",
        "`digital: {owner: …}`",
        hours,
        {"digital": {"help": {"lift": 1, "owner": {"by": "csm", "hours_per_month": 40}}}},
        12 * 40,
        "40 hours a month",
        called="hours worked",
        within=0.1,
    ),
    Row(
        "Tech onboarding is self-serve",
        "`self_serve_onboarding`",
        "onboarding_completion",
        {"touch_models": {"care": {"self_serve_onboarding": {"accepted": 0.9}}}},
        0.3,
        "30 points more get through by themselves, nearly all within the target days",
        NEW,
        replications=15,
        within=0.02,
    ),
    Row(
        "Complex products are not set up alone",
        "`falls_with_complexity`",
        "onboarding_completion",
        {"segments": {"smb": {"complexity": 4}}},
        -0.3,
        "0.6 x 4^-0.5 = 0.3",
        NEW,
        replications=15,
        within=0.02,
    ),
    Row(
        "Community: members help each other",
        "`community: {deflects: …}`",
        items("support"),
        {
            "community": {
                "joins": {"at_first": 0.3, "at_best": 0.9},
                "half_at": 60,
                "deflects": 0.5,
                "ramp": 0,
                "members_today": MEMBERS / 300,
            }
        },
        -0.5 * MATURITY * MEMBERS / 300 * REQUESTS,
        "the fixed point M = N p(m(M)); half of the members' requests at full maturity",
        ASKING,
        called="requests answered",
        replications=12,
        within=0.05,
    ),
    Row(
        "Community: a minimum of customers, or it never starts",
        "`community: {half_at: …}`",
        "health_mean",
        {"community": {"half_at": 60000}},
        -10 * MATURITY * MEMBERS / 300,
        "below its critical mass it stays immature, and lifts nobody",
        {
            "community": {
                "joins": {"at_first": 0.3, "at_best": 0.9},
                "half_at": 60,
                "lift": 10,
                "ramp": 0,
                "members_today": MEMBERS / 300,
            }
        },
        within=0.1,
    ),
    Row(
        "Community: costly to keep going",
        "`platform_per_month`, `events_per_month`",
        "cost_total",
        {"community": {"platform_per_month": 900, "events_per_month": 600}},
        12 * 1500,
        "12 months of both",
        {"community": {"members_today": 0.2, "lift": 1}},
    ),
    Row(
        "Remote: same reach without distance",
        "`channels`",
        hours,
        {"touch_models": {"care": {"site_visit": {"channels": {"on_site": 0.25, "online": 0.75}}}}},
        -0.5 * 4 * VISITS,
        "two of three journeys of four hours saved: half of the visits",
        TRAVELLING,
        replications=12,
        called="hours worked",
    ),
    Row(
        "Site visits cost the journey",
        "`channels: {on_site: {cost: …}}`",
        spent(r.TRAVEL),
        {"touch_models": {"care": {"site_visit": {"channels": {"on_site": 0.25, "online": 0.75}}}}},
        -0.5 * 300 * VISITS,
        "two of three journeys of 300 saved: half of the visits",
        TRAVELLING,
        replications=12,
        called="travel",
    ),
    Row(
        "Uniform phone and mail campaigns",
        "`cost` of an activity",
        spent(r.UNITS),
        {"touch_models": {"care": {"newsletter": {"cost": 0.5}}}},
        0.5 * 300 * 12 * 365 / 365.25,
        "half a dollar each, a month and account",
        {"touch_models": {"care": {"newsletter": {"every": "month", "accepted": 1, "value": 0}}}},
        called="units",
    ),
    Row(
        "Regular health checks find accounts at risk",
        "`health_check`, `risk_play`",
        items("risk_play"),
        {
            "touch_models": {
                "care": {
                    "health_check": {
                        "every": "month",
                        "checks_health": {"below": 60, "again_after": "180 days"},
                    },
                    "risk_play": {"value": 0, **SURE},
                }
            }
        },
        300 * 365 / (6 * MONTH),
        "all have 55: a play at the first check after each half year",
        called="risk plays done",
        within=0.05,
    ),
    Row(
        "Data-driven risk work brings health back",
        "`risk_play`",
        "health_mean",
        {
            "touch_models": {
                "care": {
                    "health_check": {
                        "every": "month",
                        "checks_health": {"below": 100, "again_after": "15 days"},
                    },
                    "risk_play": {"value": 0.1, "hours": 0.1, **SURE},
                }
            }
        },
        cadence_lift(0.1, MONTH),
        "a play at every check: the closed form of a monthly touch",
        YEARS,
        within=0.02,
    ),
    Row(
        "Something happens at the customer: a champion leaves",
        "`shocks: {per_year: …}`",
        "health_mean",
        {"segments": {"smb": {"shocks": {"champion_leaves": {"per_year": 2, "loss": 0.3}}}}},
        KAPPA * BASELINE / (KAPPA + 2 / 365.25 * 0.3) - BASELINE,
        "the long-run mean under Poisson losses",
        YEARS,
        replications=20,
    ),
    Row(
        "Something happens to all: an outage",
        "`shocks: {on: …}`",
        "health_mean",
        {"segments": {"smb": {"shocks": {"outage": {"on": "2027-11-01", "loss": 0.4}}}}},
        -0.4 * BASELINE * math.exp(-KAPPA * 61),
        "two fifths of health lost, fading for the 61 days that are left",
    ),
    Row(
        "Digital for one tier, not for all",
        "`digital: {for: …}`",
        "cost_total",
        {"digital": {"help": {"for": ["tech"]}}},
        -100 * 12 * 2,
        "100 of 300 accounts do without it",
        {
            "segments": {
                "smb": {"accounts": 200, "traits": {"pace": {"own": 1}}},
                "large": {
                    "accounts": 100,
                    "arr": {"mean": 12000},
                    "churn_per_year": {"at_health_70": 0},
                    "contract": {"12 months": 1},
                },
            },
            "touch_models": {"tech": {"by": "csm"}},
            "who_gets_what": [{"model": "care", "segment": "large"}, "tech"],
            "digital": {"help": {"lift": 1, "cost_per_account_month": 2}},
        },
        replications=2,
    ),
    Row(
        "Digital from a month on",
        "`digital: {from: …}`",
        "cost_total",
        {"digital": {"help": {"from": "2027-10"}}},
        -9 * 500,
        "nine months without content",
        {"digital": {"help": {"lift": 1, "content_per_month": 500}}},
        replications=2,
    ),
    Row(
        "Digital takes time to show",
        "`digital: {ramp: …}`",
        items("support"),
        {"digital": {"chatbot": {"ramp": "12 months"}}},
        0.5 * 0.5 * REQUESTS,
        "over its year of ramp it answers half as many",
        laid_over(ASKING, {"digital": {"chatbot": {"deflects": 0.5, "from": "2027-01"}}}),
        called="requests answered",
        replications=12,
        within=0.05,
    ),
    Row(
        "Somebody looks after the community",
        "`community: {manager: …}`",
        hours,
        {"community": {"manager": {"by": "csm", "hours_per_month": 60}}},
        12 * 60,
        "60 hours a month",
        {"community": {"members_today": 0.2, "lift": 1}},
        called="hours worked",
        within=0.1,
    ),
    Row(
        "Customer events, at a cost each",
        "`group_training: {cost: …}`",
        spent(r.UNITS),
        {"touch_models": {"care": {"group_training": {"cost": 5000}}}},
        4 * 3 * 5000,
        "300 guests, 100 seats, four times a year",
        {
            "touch_models": {
                "care": {"group_training": {**SESSION, "every": "quarter", "attendance": 1}}
            }
        },
        called="units",
        replications=2,
    ),
    Row(
        "Online takes less of everything, not only the journey",
        "`channels: {online: {effort: …}}`",
        hours,
        {"channels": {"online": {"effort": 0.5}}},
        -0.25 * 0.5 * 4 * VISITS,
        "a quarter of the visits at half of their four hours",
        TRAVELLING,
        called="hours worked",
    ),
    Row(
        "Communities grow by their customers",
        "`segments.*.accounts`",
        "health_mean",
        {"segments": {"smb": {"accounts": 300}}, "community": {"members_today": MEMBERS / 300}},
        10 * (MATURITY * MEMBERS / 300 - SMALL),
        "the fixed points M = N p(m(M)) of 300 accounts and of 100, ten points for a member",
        {
            "segments": {"smb": {"accounts": 100}},
            "community": {
                "joins": {"at_first": 0.3, "at_best": 0.9},
                "half_at": 60,
                "lift": 10,
                "ramp": 0,
                "members_today": FEW / 100,
            },
        },
        replications=30,
        within=0.1,
    ),
    Row(
        "Community: slow to get going",
        "`community: {ramp: …}`",
        maturity,
        {"community": {"ramp": "12 months"}},
        -0.5 * (11 / 12) ** 11,
        "nobody is there on the first day; then a twelfth of the way to a half, eleven times",
        {
            "community": {
                "from": "2027-01",
                "joins": {"at_first": 0.5, "at_best": 0.5},
                "half_at": 150,
                "lift": 1,
                "ramp": 0,
            },
        },
        called="maturity after a year",
        replications=3,
        within=0.05,
    ),
)
