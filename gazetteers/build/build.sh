#!/bin/sh
# Makes all derived lists anew: build.sh [CACHE]. Needs python3 (3.11 or 3.12) with venv, and npm for its tarballs.
# case-counts.tsv is kept as it is: `case_counts.py FOLDER` makes it from text that is not part of the project.
set -eu
cd "$(dirname "$0")"
cache=${1:-${GAZET_CACHE:-$HOME/.cache/gazet-lists}}
mkdir -p "$cache"
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 PYTHONDONTWRITEBYTECODE=1
[ -x "$cache/venv/bin/python" ] || python3 -m venv "$cache/venv"
"$cache/venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes --only-binary=:all: --no-deps -r tools.lock
for step in fetch words names regions places landmarks organizations; do
    "$cache/venv/bin/python" "$step.py" "$cache"
done
"$cache/venv/bin/python" check.py
