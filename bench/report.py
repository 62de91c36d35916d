"""The measured part of the document about speed."""

from bench.document import table
from bench.machine import machine, today
from bench.options import LOADING, Options
from bench.peers import OTHERS, Klimagraph
from bench.queries import SELECTIVE
from bench.run import Run
from bench.step import LONG, Cell
from bench.steps import CONNECTIONS
from bench.table import LARGEST_GROWTH, LINES, OURS, Line, better

VERDICTS = {True: "yes", False: "**no**", None: "not measured"}


def report(runs: list[Run], options: Options) -> str:
    """Return everything about some runs in Markdown."""
    parts = [_head(runs, options)]
    parts += [_size(run) for run in runs]
    if len(runs) > 1:
        parts.append(_growth(runs[0], runs[-1]))
    parts += [_agreement(runs), _missed(runs)]
    return "\n\n".join(parts)


def _head(runs: list[Run], options: Options) -> str:
    names = ", ".join(f"`{name}`" for name in options.peers)
    versions = {name: text for run in runs for name, text in run.versions.items()}
    rows = [
        [name, versions.get(name, "not installed"), how]
        for name, how in [(OURS, Klimagraph.how), *((peer.name, peer.how) for peer in OTHERS)]
        if name == OURS or name in options.peers
    ]
    limits = "; ".join(
        f"at {run.size} million {run.limit:g} s for a query, {LOADING[run.size]:g} s for loading"
        for run in runs
    )
    return "\n\n".join(
        [
            f"Measured on {today()}, everything in one run: {machine()}",
            f"Peers asked for: {names}.\n"
            f"Limits: {limits}.\n"
            f"Point queries: {CONNECTIONS} connections, rounds of {options.seconds:g} s; "
            f"everything in {options.rounds} rounds in turn, medians; "
            f"what takes longer than {LONG:g} s is done once.",
            table(["server", "version", "how it is run"], rows),
        ]
    )


def _size(run: Run) -> str:
    servers = [OURS, *run.options.peers]
    head = ["what", *servers, "target", "held"]
    rows = [_row(run, line, servers) for line in LINES]
    return (
        f"### {run.statements:,} statements\n\n"
        f"Our service answered from {run.place or 'disk'}.\n\n{table(head, rows)}"
    )


def _row(run: Run, line: Line, servers: list[str]) -> list[str]:
    ours = run.cells.get((line.name, OURS), Cell())
    cells = []
    for name in servers:
        cell = run.cells.get((line.name, name), Cell())
        ratio = None if name == OURS else better(ours, cell, line.unit)
        cells.append(_text(cell, line.unit) + ("" if ratio is None else f" ({_ratio(ratio)})"))
    return [f"{line.name} ({line.unit})", *cells, _target(line), _held(run, line)]


def _ratio(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio >= 100 else f"{ratio:.2g}" if ratio >= 10 else f"{ratio:.2f}"


def _text(cell: Cell, unit: str) -> str:
    if cell.value is None:
        return cell.note or "–"
    value = cell.value * 1000 if unit == "ms" else cell.value
    decimals = 2 if unit == "s" else 1 if value < 10 else 0
    return f"{value:,.{decimals}f}" + (f", {cell.note}" if cell.note else "")


def _target(line: Line) -> str:
    texts = []
    for demand in line.demands:
        bound = demand.bound * 1000 if line.unit == "ms" and not demand.peer else demand.bound
        texts.append(f"≥ {bound:g} × {demand.peer}" if demand.peer else f"≤ {bound:g} {line.unit}")
    return "; ".join(texts)


def _held(run: Run, line: Line) -> str:
    if not line.demands:
        return ""
    verdicts = [demand.holds(run.cells, line.name, line.unit) for demand in line.demands]
    if False in verdicts:
        return VERDICTS[False]
    return VERDICTS[True if True in verdicts else None]


def _growth(small: Run, large: Run) -> str:
    head = ["selective query, median in ms", f"{small.size} million", f"{large.size} million"]
    rows = []
    for name in SELECTIVE:
        cells = [run.cells.get((name, OURS), Cell()) for run in (small, large)]
        ratio = growth(small, large, name)
        rows.append(
            [
                name,
                *(_text(cell, "ms") for cell in cells),
                "–" if ratio is None else f"{ratio:.2f}",
                VERDICTS[None if ratio is None else ratio <= LARGEST_GROWTH],
            ]
        )
    head += ["times as long", f"at most {LARGEST_GROWTH:g}"]
    return f"### Growth of our service\n\n{table(head, rows)}"


def growth(small: Run, large: Run, name: str) -> float | None:
    """Return how many times as long a selective query of ours takes with more data."""
    before, after = (run.cells.get((name, OURS), Cell()).value for run in (small, large))
    return after / before if before and after else None


def _agreement(runs: list[Run]) -> str:
    found = [f"- {run.size} million, {text}." for run in runs for text in run.differences]
    text = "\n".join(found) or "All servers that answered said the same."
    return (
        "### Whether they say the same\n\n"
        "Each server's answer to each query of the mix is compared with ours: "
        "the same rows, whatever their order, layout and type of number.\n\n" + text
    )


def _missed(runs: list[Run]) -> str:
    lines = [
        f"- {run.size} million: {line.name}."
        for run in runs
        for line in LINES
        if _held(run, line) == VERDICTS[False]
    ]
    if len(runs) > 1:
        ratios = ((name, growth(runs[0], runs[-1], name)) for name in SELECTIVE)
        lines += [
            f"- growth: {name}." for name, ratio in ratios if ratio and ratio > LARGEST_GROWTH
        ]
    return "### Targets that were missed\n\n" + ("\n".join(lines) or "None.")
