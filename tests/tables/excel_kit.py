"""Workbooks part by part, as Excel for Microsoft 365 writes them (ECMA-376, parts 1 and 4)."""

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

from klimagraph.tables.extent import letters

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
OPEN = "http://schemas.openxmlformats.org/"
TRANSITIONAL = {
    "main": f"{OPEN}spreadsheetml/2006/main",
    "relations": f"{OPEN}officeDocument/2006/relationships",
}
STRICT = {
    "main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "relations": "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
PACKAGE = f"{OPEN}package/2006/"
MICROSOFT = "http://schemas.microsoft.com/office/"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
FORMATS = {
    "": 0, "text": 49, "percent": 9, "percent2": 10, "date": 14, "month": 17,
    "german": 164, "euro": 165, "long month": 166, "year": 167, "literal": 168,
}  # fmt: skip
"""Numbers of formats: those that Excel brings, and those of this workbook from 164 on."""
OWN = {
    164: r"[$-407]d/\ mmmm\ yyyy;@",
    165: r'_-* #,##0.00\ "€"_-;\-* #,##0.00\ "€"_-;_-* "-"??\ "€"_-;_-@_-',
    166: r"[$-407]mmmm\ yyyy;@",
    167: "yyyy",
    168: r'0.0"% der Einwohner"',
}
STYLE = {name: number for number, name in enumerate(FORMATS)}


@dataclass(frozen=True)
class Cell:
    """A cell as Excel writes it: a type, a value, a format, or XML in the place of all that."""

    value: str = ""
    kind: str = ""
    form: str = ""
    xml: str = ""

    def written(self, name: str) -> str:
        """Return the element of the cell."""
        style = f' s="{STYLE[self.form]}"' if self.form else ""
        kind = f' t="{self.kind}"' if self.kind else ""
        inner = self.xml or (f"<v>{self.value}</v>" if self.value else "")
        return f'<c r="{name}"{style}{kind}>{inner}</c>' if inner else f'<c r="{name}"{style}/>'


@dataclass
class Excel:
    """A workbook that grows by parts; `save` writes it."""

    namespaces: Mapping[str, str] = field(default_factory=lambda: TRANSITIONAL)
    date1904: bool = False
    strings: list[str] = field(default_factory=list)
    """The items of the table of shared strings, as XML."""
    rows: list[str] = field(default_factory=list)
    before: str = ""
    """What stands before the rows: views and widths."""
    behind: str = ""
    """What stands behind them: filters, merged cells, lists, extensions."""
    names: str = ""
    parts: dict[str, str] = field(default_factory=dict)
    relations: list[tuple[str, str, str]] = field(default_factory=list)
    """Further relations of the sheet: their id, kind and target."""

    def text(self, text: str, form: str = "") -> Cell:
        """Return a cell with a shared string."""
        return self.item(f'<t xml:space="preserve">{escape(text)}</t>', form)

    def item(self, xml: str, form: str = "") -> Cell:
        """Return a cell whose shared string is written so."""
        self.strings.append(f"<si>{xml}</si>")
        return Cell(str(len(self.strings) - 1), "s", form)

    def row(self, cells: Sequence[Cell | None], number: int = 0, more: str = "") -> None:
        """Add a row."""
        number = number or len(self.rows) + 1
        written = "".join(
            cell.written(f"{letters(place)}{number}") for place, cell in enumerate(cells, 1) if cell
        )
        spans = f'spans="1:{len(cells)}"'
        self.rows.append(f'<row r="{number}" {spans} x14ac:dyDescent="0.25"{more}>{written}</row>')

    def save(self, path: Path) -> Path:
        """Write the workbook."""
        parts = {
            "[Content_Types].xml": _types(self.parts),
            "_rels/.rels": _relations(
                [("rId1", f"{self.namespaces['relations']}/officeDocument", "xl/workbook.xml")]
            ),
            "xl/workbook.xml": self._workbook(),
            "xl/_rels/workbook.xml.rels": _relations(
                [
                    (f"rId{number}", f"{self.namespaces['relations']}/{kind}", target)
                    for number, (kind, target) in enumerate(_PARTS, 1)
                ]
            ),
            "xl/worksheets/sheet1.xml": self._sheet(),
            "xl/theme/theme1.xml": THEME,
            "xl/styles.xml": self._styles(),
            "xl/sharedStrings.xml": self._strings(),
            "docProps/app.xml": APPLICATION,
            **self.parts,
        }
        if self.relations:
            name = "xl/worksheets/_rels/sheet1.xml.rels"
            parts[name] = _relations(self.relations)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content.encode())
        return path

    def _workbook(self) -> str:
        dates = ' date1904="1"' if self.date1904 else ""
        strict = ' conformance="strict"' if self.namespaces is STRICT else ""
        return (
            f'{HEAD}<workbook xmlns="{self.namespaces["main"]}" '
            f'xmlns:r="{self.namespaces["relations"]}"{strict}>'
            '<fileVersion appName="xl" lastEdited="7" lowestEdited="7" rupBuild="27328"/>'
            f'<workbookPr{dates} defaultThemeVersion="166925"/>'
            '<bookViews><workbookView xWindow="-120" yWindow="-120" windowWidth="29040"/>'
            '</bookViews><sheets><sheet name="Daten" sheetId="1" r:id="rId1"/></sheets>'
            f'{self.names}<calcPr calcId="191029"/></workbook>'
        )

    def _sheet(self) -> str:
        return (
            f'{HEAD}<worksheet xmlns="{self.namespaces["main"]}" '
            f'xmlns:r="{self.namespaces["relations"]}" '
            f'xmlns:mc="{OPEN}markup-compatibility/2006" mc:Ignorable="x14ac xr" '
            f'xmlns:x14ac="{MICROSOFT}spreadsheetml/2009/9/ac" '
            f'xmlns:xr="{MICROSOFT}spreadsheetml/2014/revision">'
            '<dimension ref="A1"/><sheetViews><sheetView tabSelected="1" workbookViewId="0"/>'
            '</sheetViews><sheetFormatPr baseColWidth="10" defaultRowHeight="15" '
            f'x14ac:dyDescent="0.25"/>{self.before}'
            f"<sheetData>{''.join(self.rows)}</sheetData>"
            f'{self.behind}<pageMargins left="0.7" right="0.7" top="0.78" bottom="0.78" '
            'header="0.3" footer="0.3"/></worksheet>'
        )

    def _styles(self) -> str:
        own = "".join(
            f'<numFmt numFmtId="{number}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
            for number, code in OWN.items()
        )
        forms = "".join(
            f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0" '
            'applyNumberFormat="1"/>'
            for number in FORMATS.values()
        )
        return (
            f'{HEAD}<styleSheet xmlns="{self.namespaces["main"]}">'
            f'<numFmts count="{len(OWN)}">{own}</numFmts><fonts count="1"><font><sz val="11"/>'
            '<color theme="1"/><name val="Calibri"/><family val="2"/><scheme val="minor"/></font>'
            '</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill>'
            '<patternFill patternType="solid"><fgColor theme="9" tint="0.79998168889431442"/>'
            '</patternFill></fill></fills><borders count="1"><border/></borders>'
            '<cellStyleXfs count="2"><xf numFmtId="0"/><xf numFmtId="9"/></cellStyleXfs>'
            f'<cellXfs count="{len(FORMATS)}">{forms}</cellXfs></styleSheet>'
        )

    def _strings(self) -> str:
        count = len(self.strings)
        return (
            f'{HEAD}<sst xmlns="{self.namespaces["main"]}" count="{count}" '
            f'uniqueCount="{count}">{"".join(self.strings)}</sst>'
        )


_PARTS = (
    ("worksheet", "worksheets/sheet1.xml"),
    ("theme", "theme/theme1.xml"),
    ("styles", "styles.xml"),
    ("sharedStrings", "sharedStrings.xml"),
)
THEME = f'{HEAD}<a:theme xmlns:a="{OPEN}drawingml/2006/main" name="Office"/>'
APPLICATION = (
    f'{HEAD}<Properties xmlns="{OPEN}officeDocument/2006/extended-properties">'
    "<Application>Microsoft Excel</Application><AppVersion>16.0300</AppVersion></Properties>"
)


def _relations(rows: Sequence[tuple[str, str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{one}" Type="{kind}" Target="{target}"/>' for one, kind, target in rows
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}relationships">{inner}</Relationships>'


def _types(more: Mapping[str, str]) -> str:
    known = {
        "xl/workbook.xml": f"{TYPES}.sheet.main+xml",
        "xl/worksheets/sheet1.xml": f"{TYPES}.worksheet+xml",
        "xl/styles.xml": f"{TYPES}.styles+xml",
        "xl/sharedStrings.xml": f"{TYPES}.sharedStrings+xml",
        **dict.fromkeys(more, "application/xml"),
    }
    inner = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in known.items()
    )
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
        '.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f"{inner}</Types>"
    )
