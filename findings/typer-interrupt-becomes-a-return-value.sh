#!/bin/sh
# typer 0.29.2 beside click 8.1.8, Python 3.11: a command that is interrupted (KeyboardInterrupt) while it is called with
# standalone_mode=False. Click raises Abort, so that whoever called learns of it. Typer raises nothing and returns 130, as if
# the command had returned that number; a program that only looks at exceptions goes on as after a success.
# Seen: "click raised Abort", "typer returned 130". Fails if either changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for one in click==8.1.8 typer==0.29.2; do
    python3 -m venv "$folder/${one%%=*}"
    "$folder/${one%%=*}/bin/pip" install --quiet --disable-pip-version-check "$one"
done
"$folder/click/bin/python" - <<'PY'
import click


@click.command()
def interrupted() -> None:
    raise KeyboardInterrupt


try:
    found = f"returned {interrupted.main(args=[], standalone_mode=False)!r}"
except BaseException as raised:
    found = f"raised {type(raised).__name__}"
print("click", found)
assert found == "raised Abort", found
PY
"$folder/typer/bin/python" - <<'PY'
import typer

app = typer.Typer()


@app.command()
def interrupted() -> None:
    raise KeyboardInterrupt


try:
    found = f"returned {typer.main.get_command(app).main(args=[], standalone_mode=False)!r}"
except BaseException as raised:
    found = f"raised {type(raised).__name__}"
print("typer", found)
assert found == "returned 130", found
PY
