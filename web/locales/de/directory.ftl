# Dolmetscher:innen, Nachweise, Anforderungsprofile, Verfügbarkeit.

refusal-absence-is-past = Diese Abwesenheit ist schon vorbei. Bitte geben Sie ein Ende an, das in der Zukunft liegt.
refusal-absence-too-long = Eine Abwesenheit kann höchstens zwei Jahre dauern. Möchten Sie länger pausieren, wenden Sie sich bitte an die Koordinierung.
refusal-window-upside-down = Ein Zeitfenster endet, bevor es beginnt. Bitte geben Sie Beginn und Ende desselben Tages an.
refusal-windows-overlap = Zwei Zeitfenster eines Tages überschneiden sich. Bitte fassen Sie sie zusammen.
refusal-number-out-of-bounds = Diese Zahl liegt außerhalb des zulässigen Bereichs.
refusal-unknown-delivery = Diese Art der Zustellung gibt es nicht. Bitte wählen Sie eine aus der Liste.
refusal-profile-changed-meanwhile = Jemand anderes hat dieses Anforderungsprofil inzwischen geändert. Bitte laden Sie die Seite neu und prüfen Sie, ob Ihre Änderung noch nötig ist.
refusal-credential-ends-before-it-starts = Der Nachweis endet, bevor er beginnt. Bitte prüfen Sie beide Tage.
refusal-interpreter-without-language = Bitte geben Sie mindestens eine Sprache an. Ohne Sprache kann niemand angefragt werden.
