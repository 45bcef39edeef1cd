"""Linked tables that contradict each other: every contradiction counted, one rule applied."""

from datetime import date
from decimal import Decimal

import pytest

from touchmodel.errors import InputError

ACCOUNTS = """account_id,account_name,signup_date,plan_tier,is_trial,churn_flag
A,Ash,2024-01-01,Pro,False,False
B,Birch,2024-02-01,Pro,False,True
C,Cedar,2024-03-01,Basic,False,True
D,Dogwood,2024-04-01,Basic,True,False
E,Elm,2024-05-01,Basic,False,False
"""
SUBSCRIPTIONS = """sub_id,account_id,start_date,end_date,plan_tier,mrr_amount,arr_amount,is_trial
S1,A,2024-01-01,,Pro,10,120,False
S2,A,2024-02-01,,Basic,5,60,False
S3,B,2024-02-01,,Pro,20,300,False
S4,C,2024-03-01,2024-06-30,Basic,10,120,False
S5,D,2024-04-01,,Basic,0,0,True
S6,E,2024-05-01,2024-07-31,Basic,10,120,False
S7,E,2024-04-15,,Basic,30,360,False
S8,X,2024-05-01,,Basic,10,120,False
"""
EVENTS = (
    "event_id,account_id,churn_date,reason\n1,A,2024-05-01,x\n2,C,2024-06-30,x\n3,A,2024-06-01,x\n"
)
TICKETS = """ticket_id,account_id,submitted_at,priority
1,A,2023-12-31,urgent
2,A,2024-06-01,urgent
3,B,2024-06-30,low
"""


@pytest.fixture
def draft(drafted):
    return drafted({
        "accounts.csv": ACCOUNTS, "subscriptions.csv": SUBSCRIPTIONS, "events.csv": EVENTS,
        "tickets.csv": TICKETS,
    })  # fmt: skip


def test_an_account_is_open_by_its_paid_subscriptions(draft) -> None:
    found = draft.customers
    assert {row.id: row.arr for row in found.open} == {"A": 180, "B": 300, "E": 360}
    assert [(row.id, row.ended) for row in found.left] == [("C", date(2024, 6, 30))]
    assert [row.id for row in found.never] == ["D"]


def test_the_start_is_the_earliest_and_the_scenario_begins_after_the_latest_date(draft) -> None:
    assert {row.id: row.start for row in draft.customers.open}["E"] == date(2024, 4, 15)
    assert draft.start == date(2024, 8, 1)
    assert draft.why_start == "the month after the latest date in the data, 2024-07-31"


def test_every_contradiction_is_counted_with_its_first_rows(draft) -> None:
    found = {str(c.what): (c.count, c.of, c.examples) for c in draft.contradictions}
    assert found == {
        "accounts flagged as churned that have a running paid subscription":
            (1, 5, ("B (accounts.csv:3)",)),
        "accounts with churn events and no churn flag": (1, 5, ("A (accounts.csv:2)",)),
        "accounts flagged as churned without a churn event": (1, 5, ("B (accounts.csv:3)",)),
        "churn events, one a customer, of customers with a running paid subscription":
            (1, 3, ("A (events.csv:2)",)),
        "ended subscriptions of accounts that are not flagged as churned":
            (1, 8, ("E (subscriptions.csv:7)",)),
        "rows of customers that accounts.csv does not have":
            (1, 8, ("X (subscriptions.csv:9)",)),
        "requests older than their account": (1, 3, ("A (tickets.csv:2)",)),
        "subscriptions older than their account": (1, 8, ("E (subscriptions.csv:8)",)),
        "trials at 0": (1, 8, ("D (subscriptions.csv:6)",)),
        "running paid subscriptions with another plan_tier than their account":
            (1, 8, ("A (subscriptions.csv:3)",)),
        "accounts with running paid subscriptions of several plan_tier":
            (1, 5, ("A (accounts.csv:2)",)),
        "rows where 12 times mrr_amount is not arr_amount": (1, 8, ("B (subscriptions.csv:4)",)),
    }  # fmt: skip


def test_requests_are_counted_from_the_accounts_start(draft) -> None:
    # From 2023-12-31, the first request: A 213 days, B 182; the request before A's start is out.
    pro = next(facts for facts in draft.facts if facts.segment == "Pro")
    assert pro.requests.count == 2
    days = (date(2024, 8, 1) - date(2024, 1, 1)).days + (date(2024, 8, 1) - date(2024, 2, 1)).days
    assert pro.requests.months == (days / Decimal("30.4375")).quantize(Decimal("0.1"))
    assert pro.requests.urgent == Decimal("0.5")


def test_subscriptions_alone_make_a_book(drafted) -> None:
    draft = drafted({"s.csv": SUBSCRIPTIONS})
    assert {row.id: (row.arr, row.segment) for row in draft.customers.open} == {
        "A": (180, "Pro"), "B": (300, "Pro"), "E": (360, "Basic"), "X": (120, "Basic"),
    }  # fmt: skip


def test_later_starts_and_earlier_ends_follow_the_first_day(drafted) -> None:
    draft = drafted({"s.csv": SUBSCRIPTIONS}, start=date(2024, 5, 1))
    found = {row.id: row.arr for row in draft.customers.open}
    assert found == {"A": 180, "B": 300, "C": 120, "E": 480, "X": 120}
    assert draft.customers.later == ()
    earlier = drafted({"s.csv": SUBSCRIPTIONS}, start=date(2024, 2, 1))
    assert [row.id for row in earlier.customers.later] == ["C", "D", "E", "X"]


def test_a_table_of_accounts_has_each_customer_once(drafted) -> None:
    tables = {"a.csv": ACCOUNTS.replace("B,Birch", "A,Birch"), "s.csv": SUBSCRIPTIONS}
    with pytest.raises(InputError) as caught:
        drafted(tables)
    assert str(caught.value) == "a.csv:3:1: the customer 'A' stands twice, in lines 2 and 3"


def test_a_table_of_one_subscription_each_is_linked_too(drafted) -> None:
    accounts = "account_id,signup_date,plan\nA,2024-01-01,x\nB,2024-01-02,y\nC,2024-01-03,y\n"
    sold = "subscription_id,account_id,mrr\n1,A,10\n2,C,20\n"
    draft = drafted({"a.csv": accounts, "s.csv": sold})
    assert {row.id: (row.segment, row.arr) for row in draft.customers.open} == {
        "A": ("x", 120), "C": ("y", 240),
    }  # fmt: skip
    assert [str(found.what) for found in draft.contradictions] == [
        "accounts that have no subscription"
    ]


def test_nobody_left_is_no_book(drafted) -> None:
    with pytest.raises(InputError, match="no row is a customer who is still there; say who is"):
        drafted({"a.csv": "id,mrr,status\n1,5,cancelled\n2,5,churned\n"})
