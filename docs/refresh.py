"""`make docs`: write the documents that the code knows better than any author."""

from pathlib import Path

from touchmodel.reporting.reference import reference

if __name__ == "__main__":
    path = Path(__file__).parent / "reference.md"
    path.write_text(reference(), encoding="utf-8")
