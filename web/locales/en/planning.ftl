# The city's plan: several days at once.
planning-title = Planning
planning-title-one = Plan
planning-title-of = Plan { $span }
planning-intro = Have several days planned at once: who could take which session, so that as many as possible are covered and as little money as possible is spent? A plan is a proposal. Offers go out only when you send them; what somebody accepted stays.
planning-ask-title = New plan
planning-from = First day
planning-to = Last day
planning-to-hint = At most { $days } days.
planning-seconds = Time to work on it, in seconds
planning-seconds-hint = 1 to { $most }. More time can make the plan better; you can stop at any moment.
planning-seconds-unreadable = Give a whole number of seconds.
planning-instead-of = Who can’t come?
planning-instead-of-nobody = Nobody
planning-instead-of-hint = What this person accepted on these days is planned anew.
planning-ask-submit = Plan
planning-none-title = No plan yet
planning-none-text = Plans of the last six months stand here.
planning-list = Plans so far
planning-days = Days
planning-span = { $from } to { $to }
planning-asked-at = Asked for
planning-asked-on = Asked for: { $moment }
planning-proof = How good
planning-without = without { $name }
planning-instead-of-whom = { $name } can’t come. The accepted sessions are planned anew; other acceptances stay, and open offers stay where possible.
planning-status-waiting = Waiting
planning-status-running = Being worked on
planning-status-made = Ready
planning-status-failed = No plan
planning-failure-interrupted = Planning was interrupted several times and given up. Ask for the plan again.
planning-failure-stopped = Planning was stopped before there was a result.
planning-failure-broken = Planning failed. The administration of the system finds the cause in the log.
planning-again = Ask for a new plan
planning-progress = { $seconds } of at most { $most } seconds
planning-points = Best plan so far, in points
planning-bound = Proven not to be undercut, in points
planning-stop = Stop and take the best
planning-stopping = Being stopped …
planning-proof-best = It can’t be better: this is proven.
planning-proof-gap = No plan can be more than { $gap } better: this is proven.
planning-was-stopped = Stopped after { $seconds } seconds.
planning-worked = Worked on for { $seconds } seconds.
planning-help-title = What does “better” mean?
planning-help-text = Plans are compared by the city’s weights, as in the ranking of a single session: covered sessions first (legal duty before urgent before normal), then cost, familiar faces, wishes, ways, fair distribution, and offers that are not moved. Sessions that nobody can take are left out of the comparison.
planning-help-points = The plan has { $points } points; fewer than { $bound } are not possible. Fewer points are better, a cent is a point.
planning-empty-title = Nothing to plan
planning-empty-text = No session of these days lies in the future.
planning-stale = Something has changed since the plan was made
planning-stale-text = You can send it all the same: each offer is checked again, and what is no longer possible is not sent. Or ask for a new plan.
planning-change-filled = { $name } has accepted meanwhile.
planning-change-given-back = { $name } no longer has the session.
planning-change-gone = The session was cancelled or ended.
planning-change-begun = The session has begun.
planning-change-moved = The session was moved to { $moment }.
planning-change-left = { $name } is no longer available.
planning-change-said-no = { $name } has declined.
planning-change-obstacle = { $name } can no longer be asked:
planning-change-fee = The fee of { $name } would now be { $after } instead of { $before }.
planning-change-new = The session is new.
planning-change-money = A budget line has only { $available } left for sessions that would cost { $wanted }.
planning-of = { $count } of { $all }
planning-covered = covered, if everybody accepts
planning-open = stay open
planning-cost = Cost
planning-committed = Committed so far
planning-before-after = Before and after
planning-sessions = Sessions
planning-before = Before
planning-after = After
planning-row-accepted = accepted
planning-row-asked = asked
planning-row-nobody = nobody yet
planning-row-money = committed, then cost
planning-by-office = By office
planning-session = Session
planning-open-list = Stay open
planning-why-open = Why
planning-why-no-money-yet = The office has no money for it yet; the request waits.
planning-why-nobody-speaks = Nobody speaks the language.
planning-why-nobody-qualified = { $count ->
    [one] One person speaks the language, but does not have what the session requires.
   *[other] { $count } people speak the language, but nobody has what the session requires.
}
planning-why-nobody-free = { $count ->
    [one] One person would be suitable, but can’t at that time or place.
   *[other] { $count } people would be suitable, but nobody can at that time and place.
}
planning-why-weekly-cap = { $count ->
    [one] One person would have time, but works as much in that week as they want to.
   *[other] { $count } people would have time, but work as much in that week as they want to.
}
planning-why-said-no = Everybody who could was asked and declined.
planning-why-budget = { $count ->
    [one] One person could, but the office’s money is not enough.
   *[other] { $count } people could, but the office’s money is not enough.
}
planning-why-outweighed = { $count ->
    [one] One person could, but is needed for another session.
   *[other] { $count } people could, but are needed for other sessions.
}
planning-proposals = Proposals
planning-offer = Offer
planning-choose = Choose
planning-called-back = The open offer is withdrawn from: { $names }
planning-send-all = { $count ->
    [one] Send one offer
   *[other] Send all { $count } offers
}
planning-send-chosen = Send those chosen
planning-confirm-absence = { $count ->
    [one] { $name } can’t come; the accepted session is given back
   *[other] { $name } can’t come; { $count } accepted sessions are given back
}
planning-confirm-absence-hint = Without this confirmation, what is accepted stays.
planning-sending = { $sent } of { $chosen } offers dealt with
planning-sending-waiting = being sent
planning-sending-sent = sent
planning-sending-refused = not sent
planning-refused = Not sent: { $why }
planning-kept = Stays as it is
planning-save = Save the plan as a table (CSV)
planning-outcome-accepted = accepted
planning-outcome-asked = asked already
planning-outcome-proposed = to be asked
planning-outcome-open = open
planning-before-held = accepted by { $name }
planning-before-accepted = accepted by { $name }
planning-before-no-money = waits for money
planning-before-nobody = nobody asked yet
planning-before-asked = asked: { $names }
planning-column-reference = Number
planning-column-date = Date
planning-column-from = From
planning-column-to = To
planning-column-office = Office
planning-column-language = Language
planning-column-topic = Topic
planning-column-before = Before
planning-column-outcome = Plan
planning-column-interpreter = Interpreter
planning-column-net = Fee, net
planning-column-gross = Cost, gross
planning-column-sent = Offer
planning-notice-asked = The plan is being worked on.
planning-notice-stopped = Planning is being stopped.
planning-notice-sending = { $count ->
    [one] One offer is being sent.
   *[other] { $count } offers are being sent.
}
planning-link-instead-of = Plan this person’s sessions anew

refusal-plan-ends-before-it-begins = The last day lies before the first. Check both days.
refusal-plan-is-past = These days are over. Choose days that are still to come.
refusal-plan-too-long = { $days } days are too many; a plan has at most { $most } days. Split the time.
refusal-plan-seconds-out-of-range = Choose 1 to { $most } seconds.
refusal-plan-interpreter-unknown = This person is not in the pool. Choose somebody else.
refusal-plan-under-way = A plan of some of these days is being worked on. Wait until it is ready, or stop it.
refusal-plan-not-under-way = This plan is not being worked on; there is nothing to stop.
refusal-plan-not-made = The plan is not ready yet. Send the offers when it is.
refusal-plan-nothing-to-send = There is nothing to send. Choose at least one proposal that was not sent yet.
refusal-plan-absence-unconfirmed = Confirm that the person can’t come: otherwise the sessions they accepted do not become free.
refusal-plan-sender-gone = Whoever started the sending may not do so any more. Start it again.
