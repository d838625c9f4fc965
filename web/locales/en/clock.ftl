# The demo's clock.

clock-title = The demo's clock
clock-text = In the demo only: set the clock forward to see what happens after a session, at the end of a month or after a term. It does not go back; after a restart the machine's clock counts again. People are logged out when their session ends by it.
clock-now = Now
clock-date = Day
clock-time = Time
clock-forward = Set the clock forward
clock-set = The clock stands at { $at } now.
clock-refused = Please give a moment in the future, at most two years ahead.
