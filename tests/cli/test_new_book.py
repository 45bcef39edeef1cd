"""From an export to a scenario that runs, by the command line."""

import gzip
import json
import random
from pathlib import Path

import pytest

from touchmodel.scenario.load import load_scenario

EXPORT = "customer_id,plan,mrr,start_date,churn_date\n"


def write_export(name: str = "export.csv", accounts: int = 30) -> None:
    rng = random.Random(7)
    rows = []
    for n in range(accounts):
        start = f"{2023 + n % 3}-{1 + n % 12:02d}-{1 + n % 28:02d}"
        left = "2025-12-31" if n % 6 == 0 else ""
        rows.append(f"C{n:03d},{('Basic', 'Pro')[n % 2]},{rng.randint(200, 3000)},{start},{left}")
    Path(name).write_text(EXPORT + "\n".join(rows) + "\n")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_scenario_checks_works_and_runs_as_it_is(run) -> None:
    write_export()
    told = run("new", "acme", "--book", "export.csv")
    assert (told.code, "touchmodel plan acme/company.yaml" in told.err) == (0, True)
    assert "open 25 with" in told.out
    for heading in ("Read", "Who counts", "Derived", "Not known"):
        assert f"\n{heading}" in told.out
    assert run("check", "acme/company.yaml").out.startswith("acme/company.yaml: OK\n")
    assert run("workload", "acme/company.yaml").code == 0
    done = run("run", "acme/company.yaml", "--replications", 1, "--workers", 1)
    assert done.code == 0, done.err


def test_a_new_export_in_its_place_is_read_by_the_same_scenario(run) -> None:
    write_export()
    assert run("new", "acme", "--book", "export.csv").code == 0
    assert not Path("acme/book.csv").exists()
    write_export(accounts=60)
    assert "50 accounts from 60 rows" in run("check", "acme/company.yaml").out


def test_linked_tables_that_contradict_each_other(run) -> None:
    Path("accounts.csv").write_text(
        "account_id,signup_date,plan_tier,churn_flag\n"
        "A,2024-01-01,Pro,True\nB,2024-02-01,Basic,False\nC,2024-03-01,Basic,False\n"
    )
    Path("subs.csv").write_text(
        "subscription_id,account_id,start_date,end_date,arr_amount,is_trial\n"
        "1,A,2024-01-01,,1200,False\n2,B,2024-02-01,,2400,False\n3,B,2024-06-01,,600,False\n"
        "4,C,2024-03-01,,0,True\n"
    )
    done = run("new", "linked", "--book", "accounts.csv", "--book", "subs.csv")
    assert done.code == 0
    assert (
        "  accounts flagged as churned that have a running paid subscription: 1 of 3, "
        "such as A (accounts.csv:2)"
    ) in done.out.splitlines()
    assert Path("linked/book.csv").read_text() == (
        "customer,segment,arr,start\nA,Pro,1200,2024-01-01\nB,Basic,3000,2024-02-01\n"
    )
    assert "accounts flagged as churned" in Path("linked/company.yaml").read_text(encoding="utf-8")
    assert run("check", "linked/company.yaml").code == 0


@pytest.mark.parametrize(
    ("encoding", "sign"), [("cp932", ","), ("utf-8-sig", "\t"), ("euc-jp", ",")]
)
def test_japanese_exports(run, encoding: str, sign: str) -> None:
    rows = ["顧客ID,顧客名,区分,月額,契約開始日,更新日,契約期間,担当者,タッチモデル,ステータス"]
    for n in range(12):
        model, size = (("ハイタッチ", "大口"), ("ロータッチ", "小口"))[n % 2]
        state = "解約済" if n == 5 else "契約中"
        rows.append(f"K{n},会社{n},{size},{n + 1}0000円,2024/{n + 1}/1,2027年{n + 1}月1日,"
                    f"12ヶ月,担当{n % 3},{model},{state}")  # fmt: skip
    text = "\n".join(rows).replace(",", sign) + "\n"
    Path("顧客.csv").write_text(text, encoding=encoding)
    done = run("new", "jp", "--book", "顧客.csv", "--lang", "ja")
    assert done.code == 0, done.err
    assert "解約済み 1" in done.out
    scenario = load_scenario("jp/company.yaml").scenario
    assert (scenario.currency, list(scenario.segments)) == ("JPY", ["大口", "小口"])
    assert list(scenario.touch_models) == ["ハイタッチ", "ロータッチ"]
    assert scenario.pools["csm"].positions == 3
    assert [(line.model, line.segment) for line in scenario.who_gets_what] == [
        ("ロータッチ", "小口"), ("ハイタッチ", None),
    ]  # fmt: skip
    checked = run("check", "jp/company.yaml")
    assert (checked.code, "owners: 3; 0 accounts without an owner" in checked.out) == (0, True)


def test_touch_models_and_owners_of_today_begin_the_simulation(run) -> None:
    rows = ["id,mrr,touch_model,csm"]
    rows += [
        f"{n},{100 * (40 - n)},{('high', 'low')[n > 9]},{('Ann', 'Bo')[n % 2]}" for n in range(40)
    ]
    rows += ["40,50,high,Ann", "41,60,,", "42,9000,low,Bo"]
    Path("e.csv").write_text("\n".join(rows) + "\n")
    assert run("new", "x", "--book", "e.csv").code == 0
    text = Path("x/company.yaml").read_text(encoding="utf-8")
    assert "owner: csm, touch_model: touch_model}" in text
    assert (
        "  # The list says which an account has today; from a review on, these lines do.\n" in text
    )
    told = run("check", "x/company.yaml").out
    assert "owners: 2; 1 account without an owner" in told
    assert "1 account has the touch model high today, `who_gets_what` gives it low" in told
    assert "1 account has the touch model low today, `who_gets_what` gives it high" in told
    assert "touch model 26 % high and 74 % low" in told
    assert run("run", "x/company.yaml", "--replications", 1, "--workers", 1).code == 0


def test_packed_exports(run) -> None:
    write_export()
    Path("export.csv.gz").write_bytes(gzip.compress(Path("export.csv").read_bytes()))
    assert run("new", "acme", "--book", "export.csv.gz").code == 0
    assert run("check", "acme/company.yaml").code == 0


def test_json_tells_what_the_text_tells(run) -> None:
    write_export()
    done = run("new", "acme", "--book", "export.csv", "--json")
    said = json.loads(done.out)
    assert set(said) == {
        "created", "start", "currency", "read", "accounts", "segments", "derived", "contradictions",
        "gaps", "next",
    }  # fmt: skip
    assert said["created"] == ["acme/company.yaml", "acme/touchmodel.schema.json"]
    assert said["accounts"] == {"open": 25, "left": 5, "never": 0, "later": 0}
    assert said["segments"]["Pro"]["accounts"] == 15
    assert {gap["grade"] for gap in said["gaps"]} == {"C", "assumption"}
    assert done.err == ""


def test_nothing_is_overwritten_and_nothing_is_left_half(run) -> None:
    write_export()
    Path("acme").mkdir()
    Path("acme/company.yaml").write_text("mine")
    done = run("new", "acme", "--book", "export.csv")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "acme/company.yaml is there already; `touchmodel new` overwrites nothing; "
        "choose another folder\n"
    )
    assert Path("acme/company.yaml").read_text() == "mine"
    text = Path("export.csv").read_text().replace("2023-01-01", "2023年1月1日,".rstrip(","))
    Path("export.csv").write_text(text)
    done = run("new", "acme", "--book", "export.csv")
    assert (done.code, [file.name for file in Path("acme").iterdir()]) == (2, ["company.yaml"])
    assert run("new", "other", "--book", "nowhere.csv").code == 2
    assert not Path("other").exists()


def test_a_guess_is_corrected_by_options(run) -> None:
    Path("e.csv").write_text("id,code,region,amount\n1,a,EU,10\n2,b,US,20\n3,c,EU,5\n")
    done = run("new", "x", "--book", "e.csv")
    assert done.code == 2
    assert '--column arr="amount", or of a month --column arr="12 * amount"' in done.err
    done = run("new", "x", "--book", "e.csv", "--column", "arr=12 * amount", "--column",
               "segment=region", "--start", "2027-04")  # fmt: skip
    assert done.code == 0, done.err
    scenario = load_scenario("x/company.yaml").scenario
    assert (list(scenario.segments), str(scenario.start)) == (["EU", "US"], "2027-04-01")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--column", "customer"], "'customer': write customer=ID"),
        (["--column", "name=id", "--column", "name=x"], "name is said twice"),
        (["--start", "soon"], "'soon' is not a date"),
        (["--start", "2027-04-02"], "2027-04-02 is not the first of a month"),
        (["--encoding", "klingon"], "'klingon' is no encoding of text"),
        (["--column", "custmer=id"], "did you mean customer?"),
    ],
)
def test_options_said_wrong(run, words: list[str], message: str) -> None:
    write_export()
    done = run("new", "x", "--book", "export.csv", *words)
    assert (done.code, message in done.err) == (2, True), done.err
    assert not Path("x").exists()


def test_options_without_an_export_have_no_effect_and_are_refused(run) -> None:
    done = run("new", "x", "--start", "2027-04")
    assert (done.code, "--start has no effect without --book" in done.err) == (2, True)
