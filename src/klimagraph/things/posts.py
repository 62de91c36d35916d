"""Posts of authorities and alliances with who holds them, as a part of questions."""

from klimagraph.things.names import label, linked


def posts(language: str) -> str:
    """Return the part that asks for posts: with each holder, and those nobody is known to hold."""
    return f"""UNION {{ ?status org:postIn ?this . ?item klima:post ?status ; org:member ?other
    BIND("post" AS ?part)
    {label("?other", "?otherName", language)}
    {label("?status", "?statusName", language)}
    {linked("?status", "klima:function", "?role", language)}
    OPTIONAL {{ ?item klima:statedTitle ?stated }} }}
  UNION {{ ?item org:postIn ?this BIND("post" AS ?part) BIND(?item AS ?status)
    FILTER NOT EXISTS {{ ?tenure klima:post ?item }}
    {label("?item", "?statusName", language)}
    {linked("?item", "klima:function", "?role", language)} }}"""
