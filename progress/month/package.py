"""An Office file whose bytes depend on nothing but what it says."""

import io
import re
from datetime import UTC, datetime
from zipfile import ZIP_STORED, ZipFile, ZipInfo

_FIRST = "[Content_Types].xml"  # where readers look for it
_WRITTEN = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def canonical(package: bytes, known_at: datetime) -> bytes:
    """The same package with its parts in the order of their names, all dated 1980, created and modified at `known_at`.

    Packages inside it (the workbooks behind charts) likewise.  Nothing is compressed: another zlib gives other bytes.
    """
    instant = f"{known_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}".encode()
    file = io.BytesIO()
    with ZipFile(io.BytesIO(package)) as given, ZipFile(file, "w", ZIP_STORED) as packed:
        for name in sorted(given.namelist(), key=lambda name: (name != _FIRST, name)):
            part = given.read(name)
            if name.endswith(".xlsx"):
                part = canonical(part, known_at)
            elif name == "docProps/core.xml":
                part = _WRITTEN.sub(rb"\g<1>" + instant, part)
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 0, 0  # by itself it would name the system it was made on
            packed.writestr(entry, part)
    return file.getvalue()
