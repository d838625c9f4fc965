# Was jemand für die Stadt ist.

role-case-worker = Sachbearbeitung
role-office-head = Amtsleitung
role-coordination = Koordinierung
role-interpreter = Dolmetscher:in
role-finance-clerk = Finanzsachbearbeitung
role-authorizing-officer = Anordnungsbefugnis
role-treasury = Stadtkasse
role-auditor = Rechnungsprüfung
role-administrator = Administration
