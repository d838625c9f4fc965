# Was jede Seite sagt: Rahmen, Formulare, Listen, Fehler.

page-skip = Zum Inhalt springen
page-nav = Hauptnavigation
page-account = Konto
page-account-settings = Konto und Sicherheit
page-logout = Abmelden
page-imprint = Impressum
page-privacy = Datenschutz
page-accessibility = Barrierefreiheit
page-help = Hilfe

page-form-optional = – freiwillig
page-form-error = Fehler:
page-form-errors = { $count ->
    [one] Bitte prüfen Sie eine Angabe
   *[other] Bitte prüfen Sie { $count } Angaben
}

page-list-pages = Seiten der Liste
page-list-range = Einträge
page-list-of = von
page-list-previous = Zurück
page-list-next = Weiter
page-list-first = Zum Anfang
page-list-onward = { $list }: weitere Einträge
page-list-total = { $count ->
    [one] Ein Eintrag
   *[other] { $count } Einträge
}
page-list-page = Seite { $page }

page-confirm-consequences = Das geschieht dann
page-confirm-back = Nein, zurück

page-error-home = Zur Startseite
page-error-reference = Vorgangsnummer für Rückfragen:
page-error-status = Statuscode:
page-error-400-title = Diese Anfrage war unvollständig
page-error-400-text = Ihr Browser hat etwas gesendet, das wir nicht verstehen konnten. Es wurde nichts gespeichert.
page-error-400-advice = Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal.
page-error-403-title = Dafür fehlt Ihnen die Berechtigung
page-error-403-text = Diese Seite gehört zu Aufgaben, die Ihrem Konto nicht zugeordnet sind.
page-error-403-advice = Wenn Sie sie für Ihre Arbeit brauchen, wenden Sie sich bitte an die Koordinierung.
page-error-404-title = Diese Seite gibt es nicht
page-error-404-text = Die Adresse ist falsch, oder der Eintrag ist nicht mehr vorhanden.
page-error-404-advice = Prüfen Sie die Adresse oder beginnen Sie auf der Startseite.
page-error-409-title = Der Stand hat sich inzwischen geändert
page-error-409-text = Jemand anderes hat denselben Vorgang gerade bearbeitet. Ihre Änderung wurde nicht gespeichert.
page-error-409-advice = Öffnen Sie den Vorgang neu und prüfen Sie, ob Ihre Änderung noch nötig ist.
page-error-413-title = Das war zu groß
page-error-413-text = Die Datei oder der Text überschreitet die zulässige Größe. Es wurde nichts gespeichert.
page-error-413-advice = Gehen Sie zurück und wählen Sie eine kleinere Datei oder einen kürzeren Text.
page-error-422-title = Diese Angaben konnten wir nicht verarbeiten
page-error-422-text = Mindestens eine Angabe passt nicht. Es wurde nichts gespeichert.
page-error-422-advice = Gehen Sie zurück und prüfen Sie Ihre Angaben.
page-error-429-title = Das waren zu viele Versuche
page-error-429-text = Zum Schutz der Konten nehmen wir gerade keine weiteren Versuche an.
page-error-429-advice = Warten Sie bitte einige Minuten und versuchen Sie es dann noch einmal.
page-error-500-title = Da ist bei uns etwas schiefgegangen
page-error-500-text = Der Fehler liegt nicht bei Ihnen. Er wurde aufgezeichnet.
page-error-500-advice = Versuchen Sie es in einigen Minuten noch einmal. Hilft das nicht, nennen Sie bitte die Vorgangsnummer.
page-error-503-title = Gerade nicht erreichbar
page-error-503-text = Der Dienst wird gewartet oder ist überlastet. Ihre Daten sind sicher.
page-error-503-advice = Versuchen Sie es in einigen Minuten noch einmal.

page-problem-bad-request = Die Anfrage ist nicht zu verstehen.
page-problem-not-logged-in = Dafür braucht es ein gültiges Zugriffstoken oder eine Anmeldung.
page-problem-not-allowed = Dafür fehlt diesem Konto die Berechtigung.
page-problem-not-found = Hier ist nichts, oder nichts für dieses Konto.
page-problem-body-too-slow = Die Übertragung ist abgebrochen. Bitte noch einmal senden.
page-problem-body-too-large = Der Inhalt ist größer als erlaubt.
page-problem-wrong-media-type = Der Inhalt hat ein anderes Format, als diese Adresse annimmt.
page-problem-invalid = Ein Wert hat die falsche Form.
page-problem-too-many-requests = Das waren zu viele Anfragen. Warten Sie, wie Retry-After es sagt.
page-problem-unavailable = Der Dienst ist gerade nicht erreichbar. Nichts wurde getan; versuchen Sie es gleich noch einmal.
page-problem-internal = Bei uns ist etwas schiefgegangen. Die Nummer der Anfrage (instance) hilft, es zu finden.
page-problem-refused = Die Anfrage wird so nicht angenommen.
page-problem-not-json = Der Inhalt ist kein JSON.
page-problem-body-broken-off = Der Inhalt brach vor seinem Ende ab.
page-problem-changed-meanwhile = Das wurde inzwischen von jemand anderem geändert. Lesen Sie es noch einmal.
page-problem-if-match-missing = Senden Sie If-Match mit dem gelesenen ETag, damit keine Änderung verloren geht.
page-problem-if-match-unreadable = If-Match ist keine Liste von Entity-Tags, zum Beispiel "v3".
page-problem-cursor-unreadable = Der Cursor stammt nicht von dieser Schnittstelle. Nehmen Sie next der vorigen Seite.
page-problem-limit-out-of-range = limit geht von 1 bis 200.
page-problem-cross-site = Die Anfrage kommt nicht von einer Seite dieses Dienstes und trägt kein Zugriffstoken.
page-problem-bad-filter = Ein Filter hat die falsche Form.
page-problem-parameter-unreadable = Ein Parameter hat die falsche Form.
page-problem-field-json-wanted = Diese Adresse nimmt application/json.
page-problem-field-required = Dieses Feld fehlt.
page-problem-field-unknown = Dieses Feld gibt es hier nicht.
page-problem-field-unreadable = Dieser Wert ist nicht lesbar.

refusal-forbidden = Dafür fehlt Ihrem Konto die Berechtigung.
refusal-not-found = Diesen Eintrag gibt es nicht.
refusal-idempotency-key-reused = Unter diesem Schlüssel (Idempotency-Key) wurde schon etwas anderes gesendet. Nehmen Sie für jeden neuen Auftrag einen neuen Schlüssel.
refusal-idempotency-key-unusable = Der Kopf Idempotency-Key hat 1 bis 200 Zeichen.
page-figures-assumed = Angenommene Sätze: Die Honorartabelle der Stadt ist nicht veröffentlicht. Beträge, die nach ihr gerechnet sind, beruhen auf Annahmen.
