"""Office files without the clock: the same content is the same bytes."""

import io
import re
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

WHEN = datetime(2000, 1, 1)
"""What office files say of when they were made."""
STAMP = (1980, 1, 1, 0, 0, 0)
_DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def timeless(blob: bytes) -> bytes:
    """Return an office file with fixed dates, its workbooks within too."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(blob)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = ZipInfo(name, STAMP)
            info.compress_type = ZIP_DEFLATED
            target.writestr(info, timeless_part(name, source.read(name)))
    return out.getvalue()


def timeless_part(name: str, content: bytes) -> bytes:
    """Return a file of an office file with fixed dates."""
    if name.endswith(".xlsx"):
        return timeless(content)
    if name == "docProps/core.xml":
        return _DATES.sub(rf"\g<1>{WHEN:%Y-%m-%dT%H:%M:%SZ}".encode(), content)
    return content
