# Sprachen: was zu einer Angabe zu sagen ist, die keine oder mehrere Sprachen nennt. Die Namen selbst stehen im Programm.

language-unknown = „{ $given }“ ist keine Sprache aus unserer Liste. Bitte geben Sie den Namen oder den Sprachcode an, zum Beispiel „Arabisch“ oder „ar“.
language-unknown-suggestion = „{ $given }“ ist keine Sprache aus unserer Liste. Meinten Sie: { $suggestions }?
language-collective = „{ $given }“ umfasst mehrere Sprachen. Bitte entscheiden Sie sich für eine: { $suggestions }.
