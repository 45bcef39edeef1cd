"""`--lang ja`: `check` and every error speak Japanese; names, numbers and places stay."""

import errno
import json
from pathlib import Path

import pytest

from touchmodel.cli import workload as module
from touchmodel.errors import MachineError
from touchmodel.language import Text

READING = """\
s.yaml: OK
  A small | company: 2027年4月から 12 か月、通貨 USD
  顧客セグメント <smb>: 40 社、ARR 48万ドル、新規顧客 月 1 社。タッチモデル mid
  <smb> の解約率: 現状 年 14.0%(ヘルススコア 63)、支援がない場合 年 18.0%(ヘルススコア 55)。\
オッズ比 1.46(ヘルススコア 10 点あたり)。今後 12 か月の値です
  <smb> の契約: 12 か月 が 80%、24 か月 が 20%。更新の判断は終了の 60 日前
  <smb> の問い合わせ: オンボーディング中は月 0.5 件、その後は月 0.5 件。うち緊急 10%
  タッチモデル mid: 開始時は kickoff(3 時間、csm)、support(0.5 時間、csm)。\
その後は check_in 30 日ごと(1 時間、csm)、\
renewal_preparation 終了の 90 日前(4 時間、csm)、support(0.5 時間、csm)
  チーム csm: 1 名、1 名あたり年 10万ドル
  目標: GRR 80.0% 以上。すべて満たす確率 90%
"""
UNREACHABLE = "segments.<smb>.churn_per_year={today: 14%, without_us: 90%}"


def is_japanese(text: str) -> bool:
    """Whether a text has Japanese syllables."""
    return any("ぁ" <= sign <= "ヿ" for sign in text)


def test_a_good_file_is_read_back(run, scenario: Path) -> None:
    done = run("check", scenario, "--lang", "ja")
    assert (done.code, done.out, done.err) == (0, READING, "")


def test_typed_beside_simulated_and_every_value(run, scenario: Path) -> None:
    slow = ("--set", "pools.csm.hours_per_week=2")
    done = run("check", scenario, "--lang", "ja", "--simulate", "--values", "--replications", 2,
               "--workers", 1, *slow)  # fmt: skip
    assert done.code == 0
    lines = done.out.removeprefix(READING).splitlines()
    assert lines[0].split() == ["最初の", "12", "か月、現在のチーム", "入力値", "シミュレーション"]
    named = [line.split("  ")[1] for line in lines[1:5]]
    assert named == ["年間解約率、<smb>", "タッチ実施率", "SLA達成率", "開始日の ARR"]
    lines = lines[1:]
    assert lines[4].startswith("  このチームのタッチ実施率は ")
    assert lines[4].endswith("% ですが、入力値は 80% です(coverage_today)")
    assert lines[6] == "  したがって、入力された解約率はこのファイルのチームのものではありません"
    assert lines[7].startswith("  ファイルの作業が多すぎるか、チームの時間か人員が少なすぎます。")
    assert "--set coverage_today=" in lines[7]
    assert lines[8].split() == ["項目", "値", "単位", "下限–上限", "確かさ", "指定元"]
    assert lines[9].split() == ["title", "A", "small", "|", "company", "s.yaml:1:8"]
    assert any(line.endswith("既定値") for line in lines)


def test_what_was_typed_and_simulated_agrees(run, scenario: Path) -> None:
    ample = ("--set", "coverage_today=100%", "--set", "sla_today=100%",
             "--set", "pools.csm.positions=5")  # fmt: skip
    done = run("check", scenario, "--lang", "ja", "--simulate", "--replications", 1,
               "--workers", 1, *ample)  # fmt: skip
    assert done.out.endswith("  シミュレーションしたチームは入力値と合っています\n")


def test_a_file_that_yaml_cannot_read(run, scenario: Path) -> None:
    scenario.write_text("months: 12\nmonths: 24\n<<: 3\n")
    done = run("check", scenario, "--lang", "ja")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "s.yaml:2:1: キー 'months' が 2 回書かれています(1 回目は 1:1)。"
        "どちらか 1 つにしてください\n"
        "s.yaml:3:1: マージキー(<<)は読み込みません。`extends` を使うか、キーを書き出してください\n"
    )


def test_a_churn_out_of_reach_as_text_and_as_json(run, scenario: Path) -> None:
    said = run("check", scenario, "--lang", "ja", "--set", UNREACHABLE)
    assert said.code == 2
    assert "90.0% には、ヘルススコア 10 点あたり 3 を超えるオッズ比が必要です" in said.err
    (file,) = json.loads(run("check", scenario, "--lang=ja", "--set", UNREACHABLE, "--json").out)[
        "files"
    ]
    (problem,) = file["problems"]
    assert problem["path"] == "segments.<smb>.churn_per_year.without_us"
    assert problem["message"] in said.err
    assert problem["hint"].endswith("または at_health_70 と odds_ratio を書いてください")


def test_the_sentences_of_a_simulation_as_json(run, scenario: Path) -> None:
    words = ("check", scenario, "--simulate", "--replications", 1, "--workers", 1, "--json",
             "--set", "touch_models.mid.check_in.hours=20")  # fmt: skip
    english, japanese = (
        json.loads(run(*words, "--lang", language).out)["files"][0] for language in ("en", "ja")
    )
    sentences = japanese["simulated"].pop("sentences")
    assert all(map(is_japanese, sentences))
    assert len(sentences) == len(english["simulated"].pop("sentences")) > 0
    assert japanese == english


def test_a_plan_without_an_answer(run, scenario: Path) -> None:
    done = run("plan", scenario, "--target", "grr=0.999", "--workers", 1, "--fresh", 40,
               "--max-replications", 20, "--lang", "ja")  # fmt: skip
    assert (done.code, done.out) == (3, "")
    none, lacking, level = done.err.splitlines()
    assert none.startswith("範囲内のどのチームも、90% の確率では目標を満たせません。最大のチーム(")
    assert lacking.startswith("維持率の期待値が目標を下回っています。")
    assert level.startswith("到達できる水準: grr ")
    assert "(90% の確率、目標は 99.9%)" in level


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["rnu"], "touchmodel: コマンド 'rnu' はありません。run のことですか\n"
                  "`touchmodel --help` をご覧ください。\n"),
        (["run"], "touchmodel run: 引数 'FILE' がありません\n`touchmodel run --help` をご覧"),
        (["run", "s.yaml", "--replicatons", "3"],
         "オプション --replicatons はありません。--replications のことですか\n"),
        (["run", "s.yaml", "--seed", "x"], "'--seed' の値が正しくありません: 'x' is not a valid"),
        (["run", "s.yaml", "--precision", "grr"],
         "--precision の値が正しくありません: 'grr': grr=0.002 のように書いてください\n"),
        (["run", "s.yaml", "--precision", "gr=0.1"],
         "precision: 'gr' という KPI はありません。grr のことですか\n"),
        (["run", "s.yaml", "--precision", "grr=1", "--replications", "2"], "どちらか 1 つを指定"),
        (["run", "s.yaml", "--out", "."], "--out .: 結果のフォルダーは丸ごと置き換えられる"),
        (["plan", "s.yaml", "--target", "gr=90%"], "target: 'gr' という目標はありません。grr のこ"),
        (["plan", "s.yaml", "--fresh", "5"], "fresh: 5 回の試行では、すべてで目標を満たしても 90%"),
        (["plan", "s.yaml", "--confidence", "1"], "1.0 は 0.5 以上 1 未満ではありません\n"),
    ],
)  # fmt: skip
def test_words_that_are_wrong(run, scenario: Path, words: list[str], said: str) -> None:
    done = run(*words, "--lang", "ja")
    assert (done.code, done.out) == (2, "")
    assert said in done.err


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (MachineError(Text("{place}: no permission to write here", place="a")), 4,
         "a: 書き込む権限がありません\n"),
        (MemoryError(), 4, "touchmodel: メモリが足りません。--workers 1 を指定するか"),
        (OSError(errno.ENOSPC, "No space left", "a/b"), 4,
         "touchmodel: a/b: ディスクに空きがありません\n"),
        (KeyboardInterrupt(), 130, "\n中断しました。結果は保存していません。"),
        (ZeroDivisionError("by nought"), 1,
         "入力の誤りではなく、こちらの不具合です: ZeroDivisionError: by nought\n"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)  # fmt: skip
def test_whatever_else_ends_a_command(
    run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, said: str
) -> None:
    def end(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("touchmodel.cli.main.silence", lambda _: None)
    monkeypatch.setattr(module.command, "callback", end)
    done = run("workload", "s.yaml", "--lang", "ja")
    assert done.code == code
    assert said in done.err


def test_a_starter_is_written_once(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    first, second = (run("new", "here", "--lang", "ja") for _ in range(2))
    assert first.out.startswith("here/company.yaml を作成しました。")
    assert second.err == (
        "here/company.yaml はすでにあります。`touchmodel new` は上書きしません。"
        "別のフォルダーを指定してください\n"
    )


def test_another_language_is_refused_with_the_choices(run, scenario: Path) -> None:
    done = run("check", scenario, "--lang", "fr")
    assert done.code == 2
    assert "'fr' is not one of 'en', 'ja'" in done.err


@pytest.mark.parametrize("words", [["--lang", "ja"], ["--lang=ja"]])
def test_the_language_is_found_behind_words_that_are_wrong(run, words: list[str]) -> None:
    assert "オプション --nope はありません" in run("check", "s.yaml", "--nope", *words).err
    assert "コマンド 'rnu' はありません" in run("rnu", *words).err


def test_a_command_does_not_leave_its_language_to_the_next(run, scenario: Path) -> None:
    english = run("check", scenario)
    assert is_japanese(run("check", scenario, "--lang", "ja").out)
    assert run("check", scenario) == english
    assert not is_japanese(english.out)
