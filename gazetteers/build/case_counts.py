"""Counts how often a word stands capitalised and how often not, in running text away from sentence starts.

Reads a folder of *.jsonl documents with a `text` field and writes case-counts.tsv (word, lower, upper): counts
only, so that words.py needs none of the text. Lines that are mostly capitalised (headlines) are passed over.
"""

import collections
import json
import re
import sys
from pathlib import Path

from common import HERE, write_list

WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_](?:[\w'’\-]*\w)?")
FILES = ("gmb-silver", "voa-news", "written-news", "gum-news", "wikigold", "crossner-politics", "ewt")


def count(folder):
    lower, upper = collections.Counter(), collections.Counter()
    for name in FILES:
        for line in open(Path(folder) / f"{name}.jsonl", encoding="utf-8"):
            for sentence in re.split(r"\n|(?<=[.!?][\"'” ]) ?(?=[A-Z\"“])", json.loads(line)["text"]):
                words = list(WORD.finditer(sentence))
                capitals = sum(m.group()[0].isupper() for m in words)
                if len(words) < 5 or capitals > 0.6 * len(words):
                    continue
                for m in words[1:]:
                    before = sentence[: m.start()].rstrip(" ")[-1:]
                    if before in "\"“:.!?*•":
                        continue
                    word = m.group().replace("’", "'")
                    if word.endswith("'s"):
                        word = word[:-2]
                    (upper if word[0].isupper() else lower)[word.lower()] += 1
    return lower, upper


def main(folder):
    lower, upper = count(folder)
    words = [w for w in set(lower) | set(upper) if lower[w] + upper[w] >= 5]
    write_list(HERE / "case-counts.tsv", "word\tlower\tupper", ((w, lower[w], upper[w]) for w in words))


if __name__ == "__main__":
    main(sys.argv[1])
