# Von der bestätigten Leistung bis zur abgeglichenen Zahlung.

billing-status-awaiting-budget = wartet auf Mittel
billing-status-priced = sachlich zu prüfen
billing-status-certified-factually = rechnerisch zu prüfen
billing-status-certified = festgestellt
billing-status-documented = auf Beleg, anzuordnen
billing-status-ordered = angeordnet
billing-status-handed-over = bei der Stadtkasse
billing-status-paid = bezahlt
billing-status-void = entfällt

billing-step-recorded = Erfasst
billing-step-confirmed = Bestätigt
billing-step-certified = Festgestellt
billing-step-ordered = Angeordnet
billing-step-handed-over = Übergeben
billing-step-paid = Bezahlt

billing-outcome-held = Einsatz
billing-outcome-client-absent = Klient:in nicht erschienen
billing-outcome-cancelled-by-office = kurzfristig abgesagt
billing-outcome-cancelled-by-interpreter = von Dolmetscher:in abgesagt
billing-outcome-interpreter-absent = Dolmetscher:in nicht erschienen

billing-unit-hur = Std.
billing-unit-kmt = km
billing-unit-c62 = pauschal

billing-kind-self-billed-invoice = Gutschrift
billing-kind-payment-voucher = Auszahlungsbeleg
billing-kind-internal-settlement = Interne Abrechnung
billing-kind-reversal = Stornobeleg

billing-document-issued = ausgestellt
billing-document-reversed = storniert
billing-document-ordered = angeordnet
billing-document-handed-over = bei der Stadtkasse
billing-document-paid = bezahlt

billing-certification-factual = Sachlich richtig
billing-certification-arithmetic = Rechnerisch richtig

# Belege
billing-paper-number = Belegnummer
billing-paper-issued-on = Ausgestellt am
billing-paper-period = Leistungszeitraum
billing-paper-leitweg = Leitweg-ID
billing-paper-corrects = Storniert Beleg
billing-paper-reason = Grund
billing-paper-self-billed = Gutschrift im Sinne des § 14 Abs. 2 UStG: Die Stadt rechnet im Einvernehmen mit der leistenden Person über deren Leistungen ab.
billing-paper-voucher = Beleg für die Auszahlung. Die leistende Person stellt ihre Rechnung selbst aus; dieser Beleg ersetzt sie nicht.
billing-paper-settlement = Innerstädtische Verrechnung von Dolmetschleistungen. Kein umsatzsteuerbarer Vorgang; Umsatzsteuer der Dolmetscher:innen ist Teil der Kosten.
billing-paper-seller = Leistende Person
billing-paper-buyer = Leistungsempfängerin
billing-paper-creditor = Kreditorennummer
billing-paper-vat-id = Umsatzsteuer-Identifikationsnummer
billing-paper-tax-number = Steuernummer
billing-paper-services = Leistungen
billing-paper-booking = Buchung
billing-paper-what = Berechnung
billing-paper-quantity = Menge
billing-paper-price = Einzelpreis
billing-paper-amount = Betrag
billing-paper-claim-net = Summe netto
billing-paper-claim-cost = Kosten einschließlich Umsatzsteuer
billing-paper-sums = Summen
billing-paper-net = Summe netto
billing-paper-vat-on = Umsatzsteuer auf
billing-paper-no-vat-on = Keine Umsatzsteuer auf
billing-paper-vat-as-cost = Umsatzsteuer als Kosten
billing-paper-gross = Zu zahlen
billing-paper-small-business = Kein Ausweis von Umsatzsteuer: Kleinunternehmer:in nach § 19 UStG.
billing-paper-exempt = Umsatzsteuerfreie Leistung nach Angabe der leistenden Person.
refusal-figures-not-accepted = Die Sätze der Honorarordnung { $schedule } sind Annahmen, und { $accepted } von zwei Personen haben sie freigegeben. Bitte lassen Sie sie unter „Honorarordnungen“ von der Finanzverwaltung und der Anordnungsbefugten freigeben.
refusal-figures-unknown-schedule = Diese Honorarordnung gibt es nicht. Bitte wählen Sie eine aus der Liste.
refusal-figures-official = Die Sätze dieser Honorarordnung sind amtlich und brauchen keine Freigabe.
refusal-figures-accepted-already = Sie haben diese Sätze schon freigegeben. Bitte lassen Sie eine zweite Person entscheiden.
refusal-figures-reason-missing = Bitte geben Sie an, auf welcher Entscheidung die Freigabe beruht.
refusal-compare-unlike-currencies = Die beiden Honorarordnungen rechnen in verschiedenen Währungen und lassen sich nicht vergleichen.
billing-rates-title = Honorarordnungen
billing-rates-text = Auf angenommenen Sätzen werden Belege erst ausgestellt, wenn zwei Personen sie freigegeben haben. Die Freigabe gilt für genau diese Fassung.
billing-rates-official = amtliche Sätze
billing-rates-assumed = angenommene Sätze, nicht freigegeben
billing-rates-assumed-accepted = angenommene Sätze, freigegeben
billing-rates-id = Kennung
billing-rates-valid = Gültig
billing-rates-from = ab { $from }
billing-rates-from-to = { $from } bis { $to }
billing-rates-source = Quelle
billing-rates-note = Hinweis
billing-rates-accepted-by = Freigegeben von
billing-rates-reason = Grundlage der Freigabe
billing-rates-accept = Sätze freigeben
billing-rates-accepted-first = Ihre Freigabe ist gespeichert. Eine zweite Person muss noch freigeben.
billing-rates-accepted = Die Sätze sind von zwei Personen freigegeben.
billing-compare-title = Was hätte eine andere Honorarordnung gekostet?
billing-compare-text = Beide Ordnungen werden auf die abgerechneten Einsätze eines Jahres angewandt, als wären sie immer in Kraft gewesen. Die Summen sind netto.
billing-compare-from = Bisherige Ordnung
billing-compare-to = Andere Ordnung
billing-compare-year = Jahr der Einsätze
billing-compare-submit = Vergleichen
billing-compare-unpriced = { $count } Einsätze konnte eine der beiden Ordnungen nicht berechnen. Sie stehen in keiner Summe.
billing-compare-empty = Keine Einsätze zu vergleichen
billing-compare-empty-text = In diesem Jahr gibt es keine abgerechneten Einsätze, die beide Ordnungen berechnen können.
billing-compare-cells = Nach Fachamt und Gruppe
billing-compare-group = Gruppe
billing-compare-full-time = hauptberuflich
billing-compare-part-time = nebenberuflich
billing-compare-sessions = Einsätze
billing-compare-before = Bisherige Ordnung
billing-compare-after = Andere Ordnung
billing-compare-change = Unterschied
billing-paper-assumed = Die Sätze dieser Honorarordnungen sind Annahmen und von der Stadt noch nicht bestätigt:
billing-paper-paid-to = Auszahlung auf das Konto
billing-paper-costs = Kontierung
billing-paper-office = Amt
billing-paper-cost-center = Kostenstelle
billing-paper-cost-object = Kostenträger
billing-paper-account = Sachkonto
billing-paper-objection = Widersprechen Sie dieser Gutschrift, verliert sie ihre Wirkung als Rechnung (§ 14 Abs. 2 UStG). Bitte melden Sie sich dann bei der Stadt.
billing-paper-page = Seite
billing-paper-issuer = Ausgestellt von
billing-paper-reversal = Dieser Beleg nimmt den genannten Beleg zurück; die Beträge sind deshalb negativ.
billing-paper-taken-back = Zurückgenommener Betrag
billing-paper-subject = Dolmetschleistungen { $month }
billing-einvoice-terms = Die Stadt zahlt nach Anordnung auf das genannte Konto.
billing-einvoice-item = Dolmetschen { $language } am { $day }
billing-einvoice-reversal = Storno der Gutschrift { $reference } vom { $day } (Gutschrift im Sinne des § 14 Abs. 2 UStG).

# Was fehlt
billing-missing-record = Einsatz nicht erfasst
billing-missing-confirmation = Einsatznachweis nicht bestätigt
billing-missing-dispute = Einsatznachweis strittig
billing-missing-price = Noch nicht berechnet
billing-missing-budget = Wartet auf Mittel
billing-missing-factual = Sachliche Feststellung fehlt
billing-missing-arithmetic = Rechnerische Feststellung fehlt
billing-missing-master-data = Stammdaten unvollständig
billing-missing-document = Noch auf keinem Beleg
billing-missing-order = Nicht angeordnet
billing-missing-hand-over = Nicht übergeben
billing-missing-payment = Zahlung nicht gemeldet
billing-who-interpreter = Dolmetscher:in
billing-who-office = Fachamt
billing-who-office-and-interpreter = Fachamt und Dolmetscher:in
billing-who-administrator = Administration
billing-who-office-head = Amtsleitung
billing-who-finance = Finanzen
billing-who-coordination = Koordinierung
billing-who-officer = Anordnungsbefugte
billing-who-treasury = Stadtkasse

# Rückmeldungen der Stadtkasse
billing-feedback-zero = Der Betrag ist null.
billing-feedback-currency = Es werden nur Beträge in Euro verbucht.
billing-feedback-changed = Diese Buchungsreferenz ist schon mit anderen Angaben bekannt.
billing-camt-not-utf8 = Der Kontoauszug ist nicht in UTF-8 gespeichert.
billing-camt-no-statement = Das ist kein Kontoauszug im Format camt.053.
billing-camt-malformed = Die XML-Datei ist an dieser Stelle nicht wohlgeformt.
billing-camt-entity = Die XML-Datei enthält eine Dokumenttypdefinition oder fremde Entitäten. Solche Dateien werden nicht gelesen.
billing-camt-direction = Es fehlt die Angabe, ob der Betrag ab- oder zugeht (DBIT oder CRDT).
billing-camt-sum = Die Einzelbeträge ergeben nicht den Betrag der Sammelbuchung.
billing-camt-balance = Anfangssaldo und Buchungen ergeben { $reached } €, nicht diesen Schlusssaldo.
billing-why-end-to-end = Ende-zu-Ende-Referenz ist die Belegnummer
billing-why-document-number = Belegnummer im Verwendungszweck
billing-why-amount-and-payee = Betrag und Empfänger:in stimmen
billing-why-amount = Nur der Betrag stimmt
billing-why-by-hand = Von Hand zugeordnet
billing-doubt-certain = sicher
billing-doubt-amount-does-not-fit = Betrag passt nicht
billing-doubt-several = mehrere kommen infrage
billing-doubt-weak = schwacher Hinweis

# Monatsabgleich
billing-proof-title = Monatsabgleich
billing-proof-city = Stadt gesamt
billing-proof-sessions = Einsätze
billing-proof-confirmed = davon bestätigt
billing-proof-claims = Forderungen
billing-proof-claimed = Forderungen, brutto
billing-proof-consumed = Im Haushalt verbraucht
billing-proof-vat-rounding = Rundung der Umsatzsteuer auf Belegen
billing-proof-documented = Auf Belegen
billing-proof-settled = Intern abgerechnet
billing-proof-ordered = Angeordnet
billing-proof-handed-over = Übergeben
billing-proof-paid = Bezahlt
billing-proof-agrees = Alles stimmt auf den Cent überein: Der Monat ist abgeglichen.
billing-proof-differs = Abweichungen:
billing-cause-not-priced = noch nicht berechnet
billing-cause-awaits-budget = wartet auf Mittel
billing-cause-not-certified = noch nicht festgestellt
billing-cause-not-documented = noch auf keinem Beleg
billing-cause-not-settled = dem Fachamt nicht berechnet
billing-cause-not-ordered = noch nicht angeordnet
billing-cause-not-handed-over = noch nicht übergeben
billing-cause-not-paid = noch nicht ganz bezahlt
billing-cause-claim-without-session = Forderung ohne bestätigten Einsatz
billing-cause-ledger-differs = Haushalt weicht von der Forderung ab
billing-cause-document-differs = Beleg weicht von seinen Anteilen ab
billing-cause-order-differs = Anordnung weicht vom Beleg ab
billing-cause-file-differs = Übergabedatei weicht von ihren Anordnungen ab
billing-cause-payment-differs = Gezahlter Betrag weicht von den Zuordnungen ab
billing-cause-claim-differs = Forderung weicht von ihrem Beleg ab
billing-cause-certificate-missing = Feststellung fehlt zu einer festgestellten Forderung
billing-cause-two-rights = zwei Befugnisse in einer Hand
billing-cause-document-missing = Beleg fehlt zu einer abgerechneten Forderung
billing-cause-number-missing = vergebene Nummer ohne Beleg
billing-cause-document-changed = Beleg ist nicht mehr der ausgestellte
billing-cause-file-missing = Übergabedatei fehlt zu einer übergebenen Zahlung
billing-cause-file-changed = Übergabedatei ist nicht mehr die übergebene
billing-cause-paid-twice = Zahlung zu einem schon bezahlten Beleg

# Seiten
billing-claims-title = Forderungen
billing-claim-title = Berechnungsblatt
billing-tab-factual = Sachlich zu prüfen
billing-tab-arithmetic = Rechnerisch zu prüfen
billing-tab-budget = Warten auf Mittel
billing-tab-certified = Festgestellt
billing-tab-all = Alle
billing-tabs = Schritte
billing-select = Auswahl
billing-select-one = Buchung { $booking } auswählen
billing-booking = Buchung
billing-day = Tag
billing-office = Amt
billing-interpreter = Dolmetscher:in
billing-outcome = Was war
billing-status = Stand
billing-net = Netto
billing-vat = Umsatzsteuer
billing-gross = Brutto
billing-certify-factual = Sachlich richtig feststellen
billing-certify-arithmetic = Rechnerisch richtig feststellen
billing-choose-some = Bitte wählen Sie mindestens einen Eintrag aus.
billing-none-title = Hier ist gerade nichts zu tun
billing-none-text = Sobald etwas für diesen Schritt bereitliegt, steht es hier.
billing-certified-one = Die Feststellung ist gespeichert.
billing-certified-many = { $count ->
    [one] Eine Forderung ist festgestellt.
   *[other] { $count } Forderungen sind festgestellt.
}
billing-sent-back = Die Forderung ist an das Fachamt zurückgegeben.
billing-paid-beyond-budget = Die Forderung wird trotz ausgeschöpfter Mittel bezahlt. Ihr Grund ist festgehalten.
billing-steps = Schritte dieser Forderung
billing-step = Schritt
billing-step-done = erledigt
billing-step-open = offen
billing-sheet = Berechnung
billing-why = Warum
billing-quantity = Menge
billing-unit-price = Einzelpreis
billing-amount = Betrag
billing-schedule = Honorarordnung
billing-program = Programmversion
billing-priced-at = Berechnet am
billing-certifications = Feststellungen
billing-no-certifications = Noch keine Feststellung.
billing-was-sent-back = Zurückgegeben
billing-send-back = An das Fachamt zurückgeben
billing-reason = Grund
billing-reason-hint = Höchstens 500 Zeichen, keine Namen von Klient:innen.
billing-override = Trotz ausgeschöpfter Mittel bezahlen
billing-override-text = Die Haushaltsstelle trägt diese Forderung nicht. Die Leistung ist erbracht; mit Ihrem Namen und Ihrem Grund wird der Rahmen um den fehlenden Betrag erhöht.
billing-months-title = Monate
billing-months-open = Offene Vorgänge
billing-months-documents = Belege an Dolmetscher:innen
billing-months-sum = Summe
billing-month = Monat
billing-month-title = Monat { $month }
billing-close-title = Belege für { $month } ausstellen?
billing-close = Belege ausstellen
billing-close-ready = { $count ->
    [0] Zurzeit ist keine Forderung zweifach festgestellt: Es entsteht kein Beleg.
    [one] Eine zweifach festgestellte Forderung kommt auf einen Beleg.
   *[other] { $count } zweifach festgestellte Forderungen kommen auf Belege.
}
billing-close-late = { $count ->
    [one] Ein Vorgang ist noch nicht so weit; er kommt bei einem späteren Abschluss auf einen eigenen Beleg.
   *[other] { $count } Vorgänge sind noch nicht so weit; sie kommen bei einem späteren Abschluss auf eigene Belege.
}
billing-close-not-over = Der Monat ist noch nicht zu Ende.
billing-close-for-ever = Ausgestellte Belege lassen sich nicht mehr ändern, nur stornieren.
billing-closed = { $count ->
    [0] Es gab nichts Neues auszustellen.
    [one] Ein Beleg ist ausgestellt.
   *[other] { $count } Belege sind ausgestellt.
} { $held ->
    [0] { "" }
    [one] Für eine Person fehlen Stammdaten.
   *[other] Für { $held } Personen fehlen Stammdaten.
}
billing-missing-title = Was fehlt und wer handeln muss
billing-missing-nothing = Nichts: Alles ist erledigt.
billing-missing-who = Am Zug
billing-missing-data = Es fehlen
billing-documents-title = Belege
billing-documents-none = Noch kein Beleg
billing-documents-none-text = Stellen Sie die Belege aus, sobald Forderungen zweifach festgestellt sind.
billing-document-title = Beleg { $reference }
billing-document-number = Nummer
billing-document-kind = Art
billing-document-whose = Für
billing-document-load = Beleg als PDF herunterladen
billing-document-load-xrechnung-ubl = XRechnung (UBL)
billing-document-load-xrechnung-cii = XRechnung (CII)
billing-document-forms = Dieselbe Rechnung als Daten, mit Prüfsumme. Im PDF liegt sie ebenfalls (ZUGFeRD, Profil EN 16931).
billing-document-hash = Prüfsumme (SHA-256)
billing-document-issued-at = Ausgestellt am
billing-document-paid-on = Bezahlt am
billing-document-paid-so-far = Davon bezahlt
billing-document-claims = Forderungen auf diesem Beleg
billing-reverse = Beleg stornieren
billing-reverse-text = Es entsteht ein Stornobeleg, der auf diesen verweist. Die Forderungen gehen zur erneuten Feststellung zurück.
billing-reversed = Der Beleg ist storniert.
billing-proof-heading = Abgleich
billing-proof-file = Monatsabgleich
billing-proof-load = Abgleich als Text herunterladen
billing-proof-subject = Vorgang
billing-proof-cause = Ursache
billing-orders-title = Zahlungen anordnen
billing-orders-total = Zusammen
billing-orders-order = Auszahlung anordnen
billing-orders-select = Beleg { $reference } auswählen
billing-ordered = { $count ->
    [one] Eine Zahlung ist angeordnet.
   *[other] { $count } Zahlungen sind angeordnet.
}
billing-treasury-title = Stadtkasse
billing-hand-over-title = Übergabe
billing-hand-over-ready = { $count ->
    [0] Es liegt nichts zur Übergabe bereit.
    [one] Ein angeordneter Beleg liegt zur Übergabe bereit.
   *[other] { $count } angeordnete Belege liegen zur Übergabe bereit.
}
billing-hand-over = Übergabedatei erstellen
billing-handed-over = Die Übergabedatei ist erstellt und kann übernommen werden.
billing-files-title = Übergabedateien
billing-file-number = Nr.
billing-file-orders = Anordnungen
billing-file-sum = Summe
billing-file-made = Erstellt
billing-file-taken = Übernommen
billing-file-accept = Datei übernehmen
billing-file-copy = Zweitschrift laden
billing-file-not-taken = noch nicht
billing-file-accept-xml = XML übernehmen
billing-file-accept-bank = SEPA-Datei übernehmen
billing-file-copy-xml = Zweitschrift als XML laden
billing-file-copy-bank = Zweitschrift der SEPA-Datei laden
billing-file-for-bank = Für die Bank:
billing-bank-answer = Antwort der Bank:
billing-bank-refused = { $reference } nicht ausgeführt
billing-answer-not-ours = Die Antwort bezieht sich auf keine unserer Dateien oder Belege.
billing-cli-no-hand-over = Eine Übergabe Nr. { $number } gibt es nicht.
billing-cli-exported = { $count ->
    [one] Ein Beleg ist geschrieben.
   *[other] { $count } Belege sind geschrieben.
}
billing-feedback-title = Rückmeldung einlesen
billing-feedback-file = Liste (CSV), Kontoauszug (camt.053) oder Antwort der Bank (pain.002)
billing-feedback-file-hint = Dieselbe Datei zweimal einzulesen ändert nichts. Enthält sie einen Fehler, wird nichts verbucht.
billing-feedback-import = Einlesen und zuordnen
billing-feedback-too-large = Die Datei ist zu groß.
billing-feedback-imported = Eingelesen: { $new } neu, { $known } schon bekannt, { $matched } zugeordnet, { $waiting } zu prüfen.
billing-problems = Was an der Datei zu berichtigen ist
billing-unmatched-title = Zahlungen ohne Zuordnung
billing-unmatched-none = Jede Zahlung ist zugeordnet.
billing-unmatched-shown = Die ältesten 100 von { $count } Zahlungen, die zu prüfen sind.
billing-unmatched-proposals = Vorschläge
billing-unmatched-no-proposal = Kein Posten passt.
billing-payment-booked = Gebucht
billing-payment-other-side = Empfänger:in
billing-payment-text = Verwendungszweck
billing-payment-order = Offener Posten
billing-payment-order-of = Offener Posten für Zahlung { $reference }
billing-choose-order = Bitte wählen Sie einen offenen Posten.
billing-match = Zuordnen
billing-match-again = Erneut zuordnen lassen
billing-matched = Zugeordnet: { $amount }.
billing-matched-again = { $count ->
    [0] Keine weitere Zahlung ließ sich sicher zuordnen.
    [one] Eine weitere Zahlung ist zugeordnet.
   *[other] { $count } weitere Zahlungen sind zugeordnet.
}
billing-matches-title = Letzte Zuordnungen
billing-match-undo = Zuordnung aufheben
billing-match-undone = Die Zuordnung ist aufgehoben. Sie bleibt als Spur erhalten.
billing-match-undone-at = aufgehoben
billing-match-at = Wann
billing-open-title = Offene Posten
billing-open-none = Alles ist bezahlt.
billing-open-amount = Noch offen
billing-money-title = Meine Honorare
billing-money-claims = Forderungen und ihr Stand
billing-money-documents = Meine Belege
billing-money-none = Noch keine Honorare
billing-money-none-text = Sobald ein Einsatz bestätigt und berechnet ist, steht er hier.
billing-money-reached = Erreicht

# Warum etwas nicht geht
refusal-claim-not-this-step = Das ist gerade nicht an der Reihe. Stand: { $status }.
refusal-claim-own = Niemand stellt das eigene Honorar fest oder ordnet es an. Bitte lassen Sie das eine Kollegin oder einen Kollegen tun.
refusal-claim-second-step = Sie haben bei dieser Forderung schon den anderen Schritt übernommen. Den zweiten muss jemand anderes tun.
refusal-claim-not-a-person = Das kann nur eine Person tun.
refusal-claim-does-not-recompute = Die erneute Berechnung ergibt einen anderen Betrag. Bitte geben Sie die Forderung zurück und melden Sie das der Administration.
refusal-claim-not-billable = Der Einsatz ist weder bestätigt noch kurzfristig abgesagt; es gibt nichts zu berechnen.
refusal-claim-unknown-schedule = Die zugesagte Honorarordnung „{ $schedule }“ ist nicht vorhanden.
refusal-claim-no-price = Die Honorarordnung gibt hierfür keinen Betrag her: { $why }
refusal-claim-foreign-currency = Die Stadt zahlt nur in Euro.
refusal-claim-not-awaiting-budget = Diese Forderung wartet nicht auf Mittel.
refusal-claim-too-late-to-send-back = Die Forderung steht schon auf einem Beleg. Stornieren Sie diesen.
refusal-billing-reason-missing = Bitte nennen Sie einen Grund.
refusal-billing-reason-too-long = Der Grund ist zu lang. Möglich sind höchstens 500 Zeichen.
refusal-month-not-begun = Dieser Monat hat noch nicht begonnen.
refusal-city-address-missing = Die Anschrift der Stadt ist nicht eingestellt; ohne sie lässt sich kein Beleg ausstellen. Bitte lassen Sie city_street, city_postcode und city_place in der Konfiguration setzen.
refusal-document-not-payable = Für diesen Beleg fließt kein Geld an Dolmetscher:innen.
refusal-document-already-reversed = Dieser Beleg ist storniert.
refusal-document-already-ordered = Die Zahlung dieses Belegs ist schon angeordnet.
refusal-order-second-step = Sie haben eine Forderung auf diesem Beleg festgestellt. Die Anordnung muss jemand anderes treffen.
refusal-hand-over-nothing-ordered = Es gibt keine angeordneten Belege, die noch nicht übergeben sind.
refusal-hand-over-already-accepted = Diese Datei wurde schon übernommen: { $at }. Sie können eine Zweitschrift laden.
refusal-hand-over-no-sepa-account = Das Konto auf { $reference } kann keine SEPA-Überweisung empfangen. Nehmen Sie den Beleg zurück und lassen Sie die Bankverbindung berichtigen. Es wurde nichts übergeben.
refusal-hand-over-nothing-for-the-bank = Zu dieser Übergabe gibt es keine Datei für die Bank: Es zahlt die Stadtkasse.
refusal-feedback-has-problems = { $count ->
    [one] Die Datei enthält einen Fehler. Es wurde nichts verbucht.
   *[other] Die Datei enthält { $count } Fehler. Es wurde nichts verbucht.
}
refusal-match-nothing-left = Diese Zahlung ist schon ganz zugeordnet.
refusal-match-nothing-open = Bei diesem Posten ist nichts offen, das zu dieser Zahlung passt.
refusal-match-not-handed-over = Dieser Beleg ist noch nicht an die Stadtkasse übergeben.
refusal-match-already-undone = Diese Zuordnung wurde schon aufgehoben.
