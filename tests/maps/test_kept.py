"""What was made of a release and is kept."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import asyncio

from klimagraph.maps.kept import Kept


def asked(kept: Kept, keys: str) -> list[str]:
    """Ask for each key at once and return what had to be made, in its order."""
    made: list[str] = []

    def maker(key: str) -> bytes:
        made.append(key)
        return b"12345"

    async def get(key: str) -> None:
        async def make() -> bytes:
            await asyncio.sleep(0)
            return maker(key)

        assert b"12345" == await kept.get((key,), make)

    async def all_() -> None:
        await asyncio.gather(*(get(key) for key in keys))

    asyncio.run(all_())
    return made


def test_same_is_made_once() -> None:
    """Those who ask at the same time get the same."""
    assert ["a"] == asked(Kept(100), "aaa")


def test_longest_unused_goes_first() -> None:
    """What does not fit any more makes room: the one that nobody asked for."""
    kept = Kept(10)
    assert ["a", "b"] == asked(kept, "aba")
    assert ["c"] == asked(kept, "ca")
    assert ["b"] == asked(kept, "b")
    assert 10 >= kept.size


def test_nothing_waits_for_something_else() -> None:
    """What takes long holds up only those who ask for the same."""

    async def all_() -> tuple[bytes, bytes]:
        kept, other_is_made = Kept(100), asyncio.Event()

        async def slow() -> bytes:
            await other_is_made.wait()
            return b"slow"

        async def fast() -> bytes:
            other_is_made.set()
            return b"fast"

        async with asyncio.timeout(10):
            slowly = asyncio.create_task(kept.get(("a",), slow))
            await asyncio.sleep(0)
            made = await kept.get(("b",), fast)
            return await slowly, made

    assert (b"slow", b"fast") == asyncio.run(all_())


def test_even_small_things_make_room() -> None:
    """A number is a limit, too: empty answers are kept with all that belongs to them."""
    kept = Kept(100, most=2)
    assert ["a", "b", "c"] == asked(kept, "abc")
    assert ["a"] == asked(kept, "cba")
