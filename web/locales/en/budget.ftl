# Budget: appropriation, commitment, consumption.

refusal-budget-exhausted = The available funds are not enough: { $wanted } is needed, { $available } is available.
