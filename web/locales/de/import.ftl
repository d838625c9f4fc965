# Einlesen von Tabellen der Ämter.

import-office-unknown = Ein Fachamt mit dem Kürzel „{ $code }“ gibt es nicht. Lesen Sie bitte zuerst die Fachämter ein.
import-profile-unknown = Ein Anforderungsprofil „{ $code }“ gibt es nicht. Die Koordinierung kann es unter „Pool“ anlegen.

# ---- Seiten
import-title = Dateien einlesen
import-preview-title = Datei geprüft
import-intro = Die Datei wird zuerst als Ganzes geprüft. Gespeichert wird erst, wenn Sie das Ergebnis gesehen und bestätigt haben. Dieselbe Datei zweimal ändert nichts.
import-list = Was steht in der Datei?
import-list-interpreters = Dolmetscher:innen
import-list-requests = Anfragen
import-list-budgets = Haushaltsstellen
import-list-missing = Bitte wählen Sie, was in der Datei steht.
import-file = Datei
import-file-hint = CSV-Datei, höchstens 16 MB; Semikolon oder Komma, UTF-8 oder Windows-1252
import-file-missing = Bitte wählen Sie eine Datei.
import-check = Datei prüfen
import-confirm = Einlesen
import-back = Andere Datei wählen
import-preview-nothing-stored = Die Datei ist in Ordnung. Noch ist nichts gespeichert.
import-draft-gone = Diese Datei wartet nicht mehr: Sie wurde eingelesen oder nach einigen Tagen gelöscht. Prüfen Sie sie bitte neu, wenn Sie sie noch einmal brauchen.
import-preview-unchanged = Alles aus dieser Datei ist schon da.
import-created = Neu
import-changed = Geändert
import-unchanged = Unverändert
import-done = Eingelesen: { $created } neu, { $changed } geändert, { $unchanged } unverändert.
import-problems-table = Was zu berichtigen ist
import-problems = { $count ->
    [one] Nichts wurde gespeichert: eine Stelle ist zu berichtigen
   *[other] Nichts wurde gespeichert: { $count } Stellen sind zu berichtigen
}
import-problems-more = Und { $count } weitere. Berichtigen Sie zuerst diese hier.
