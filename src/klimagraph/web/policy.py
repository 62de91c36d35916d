"""What a page may do in a browser (https://www.w3.org/TR/CSP3/): show itself, send its forms."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

HEADER = "Content-Security-Policy"
TEMPLATES = Path(__file__).parent / "templates"
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@cache
def policy(frames: str = "'none'") -> str:
    """Return the policy of our pages, and whose pages may show them in a frame.

    Scripts, fonts and what else could be loaded are not allowed; styles are those of our templates
    to the letter, so that none can be brought in.
    """
    styles = " ".join(sorted({_hash(text) for text in _styles()}))
    return (
        f"default-src 'none'; style-src {styles}; img-src 'self'; form-action 'self'; "
        f"base-uri 'none'; frame-ancestors {frames}"
    )


def _styles() -> list[str]:
    return [
        text
        for path in sorted(TEMPLATES.glob("*.html"))
        for text in STYLE.findall(path.read_text("utf-8"))
    ]


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
