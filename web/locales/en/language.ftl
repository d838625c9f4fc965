# Languages: what to say about an entry that names none, or several. The names themselves are in the program.

language-unknown = “{ $given }” is not a language on our list. Please give its name or its code, for example “Arabic” or “ar”.
language-unknown-suggestion = “{ $given }” is not a language on our list. Did you mean: { $suggestions }?
language-collective = “{ $given }” covers several languages. Please choose one: { $suggestions }.
