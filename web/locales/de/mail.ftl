mail-greeting = Guten Tag { $name },
mail-footer = Diese Nachricht kommt vom Dolmetschdienst der Stadt { $city }.
mail-footer-why = Sie erhalten sie, weil Sie an diesem Vorgang beteiligt sind. Bitte antworten Sie nicht auf diese E-Mail.
mail-delivery-on-site = vor Ort
mail-delivery-phone = telefonisch
mail-delivery-video = per Video
mail-remark = Hinweis zum Einsatz: { $remark }

mail-invitation-subject = Ihr Zugang zum Dolmetschdienst: bitte Passwort wählen
mail-invitation-text =
    für Sie wurde ein Zugang zum Dolmetschdienst angelegt. Bitte wählen Sie ein Passwort. Der Link gilt sieben Tage und nur einmal.
mail-invitation-link = Passwort wählen

mail-password-reset-subject = Neues Passwort wählen
mail-password-reset-text =
    für Ihren Zugang wurde ein neues Passwort angefordert. Der Link gilt eine Stunde und nur einmal.

    Haben Sie das nicht angefordert, müssen Sie nichts tun: Ihr Passwort bleibt, wie es ist.
mail-password-reset-link = Neues Passwort wählen

mail-offer-subject = Angebot: { $language }, { $slot } – bitte bis { $until } antworten
mail-offer-text =
    wir bieten Ihnen diesen Einsatz an:

    Sprache: { $language }
    Thema: { $topic }
    Termin: { $slot }
    Ort: { $place }
    Bestellt von: { $office }
    Voraussichtliches Honorar (netto): { $fee }

    Bitte sagen Sie bis { $until } zu oder ab. Die erste Zusage gilt. Die genaue Adresse erhalten Sie nach der Zusage.

    Ohne Antwort verfällt das Angebot; das hat keine Nachteile für Sie.
mail-offer-link = Angebot ansehen und zusagen
mail-offer-link-second = Absagen

mail-offer-digest-subject = Offene Angebote: { $count }
mail-offer-digest-text =
    diese Einsätze sind Ihnen zurzeit angeboten. Die erste Zusage gilt.

    { $offers }

    Ohne Antwort verfallen sie; das hat keine Nachteile für Sie. Die genaue Adresse erhalten Sie nach der Zusage.
mail-offer-digest-line = { $slot }: { $language }, { $topic }, { $place }, netto { $fee }, bitte bis { $until } antworten
mail-offer-digest-link = Angebote ansehen

mail-search-exhausted-subject = Niemand mehr zu fragen: { $language }, { $slot } (Auftrag { $reference })
mail-search-exhausted-text =
    für den Auftrag { $reference } wurden alle gefragt, die in Betracht kommen, ohne Zusage.

    Sprache: { $language }
    Thema: { $topic }
    Termin: { $slot }
    Ort: { $place }
    Bestellt von: { $office }

    Der Einsatz bleibt in der Auftragsbörse. In der Vermittlung sehen Sie, wer gefragt wurde und was den anderen entgegensteht.
mail-search-exhausted-link = Vermittlung öffnen

mail-job-accepted-subject = Zusage bestätigt: { $language }, { $slot } (Auftrag { $reference })
mail-job-accepted-text =
    vielen Dank, der Auftrag { $reference } gehört Ihnen.

    Sprache: { $language }
    Thema: { $topic }
    Termin: { $slot }
    Ort: { $address }
    Bestellt von: { $office }
    Voraussichtliches Honorar (netto): { $fee }

    { $remark }

    Der Termin liegt als Kalendereintrag bei. Wenn Ihnen etwas dazwischenkommt, geben Sie den Auftrag bitte so früh wie möglich zurück.
mail-job-accepted-link = Auftrag ansehen

mail-offer-filled-subject = Vergeben: { $language }, { $slot }
mail-offer-filled-text =
    der Einsatz { $language }, { $slot }, ist inzwischen vergeben. Sie müssen nichts tun. Danke, dass Sie zur Verfügung stehen.
mail-offer-filled-link = Meine Angebote

mail-offer-expired-subject = Abgelaufen: { $language }, { $slot }
mail-offer-expired-text =
    das Angebot { $language }, { $slot }, ist abgelaufen. Das hat keine Nachteile für Sie.
mail-offer-expired-link = Meine Angebote

mail-offer-withdrawn-subject = Zurückgezogen: { $language }, { $slot }
mail-offer-withdrawn-text =
    für den Einsatz { $language }, { $slot }, wird niemand mehr gesucht. Sie müssen nichts tun.
mail-offer-withdrawn-link = Meine Angebote

mail-request-filled-subject = Bestätigt: { $language }, { $slot } (Auftrag { $reference })
mail-request-filled-text =
    für Ihre Anfrage { $reference } hat jemand verbindlich zugesagt.

    Sprache: { $language }
    Thema: { $topic }
    Termin: { $slot }
    Ort: { $place }
mail-request-filled-link = Buchung ansehen

mail-interpreter-dropped-out-subject = Wir suchen neu: { $language }, { $slot } (Auftrag { $reference })
mail-interpreter-dropped-out-text =
    die Dolmetscher:in für Ihre Anfrage { $reference } musste absagen. Die Suche hat von selbst neu begonnen, Sie müssen nichts tun.

    Wir schreiben Ihnen, sobald jemand zugesagt hat oder die Suche zu Ende ist.
mail-interpreter-dropped-out-link = Buchung ansehen

mail-request-unfilled-subject = Nicht besetzt: { $language }, { $slot } (Auftrag { $reference })
mail-request-unfilled-text =
    Ihre Anfrage { $reference } konnte leider nicht besetzt werden. Die Koordinierung kennt den Bedarf.

    Bitte überlegen Sie, ob ein anderer Termin, Telefon oder Video möglich ist, und stellen Sie dann eine neue Anfrage.
mail-request-unfilled-link = Buchung ansehen

mail-budget-exhausted-subject = Wartet auf Mittel: { $language }, { $slot } (Auftrag { $reference })
mail-budget-exhausted-text =
    die Anfrage { $reference } ({ $language }, { $topic }, { $slot }) wartet, weil die verfügbaren Mittel nicht reichen.

    Werden Mittel frei, geht sie von selbst weiter. Ist der Einsatz eine gesetzliche Pflicht, können Sie ihn mit Begründung freigeben.
mail-budget-exhausted-link = Anfrage ansehen

mail-budget-mark-subject = { $percent } % der Mittel genutzt: { $line } { $year }
mail-budget-mark-text =
    von der Haushaltsstelle „{ $line }“ ({ $year }) sind { $percent } % oder mehr gebunden oder verbraucht. Bewilligt sind { $granted }, verfügbar sind noch { $available }.

    Reichen die Mittel nicht, warten neue Anfragen. Die Vorausschau zeigt, bis wann das Geld voraussichtlich reicht.
mail-budget-mark-link = Haushaltsstelle ansehen

mail-job-cancelled-subject = Abgesagt: { $language }, { $slot } (Auftrag { $reference })
mail-job-cancelled-text =
    der Auftrag { $reference } ({ $language }, { $slot }) wurde abgesagt. Die Absage für Ihren Kalender liegt bei.

    Ob ein Ausfallhonorar fällig wird und warum, steht beim Auftrag.
mail-job-cancelled-link = Auftrag ansehen

mail-job-changed-subject = Geändert: { $language }, { $slot } (Auftrag { $reference })
mail-job-changed-text =
    der Auftrag { $reference } wurde geändert. Jetzt gilt:

    Sprache: { $language }
    Thema: { $topic }
    Termin: { $slot }
    Ort: { $address }
    Voraussichtliches Honorar (netto): { $fee }

    { $remark }

    Der geänderte Kalendereintrag liegt bei. Passt Ihnen das nicht, geben Sie den Auftrag bitte zurück; das hat keine Nachteile für Sie.
mail-job-changed-link = Auftrag ansehen

mail-timesheet-to-confirm-subject = Bitte bestätigen: Einsatz { $language }, { $slot } (Auftrag { $reference })
mail-timesheet-to-confirm-text =
    zum Auftrag { $reference } liegt der Einsatznachweis vor. Bitte bestätigen Sie ihn oder sagen Sie, was nicht stimmt. Vorher kann das Honorar nicht bezahlt werden.
mail-timesheet-to-confirm-link = Einsatznachweis prüfen

mail-timesheet-disputed-subject = Rückfrage zum Einsatz { $language }, { $slot } (Auftrag { $reference })
mail-timesheet-disputed-text =
    zum Einsatznachweis des Auftrags { $reference } gibt es eine Rückfrage ({ $office }). Bitte lesen Sie die Begründung. Berichtigen Sie den Nachweis, oder bleiben Sie dabei.
mail-timesheet-disputed-link = Einsatznachweis ansehen

mail-document-issued-subject = Neues Dokument { $reference } über { $amount }
mail-document-issued-text =
    das Dokument { $reference } über { $amount } liegt für Sie bereit. Bitte prüfen Sie es, und widersprechen Sie, wenn etwas nicht stimmt.

    Wir schreiben Ihnen wieder, wenn es bezahlt ist.
mail-document-issued-link = Dokument ansehen

mail-document-paid-subject = Bezahlt: { $amount } für { $reference }
mail-document-paid-text =
    für das Dokument { $reference } wurden { $amount } überwiesen ({ $day }).
mail-document-paid-link = Meine Abrechnung

mail-box-title = Postfach der Demo
mail-box-intro = Alles, was die Demo verschickt hätte. Nichts davon verlässt diesen Rechner.
mail-box-empty = Noch keine Post. Stellen Sie eine Anfrage, dann kommt welche.
mail-box-table = Nachrichten, die neuesten zuerst
mail-box-when = Geschrieben
mail-box-to = An
mail-box-subject = Betreff
mail-box-status = Stand
mail-one-title = Nachricht
mail-one-back = Zurück zum Postfach
mail-one-message-id = Message-ID
mail-one-calendar = Beigelegter Kalendereintrag
mail-status-waiting = wartet
mail-status-sent = gesendet
mail-status-failed = gescheitert
mail-fee-assumed = { $fee } (nach angenommenen Sätzen)
