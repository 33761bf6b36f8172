#!/bin/sh
# Makes the shipped weights anew: train.sh CORPORA [GAZET ARGUMENTS]. Same lists, text and program: same bytes.
# CORPORA holds voa-news, written-news, wikigold, crossner-politics, gum-news, ewt and wnut17, each a .jsonl.
set -eu
corpora=$1
shift
cd "$(dirname "$0")/.."
exec cargo run --release --quiet -- train \
    "$corpora/voa-news.jsonl" "$corpora/written-news.jsonl" \
    "$corpora/wikigold.jsonl" "$corpora/crossner-politics.jsonl" training/*.txt \
    --other-style "$corpora/gum-news.jsonl" "$corpora/ewt.jsonl" "$corpora/wnut17.jsonl" \
    -o gazetteers/weights.tsv "$@"
