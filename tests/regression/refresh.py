"""`make baseline`: write the baselines anew; a change of them needs a [results] line."""

from baseline import HERE, SETS, figures

if __name__ == "__main__":
    for name in SETS:
        path = HERE / f"{name}.txt"
        new = figures(name)
        changed = not path.exists() or path.read_text(encoding="utf-8") != new
        path.write_text(new, encoding="utf-8")
        note = "changed: say so in CHANGELOG.md, [results]" if changed else "the same"
        print(f"{path.name}: {note}")
