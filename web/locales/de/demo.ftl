demo-creating = Die Demo-Stadt wird angelegt, einmalig; das dauert einen Augenblick …
demo-open = Dragomans Demo-Stadt ist offen: { $address }
demo-invented = Alle Personen darin sind erfunden. Das Passwort aller: { $password }
demo-mail = E-Mails, die verschickt worden wären: { $address }
demo-api = Die Schnittstelle und ihre Beschreibung: { $address }
demo-second-factor = Wo ein zweiter Faktor nötig ist, zeigt die Anmeldeseite der Demo den aktuellen Code.
