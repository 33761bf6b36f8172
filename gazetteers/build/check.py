"""Checks the built lists: UTF-8, header and column counts, order by bytes, no duplicate row or id, sizes. Exit code 1 says why."""

import collections
import sys

from common import GAZETTEERS, fold

BUILT = {
    "words/words.tsv": 9, "names/first.tsv": 4, "names/surnames.tsv": 4, "places/countries.tsv": 1, "places/regions.tsv": 2,
    "places/cities.tsv": 16, "places/natural.tsv": 1, "places/facilities.tsv": 2, "organizations/universities.tsv": 3,
    "organizations/listed.tsv": 2, "organizations/banks.tsv": 2, "rejected.tsv": 1,
    "build/case-counts.tsv": 1,
}


def problems(file, megabytes):
    data = (GAZETTEERS / file).read_bytes()
    if len(data) > megabytes * 1_000_000:
        yield f"{len(data)} bytes, over {megabytes} MB"
    if not data.endswith(b"\n") or b"\r" in data:
        yield "line ends"
    header, *lines = data.decode().split("\n")[:-1]
    columns = header.split("\t")
    if [line.encode() for line in lines] != sorted({line.encode() for line in lines}):
        yield "not sorted by bytes, or a row twice"
    ids = collections.Counter()
    for number, line in enumerate(lines, 2):
        cells = line.split("\t")
        if len(cells) != len(columns):
            yield f"line {number}: {len(cells)} columns"
            continue
        row = dict(zip(columns, cells))
        if any(c != c.strip() for c in cells) or not row.get("name", row.get("word", row.get("file"))):
            yield f"line {number}: empty name or blanks around: {line}"
        if "id" in row:
            ids[row["id"]] += 1
            if row["prominence"] not in set("123456789"):
                yield f"line {number}: prominence {row['prominence']!r}"
            aliases = row["aliases"].split("|") if row["aliases"] else []
            if len(set(map(fold, aliases))) != len(aliases) or fold(row["name"]) in map(fold, aliases) or "" in aliases:
                yield f"line {number}: alias twice, empty or equal to the name: {line}"
    yield from (f"id {number} {count} times" for number, count in ids.items() if count > 1)


def main():
    found = [f"{file}: {problem}" for file, megabytes in BUILT.items() for problem in problems(file, megabytes)]
    print("\n".join(found) or f"{len(BUILT)} files, no problem")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
