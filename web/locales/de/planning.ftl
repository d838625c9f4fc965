# Der Plan der Stadt: mehrere Tage auf einmal.
planning-title = Einsatzplanung
planning-title-one = Einsatzplan
planning-title-of = Einsatzplan { $span }
planning-intro = Hier lassen Sie mehrere Tage auf einmal planen: Wer könnte welchen Einsatz übernehmen, damit möglichst viele besetzt sind und möglichst wenig Geld ausgegeben wird? Der Plan ist ein Vorschlag. Angebote gehen erst hinaus, wenn Sie sie versenden; was jemand zugesagt hat, bleibt.
planning-ask-title = Neuer Plan
planning-from = Erster Tag
planning-to = Letzter Tag
planning-to-hint = Höchstens { $days } Tage.
planning-seconds = Rechenzeit in Sekunden
planning-seconds-hint = 1 bis { $most }. Länger rechnen kann den Plan verbessern; anhalten können Sie jederzeit.
planning-seconds-unreadable = Geben Sie eine ganze Zahl von Sekunden an.
planning-instead-of = Wer fällt aus?
planning-instead-of-nobody = Niemand
planning-instead-of-hint = Was diese Person an den Tagen zugesagt hat, wird neu geplant.
planning-ask-submit = Planen
planning-none-title = Noch kein Plan
planning-none-text = Pläne der letzten sechs Monate stehen hier.
planning-list = Bisherige Pläne
planning-days = Tage
planning-span = { $from } bis { $to }
planning-asked-at = Angefordert
planning-asked-on = Angefordert: { $moment }
planning-proof = Güte
planning-without = ohne { $name }
planning-instead-of-whom = { $name } fällt aus. Die zugesagten Einsätze sind neu geplant; andere Zusagen bleiben, und offene Angebote bleiben, wo es geht.
planning-status-waiting = Wartet
planning-status-running = Wird gerechnet
planning-status-made = Fertig
planning-status-failed = Kein Plan
planning-failure-interrupted = Die Planung wurde mehrmals unterbrochen und aufgegeben. Fordern Sie den Plan neu an.
planning-failure-stopped = Die Planung wurde angehalten, bevor es ein Ergebnis gab.
planning-failure-broken = Die Planung ist gescheitert. Die Verwaltung des Systems findet die Ursache im Protokoll.
planning-again = Neuen Plan anfordern
planning-progress = { $seconds } von höchstens { $most } Sekunden
planning-points = Bester Plan bisher, in Punkten
planning-bound = Beweisbar nicht zu unterbieten, in Punkten
planning-stop = Anhalten und das Beste nehmen
planning-stopping = Wird angehalten …
planning-proof-best = Besser geht es nicht: Das ist bewiesen.
planning-proof-gap = Kein Plan kann mehr als { $gap } besser sein: Das ist bewiesen.
planning-was-stopped = Nach { $seconds } Sekunden angehalten.
planning-worked = Gerechnet: { $seconds } Sekunden.
planning-help-title = Was heißt „besser“?
planning-help-text = Verglichen wird nach den Gewichten der Stadt, wie in der Rangliste eines einzelnen Einsatzes: besetzte Einsätze zuerst (gesetzliche Pflicht vor eilig vor normal), dann Kosten, bekannte Gesichter, Wünsche, Wege, gerechte Verteilung und Angebote, die nicht umverteilt werden. Einsätze, die niemand übernehmen kann, bleiben beim Vergleich außen vor.
planning-help-points = Der Plan hat { $points } Punkte; weniger als { $bound } sind nicht möglich. Weniger Punkte sind besser, ein Cent ist ein Punkt.
planning-empty-title = Nichts zu planen
planning-empty-text = An diesen Tagen liegt kein Einsatz in der Zukunft.
planning-stale = Seit der Planung hat sich etwas geändert
planning-stale-text = Versenden können Sie trotzdem: Jedes Angebot wird noch einmal geprüft, und was nicht mehr geht, wird nicht versandt. Oder fordern Sie einen neuen Plan an.
planning-change-filled = { $name } hat inzwischen zugesagt.
planning-change-given-back = { $name } hat den Einsatz nicht mehr.
planning-change-gone = Der Einsatz wurde abgesagt oder beendet.
planning-change-begun = Der Einsatz hat begonnen.
planning-change-moved = Der Einsatz wurde verlegt auf { $moment }.
planning-change-left = { $name } steht nicht mehr zur Verfügung.
planning-change-said-no = { $name } hat abgelehnt.
planning-change-obstacle = { $name } kann nicht mehr gefragt werden:
planning-change-fee = Das Honorar für { $name } wäre jetzt { $after } statt { $before }.
planning-change-new = Der Einsatz kam hinzu.
planning-change-money = Eine Haushaltsstelle hat nur noch { $available } für Einsätze, die { $wanted } kosten würden.
planning-of = { $count } von { $all }
planning-covered = besetzt, wenn alle zusagen
planning-open = bleiben offen
planning-cost = Kosten
planning-committed = Bisher gebunden
planning-before-after = Vorher und nachher
planning-sessions = Einsätze
planning-before = Vorher
planning-after = Nachher
planning-row-accepted = zugesagt
planning-row-asked = angefragt
planning-row-nobody = noch niemand
planning-row-money = gebunden, dann Kosten
planning-by-office = Nach Fachamt
planning-session = Einsatz
planning-open-list = Bleiben offen
planning-why-open = Warum
planning-why-no-money-yet = Das Fachamt hat noch kein Geld dafür; die Anfrage wartet.
planning-why-nobody-speaks = Niemand spricht die Sprache.
planning-why-nobody-qualified = { $count ->
    [one] Eine Person spricht die Sprache, hat aber nicht, was der Einsatz verlangt.
   *[other] { $count } Personen sprechen die Sprache, aber niemand hat, was der Einsatz verlangt.
}
planning-why-nobody-free = { $count ->
    [one] Eine Person wäre geeignet, kann zu dieser Zeit oder an diesem Ort aber nicht.
   *[other] { $count } Personen wären geeignet, aber niemand kann zu dieser Zeit an diesem Ort.
}
planning-why-weekly-cap = { $count ->
    [one] Eine Person hätte Zeit, arbeitet in der Woche aber schon so viel, wie sie möchte.
   *[other] { $count } Personen hätten Zeit, arbeiten in der Woche aber schon so viel, wie sie möchten.
}
planning-why-said-no = Alle, die könnten, wurden gefragt und haben abgelehnt.
planning-why-budget = { $count ->
    [one] Eine Person könnte, aber das Geld des Fachamts reicht nicht.
   *[other] { $count } Personen könnten, aber das Geld des Fachamts reicht nicht.
}
planning-why-outweighed = { $count ->
    [one] Eine Person könnte, wird aber für einen anderen Einsatz gebraucht.
   *[other] { $count } Personen könnten, werden aber für andere Einsätze gebraucht.
}
planning-proposals = Vorschläge
planning-offer = Angebot
planning-choose = Auswählen
planning-called-back = Zurückgezogen wird das offene Angebot an: { $names }
planning-send-all = { $count ->
    [one] Ein Angebot versenden
   *[other] Alle { $count } Angebote versenden
}
planning-send-chosen = Ausgewählte versenden
planning-confirm-absence = { $count ->
    [one] { $name } kann nicht kommen; der zugesagte Einsatz wird zurückgegeben
   *[other] { $name } kann nicht kommen; { $count } zugesagte Einsätze werden zurückgegeben
}
planning-confirm-absence-hint = Ohne diese Bestätigung bleibt, was zugesagt ist.
planning-sending = { $sent } von { $chosen } Angeboten bearbeitet
planning-sending-waiting = wird versandt
planning-sending-sent = versandt
planning-sending-refused = nicht versandt
planning-refused = Nicht versandt: { $why }
planning-kept = Bleibt, wie es ist
planning-save = Plan als Tabelle speichern (CSV)
planning-outcome-accepted = zugesagt
planning-outcome-asked = schon angefragt
planning-outcome-proposed = anzufragen
planning-outcome-open = offen
planning-before-held = zugesagt von { $name }
planning-before-accepted = zugesagt von { $name }
planning-before-no-money = wartet auf Geld
planning-before-nobody = noch niemand gefragt
planning-before-asked = angefragt: { $names }
planning-column-reference = Nummer
planning-column-date = Datum
planning-column-from = Von
planning-column-to = Bis
planning-column-office = Fachamt
planning-column-language = Sprache
planning-column-topic = Thema
planning-column-before = Vorher
planning-column-outcome = Plan
planning-column-interpreter = Dolmetscher:in
planning-column-net = Honorar netto
planning-column-gross = Kosten brutto
planning-column-sent = Angebot
planning-notice-asked = Der Plan wird gerechnet.
planning-notice-stopped = Die Planung wird angehalten.
planning-notice-sending = { $count ->
    [one] Ein Angebot wird versandt.
   *[other] { $count } Angebote werden versandt.
}
planning-link-instead-of = Zusagen dieser Person neu planen

refusal-plan-ends-before-it-begins = Der letzte Tag liegt vor dem ersten. Prüfen Sie beide Tage.
refusal-plan-is-past = Diese Tage sind vorbei. Wählen Sie Tage, die noch kommen.
refusal-plan-too-long = { $days } Tage sind zu viele; ein Plan hat höchstens { $most } Tage. Teilen Sie den Zeitraum.
refusal-plan-seconds-out-of-range = Wählen Sie 1 bis { $most } Sekunden.
refusal-plan-interpreter-unknown = Diese Person steht nicht im Pool. Wählen Sie eine andere.
refusal-plan-under-way = Für einige dieser Tage wird gerade ein Plan gerechnet. Warten Sie, bis er fertig ist, oder halten Sie ihn an.
refusal-plan-not-under-way = Dieser Plan wird nicht gerechnet; anhalten lässt sich nichts.
refusal-plan-not-made = Der Plan ist noch nicht fertig. Versenden Sie die Angebote, wenn er fertig ist.
refusal-plan-nothing-to-send = Es gibt nichts zu versenden. Wählen Sie mindestens einen Vorschlag aus, der noch nicht versandt ist.
refusal-plan-absence-unconfirmed = Bestätigen Sie, dass die Person nicht kommen kann: Ihre zugesagten Einsätze würden sonst nicht frei.
refusal-plan-sender-gone = Wer den Versand ausgelöst hat, darf das nicht mehr. Lösen Sie ihn noch einmal aus.
