demo-second-factor = Wo ein zweiter Faktor nötig ist, zeigt die Anmeldeseite der Demo den aktuellen Code.
