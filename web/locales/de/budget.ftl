# Haushaltsmittel: Ansatz, Bindung, Verbrauch.

refusal-budget-exhausted = Die verfügbaren Mittel reichen nicht: benötigt werden { $wanted }, verfügbar sind { $available }.
refusal-amount-not-positive = Bitte geben Sie einen Betrag über null an.
refusal-reason-missing = Bitte geben Sie den Grund an, zum Beispiel den Beschluss, auf dem die Änderung beruht.
refusal-budget-line-unknown = Diese Haushaltsstelle gibt es nicht. Bitte wählen Sie eine aus der Liste.
refusal-appropriation-negative = Der Ansatz kann nicht unter null liegen.
refusal-warn-percent-out-of-bounds = Bitte geben Sie für die Warnung einen Wert von 0 bis 100 Prozent an.
refusal-appropriation-differs = Diese Haushaltsstelle besteht schon mit einem Ansatz von { $there }. Buchen Sie bitte einen Nachtrag.
refusal-transfer-to-itself = Gebende und nehmende Haushaltsstelle sind dieselbe. Bitte wählen Sie eine andere.
refusal-transfer-between-years = Mittel lassen sich nur innerhalb eines Haushaltsjahres umschichten.
refusal-transfer-exceeds-available = Die gebende Haushaltsstelle hat nur noch { $available } frei. Bitte verringern Sie den Betrag.
