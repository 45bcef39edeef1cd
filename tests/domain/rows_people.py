"""Rows about people: who is there, how much they can do, what they cost, whose work they do."""

import math

from tests.domain.row import Row
from tests.domain.theory import (
    BASELINE,
    HOURS_A_DAY,
    KAPPA,
    MONTH,
    YEAR,
    booked,
    capacity,
    hours,
    queue_of_a_pool,
    queue_of_one,
)

from touchmodel.model import records as r

SURE = {"accepted": 1, "spread": 0}
# One customer whose health is at rest at once: people and their cost only.
ALONE = {"segments": {"smb": {"accounts": 1, "health": {"half_life": "1 day"}}}}
TEN = ALONE | {"pools": {"csm": {"positions": 10}}}
DAILY_COST = 100000 / YEAR
STABLE = {"lead_time": 0, "ramp": [], "leavers_per_year": 0}
OPENING = ALONE | {
    "hiring": STABLE | {"lead_time": "1 month"},
    "pools": {"csm": {"positions": {"2027-01": 10, "2027-03": 20}}},
}
LEAVING = ALONE | {"hiring": STABLE | {"leavers_per_year": 0.2}}
LEAVE_IN_A_MONTH = 1 - 0.8 ** (1 / 12)
CHECKS = {"check_in": {"every": "month", "hours": 1, **SURE}}
# Twice the work that one person can do: 229 accounts, an hour a month each.
SWAMPED = {
    "segments": {"smb": {"accounts": 229, "health": {"half_life": "10 days"}}},
    "touch_models": {"care": CHECKS},
    "pools": {"csm": {"positions": 1}},
}
# Round the clock, an hour each, 70 % of what five people can do.
QUEUE = {
    "months": 2,
    "segments": {
        "smb": {
            "requests": {"per_month": 0.7 * 24 * MONTH / 60, "urgent": 0},
            "health": {"half_life": "1 day"},
        }
    },
    "touch_models": {"care": {"support": {"hours": 1, **SURE, "within": "30 days"}}},
    "pools": {"csm": {"positions": 5, "hours_per_week": 168, "shrinkage": 0}},
}
OWNED = {
    "months": 24,
    "segments": {"smb": {"health": {"lost_owner": 0.3}}},
    "hiring": STABLE | {"leavers_per_year": 0.5},
    "touch_models": {"care": {"check_in": {"every": "year", "value": 0, **SURE}}},
    "pools": {"csm": {"positions": 100}},
}
LOST = -math.log(0.5) / YEAR * 0.3
"""Share of health lost a day where every second owner leaves in a year."""
BUSY = {
    "segments": {"smb": {"accounts": 300, "health": {"half_life": "40 days"}}},
    "hiring": STABLE,
    "touch_models": {"care": {"check_in": {"every": "3 months", "hours": 320, **SURE}}},
    "pools": {"csm": {"positions": 100}},
}
HAZARD = -math.log(0.8) / 12

ROWS = (
    Row(
        "How many people: the team and its cost",
        "`pools.*.positions`",
        "cost_people",
        {"pools": {"csm": {"positions": 12}}},
        2 * 365 * DAILY_COST,
        "two people more for 365 days",
        TEN,
        replications=2,
    ),
    Row(
        "Accounts per CSM",
        "`pools.*.positions`",
        "accounts_per_csm",
        {"pools": {"csm": {"positions": 20}}},
        300 / 20 - 300 / 10,
        "300 accounts over 20 people in place of 10",
        {"pools": {"csm": {"positions": 10}}},
        replications=2,
    ),
    Row(
        "How busy the team is",
        "`pools.*.positions`",
        "utilisation",
        {"pools": {"csm": {"positions": 5}}},
        300 * 12 / YEAR / HOURS_A_DAY * (1 / 5 - 1 / 10),
        "work identity: accounts x rate x hours / productive hours",
        {"touch_models": {"care": CHECKS}, "pools": {"csm": {"positions": 10}}},
        within=0.01,
        replications=3,
    ),
    Row(
        "Loaded cost = salary x 1.25",
        "`pools.*.overhead`",
        "cost_people",
        {"pools": {"csm": {"overhead": 0.25}}},
        0.25 * 10 * 365 * DAILY_COST,
        "a quarter of ten salaries",
        TEN,
        replications=2,
    ),
    Row(
        "Salaries rise",
        "`pools.*.raise_per_year`",
        "cost_people",
        {"pools": {"csm": {"raise_per_year": 0.05}}},
        0.05 * 10 * 366 * DAILY_COST,
        "5 % of ten salaries in the second year, 2028, of 366 days",
        TEN | {"months": 24},
        replications=2,
    ),
    Row(
        "Finance fears CS as a drag on gross margin: where it is booked",
        "`pools.*.booked_as`",
        booked(r.COGS),
        {"pools": {"csm": {"booked_as": "sales and marketing"}}},
        -10 * 365 * DAILY_COST,
        "ten salaries are no cost of revenue any more",
        TEN,
        called="cost of revenue",
        replications=2,
    ),
    Row(
        "Manager span",
        "`pools.*.manager`",
        "cost_total",
        {"pools": {"csm": {"manager": {"span": 8, "cost_per_year": 150000}}}},
        2 * 150000 * 365 / YEAR,
        "ten people, eight a manager: two managers",
        TEN,
        replications=2,
    ),
    Row(
        "Live coaching by partner experts, paid by the hour",
        "`pools.*.cost_per_hour`",
        "cost_total",
        {
            "touch_models": {"care": {"training": {"every": "6 months", "by": "coach", **SURE}}},
            "pools": {"coach": {"positions": 20, "cost_per_hour": 80}},
        },
        300 * 2 * 3 * 80 * 365 / YEAR,
        "300 accounts, two trainings of three hours a year, 80 an hour",
        {"segments": {"smb": {"health": {"half_life": "10 days"}}}},
        within=0.01,
        replications=4,
    ),
    Row(
        "Admin takes 30-40 % of the time",
        "`pools.*.shrinkage`",
        capacity,
        {"pools": {"csm": {"shrinkage": 0.4}}},
        -0.06 * 40 / 7 * 365 * 10,
        "6 % more of 40 paid hours a week reach no customer",
        TEN,
        called="productive hours",
        replications=2,
    ),
    Row(
        "August is a quiet month",
        "`pools.*.shrinkage_in`",
        capacity,
        {"pools": {"csm": {"shrinkage_in": {"August": 0.67}}}},
        -0.33 * 40 / 7 * 31 * 10,
        "33 % more of 40 paid hours a week, for 31 days",
        TEN,
        called="productive hours",
        replications=2,
    ),
    Row(
        "Public holidays of a country",
        "`pools.*.country`",
        capacity,
        {"pools": {"csm": {"country": "JP"}}},
        -16 * 40 * 0.66 / 5 * 10,
        "16 holidays of Japan fall on weekdays in 2027, a fifth of a week each",
        TEN | {"pools": {"csm": {"positions": 10, "calendar": "business"}}},
        called="productive hours",
        replications=2,
    ),
    Row(
        "The office is closed at night and on week-ends",
        "`pools.*.calendar`",
        "wait_mean_elapsed_h",
        {"pools": {"csm": {"calendar": "business"}}},
        (4 * 15**2 + 63**2) / 2 / 168,
        "a random hour of the week meets 4 nights of 15 hours and a week-end of 63",
        {
            "segments": {"smb": {"requests": {"per_month": 1}, "health": {"half_life": "1 day"}}},
            "touch_models": {"care": {"support": {}}},
        },
        within=0.01,
    ),
    Row(
        "Booked leave",
        "`pools.*.people: [{leave: …}]`",
        capacity,
        {"pools": {"csm": {"people": [{"leave": [{"from": "2027-06", "until": "2027-09"}]}]}}},
        -92 * HOURS_A_DAY,
        "one of ten away from June to August, 92 days",
        TEN,
        called="productive hours",
        replications=2,
    ),
    Row(
        "Nobody is there from day one: lead time of hiring",
        "`hiring: {lead_time: …}`",
        "cost_people",
        {"hiring": {"lead_time": "4 months"}},
        -10 * 91 * DAILY_COST,
        "ten positions of 1 March filled on 1 July in place of 1 April",
        OPENING,
        replications=2,
    ),
    Row(
        "Intakes: people start in April and October only",
        "`hiring: {starts_in: …}`",
        "cost_people",
        {"hiring": {"lead_time": "2 months", "starts_in": ["April", "October"]}},
        -10 * 183 * DAILY_COST,
        "ready on 1 May, after the April intake: 1 October in place of 1 April",
        OPENING,
        replications=2,
    ),
    Row(
        "Hiring is hard: so many a month at most",
        "`hiring: {at_most: …}`",
        "cost_people",
        {"hiring": {"at_most": 5}},
        -5 * 30 * DAILY_COST,
        "five of ten start on 1 May, not on 1 April",
        OPENING,
        replications=2,
    ),
    Row(
        "Ramp: who is new takes longer",
        "`hiring: {ramp: …}`, `people: [{hired: …}]`",
        hours,
        {
            "hiring": {"ramp": [0.25, 0.5, 0.75]},
            "pools": {"csm": {"people": [{"hired": "2026-12-31"}] * 60}},
        },
        300 * 12 / YEAR * (3 * 31 + 1 * 28 + 31 / 3 + (4**2 - 1) / 2 / HOURS_A_DAY),
        "everybody is new: an hour takes 4, then 2, then 4/3, what is in hand on day 0 too",
        {
            "segments": {"smb": {"health": {"half_life": "10 days"}}},
            "hiring": STABLE,
            "touch_models": {"care": CHECKS},
            "pools": {"csm": {"positions": 60}},
        },
        called="hours worked",
        within=0.005,
    ),
    Row(
        "CSM attrition",
        "`hiring: {leavers_per_year: …}`",
        "leavers",
        {"hiring": {"leavers_per_year": 0.2}},
        1000 * 12 * LEAVE_IN_A_MONTH,
        "1000 seats, each drawn every month: 1 - 0.8^(1/12)",
        ALONE | {"hiring": STABLE},
        replications=12,
    ),
    Row(
        "Who leaves is replaced, at a cost",
        "`hiring: {cost_per_hire: …}`",
        "cost_total",
        {"hiring": {"cost_per_hire": 10000}},
        1000 * 12 * LEAVE_IN_A_MONTH * 10000,
        "one hire a leaver",
        LEAVING,
        replications=12,
    ),
    Row(
        "Vacancies while leavers are replaced",
        "`hiring: {lead_time: …}`",
        "vacancies",
        {"hiring": {"lead_time": "3 months"}},
        1000 * 3 * LEAVE_IN_A_MONTH / (1 + 3 * LEAVE_IN_A_MONTH),
        "a seat is filled for 1/p months on average, then vacant for 3",
        LEAVING,
        replications=20,
    ),
    Row(
        "Leavers are not replaced",
        "`hiring: {backfill: …}`",
        "headcount_end",
        {"hiring": {"backfill": False}},
        -0.2 * 1000,
        "a fifth has left within the year",
        LEAVING,
        replications=12,
    ),
    Row(
        "Overload drives people away",
        "`hiring: {overload: …}`",
        "leavers",
        {"hiring": {"overload": {"above": 0.85, "per_ten_points": 0.5}}},
        11 * 100 * (math.exp(-HAZARD) - math.exp(-HAZARD * math.exp(0.5 * 1.5))),
        "after a month at full load, eleven of twelve, the rate is e^(0.5 x 1.5) times as high",
        BUSY | {"hiring": STABLE | {"leavers_per_year": 0.2}},
        within=0.02,
        replications=40,
    ),
    Row(
        "Dedicated CSMs: customers wait for theirs though others are idle",
        "`pools.*.books: named`",
        "wait_mean_elapsed_h",
        {"pools": {"csm": {"books": "named"}}},
        queue_of_one(0.7) - queue_of_a_pool(5, 0.7),
        "queues of one person (Pollaczek-Khinchine), not one of five (half of Erlang C)",
        QUEUE,
        within=0.02,
    ),
    Row(
        "A dedicated CSM leaves, and customers feel it",
        "`health: {lost_owner: …}`",
        "health_mean",
        {"pools": {"csm": {"books": "named"}}},
        KAPPA * BASELINE / (KAPPA + LOST) - BASELINE,
        "the long-run mean where an owner leaves at a constant rate, and takes 30 % along",
        OWNED,
        within=0.01,
        replications=20,
    ),
    Row(
        "Teams help each other",
        "`pools.*.cover`",
        hours,
        {"pools": {"helper": {"cover": ["csm"]}}},
        365 * HOURS_A_DAY,
        "the helper has nothing to do, the team twice what it can do: one more person's hours",
        SWAMPED
        | {
            "touch_models": {
                "care": CHECKS | {"renewal_preparation": {"by": "helper", "hours": 0.01, **SURE}}
            },
            "pools": {"csm": {"positions": 1}, "helper": {"positions": 1, "cost_per_year": 100000}},
        },
        called="hours worked",
        within=0.02,
        replications=4,
    ),
    Row(
        "Not funded: proactive work is dropped first, then firefighting",
        "`requests`, `priority`",
        "touches_done",
        {"segments": {"smb": {"requests": {"per_month": 0.25, "urgent": 0}}}},
        -229 * 0.25 * 12 * 365 / YEAR,
        "each hour of a request is a touch of an hour less",
        SWAMPED | {"touch_models": {"care": CHECKS | {"support": {"hours": 1, **SURE}}}},
        within=0.02,
        replications=8,
    ),
    Row(
        "Who is served first: the largest ARR",
        "`pools.*.order`",
        "large/coverage",
        {"pools": {"csm": {"order": "arr"}}},
        0.5,
        "a quarter of twice what the team can do: all of theirs in place of half",
        SWAMPED
        | {
            "segments": {
                "smb": {"accounts": 172, "health": {"half_life": "10 days"}},
                "large": {
                    "accounts": 57,
                    "arr": {"mean": 100000},
                    "churn_per_year": {"at_health_70": 0},
                    "contract": {"12 months": 1},
                    "decides": "1 day",
                    "health": {"half_life": "10 days"},
                    "fit_spread": 0,
                },
            }
        },
        within=0.03,
    ),
    Row(
        "A handover takes time",
        "`touch_models.*.handover`",
        hours,
        {"touch_models": {"care": {"handover": {"hours": 2, **SURE}}}},
        300 * 12 * (1 - 0.5 ** (1 / 12)) * 2,
        "each of 100 seats is drawn every month: three accounts to hand over, two hours each",
        OWNED | {"months": 12, "pools": {"csm": {"positions": 100, "books": "named"}}},
        called="hours worked",
        replications=12,
    ),
    Row(
        "Fewer positions: people stay, or are laid off",
        "`pools.*.layoffs`",
        "cost_people",
        {"pools": {"csm": {"layoffs": True}}},
        -4 * 184 * DAILY_COST,
        "four of ten go on 1 July, 184 days before the end",
        ALONE | {"hiring": STABLE, "pools": {"csm": {"positions": {"2027-01": 10, "2027-07": 6}}}},
        replications=2,
    ),
    Row(
        "Part time",
        "`pools.*.hours_per_week`",
        capacity,
        {"pools": {"csm": {"hours_per_week": 30}}},
        -10 * 0.66 / 7 * 365 * 10,
        "ten paid hours a week less, 66 % of them for customers",
        TEN,
        called="productive hours",
        replications=2,
    ),
)
