"""A folder of results is put in place whole, and never in place of someone else's."""

import json
from pathlib import Path

import pytest

from touchmodel.errors import InputError, MachineError
from touchmodel.reporting import placing
from touchmodel.reporting.manifest import read_manifest


def made(**files: str) -> dict[str, bytes]:
    """Return files with the manifest of touchmodel beside them."""
    told = {"made_by": "touchmodel", "files": ["manifest.json", *files]}
    return {name: text.encode() for name, text in files.items()} | {
        "manifest.json": json.dumps(told).encode()
    }


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_new_folder_and_those_above_it(folder: Path) -> None:
    placing.place(Path("a/b/c"), made(x="1"))
    assert names(Path("a/b/c")) == {"x", "manifest.json"}
    assert names(Path("a/b")) == {"c"}


def test_ours_is_replaced_and_files_of_before_are_gone(folder: Path) -> None:
    placing.place(Path("a"), made(x="1", y="1"))
    placing.place(Path("a"), made(x="2"))
    assert names(Path("a")) == {"x", "manifest.json"}
    assert Path("a/x").read_text() == "2"
    assert names(folder) == {"a"}


def test_an_empty_folder_is_taken(folder: Path) -> None:
    Path("a").mkdir()
    placing.place(Path("a"), made(x="1"))
    assert names(Path("a")) == {"x", "manifest.json"}


def test_what_was_laid_beside_ours_stays(folder: Path) -> None:
    placing.place(Path("a"), made(x="1"))
    Path("a/notes.md").write_text("what we think of it")
    Path("a/more").mkdir()
    Path("a/more/deep.md").write_text("deep")
    placing.place(Path("a"), made(x="2"))
    assert names(Path("a")) == {"x", "manifest.json", "notes.md", "more"}
    assert Path("a/notes.md").read_text() == "what we think of it"
    assert Path("a/more/deep.md").read_text() == "deep"


@pytest.mark.parametrize("manifest", [None, "{}", '{"made_by": "touchmodel"}', "no JSON", "[1]",
                                      '{"made_by": "an app", "files": []}'])  # fmt: skip
def test_a_folder_of_someone_else_is_left_alone(folder: Path, manifest: str | None) -> None:
    Path("a").mkdir()
    Path("a/thesis.txt").write_text("years of work")
    if manifest is not None:
        Path("a/manifest.json").write_text(manifest)
    before = names(Path("a"))
    with pytest.raises(InputError, match="a holds files that are not touchmodel's"):
        placing.place(Path("a"), made(x="1"))
    assert names(Path("a")) == before
    assert names(folder) == {"a"}


def test_a_file_is_no_folder(folder: Path) -> None:
    Path("a").write_text("mine")
    for place in ("a", "a/b", "a/b/c"):
        with pytest.raises(InputError, match="is a file, not a folder"):
            placing.place(Path(place), made(x="1"))
    assert Path("a").read_text() == "mine"


def test_the_working_directory_is_not_replaced(folder: Path) -> None:
    Path("a").mkdir()
    for place in (folder, folder.parent, Path()):
        with pytest.raises(InputError):
            placing.place(place, made(x="1"))


def test_a_link_is_followed(folder: Path) -> None:
    Path("real").mkdir()
    Path("link").symlink_to("real")
    placing.place(Path("link"), made(x="1"))
    assert Path("link").is_symlink()
    assert names(Path("real")) == {"x", "manifest.json"}


@pytest.mark.parametrize("step", ["write", "swap"])
def test_what_cannot_be_finished_leaves_the_old_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    placing.place(Path("a"), made(x="1"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(placing, step, full)
    with pytest.raises(OSError, match="No space"):
        placing.place(Path("a"), made(x="2"))
    assert Path("a/x").read_text() == "1"
    assert names(folder) == {"a"}


def test_a_rename_that_fails_brings_the_old_one_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    placing.place(Path("a"), made(x="1"))
    rename = Path.rename

    def fails(self: Path, target: Path) -> Path:
        if Path(target).name == "a" and not self.name.endswith(".old"):
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises(OSError, match="Input/output"):
        placing.place(Path("a"), made(x="2"))
    assert Path("a/x").read_text() == "1"
    assert names(folder) == {"a"}


def test_no_permission_is_told_before_any_work(monkeypatch: pytest.MonkeyPatch) -> None:
    # The tests may run as root, whom no mode stops.
    monkeypatch.setattr(placing.os, "access", lambda *_: False)
    with pytest.raises(MachineError, match="no permission to write here"):
        placing.refuse_foreign(Path("new/folder"))


def test_a_file_in_the_way_of_every_run_is_told(folder: Path) -> None:
    placing.refuse_unwritable(Path("reports/runs"))
    Path("reports").write_text("mine")
    with pytest.raises(InputError, match="reports is a file, not a folder"):
        placing.refuse_unwritable(Path("reports/runs"))


def test_a_manifest_that_is_not_there_is_none(folder: Path) -> None:
    assert read_manifest(folder) is None
