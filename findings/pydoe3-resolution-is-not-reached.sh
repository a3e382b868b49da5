#!/bin/sh
# pyDOE3 1.6.2 (numpy 2.3.5), Python 3.11: fracfact_by_res(n, res) is to give a two-level fraction of n factors with a resolution
# of res, or to raise ValueError where it cannot. Asked for resolution 5 with 7 factors, or 6 with 8, it gives one of 4 and
# says nothing: some product of four columns is the same in every row, so that pairs of two-factor interactions cannot be
# told apart. With 6 and 7 factors the same calls keep their word. It also is to use as few rows as possible; 7 factors at
# resolution 3 fit into 8 runs and get 16.
# Resolution is counted here as the number of columns in the shortest product that never changes.
# Seen: "6 factors, 5 asked: 5", "7 factors, 5 asked: 4", "7 factors, 6 asked: 6", "8 factors, 6 asked: 4",
# "7 factors, 3 asked: 16 rows". Fails if any changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check 'pyDOE3==1.6.2' 'numpy==2.3.5'
"$folder/venv/bin/python" - <<'PY'
from itertools import combinations

from pyDOE3 import fracfact_by_res


def resolution(design):
    rows, columns = design.shape
    for length in range(1, columns + 1):
        for chosen in combinations(range(columns), length):
            if abs(design[:, chosen].prod(axis=1).sum()) == rows:
                return length
    return None


seen = {(factors, asked): resolution(fracfact_by_res(factors, asked)) for factors, asked in ((6, 5), (7, 5), (7, 6), (8, 6))}
for (factors, asked), found in seen.items():
    print(f"{factors} factors, {asked} asked: {found}")
rows = len(fracfact_by_res(7, 3))
print(f"7 factors, 3 asked: {rows} rows")
assert seen == {(6, 5): 5, (7, 5): 4, (7, 6): 6, (8, 6): 4}, seen
assert rows == 16, rows
PY
