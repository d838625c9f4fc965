# Von der bestätigten Leistung bis zur abgeglichenen Zahlung.

billing-nav-claims = Forderungen
billing-nav-months = Monate
billing-nav-orders = Anordnungen
billing-nav-treasury = Stadtkasse
billing-nav-money = Meine Honorare

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
billing-paper-creditor = Kreditorennummer:
billing-paper-vat-id = Umsatzsteuer-Identifikationsnummer:
billing-paper-tax-number = Steuernummer:
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
billing-paper-assumed = Die Sätze dieser Honorarordnungen sind Annahmen und von der Stadt noch nicht bestätigt:
billing-paper-paid-to = Auszahlung auf das Konto
billing-paper-costs = Kontierung
billing-paper-office = Amt
billing-paper-cost-center = Kostenstelle
billing-paper-cost-object = Kostenträger
billing-paper-account = Sachkonto
billing-paper-objection = Widersprechen Sie dieser Gutschrift, verliert sie ihre Wirkung als Rechnung (§ 14 Abs. 2 UStG). Bitte melden Sie sich dann bei der Stadt.

billing-obstacle-iban = Bankverbindung
billing-obstacle-tax-number = Steuernummer oder Umsatzsteuer-ID
billing-obstacle-address = Anschrift

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
refusal-reason-too-long = Der Grund ist zu lang. Möglich sind höchstens 500 Zeichen.
refusal-month-not-begun = Dieser Monat hat noch nicht begonnen.
refusal-document-not-payable = Für diesen Beleg fließt kein Geld an Dolmetscher:innen.
refusal-document-already-reversed = Dieser Beleg ist storniert.
refusal-document-already-ordered = Die Zahlung dieses Belegs ist schon angeordnet.
refusal-order-second-step = Sie haben eine Forderung auf diesem Beleg festgestellt. Die Anordnung muss jemand anderes treffen.
refusal-hand-over-nothing-ordered = Es gibt keine angeordneten Belege, die noch nicht übergeben sind.
refusal-hand-over-already-accepted = Diese Datei wurde schon übernommen: { $at }. Sie können eine Zweitschrift laden.
refusal-feedback-has-problems = { $count ->
    [one] Die Datei enthält einen Fehler. Es wurde nichts verbucht.
   *[other] Die Datei enthält { $count } Fehler. Es wurde nichts verbucht.
}
refusal-match-nothing-left = Diese Zahlung ist schon ganz zugeordnet.
refusal-match-nothing-open = Bei diesem Posten ist nichts offen, das zu dieser Zahlung passt.
refusal-match-not-handed-over = Dieser Beleg ist noch nicht an die Stadtkasse übergeben.
refusal-match-already-undone = Diese Zuordnung wurde schon aufgehoben.
