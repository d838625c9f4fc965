# Haushaltsmittel: Ansatz, Bindung, Verbrauch.

refusal-budget-exhausted = Die verfügbaren Mittel reichen nicht: benötigt werden { $wanted }, verfügbar sind { $available }.
