# Einlesen von Tabellen der Ämter.

import-office-unknown = Ein Fachamt mit dem Kürzel „{ $code }“ gibt es nicht. Lesen Sie bitte zuerst die Fachämter ein.
import-profile-unknown = Ein Anforderungsprofil „{ $code }“ gibt es nicht. Die Koordinierung kann es unter „Pool“ anlegen.
