#!/usr/bin/env python3
"""Trains on all corpora but one, tests on that one, for each; prints a table row a corpus as it is done.

usage: leave_one_out.py GAZET CORPORA [NAME ...]

GAZET is the program, CORPORA the folder of annotated text (NAME.jsonl). The text of this folder is always trained on. The
broken pages of written-news (wn-062 and up, lm-071 and up) get a row of their own, with the recall of the names in them
that are glued to another word or have lost their capitals.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

HOUSE = ["voa-news", "written-news", "wikigold", "crossner-politics"]
OTHER = ["gum-news", "ewt", "wnut17"]
TESTED = ["voa-news", "written-news", "gum-news", "wikigold", "crossner-politics", "ewt", "wnut17", "btc-news"]
OWN = sorted(map(str, pathlib.Path(__file__).parent.glob("*.txt")))
BROKEN_FROM = {"wn": 62, "lm": 71}
TYPES = ["PER", "LOC", "ORG"]


def train(gazet, corpora, left_out, weights):
    files = {style: [str(corpora / f"{name}.jsonl") for name in names if name != left_out]
             for style, names in (("house", HOUSE), ("other", OTHER))}
    subprocess.run([gazet, "train", *files["house"], *OWN, "--other-style", *files["other"], "-o", weights], check=True)


def evaluate(gazet, weights, gold):
    output = subprocess.run([gazet, "eval", gold, "--model", weights, "--format", "json"], check=True, stdout=subprocess.PIPE)
    return json.loads(output.stdout)["files"][0]


def row(name, report):
    figures = {"micro": report["micro"], **{kind: report["types"][kind] for kind in TYPES}}
    f1 = {kind: figures[kind]["F1"] for kind in figures}
    micro = figures["micro"]
    kinds = " / ".join(f"{f1[kind]:.1f}" for kind in TYPES)
    error = report["calibration"]["expected_error"]
    print(f"| {name} | {f1['micro']:.2f} | {kinds} | {micro['P']:.1f} / {micro['R']:.1f} | {error:.3f} |", flush=True)


def is_broken(document):
    family, number = document["id"].split("-")
    return family in BROKEN_FROM and int(number) >= BROKEN_FROM[family]


def damaged(document):
    """The names that are glued to another word or written in lower case, as (start, end, type)."""
    text = document["text"]
    for entity in document["entities"]:
        start, end, kind = entity["start"], entity["end"], entity["type"]
        glued = text[max(0, start - 1):start].isalpha() or text[end:end + 1].isalpha()
        name = text[start:end]
        if kind in TYPES and (glued or name == name.lower() and any(map(str.isalpha, name))):
            yield start, end, kind


def broken_rows(gazet, weights, corpus, folder):
    documents = [json.loads(line) for line in open(corpus, encoding="utf-8")]
    documents = [document for document in documents if is_broken(document)]
    gold = folder / "broken.jsonl"
    gold.write_text("".join(json.dumps(document) + "\n" for document in documents), encoding="utf-8")
    row("  its broken pages", evaluate(gazet, weights, gold))
    output = subprocess.run([gazet, gold, "--model", weights], check=True, stdout=subprocess.PIPE).stdout
    found, all_damaged = 0, 0
    for document, line in zip(documents, output.decode().splitlines()):
        spans = {(span["start"], span["end"], span["label"]) for span in json.loads(line)["spans"]}
        wanted = set(damaged(document))
        found, all_damaged = found + len(wanted & spans), all_damaged + len(wanted)
    print(f"|   glued and lower-cased names found there | {found} of {all_damaged}: {100 * found / all_damaged:.1f}% | | | |")


def main():
    gazet, corpora, *names = sys.argv[1:]
    corpora = pathlib.Path(corpora)
    print("| left out | F1 | PER / LOC / ORG | P / R | calibration error |\n|---|--:|---|---|--:|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        weights = str(folder / "weights.tsv")
        for name in names or TESTED:
            train(gazet, corpora, name, weights)
            gold = corpora / f"{name}.jsonl"
            row(name, evaluate(gazet, weights, gold))
            if name == "written-news":
                broken_rows(gazet, weights, gold, folder)


if __name__ == "__main__":
    main()
