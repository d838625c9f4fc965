# Dateien einlesen: was an einer Tabelle zu berichtigen ist.

table-heading-line = Zeile
table-heading-column = Spalte
table-heading-value = Wert
table-heading-why = Was zu berichtigen ist

# Die Datei als Ganzes
table-too-large = Die Datei ist größer als { $megabytes } MB. Bitte teilen Sie sie auf.
table-empty = Die Datei ist leer.
table-header-only = Die Datei enthält nur die Kopfzeile und keine Einträge.
table-nul = Die Datei enthält Zeichen, die in einer Texttabelle nicht vorkommen (NUL). Bitte speichern Sie sie als CSV-Datei, UTF-8.
table-is-workbook = Das ist eine Arbeitsmappe (Excel oder LibreOffice). Bitte speichern Sie die Tabelle als CSV-Datei und laden Sie diese hoch.
table-not-in-its-encoding = Die Datei kündigt Unicode an, enthält aber andere Zeichen. Bitte speichern Sie sie neu als CSV-Datei, UTF-8.
table-unreadable = Die Datei lässt sich nicht als Tabelle lesen. Bitte speichern Sie sie als CSV-Datei, UTF-8.
table-too-many-lines = Die Datei hat mehr als { $limit } Zeilen. Bitte teilen Sie sie auf.
table-unclosed-quote = Hier beginnt ein Anführungszeichen, das nirgends endet; alles danach ließ sich nicht lesen. Bitte ergänzen oder entfernen Sie es.
table-character-lost = In dieser Zeile sind Zeichen verloren gegangen. Bitte exportieren Sie die Datei neu als UTF-8 und prüfen Sie die Umlaute.
table-garbled = In dieser Zeile sind Umlaute entstellt (zum Beispiel „Ã¼“ statt „ü“). Bitte exportieren Sie die Datei neu als UTF-8.

# Kopfzeile und Aufbau
table-column-missing = Diese Spalte fehlt in der Kopfzeile.
table-column-unknown = Diese Spalte kennen wir nicht. Bitte entfernen Sie sie oder berichtigen Sie ihren Namen.
table-column-unknown-suggestion = Diese Spalte kennen wir nicht. Meinten Sie „{ $suggestion }“?
table-column-twice = Diese Spalte kommt zweimal vor. Bitte entfernen Sie eine davon.
table-too-few-cells = Die Zeile hat { $found } Felder, die Kopfzeile { $expected }. Vermutlich fehlt ein Trennzeichen.
table-too-many-cells = Die Zeile hat { $found } Felder, die Kopfzeile { $expected }. Vermutlich steht ein Trennzeichen in einem Text; setzen Sie diesen in Anführungszeichen.
table-line-unreadable = Diese Zeile lässt sich nicht lesen.
table-required = Diese Angabe fehlt.
table-not-unique = Diese Angabe steht schon in Zeile { $line }.

# Einzelne Werte
table-date-form = Das ist kein Datum. Bitte schreiben Sie es als 04.03.2027 oder 2027-03-04.
table-date-short-year = Bitte schreiben Sie die Jahreszahl mit vier Ziffern, zum Beispiel 04.03.2027.
table-date-impossible = Diesen Tag gibt es nicht.
table-time-form = Das ist keine Uhrzeit. Bitte schreiben Sie sie als 14:00 oder 14 Uhr.
table-time-impossible = Diese Uhrzeit gibt es nicht. Der Tag endet mit 23:59.
table-number-form = Das ist keine ganze Zahl. Bitte schreiben Sie nur Ziffern.
table-number-range = Bitte geben Sie eine Zahl von { $min } bis { $max } an.
table-money-form = Das ist kein Betrag. Bitte schreiben Sie ihn als 1.234,50 oder 1234,50.
table-money-ambiguous = Der Betrag lässt sich auf zwei Arten lesen (Tausender oder Nachkommastellen). Bitte schreiben Sie die Cent dazu, zum Beispiel 1.234,00.
table-money-decimals = Ein Betrag hat höchstens zwei Nachkommastellen.
table-money-too-large = Der Betrag ist zu groß.
table-boolean-form = Bitte schreiben Sie „ja“ oder „nein“.
table-choice = Möglich sind: { $choices }.
table-choice-suggestion = Möglich sind: { $choices }. Meinten Sie „{ $suggestion }“?
table-text-too-long = Der Text ist zu lang. Möglich sind höchstens { $max } Zeichen.
table-control-character = Der Text enthält unsichtbare Steuerzeichen. Bitte tippen Sie ihn neu.
table-district-unknown = Das ist kein Stadtbezirk von Stuttgart.
table-district-unknown-suggestion = Das ist kein Stadtbezirk von Stuttgart. Meinten Sie „{ $suggestion }“?
table-money-negative = Der Betrag darf nicht negativ sein.
table-language-level = Bitte geben Sie zu jeder Sprache das Niveau an, zum Beispiel „ar:C1“ (ohne Niveau: { $language }).
table-language-twice = Diese Sprache ist zweimal genannt: { $language }.
table-availability = Bitte schreiben Sie die Zeiten als „Mo 08:00-17:00|Di-Do 09:00-12:00“.
table-end-before-start = Das Ende liegt nicht nach dem Beginn.
table-iban = Die IBAN ist nicht gültig. Bitte prüfen Sie die Ziffern.
table-email = Das ist keine E-Mail-Adresse.
table-phone = Das ist keine Telefonnummer.
table-postcode = Eine Postleitzahl hat fünf Ziffern. Tabellenprogramme entfernen manchmal eine führende Null.
table-vat-id = Das ist keine Umsatzsteuer-Identifikationsnummer. Sie besteht aus „DE“ und neun Ziffern.
table-code = Ein Kürzel besteht nur aus Buchstaben, Ziffern und den Zeichen - _ . /
table-tax-number = Bitte geben Sie die Steuernummer oder die Umsatzsteuer-Identifikationsnummer an. Eine von beiden muss auf jedem Beleg stehen (§ 14 Abs. 4 UStG).
table-training-incomplete = Zu einem Zertifikat gehören die Kursgruppe sowie gültig ab und gültig bis.
table-place-on-site = Für einen Einsatz vor Ort werden Adresse und Stadtbezirk gebraucht.
table-signed-by-phone = Gebärdensprache lässt sich nicht am Telefon dolmetschen. Bitte wählen Sie „vor Ort“ oder „Video“.
