"""Cut the fonts of reports out of Noto Sans CJK JP: `python docs/fonts.py FOLDER-OF-THE-FONTS`.

The folder holds `NotoSansCJK-Regular.ttc` and `NotoSansCJK-Bold.ttc`, as Linux distributions ship
them. What is cut goes by another name, so that nobody takes it for the whole.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "Touchmodel Sans"
FACES = ("Regular", "Bold")
INTO = Path(__file__).parents[1] / "sim" / "touchmodel" / "fonts"
FIRST_FACE = 0  # of the collection: Noto Sans CJK JP
RANGES = (
    range(0x20, 0x7F), range(0xA0, 0x180),  # Latin
    range(0x370, 0x400), range(0x400, 0x460),  # Greek, Cyrillic
    range(0x2000, 0x2070), range(0x20A0, 0x20C0),  # punctuation, currencies
    range(0x2100, 0x2200), range(0x2200, 0x2300),  # letter-like signs, arrows, mathematics
    range(0x2460, 0x2500), range(0x25A0, 0x2600),  # numbers in circles, shapes
    range(0x3000, 0x3100), range(0xFF00, 0xFFF0),  # kana, full and half widths
)  # fmt: skip
FEATURES = ["kern"]
NAMES = {0, 1, 2, 3, 4, 5, 6, 13, 14}


def wanted() -> set[int]:
    """Return the characters to keep: those above and all that Japanese offices can type."""
    typed = (bytes((lead, trail)) for lead in range(0x81, 0xFD) for trail in range(0x40, 0xFD))
    return {sign for span in RANGES for sign in span} | {
        ord(text) for text in (pair.decode("cp932", "ignore") for pair in typed) if len(text) == 1
    }


def cut(source: Path, face: str) -> TTFont:
    """Return a face with the wanted characters, without hints, under our name."""
    font = TTFont(source, fontNumber=FIRST_FACE, recalcTimestamp=False)
    options = Options()
    options.hinting = False
    options.desubroutinize = False
    options.layout_features = FEATURES
    options.drop_tables += ["BASE", "GSUB", "VORG", "vhea", "vmtx"]
    options.name_IDs = NAMES
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted())
    subsetter.subset(font)
    rename(font, face)
    return font


def rename(font: TTFont, face: str) -> None:
    """Give a font our family's name."""
    compact = FAMILY.replace(" ", "") + "-" + face
    ours = {1: FAMILY, 2: face, 3: compact, 4: f"{FAMILY} {face}", 6: compact}
    for number, name in ours.items():
        font["name"].setName(name, number, 3, 1, 0x409)
    top = font["CFF "].cff
    top.fontNames = [compact]
    top.topDictIndex[0].FullName, top.topDictIndex[0].FamilyName = ours[4], FAMILY


if __name__ == "__main__":
    INTO.mkdir(exist_ok=True)
    for face in FACES:
        font = cut(Path(sys.argv[1]) / f"NotoSansCJK-{face}.ttc", face)
        font.save(INTO / f"TouchmodelSans-{face}.otf")
