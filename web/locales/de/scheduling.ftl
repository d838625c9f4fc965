# Warum jemand nicht gefragt werden kann
scheduling-inactive = Nimmt zurzeit keine Aufträge an.
scheduling-paused = Macht Pause bis zum { $until }.
scheduling-does-not-speak = Spricht { $language } nicht.
scheduling-proficiency-too-low = Spricht { $language } auf dem Niveau { $level }; gebraucht wird mindestens { $wanted }.
scheduling-credential-missing = Nachweis fehlt: { $credential }.
scheduling-credential-not-valid = Nachweis am { $date } nicht gültig: { $credential }.
scheduling-gender-required = { $gender ->
    [female] Für diesen Einsatz ist zwingend eine Frau angefordert.
    [male] Für diesen Einsatz ist zwingend ein Mann angefordert.
   *[other] Für diesen Einsatz ist zwingend eine diverse Person angefordert.
}
scheduling-excluded = Für diesen Einsatz ausgeschlossen.
scheduling-not-for-this-office = Arbeitet nicht für dieses Amt.
scheduling-not-this-topic = Möchte für dieses Thema nicht gefragt werden.
scheduling-delivery-not-offered = { $delivery ->
    [on_site] Dolmetscht nicht vor Ort.
    [phone] Dolmetscht nicht am Telefon.
   *[other] Dolmetscht nicht per Video.
}
scheduling-too-far = Der Weg dauert { $minutes } Minuten; gewünscht sind höchstens { $most }.
scheduling-outside-windows = Arbeitet nicht zu dieser Zeit der Woche.
scheduling-absent = Abwesend von { $from } bis { $to }.
scheduling-occupied = { $way ->
    [0] Schon vergeben von { $from } bis { $to }.
    [one] Schon vergeben von { $from } bis { $to }; dazwischen liegt eine Minute Weg.
   *[other] Schon vergeben von { $from } bis { $to }; dazwischen liegen { $way } Minuten Weg.
}
scheduling-weekly-cap = Käme in dieser Woche auf { $minutes } Minuten; gewünscht sind höchstens { $most }.
scheduling-notice-too-short = Bis zum Einsatz bleiben { $hours } Stunden; gewünscht sind mindestens { $wanted } Stunden Vorlauf.
scheduling-no-money = Würde { $fee } kosten; im Budget sind noch { $available } verfügbar.
# Warum jemand früher oder später gefragt wird
scheduling-knows-the-file = Hat zu diesem Aktenzeichen schon gedolmetscht.
scheduling-wished-gender = { $gender ->
    [female] Gewünscht ist eine Frau.
    [male] Gewünscht ist ein Mann.
   *[other] Gewünscht ist eine diverse Person.
}
scheduling-preferred = Vom Amt bevorzugt.
scheduling-way = { $minutes ->
    [one] Eine Minute Weg.
   *[other] { $minutes } Minuten Weg.
}
scheduling-fee = Voraussichtliches Honorar: { $fee }.
scheduling-recent-sessions = { $sessions ->
    [0] Hatte zuletzt keine Einsätze.
    [one] Hatte zuletzt einen Einsatz.
   *[other] Hatte zuletzt { $sessions } Einsätze.
}
scheduling-trained-not-needed = Geschult; wird für Einsätze gebraucht, die eine Schulung verlangen.
scheduling-said-busy = { $where ->
    [near] Hat laut eigenem Kalender so kurz davor oder danach einen Termin, dass der Weg nicht dazwischen passt
   *[then] Ist laut eigenem Kalender dann beschäftigt
 } (Stand: { $unit ->
    [days] vor { $count } Tagen
    [hours] vor { $count } Stunden
   *[minutes] { $count ->
        [0] gerade eben
        [one] vor einer Minute
       *[other] vor { $count } Minuten
    }
 }){ $counted ->
    [none] ; der Stand ist älter als fünf Wochen und zählt nicht.
    [half] ; der Stand ist älter als eine Woche und zählt halb.
   *[full] .
 }
# An die Person selbst
scheduling-said-busy-to-owner = { $where ->
    [near] Ihr eigener Kalender nennt kurz davor oder danach einen Termin
   *[then] Ihr eigener Kalender sagt, dass Sie dann beschäftigt sind
 } (Stand: { $unit ->
    [days] vor { $count } Tagen
    [hours] vor { $count } Stunden
   *[minutes] { $count ->
        [0] gerade eben
        [one] vor einer Minute
       *[other] vor { $count } Minuten
    }
 }).
