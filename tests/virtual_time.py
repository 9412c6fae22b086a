"""An event loop whose time jumps: what sleeps is woken at once, in the right order, and nobody waits.

`run(main())` runs it as `asyncio.run` does. Work for a thread is done on the spot, so that time stands still meanwhile.
The loop's `time()`, and with it every sleep, time-out and pace, is virtual. Sockets work as long as both ends are in
this loop: before time jumps, what is under way on loopback gets a real moment to arrive.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

A_STEP = 1e-7  # seconds that a round of the loop takes: who waits for the rest of a rounding error waits for something
IN_THE_WIRE = 0.002  # real seconds for bytes on loopback, before time may jump


class _Jumping(selectors.DefaultSelector):
    """Waits for nothing: what would be a wait becomes a jump."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> Any:
        self.now += A_STEP
        if timeout is not None and timeout <= 0:
            return super().select(0)
        beyond_itself = len(self.get_map()) > 1  # more than the loop's own wake-up
        ready = super().select(IN_THE_WIRE if beyond_itself else 0)
        if ready:
            return ready
        if timeout is None:
            raise RuntimeError("nothing is under way and nothing will ever happen")
        self.now += timeout
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now

    def run_in_executor(self, executor: Any, func: Callable[..., T], *args: Any) -> asyncio.Future[T]:  # type: ignore[override]
        done: asyncio.Future[T] = self.create_future()
        try:
            done.set_result(func(*args))
        except BaseException as error:
            done.set_exception(error)
        return done


def run(main: Coroutine[Any, Any, T]) -> T:
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)
