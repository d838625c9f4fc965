house-imprint-title = Impressum
house-imprint-text =
    Dieser Dienst wird von der Stadt { $city } betrieben. Die Angaben nach § 5 DDG trägt die Stadt beim Einrichten hier ein.

    Dragoman ist freie Software unter der EUPL-1.2.
house-privacy-title = Datenschutz
house-privacy-text =
    Eine Buchung braucht keinen Namen einer Klientin oder eines Klienten: Aktenzeichen, Sprache, Thema, Zeit und Ort genügen. Das Aktenzeichen sieht nur das Fachamt, das bestellt hat. Die genaue Adresse sieht nur, wer den Auftrag angenommen hat.

    Diese Seiten laden nichts von fremden Servern und setzen nur die Cookies, die zum Anmelden, für die Sprache und für Rückmeldungen nötig sind.

    Sozialdaten werden nach §§ 67 bis 85a SGB X verarbeitet und nach festen Fristen von selbst gelöscht: Aktenzeichen, Adresse und Bemerkung bald nach dem bezahlten Einsatz, Belege acht Jahre nach Jahresende. Unter „Konto und Sicherheit“ sehen Sie alles, was über Sie gespeichert ist.
house-accessibility-title = Barrierefreiheit
house-accessibility-text =
    Diese Seiten sollen nach BITV 2.0 und EN 301 549 für alle nutzbar sein: mit Tastatur, mit Screenreader, stark vergrößert und ohne JavaScript.

    Stoßen Sie auf eine Hürde, melden Sie sie bitte der Koordinierung der Stadt { $city }. Sie können sich auch an die Schlichtungsstelle des Landes wenden.
house-help-title = Hilfe
house-help-text =
    Fachämter stellen unter „Buchungen“ eine Anfrage: Sprache, Thema, Termin, Ort. „Angefragt“ heißt: Wir suchen. „Bestätigt“ heißt: Es kommt jemand.

    Dolmetscher:innen finden unter „Angebote“, was zu ihnen passt, mit Honorar, Ort und Frist. Die erste Zusage gilt. Keine Antwort hat keine Nachteile.

    Nach dem Einsatz hält die Dolmetscher:in Beginn und Ende fest, das Fachamt bestätigt. Unter „Abrechnung“ steht zu jeder Forderung, wo sie gerade ist.
