"""What a page may do in a browser (https://www.w3.org/TR/CSP3/): nothing beyond this host."""

HEADER = "Content-Security-Policy"


def policy(frames: str = "'none'") -> str:
    """Return the policy of our pages, and whose pages may show them in a frame.

    Scripts and styles are files of ours: none that stand in a page, none that are put together.
    """
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        "connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
        f"frame-ancestors {frames}"
    )
