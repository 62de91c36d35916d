"""Members of an alliance in the order and on the page that an address asks for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from klimagraph.folding import folded
from klimagraph.things.claims import Claim

PER_PAGE = 50
LATE = "9999"
"""Who is there since nobody knows when comes last."""
ORDERS: dict[str, Callable[[Claim], str]] = {
    "name": lambda claim: folded(claim.other.name),
    "state": lambda claim: folded(claim.area.name or "zz"),
    "since": lambda claim: claim.began or LATE,
    "status": lambda claim: folded(claim.status.name),
}


@dataclass(frozen=True)
class MemberList:
    """One page of the members."""

    claims: Sequence[Claim]
    total: int
    sort: str
    page: int
    pages: int
    base: str
    release: str

    def to(self, sort: str, page: int = 1) -> str:
        """Return the address of another order or page."""
        given = {"release": self.release} if self.release else {}
        asked = given | {"sort": sort, "page": str(page)}
        return f"{self.base}?{urlencode(asked)}#members"


def listed(claims: Sequence[Claim], base: str, release: str, sort: str, page: str) -> MemberList:
    """Return the page that is asked for; what is not there is the first page by name."""
    order = sort if sort in ORDERS else "name"
    pages = max(1, -(-len(claims) // PER_PAGE))
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    number = min(max(number, 1), pages)
    ordered = sorted(claims, key=ORDERS[order])
    shown = ordered[(number - 1) * PER_PAGE : number * PER_PAGE]
    return MemberList(shown, len(claims), order, number, pages, base, release)
