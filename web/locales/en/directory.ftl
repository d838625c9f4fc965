# Interpreters, credentials, requirement profiles, availability.

refusal-absence-is-past = This absence is already over. Please enter an end in the future.
refusal-absence-too-long = An absence can last two years at most. If you want to pause for longer, please contact the coordination team.
refusal-window-upside-down = A time window ends before it starts. Please enter start and end on the same day.
refusal-windows-overlap = Two time windows of a day overlap. Please merge them.
refusal-number-out-of-bounds = This number is outside the permitted range.
refusal-unknown-delivery = This kind of delivery does not exist. Please choose one from the list.
refusal-profile-changed-meanwhile = Somebody else has changed this requirement profile in the meantime. Please reload the page and check whether your change is still needed.
refusal-credential-ends-before-it-starts = The credential ends before it starts. Please check both days.
refusal-interpreter-without-language = Please enter at least one language. Nobody can be asked without one.
