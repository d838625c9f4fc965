# Budget: appropriation, commitment, consumption.

refusal-budget-exhausted = The available funds are not enough: { $wanted } is needed, { $available } is available.
refusal-amount-not-positive = Please enter an amount above zero.
refusal-reason-missing = Please enter the reason, for example the decision on which the change rests.
refusal-budget-line-unknown = This budget line does not exist. Please choose one from the list.
refusal-appropriation-negative = The appropriation cannot be below zero.
refusal-warn-percent-out-of-bounds = Please enter a value from 0 to 100 percent for the warning.
refusal-appropriation-differs = This budget line already exists with an appropriation of { $there }. Please grant a supplement instead.
refusal-transfer-to-itself = The giving and the receiving budget line are the same. Please choose another one.
refusal-transfer-between-years = Funds can only be transferred within one fiscal year.
refusal-transfer-exceeds-available = The giving budget line has only { $available } left. Please reduce the amount.
