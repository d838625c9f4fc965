calendar-title = Meine Kalender
calendar-intro = Mit einer geheimen Adresse zeigt Ihr Kalenderprogramm Ihre Aufträge. Google fragt nur alle 4 bis 24 Stunden nach, Outlook im Netz alle 3 bis 24: Änderungen am selben Tag kommen zusätzlich per E-Mail.
calendar-none = Sie haben noch kein Kalender-Abo. Legen Sie unten eines an und fügen Sie die Adresse in Ihrem Kalenderprogramm als Abonnement hinzu.
calendar-table = Ihre Kalender-Abos
calendar-name = Bezeichnung
calendar-name-hint = Woran Sie das Gerät wiedererkennen, zum Beispiel „Handy“.
calendar-address = Geheime Adresse
calendar-last-fetched = Zuletzt abgerufen
calendar-never = noch nie
calendar-action = Aktion
calendar-revoke = Widerrufen
calendar-new = Neues Abo
calendar-create = Abo anlegen
calendar-feed-created = Das Abo ist angelegt. Geben Sie die Adresse nicht weiter: Wer sie kennt, sieht Ihre Aufträge.
calendar-feed-revoked = Das Abo ist widerrufen. Die Adresse antwortet nicht mehr.
calendar-feed-name = Dolmetschaufträge
calendar-offer-prefix = Angebot: { "" }
calendar-cancelled-prefix = Abgesagt: { "" }
calendar-by-phone = telefonisch
calendar-by-video = per Video
calendar-reference = Auftrag { $reference }
refusal-feed-name-missing = Bitte geben Sie dem Abo einen Namen, damit Sie es später wiedererkennen.
refusal-feed-too-many = Mehr als zehn Abos sind nicht möglich. Bitte widerrufen Sie zuerst eines, das Sie nicht mehr brauchen.
refusal-feed-without-account = Ein Abo braucht ein persönliches Konto.

calendar-file-unopened = Die Datei lässt sich nicht öffnen: { $why }
calendar-file-days = Der letzte Tag liegt vor dem ersten.
refusal-calendar-file-empty = Die Datei ist leer.
refusal-calendar-file-not-a-calendar = Das ist kein Kalender: Eine iCalendar-Datei beginnt mit BEGIN:VCALENDAR. Vielleicht wurde eine Anmeldeseite gespeichert.
refusal-calendar-file-cut-off = Die Datei hört vor ihrem Kalender auf (END:VCALENDAR fehlt). Bitte laden Sie sie noch einmal herunter.
refusal-calendar-file-too-many = Die Datei hat mehr als { $most } Teile. Bitte geben Sie einen kürzeren Zeitraum aus.
refusal-calendar-file-too-slow = Die Serien der Datei aufzulösen dauert zu lange. Bitte geben Sie einen kürzeren Zeitraum aus.
calendar-file-left-out = Ausgelassene Termine, deren Zeiten oder Regeln nicht zu verstehen sind: { $count }

# Verbundene Kalender: der eigene Kalender sagt, wann jemand beschäftigt ist
calendar-connected-link = Umgekehrt kann Ihr eigener Kalender Dragoman sagen, wann Sie beschäftigt sind:
calendar-connected-title = Verbundene Kalender
calendar-connected-intro = Laden Sie Ihren Kalender als Datei hoch, dann werden Sie zu Zeiten, an denen Sie schon etwas vorhaben, später gefragt. Das ist ein Hinweis: Es sperrt nichts, und Sie können jeden Auftrag trotzdem annehmen. Wann Sie sicher nicht können, tragen Sie unter „Verfügbarkeit“ ein.
calendar-connected-privacy = Gespeichert wird nur, wann Sie beschäftigt sind – kein Titel, kein Ort, keine Namen und nicht die Datei. Die Koordination sieht, dass Ihr Kalender zur Zeit eines Einsatzes etwas nennt, aber nicht, was und wie lange. Gelesen werden die nächsten { $months } Monate.
calendar-connected-none = Sie haben noch keinen Kalender verbunden.
calendar-connected-name = Bezeichnung
calendar-connected-name-hint = Woran Sie den Kalender wiedererkennen, zum Beispiel „privat“.
calendar-connected-file = Kalenderdatei
calendar-connected-file-hint = Eine iCalendar-Datei (.ics), höchstens { $megabytes } MB. Kalenderprogramme nennen das „Exportieren“.
calendar-connected-file-missing = Bitte wählen Sie die Kalenderdatei aus.
calendar-connected-new = Kalender verbinden
calendar-connected-connect = Datei lesen und verbinden
calendar-connected-full = Mehr als { $most } Kalender sind nicht möglich. Trennen Sie zuerst einen, den Sie nicht mehr brauchen.
calendar-connected-read = Gelesen
calendar-connected-age = { $unit ->
    [days] vor { $count } Tagen
    [hours] vor { $count } Stunden
   *[minutes] { $count ->
        [0] gerade eben
        [one] vor einer Minute
       *[other] vor { $count } Minuten
    }
 }
calendar-connected-busy = Belegte Zeiten
calendar-connected-left-out = Ausgelassen
calendar-connected-left-out-text = { $count ->
    [one] ein Termin, dessen Zeit oder Regel nicht zu verstehen war
   *[other] { $count } Termine, deren Zeiten oder Regeln nicht zu verstehen waren
 }
calendar-connected-until = Gelesen bis
calendar-connected-old = Älter als eine Woche: Dieser Stand zählt nur noch halb. Laden Sie den Kalender neu hoch, damit er wieder voll zählt.
calendar-connected-too-old = Älter als fünf Wochen: Dieser Stand zählt nicht mehr. Laden Sie den Kalender neu hoch.
calendar-connected-manage = Neu hochladen oder trennen
calendar-connected-one-title = Verbundener Kalender
calendar-connected-upload = Neu hochladen
calendar-connected-upload-text = Was die neue Datei sagt, tritt an die Stelle dessen, was die alte gesagt hat.
calendar-connected-remove = Kalender trennen
calendar-connected-remove-text = Alles, was dieser Kalender gesagt hat, wird sofort gelöscht.
calendar-connected-back = Zu allen verbundenen Kalendern
calendar-connected-done = Der Kalender ist verbunden. Belegte Zeiten: { $busy }, ausgelassene Termine: { $left }.
calendar-connected-again = Der Kalender ist neu gelesen. Belegte Zeiten: { $busy }, ausgelassene Termine: { $left }.
calendar-connected-removed = Der Kalender ist getrennt; was er gesagt hat, ist gelöscht.
calendar-connected-kept = { $why } Der Stand vom { $at } bleibt in Kraft.
refusal-calendar-file-too-large = Die Datei ist größer als { $megabytes } MB. Bitte geben Sie einen kürzeren Zeitraum aus.
refusal-connected-calendar-name = Bitte geben Sie dem Kalender einen Namen von höchstens 60 Zeichen.
refusal-connected-calendar-too-many = Mehr als { $most } Kalender sind nicht möglich. Bitte trennen Sie zuerst einen, den Sie nicht mehr brauchen.
refusal-connected-calendar-too-many-times = Der Kalender nennt mehr als { $most } belegte Zeiten. Bitte geben Sie einen kürzeren Zeitraum aus.
refusal-connected-calendar-gone = Diesen Kalender gibt es nicht, oder er wurde getrennt.
