"""How far a table reaches, and how far it may."""

from klimagraph.errors import InputTooLarge

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 200_000, 500, 5_000_000


class Extent:
    """The last row and the last column that hold something, with the cells that reach them."""

    __slots__ = ("column", "column_at", "row", "row_at")

    def __init__(self) -> None:
        self.row = self.column = 0
        self.row_at = self.column_at = (0, 0)

    def add(self, row: int, column: int) -> None:
        """Take note of a cell that holds something."""
        if row > self.row:
            self.row, self.row_at = row, (row, column)
        if column > self.column:
            self.column, self.column_at = column, (row, column)

    def check(self, sheet: str, source: str) -> None:
        """Raise InputTooLarge where a table reaches too far, naming the cell."""
        if self.row > MOST_ROWS:
            raise _too_large(self.row_at, f"{MOST_ROWS:,} Zeilen", sheet, source)
        if self.column > MOST_COLUMNS:
            raise _too_large(self.column_at, f"{MOST_COLUMNS} Spalten", sheet, source)
        if self.row * self.column > MOST_CELLS:
            raise _too_large(self.column_at, f"{MOST_CELLS:,} Zellen", sheet, source)


def letters(column: int) -> str:
    """Return the name of a column, counted from 1."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _too_large(at: tuple[int, int], limit: str, sheet: str, source: str) -> InputTooLarge:
    cell = f"{letters(at[1])}{at[0]}"
    return InputTooLarge(
        f"Das Blatt „{sheet}“ reicht bis zur Zelle {cell}; erlaubt sind {limit}. Steht dort "
        f"versehentlich etwas? The sheet reaches to cell {cell}, which is too far.",
        source,
        at[0],
    )
