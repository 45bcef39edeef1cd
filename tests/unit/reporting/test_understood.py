"""What is read back of a scenario: how touches and onboarding reach many customers."""

from pathlib import Path

from touchmodel.reporting.understood import care_lines
from touchmodel.scenario.load import load_scenario

COMPANY = """\
start: 2027-04
months: 12
segments:
  smb:
    accounts: 40
    arr: {mean: 12k}
    churn_per_year: {today: 14%}
    contract: {12 months: 100%}
touch_models:
  low:
    by: csm
    group_onboarding: {every: 3 weeks, audience: 12, attendance: 60%, hours: 5}
    webinar: {every: 2 months, audience: 35}
    newsletter: {every: month}
pools:
  csm: {positions: 1, cost_per_year: 100k}
"""
READ = (
    "touch model low: at the start group_onboarding in classes every 21 days (one for 12 who come "
    "of 20 who wait; 5 h each, csm); afterwards webinar every 61 days (one session for 35 who come "
    "of 100 invited; 8 h each, csm) and newsletter every 30 days (digital, no person)"
)


def test_sessions_and_classes_are_read_back_with_their_seats(tmp_path: Path) -> None:
    file = tmp_path / "s.yaml"
    file.write_text(COMPANY)
    (line,) = care_lines(load_scenario(file).scenario)
    assert str(line) == READ
    japanese = "group_onboarding 21 日ごとの集合開催(待っている 20 社のうち参加 12 社で 1 回"
    assert japanese in line.spoken("ja")
