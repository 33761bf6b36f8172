"""Bring the hand-written lists into their final form: ids, order, one row for each thing.

usage: normalize.py GAZETTEERS

Rows of one name, type and country are one thing: the first file keeps it, with the aliases of all. An id is `gazet:`
and the name in lower-case ASCII; the country, then a number follows where two things share a name. Running it again
changes nothing.
"""
import re
import sys
import unicodedata
from pathlib import Path

FILES = [
    "organizations/government.tsv", "organizations/institutions.tsv", "organizations/politics.tsv",
    "organizations/media.tsv", "organizations/sports.tsv", "organizations/companies.tsv",
    "people/politics.tsv", "people/business.tsv", "people/sports.tsv", "people/culture.tsv",
    "other/norp.tsv", "other/misc.tsv",
]
COLUMNS = ["id", "name", "type", "subtype", "country", "prominence", "aliases"]


def slug(name):
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-") or "x" + name.encode().hex()


def read(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    header = lines[0].split("\t")
    for line in lines[1:]:
        row = dict(zip(header, line.split("\t")))
        if row.get("name"):
            yield {column: row.get(column, "").strip() for column in COLUMNS}


def main():
    root = Path(sys.argv[1])
    kept, order = {}, {file: [] for file in FILES}
    for file in FILES:
        for row in read(root / file):
            key = (row["name"].casefold(), row["type"], row["country"])
            if key in kept:
                known = kept[key]["aliases"].split("|")
                kept[key]["aliases"] = "|".join(known + [a for a in row["aliases"].split("|") if a not in known])
                continue
            kept[key] = row
            order[file].append(row)
    used = set()
    for row in sorted(kept.values(), key=lambda row: (-int(row["prominence"]), row["name"], row["type"], row["country"])):
        ids = [slug(row["name"])]
        ids.append(f"{ids[0]}-{(row['country'] or row['type']).lower()}")
        ids += [f"{ids[1]}-{n}" for n in range(2, 9)]
        row["id"] = "gazet:" + next(name for name in ids if name not in used)
        used.add(row["id"].removeprefix("gazet:"))
        aliases = dict.fromkeys(alias.strip() for alias in row["aliases"].split("|"))
        row["aliases"] = "|".join(alias for alias in aliases if alias and alias != row["name"])
    for file, rows in order.items():
        rows = sorted(("\t".join(row[column] for column in COLUMNS) for row in rows), key=str.encode)
        (root / file).write_text("\t".join(COLUMNS) + "\n" + "\n".join(rows) + "\n", encoding="utf-8")


main()
