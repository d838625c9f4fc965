home-title = Was auf Sie wartet
home-today = Heute ist { $day }.
home-new-request = Dolmetscher:in anfragen
home-reads-only = Auf Sie wartet hier nichts. Über die Navigation finden Sie alles, was Sie sehen dürfen.
home-task-timesheets = { $count ->
    [one] Einsatznachweis zu bestätigen
   *[other] Einsatznachweise zu bestätigen
}
home-task-awaiting-budget = { $count ->
    [one] Anfrage wartet auf Mittel
   *[other] Anfragen warten auf Mittel
}
home-task-searching = { $count ->
    [one] Anfrage: wir suchen noch
   *[other] Anfragen: wir suchen noch
}
home-task-filled = { $count ->
    [one] bestätigter Termin steht bevor
   *[other] bestätigte Termine stehen bevor
}
home-task-dispatch = { $count ->
    [one] offene Suche
   *[other] offene Suchen
}
home-task-all-awaiting-budget = { $count ->
    [one] Anfrage ohne Mittel
   *[other] Anfragen ohne Mittel
}
home-task-offers = { $count ->
    [one] Angebot wartet auf Ihre Antwort
   *[other] Angebote warten auf Ihre Antwort
}
home-task-record = { $count ->
    [one] Einsatz ist vorbei und noch nicht festgehalten
   *[other] Einsätze sind vorbei und noch nicht festgehalten
}
home-task-disputed = { $count ->
    [one] Rückfrage eines Fachamts
   *[other] Rückfragen von Fachämtern
}
home-task-jobs = { $count ->
    [one] Auftrag steht bevor
   *[other] Aufträge stehen bevor
}
home-task-certify-factually = { $count ->
    [one] Forderung sachlich zu prüfen
   *[other] Forderungen sachlich zu prüfen
}
home-task-certify-arithmetically = { $count ->
    [one] Forderung rechnerisch zu prüfen
   *[other] Forderungen rechnerisch zu prüfen
}
home-task-close = { $count ->
    [one] geprüfte Forderung wartet auf den Monatsabschluss
   *[other] geprüfte Forderungen warten auf den Monatsabschluss
}
home-task-transfers = { $count ->
    [one] Umschichtung zu entscheiden
   *[other] Umschichtungen zu entscheiden
}
home-task-order = { $count ->
    [one] Beleg zur Anordnung
   *[other] Belege zur Anordnung
}
home-task-hand-over = { $count ->
    [one] Anordnung noch nicht an die Kasse übergeben
   *[other] Anordnungen noch nicht an die Kasse übergeben
}
home-task-unmatched = { $count ->
    [one] Zahlung ohne Zuordnung
   *[other] Zahlungen ohne Zuordnung
}
