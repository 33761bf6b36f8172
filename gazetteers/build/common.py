"""Shared by the list builders: where the unpacked packages lie, how a list is written, how names are compared."""

import os
import re
import unicodedata
from pathlib import Path

HERE = Path(__file__).resolve().parent
GAZETTEERS = HERE.parent
DEFAULT_CACHE = Path(os.environ.get("GAZET_CACHE", Path.home() / ".cache" / "gazet-lists"))


def unpacked(cache):
    """The folder that holds one folder per package (`fetch.py` makes it)."""
    return Path(cache) / "x"


def fold(name):
    """Lower case, no accents, one kind of apostrophe and space: equal for names that differ in nothing else."""
    name = name.replace("’", "'").replace("‘", "'").replace("ʻ", "'").replace("ʼ", "'")
    name = name.translate(SPECIAL).lower()
    name = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return " ".join(name.split())


SPECIAL = str.maketrans({"ı": "i", "İ": "I", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L",
                         "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ð": "d", "Ð": "D", "þ": "th",
                         "Þ": "Th", "ə": "a", "Ə": "A"})


def is_latin(text):
    """Every letter of the text is a Latin one."""
    return all(not c.isalpha() or c < "\u0250" or "\u1e00" <= c < "\u1f00" or c in "əƏ" for c in text)


def write_list(path, header, rows):
    """Writes rows sorted by bytes under the header, to a temporary name first, and says how many there are."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = header.count("\t") + 1
    lines = set()
    for row in rows:
        line = "\t".join(str(cell) for cell in row)
        assert line.count("\t") + 1 == columns and "\n" not in line, line
        lines.add(unicodedata.normalize("NFC", line).encode())
    body = b"".join(line + b"\n" for line in sorted(lines))
    temporary = path.with_name("." + path.name + ".tmp")
    temporary.write_bytes(header.encode() + b"\n" + body)
    os.replace(temporary, path)
    print(f"{path.relative_to(GAZETTEERS)}: {len(lines)} rows, {path.stat().st_size} bytes", flush=True)


def slug(name):
    """`Bank of England` to `bank-of-england`, for ids of our own."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")
