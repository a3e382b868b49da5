"""The terminal is left as it was found, whatever ends the program: a signal, a failure, a terminal that is gone.

Textual gives the terminal back when it ends by itself. Signals therefore end it by itself: the game is put down first,
then the app exits. If even that does not come to an end, the terminal is given back from here and the process ends.
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, Protocol

from textual.worker import Worker, WorkerFailed

NAMES = "SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGXCPU"
ENDING = tuple(getattr(signal, name) for name in NAMES if hasattr(signal, name))
"""Signals that end the program."""
LAST_RESORT = 3.0
"""Seconds after such a signal in which the program ends by itself."""
HUNG_UP = 129
"""The code of a program whose terminal is gone."""
LOOK = 1.0
"""Seconds between two looks whether the terminal is still there."""
PUT_DOWN = 1.0
"""Seconds of these for putting the game down."""
MODES_OFF = "".join(f"\x1b[?{mode}l" for mode in (1000, 1003, 1015, 1006, 1016, 1004, 2004, 2026, 2048))
SHOWN = "\x1b[?7h\x1b[?25h\x1b[0m"
"""Lines wrap, the cursor can be seen, letters look as usual."""
OUT_OF_IT = "\x1b[<u\x1b[?1049l"
"""The keyboard as it was, and the screen that was there before."""


class TerminalApp(Protocol):
    """What is asked of an app that is ended from here."""

    @property
    def failure(self) -> BaseException | None:
        """What it failed of, if it did."""
        ...

    @property
    def away(self) -> bool:
        """Whether the terminal is the shell's while the program is stopped."""
        ...

    @property
    def workers(self) -> Iterable[Worker[Any]]:
        """What runs beside its screens."""
        ...

    def run(self) -> object:
        """Run until it ends by itself."""
        ...

    def exit(self, *, return_code: int) -> None:
        """End it."""
        ...

    def end_soon(self, code: int) -> None:
        """Put the game down, then end."""
        ...


def play_on(app: TerminalApp) -> None:
    """Run the app in the terminal; a failure in it is raised once the terminal is as it was."""
    attributes, whole = _attributes(), False
    try:
        with _signals_of(app, attributes):
            app.run()
        whole = app.failure is None
    finally:
        give_back(attributes, whole=whole)
    failure: BaseException | None = app.failure
    if isinstance(failure, WorkerFailed):
        failure = failure.error
    if failure is not None:
        raise failure


def give_back(attributes: list[Any] | None, *, whole: bool) -> None:
    """Turn off what the app turned on; also the other screen and the keyboard's modes, if it did not end as a whole."""
    stream = sys.__stderr__
    if stream is None or attributes is None:
        return
    with suppress(OSError, ValueError):
        fileno = stream.fileno()
        if os.isatty(fileno) and os.getpgrp() == os.tcgetpgrp(fileno):
            os.write(fileno, f"{MODES_OFF}{'' if whole else OUT_OF_IT}{SHOWN}".encode())
            _set(attributes)


def gone() -> bool:
    """Whether there is nobody any more at the other end of the terminal."""
    try:
        looks = select.poll()
        looks.register(sys.__stdin__.fileno(), 0)  # type: ignore[union-attr]
        return any(what & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, what in looks.poll(0))
    except (AttributeError, OSError, ValueError):
        return False


def last_resort(code: int, attributes: list[Any] | None) -> None:
    """End the process from a thread of its own if it has not ended in time; what is recorded can be gone on with."""

    def end() -> None:
        give_back(attributes, whole=False)
        os._exit(code)

    timer = threading.Timer(LAST_RESORT, end)
    timer.daemon = True
    timer.start()


@contextmanager
def _signals_of(app: TerminalApp, attributes: list[Any] | None) -> Iterator[None]:
    """Let signals end the app; one that was ignored when the program began stays ignored."""
    before: dict[int, Any] = {}

    def ended(number: int, frame: FrameType | None) -> None:
        code = 128 + number
        if app.away:
            os._exit(code)
        last_resort(code, attributes)
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            raise SystemExit(code) from None
        loop.call_soon_threadsafe(app.end_soon, code)

    for each in ENDING:
        if signal.getsignal(each) is not signal.SIG_IGN:
            before[each] = signal.signal(each, ended)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _attributes() -> list[Any] | None:
    """How the terminal treats what is typed; None where there is no such thing."""
    try:
        import termios
    except ImportError:
        return None
    try:
        return termios.tcgetattr(sys.__stdin__.fileno())  # type: ignore[union-attr]
    except (AttributeError, OSError, ValueError, termios.error):
        return None


def _set(attributes: list[Any]) -> None:
    import termios

    with suppress(termios.error):
        termios.tcsetattr(sys.__stdin__.fileno(), termios.TCSANOW, attributes)  # type: ignore[union-attr]


def driver_of(usual: type[Any], *, stoppable: bool = True) -> type[Any]:
    """The driver in whose place stands one that also bears to be stopped and woken from outside.

    Where there is no shell to go to, it is not `stoppable` by a key.
    """
    if usual.__name__ != "LinuxDriver":
        return usual

    class Stoppable(usual):  # type: ignore[misc]
        """Away and back again with the terminal given back and taken anew, whoever stopped the program."""

        away = False
        can_suspend = stoppable

        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            # By the loop alone: a handler of its own would run in the middle of what is drawn, and wait for good for
            # the lock that the drawing holds; and the system may hand a signal to a thread of which no loop is told.
            loop = asyncio.get_running_loop()
            loop.add_signal_handler(signal.SIGTSTP, self._sigtstp_application)
            loop.add_signal_handler(signal.SIGCONT, self._sigcont_application)

        def _sigtstp_application(self, *args: Any) -> None:
            self.away = True
            super()._sigtstp_application(*args)

        def _sigcont_application(self, *args: Any) -> None:
            if self._auto_restart and not self.away:
                self.suspend_application_mode()
                self._must_signal_resume = True
            self.away = False
            super()._sigcont_application(*args)

    return Stoppable


async def put_down(app: TerminalApp, code: int) -> None:
    """Put the game down, then leave."""
    playing = [worker for worker in app.workers if worker.group == "game" and worker.is_running]
    for worker in playing:
        worker.cancel()
    with suppress(Exception):
        await asyncio.wait_for(asyncio.gather(*(w.wait() for w in playing), return_exceptions=True), PUT_DOWN)
    app.exit(return_code=code)
