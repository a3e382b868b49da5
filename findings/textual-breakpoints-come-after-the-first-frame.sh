#!/bin/sh
# Textual 8.2.8, Python 3.11: HORIZONTAL_BREAKPOINTS give a screen a class for the width of the terminal. A screen that is pushed
# on a terminal whose width has not changed is laid out and drawn once without any of these classes, and again with them:
# rules that depend on a breakpoint do not hold for its first frame. Classes that the screen gives itself when it is mounted are
# there in time.
# Seen, on a terminal of 80 columns with the breakpoints 0 and 100, and a widget 20 columns wide below 100 and else 60:
# "by breakpoints: drawn at 60, then 20" and "by its own class on mount: drawn at 20". Fails if either changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check 'textual==8.2.8'
"$folder/venv/bin/python" - <<'PY'
import asyncio

from textual.app import App
from textual.screen import Screen
from textual.widget import Widget


class Measured(Widget):
    def render(self):
        self.screen.widths.append(self.size.width)
        return "seen"


class Pushed(Screen):
    CSS = "Measured { width: 60; } Pushed.-narrow Measured { width: 20; }"

    def __init__(self, by_itself):
        super().__init__()
        self.widths, self.by_itself = [], by_itself

    def compose(self):
        yield Measured()

    def on_mount(self):
        if self.by_itself:
            self.add_class("-narrow")


class Host(App):
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]


async def widths(screen):
    async with Host().run_test(size=(80, 24)) as pilot:
        await pilot.app.push_screen(screen)
        await pilot.pause()
        return list(dict.fromkeys(screen.widths))


by_breakpoints, by_itself = asyncio.run(widths(Pushed(False))), asyncio.run(widths(Pushed(True)))
print("by breakpoints: drawn at", ", then ".join(map(str, by_breakpoints)))
print("by its own class on mount: drawn at", ", then ".join(map(str, by_itself)))
assert by_breakpoints == [60, 20], by_breakpoints
assert by_itself == [20], by_itself
PY
