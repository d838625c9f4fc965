# Löschung: Fristen, Läufe, Berichte.

retention-title = Löschung
retention-intro = Jede Nacht löscht Dragoman, was seine Frist hinter sich hat und nicht mehr gebraucht wird. Belege bleiben acht Jahre ab Jahresende (§ 147 AO, § 14b UStG); die Datenbank lässt sie vorher nicht gehen.
retention-run-now = Jetzt löschen
retention-started = Der Löschlauf hat begonnen. Sein Bericht entsteht hier.
retention-runs = Löschläufe
retention-runs-none = Noch kein Löschlauf
retention-runs-none-text = Der erste beginnt von selbst, sobald die Hintergrundaufgaben laufen.
retention-run-title = Bericht eines Löschlaufs
retention-began = Beginn
retention-ended = Ende
retention-goes-on = läuft
retention-erased = Gelöscht
retention-held = Noch gebraucht
retention-due = Jetzt fällig
retention-rules = Fristen
retention-rules-text = So lange bewahrt die Stadt auf. Die Fristen stehen in der Konfiguration.
retention-rule = Was
retention-kept = Frist
retention-before = Älter als
retention-kept-none = sofort
retention-trace = Einträge im Protokoll dazu
retention-back = Zu allen Löschläufen
retention-line = { $rule }: { $count }, noch gebraucht { $held }
retention-kept-days = { $count ->
    [one] ein Tag
   *[other] { $count } Tage
 }
retention-kept-years = { $count ->
    [one] ein Jahr ab Jahresende
   *[other] { $count } Jahre ab Jahresende
 }

retention-answers = Antworten auf wiederholte Aufrufe
retention-events = Weitergemeldete Ereignisse
retention-jobs = Erledigte Hintergrundaufgaben
retention-trace-personal = Angaben zur Person neben dem Protokoll
retention-login-sessions = Beendete Anmeldungen
retention-api-tokens = Abgelaufene API-Token
retention-spent-links = Verbrauchte Links
retention-failed-logins = Fehlgeschlagene Anmeldungen
retention-accounts = Deaktivierte Konten
retention-credentials = Abgelaufene Nachweise
retention-absences = Vergangene Abwesenheiten
retention-busy-times = Vergangene Zeiten aus verbundenen Kalendern
retention-connected-calendars = Verbundene Kalender, die nichts mehr sagen
retention-interpreters = Dolmetscher:innen, die nicht mehr teilnehmen
retention-accounts-of-interpreters = Konten gelöschter Dolmetscher:innen
retention-rate-agreements = Honorarvereinbarungen gelöschter Dolmetscher:innen
retention-ledger-words = Begründungen und Personen im Buchungsjournal des Budgets; die Beträge bleiben
retention-transfer-words = Begründungen von Umschichtungen und Übertragungen; die Beträge bleiben
retention-case-content = Aktenzeichen, Adresse, Bemerkung und Wünsche abgeschlossener Buchungen
retention-searches = Ranglisten und Ablehnungsgründe abgeschlossener Buchungen
retention-plans = Einsatzpläne: wer wofür vorgeschlagen war
retention-timesheets = Einsatznachweise
retention-vouchers = Belege mit Anordnungen und Zahlungen
retention-payments = Zahlungen ohne Beleg
retention-hand-overs = Übergabedateien an die Kasse
retention-claims = Forderungen mit ihren Feststellungen
retention-acceptances = Wer für angenommene Sätze eingestanden ist, nach denen keine Forderung mehr berechnet ist
retention-calendar-feeds = Widerrufene Kalender-Abonnements
retention-letters = Versandte E-Mails
retention-import-drafts = Geprüfte, nicht übernommene Dateien
retention-person-on-request = Personen, die es verlangt haben
retention-hold-money-bound = Für einen Einsatz ist noch Geld gebunden.
retention-hold-claim-open = Eine Forderung ist noch nicht bezahlt.
retention-hold-claim-kept = Die Forderung dazu wird noch aufbewahrt.
retention-hold-month-open = Der Abrechnungsmonat ist noch nicht ganz bezahlt.
retention-hold-payment-kept = Die Zahlung dazu wird noch aufbewahrt.
retention-hold-job-ahead = Ein Auftrag steht noch bevor oder ist nicht bestätigt.
retention-hold-offer-open = Ein Angebot ist noch offen.
retention-hold-account-active = Das Konto ist noch nicht deaktiviert. Deaktivieren Sie es zuerst.
retention-hold-interpreter-active = Das Profil ist noch aktiv. Pausieren Sie es zuerst im Pool.
retention-stay-trace = { $count ->
    [one] Ein Eintrag im Protokoll, ohne Namen: Er belegt, was getan wurde (Art. 5 Abs. 2 DSGVO).
   *[other] { $count } Einträge im Protokoll, ohne Namen: Sie belegen, was getan wurde (Art. 5 Abs. 2 DSGVO).
 }
retention-stay-agreements = { $count ->
    [one] Eine Honorarvereinbarung, so lange wie die Belege (§ 147 AO).
   *[other] { $count } Honorarvereinbarungen, so lange wie die Belege (§ 147 AO).
 }
retention-stay-timesheets = { $count ->
    [one] Ein Einsatznachweis: Er ist ein Beleg (§ 147 AO).
   *[other] { $count } Einsatznachweise: Sie sind Belege (§ 147 AO).
 }
retention-stay-vouchers = { $count ->
    [one] Ein Beleg mit Name, Anschrift und Steuerangaben, acht Jahre ab Jahresende (§ 14b UStG, § 147 AO).
   *[other] { $count } Belege mit Name, Anschrift und Steuerangaben, acht Jahre ab Jahresende (§ 14b UStG, § 147 AO).
 }
retention-stay-claims = { $count ->
    [one] Eine Forderung mit ihrer Berechnung, so lange wie ihr Beleg.
   *[other] { $count } Forderungen mit ihrer Berechnung, so lange wie ihre Belege.
 }
retention-stay-certifications = { $count ->
    [one] Eine Feststellung, so lange wie der Beleg.
   *[other] { $count } Feststellungen, so lange wie die Belege.
 }

refusal-retention-running = Ein Löschlauf ist noch nicht fertig. Warten Sie auf seinen Bericht.
