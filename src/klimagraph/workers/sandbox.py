"""A process that cannot open a connection (https://docs.kernel.org/userspace-api/seccomp_filter.html)."""

import ctypes
import errno
import os
import struct

SYSTEMS = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""By machine: what the kernel calls it, and the number of its system call `socket`."""
NO_NEW_PRIVILEGES, SET_FILTER, FILTER = 38, 22, 2
LOAD, EQUALS, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
REFUSED, ALLOWED = 0x00050000 | errno.EACCES, 0x7FFF0000
OTHER_NUMBERS = 0x40000000
"""From here on the numbers are those of a second calling convention of x86_64."""


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def forbid_sockets() -> bool:
    """Make `socket` fail from now on in this thread and its children; tell whether it does.

    Where the machine or the kernel knows no filters nothing changes, and the guard stands alone.
    """
    system = SYSTEMS.get(os.uname().machine)
    if system is None:
        return False
    steps = _steps(*system)
    held = ctypes.create_string_buffer(steps, len(steps))
    program = _Program(len(steps) // 8, ctypes.addressof(held))
    control = ctypes.CDLL(None).prctl
    if control(NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(control(SET_FILTER, FILTER, ctypes.byref(program), 0, 0) == 0)


def _steps(machine: int, number: int) -> bytes:
    """Return the filter: other machine or `socket` refused, everything else allowed."""
    steps = (
        (LOAD, 0, 0, 4),
        (EQUALS, 0, 3, machine),
        (LOAD, 0, 0, 0),
        (AT_LEAST, 1, 0, OTHER_NUMBERS),
        (EQUALS, 0, 1, number),
        (RETURN, 0, 0, REFUSED),
        (RETURN, 0, 0, ALLOWED),
    )
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
