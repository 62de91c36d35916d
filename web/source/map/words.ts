/** What the map says. */
import { words } from "../common/language";

export const told = words({
  de: {
    map: "Karte der Mitglieder",
    help: "Pfeiltasten wählen ein Mitglied, Eingabe öffnet seine Seite, Plus und Minus ändern den Maßstab, 0 zeigt alles.",
    role: "Karte",
    larger: "Vergrößern",
    smaller: "Verkleinern",
    whole: "Alles zeigen",
    colour: "Farbe nach",
    alliance: "Bündnis",
    year: "Zieljahr",
    all: "Alle zeigen",
    noYear: "kein Zieljahr bekannt",
    targetYear: (year: number) => `Zieljahr ${year}`,
    since: (day: string) => `seit ${day}`,
    none: "Von hier ist keine Mitgliedschaft bekannt.",
    list: (n: number) => (n === 1 ? "Ein Mitglied im Ausschnitt" : `${n} Mitglieder im Ausschnitt`),
    nowhere: (n: number) =>
      n === 1
        ? "Ein Mitglied ohne bekannten Ort steht nur in der Liste."
        : `${n} Mitglieder ohne bekannten Ort stehen nur in der Liste.`,
    hollow: "Hohle Punkte: Beteiligung beendet. Geteilte Punkte: mehrere Bündnisse.",
    legend: "Legende und Filter",
    failed: "Die Karte konnte nicht geladen werden. Laden Sie die Seite noch einmal.",
    source: "© GeoBasis-DE / BKG 2021 (Daten verändert),",
  },
  en: {
    map: "Map of the members",
    help: "Arrow keys choose a member, Enter opens its page, plus and minus change the scale, 0 shows everything.",
    role: "map",
    larger: "Zoom in",
    smaller: "Zoom out",
    whole: "Show everything",
    colour: "Colour by",
    alliance: "Alliance",
    year: "Target year",
    all: "Show all",
    noYear: "no target year known",
    targetYear: (year: number) => `target year ${year}`,
    since: (day: string) => `since ${day}`,
    none: "No membership is known here.",
    list: (n: number) => (n === 1 ? "One member in view" : `${n} members in view`),
    nowhere: (n: number) =>
      n === 1
        ? "One member without a known place is only in the list."
        : `${n} members without a known place are only in the list.`,
    hollow: "Hollow dots: participation has ended. Divided dots: several alliances.",
    legend: "Legend and filter",
    failed: "The map could not be loaded. Please load the page again.",
    source: "© GeoBasis-DE / BKG 2021 (data modified),",
  },
});
