# Betrieb.

shell-operations-title = Betrieb
shell-database = Datenbank
shell-database-answers = antwortet
shell-database-silent = antwortet nicht
shell-version = Version
shell-action = Aktion
shell-jobs = Gescheiterte Hintergrundaufgaben
shell-jobs-none = Alles läuft
shell-jobs-none-text = Keine Hintergrundaufgabe ist gescheitert. Scheitert eine, steht sie hier mit ihrem Fehler.
shell-job-kind = Aufgabe
shell-job-state = Stand
shell-job-attempts = Versuche
shell-job-error = Letzter Fehler
shell-job-given-up = aufgegeben
shell-job-failing = wird wiederholt
shell-job-next = nächster Versuch: { $at }
shell-job-retry = Erneut versuchen
shell-job-retried = Die Aufgabe wird erneut versucht.
shell-mails = E-Mails mit Zustellproblemen
shell-mails-none = Keine Zustellprobleme
shell-mails-none-text = Alle E-Mails sind zugestellt oder unterwegs.
shell-mail-kind = Art
shell-mail-written = Geschrieben
shell-mail-to = An
shell-mail-failure = Fehler
