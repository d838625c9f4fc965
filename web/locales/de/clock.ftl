# Die Uhr der Demo.

clock-title = Uhr der Demo
clock-text = Nur in der Demo: Hier stellen Sie die Uhr vor, um zu sehen, was nach einem Einsatz, am Monatsende oder nach einer Frist geschieht. Zurück geht sie nicht; nach einem Neustart gilt wieder die Uhr des Rechners. Angemeldete werden dabei abgemeldet, wenn ihre Sitzung abläuft.
clock-now = Jetzt
clock-date = Tag
clock-time = Uhrzeit
clock-forward = Uhr vorstellen
clock-set = Die Uhr steht jetzt auf { $at }.
clock-refused = Bitte geben Sie einen Zeitpunkt an, der in der Zukunft liegt, höchstens zwei Jahre voraus.
