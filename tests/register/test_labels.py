"""The names of units are those that people use."""

import pytest

from klimagraph.register.labels import unit_label


class TestNames:
    """Units have the names that people use."""

    @pytest.mark.parametrize(
        ("level", "kind", "name", "preferred", "short"),
        [
            ("state", "land", "Saarland", "Saarland", "Saarland"),
            ("region", "regierungsbezirk", "Reg.-Bez. Köln", "Regierungsbezirk Köln", "Köln"),
            ("region", "regierungsbezirk", "Schwaben", "Regierungsbezirk Schwaben", "Schwaben"),
            (
                "region",
                "regierungsbezirk",
                "früher: Reg.-Bez. Trier",
                "Regierungsbezirk Trier (früher)",
                "Trier",
            ),
            ("region", "region", "Region Stuttgart", "Region Stuttgart", "Region Stuttgart"),
            ("district", "44", "Harz", "Landkreis Harz", "Harz"),
            ("district", "43", "Unna", "Kreis Unna", "Unna"),
            ("district", "44", "Landkreis Rostock", "Landkreis Rostock", "Rostock"),
            ("district", "44", "Ilm-Kreis", "Ilm-Kreis", "Ilm-Kreis"),
            ("district", "43", "Städteregion Aachen", "Städteregion Aachen", "Städteregion Aachen"),
            ("association", "51", "Amt Lütjenburg", "Amt Lütjenburg", "Lütjenburg"),
            ("association", "52", "Brome", "Samtgemeinde Brome", "Brome"),
            ("association", "54", "Kist (VGem)", "Verwaltungsgemeinschaft Kist", "Kist"),
            (
                "association",
                "54",
                "VVG der Stadt Achern",
                "Vereinbarte Verwaltungsgemeinschaft der Stadt Achern",
                "Achern",
            ),
            (
                "association",
                "56",
                "GVV Sigmaringen",
                "Gemeindeverwaltungsverband Sigmaringen",
                "Sigmaringen",
            ),
            ("association", "58", "Geisa, Stadt", "Erfüllende Gemeinde Geisa", "Geisa"),
        ],
    )
    def test_name(self, level: str, kind: str, name: str, preferred: str, short: str) -> None:
        """The kind stands in front unless the name says it."""
        label = unit_label(level, kind, name)
        assert (preferred, short) == (label.preferred, label.short)
