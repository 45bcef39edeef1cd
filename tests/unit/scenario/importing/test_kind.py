"""Which table is what, which column says what; what only a planner can say is asked."""

import pytest

from touchmodel.errors import InputError
from touchmodel.scenario.importing import role

ONE = "customer_id,plan,mrr,start_date,owner,status\na,Pro,10,2024-01-01,Ann,active\n" + (
    "b,Basic,20,2024-02-01,Bob,active\nc,Basic,5,2023-02-01,Bob,cancelled\n"
)


def columns(draft):
    return dict(draft.given.main.table.columns)


def test_english_headers(drafted) -> None:
    assert columns(drafted({"a.csv": ONE})) == {
        "customer": "customer_id", "segment": "plan", "arr": "12 * mrr", "start": "start_date",
        "owner": "owner", "status": "status",
    }  # fmt: skip


def test_japanese_headers(drafted) -> None:
    text = (
        "顧客ID\t顧客名\t区分\t年額\t契約開始日\t契約終了日\t契約期間\t担当者\tタッチモデル\tステータス\n"
        "1\tあ\t大口\t1,200,000円\t2024年4月1日\t2027/3/31\t12ヶ月\t佐藤\tハイタッチ\t契約中\n"
        "2\tい\t小口\t350万\t2023年4月1日\t2027/4/30\t1年\t鈴木\tロータッチ\t契約中\n"
        "3\tう\t小口\t90,000円\t2023年5月1日\t2025/4/30\t1年\t鈴木\tロータッチ\t解約済\n"
    )
    draft = drafted({"a.csv": text}, encoding="cp932")
    assert columns(draft) == {
        "customer": "顧客ID", "name": "顧客名", "segment": "区分", "arr": "`年額`",
        "start": "契約開始日", "renews_on": "契約終了日", "contract_months": "契約期間",
        "owner": "担当者", "touch_model": "タッチモデル", "status": "ステータス",
    }  # fmt: skip
    assert [(row.id, row.arr) for row in draft.customers.open] == [
        ("1", 1_200_000),
        ("2", 3_500_000),
    ]
    assert [row.id for row in draft.customers.left] == ["3"]
    assert draft.currency == "JPY"
    assert draft.care.owners == 2


def test_an_end_with_blanks_that_is_not_ahead_is_when_customers_left(drafted) -> None:
    text = "id,mrr,start_date,end_date\na,10,2024-01-01,\nb,10,2024-01-05,2024-03-31\n"
    found = drafted({"a.csv": text + "c,10,2024-05-01,\n"})
    assert columns(found)["ended"] == "end_date"
    ahead = text.replace("2024-03-31", "2026-03-31") + "c,10,2024-05-01,2025-04-30\n"
    assert columns(drafted({"a.csv": ahead}))["renews_on"] == "end_date"


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (
            "customer_id,account_id,mrr",
            "a.csv:1:1: customer_id, account_id could each be `customer`; say it: "
            '--column customer="customer_id", --column customer="account_id"',
        ),
        (
            "city,street,mrr",
            "a.csv:1:1: no column tells the customers apart; the columns are city, street, mrr; "
            "say it: --column customer=COLUMN",
        ),
        (
            "id,city,street",
            "a.csv:1:1: no column says what customers pay; the columns are id, city, street; "
            'say it: --column arr="12 * COLUMN"',
        ),
        (
            "id,city,amount",
            "a.csv:1:1: nothing says whether amount is the amount of a year; say it: "
            '--column arr="amount", or of a month --column arr="12 * amount"',
        ),
    ],
)
def test_what_is_ambiguous_is_asked(drafted, header: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        drafted({"a.csv": f"{header}\n1,2,3\n4,5,6\n"})
    assert str(caught.value) == message


def test_what_a_planner_says_goes_first(drafted) -> None:
    text = "customer_id,account_id,plan,tier,amount\n1,x,A,gold,5\n2,y,B,gold,7\n3,y,B,tin,1\n"
    said = {"customer": "customer_id", "arr": "2 * amount", "segment": "tier", "open": "amount > 1"}
    draft = drafted({"a.csv": text}, **said)
    assert [(row.id, row.segment, row.arr) for row in draft.customers.open] == [
        ("1", "gold", 10), ("2", "gold", 14),
    ]  # fmt: skip
    assert [row.id for row in draft.customers.left] == ["3"]


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"custmer": "id"}, "--column custmer: there is nothing called 'custmer' to say; "
                            "did you mean customer?"),
        ({"owner": "csn"}, "--column owner: no table has a column 'csn'; did you mean csm?"),
        ({"arr": "12 *"}, "--column arr: '12 *' cannot be read over the columns of a table; "
                          "columns are id, csm, mrr"),
        ({"arr": "__import__('os')"}, "--column arr: \"__import__('os')\" cannot be read over the "
                                      "columns of a table; columns are id, csm, mrr"),
    ],
)  # fmt: skip
def test_what_is_said_wrong_is_told_with_the_nearest(drafted, said, message: str) -> None:
    with pytest.raises(InputError) as caught:
        drafted({"a.csv": "id,csm,mrr\n1,2,3\n"}, **said)
    assert str(caught.value) == message


def test_two_tables_of_a_kind_are_refused(drafted) -> None:
    with pytest.raises(InputError, match=r"b\.csv:1:1: this table and a\.csv are both read as one"):
        drafted({"a.csv": "id,mrr\n1,2\n", "b.csv": "id,mrr\n1,2\n"})


def test_names_of_columns_in_expressions() -> None:
    assert [role.quoted(name) for name in ("mrr", "月額", "a b", "for")] == [
        "mrr", "`月額`", "`a b`", "`for`",
    ]  # fmt: skip


def test_cells_that_cannot_be_read_are_told_at_their_place(drafted) -> None:
    text = "id,mrr,tenure,since\n1,2,3,2024-01-01\n2,x,3,2024-01-01\n,5,3,2024-01-01\n"
    with pytest.raises(InputError) as caught:
        drafted({"a.csv": text}, arr="12 * mrr", start="id", tenure_months="since")
    assert "a.csv:2:7: since: '2024-01-01' is no number of months" in str(caught.value)
    assert "a.csv:4:1: id: the customer is blank: every row needs one" in str(caught.value)
    with pytest.raises(InputError, match=r"a\.csv:3:1: the ARR of '2' is no amount from 0"):
        drafted({"a.csv": text.replace(",5,", "3,5,")}, arr="12 * mrr", tenure_months="tenure")
