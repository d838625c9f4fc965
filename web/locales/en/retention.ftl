# Deletion: terms, runs, reports.

retention-title = Deletion
retention-intro = Every night Dragoman deletes what is past its term and needed no more. Vouchers stay eight years from the end of their year (§ 147 AO, § 14b UStG); the database does not let them go earlier.
retention-run-now = Delete now
retention-started = The deletion has begun. Its report grows here.
retention-runs = Runs
retention-runs-none = No run yet
retention-runs-none-text = The first one begins by itself as soon as the background jobs run.
retention-run-title = Report of a run
retention-began = Began
retention-ended = Ended
retention-goes-on = goes on
retention-erased = Deleted
retention-held = Still needed
retention-due = Due now
retention-rules = Terms
retention-rules-text = This is how long the city keeps things. The terms are in the configuration.
retention-rule = What
retention-kept = Term
retention-before = Older than
retention-kept-none = at once
retention-trace = Entries of the trace about it
retention-back = To all runs
retention-line = { $rule }: { $count }, still needed { $held }
retention-kept-days = { $count ->
    [one] one day
   *[other] { $count } days
 }
retention-kept-years = { $count ->
    [one] one year from the end of the year
   *[other] { $count } years from the end of the year
 }

retention-answers = Answers to repeated calls
retention-events = Events that were told
retention-jobs = Background jobs that are done
retention-trace-personal = Personal values beside the trace
retention-login-sessions = Login sessions that ended
retention-api-tokens = API tokens that expired
retention-spent-links = Links that were used
retention-failed-logins = Failed logins
retention-accounts = Disabled accounts
retention-credentials = Credentials that expired
retention-absences = Absences that are over
retention-busy-times = Past times of connected calendars
retention-connected-calendars = Connected calendars that say nothing any more
retention-interpreters = Interpreters who take part no more
retention-accounts-of-interpreters = Accounts of erased interpreters
retention-rate-agreements = Rate agreements of erased interpreters
retention-ledger-words = Reasons and people in the budget ledger; amounts stay
retention-transfer-words = Reasons of transfers and carry-overs; amounts stay
retention-case-content = File reference, address, remark and wishes of settled bookings
retention-searches = Rankings and reasons for declining of settled bookings
retention-plans = Plans: who was proposed for what
retention-timesheets = Timesheets
retention-vouchers = Vouchers with orders and payments
retention-payments = Payments without a voucher
retention-hand-overs = Files handed over to the treasury
retention-claims = Claims with their certifications
retention-acceptances = Who stood by assumed figures by which no claim is priced any more
retention-calendar-feeds = Calendar feeds that were revoked
retention-letters = Letters that were sent
retention-import-drafts = Files that were checked and not taken
retention-person-on-request = People who asked for it
retention-hold-money-bound = Money is still bound for a session.
retention-hold-claim-open = A claim is not paid yet.
retention-hold-claim-kept = The claim it belongs to is still kept.
retention-hold-month-open = The settlement month is not fully paid yet.
retention-hold-payment-kept = The payment it belongs to is still kept.
retention-hold-job-ahead = A job lies ahead or is not confirmed.
retention-hold-offer-open = An offer is still open.
retention-hold-account-active = The account is not disabled yet. Disable it first.
retention-hold-interpreter-active = The profile is still active. Pause it in the pool first.
retention-stay-trace = { $count ->
    [one] One entry of the trace, without a name: it proves what was done (Art. 5(2) GDPR).
   *[other] { $count } entries of the trace, without a name: they prove what was done (Art. 5(2) GDPR).
 }
retention-stay-agreements = { $count ->
    [one] One rate agreement, as long as the vouchers (§ 147 AO).
   *[other] { $count } rate agreements, as long as the vouchers (§ 147 AO).
 }
retention-stay-timesheets = { $count ->
    [one] One timesheet: it is a voucher (§ 147 AO).
   *[other] { $count } timesheets: they are vouchers (§ 147 AO).
 }
retention-stay-vouchers = { $count ->
    [one] One voucher with name, address and tax data, eight years from the end of its year (§ 14b UStG, § 147 AO).
   *[other] { $count } vouchers with name, address and tax data, eight years from the end of their year (§ 14b UStG, § 147 AO).
 }
retention-stay-claims = { $count ->
    [one] One claim with its calculation, as long as its voucher.
   *[other] { $count } claims with their calculations, as long as their vouchers.
 }
retention-stay-certifications = { $count ->
    [one] One certification, as long as the voucher.
   *[other] { $count } certifications, as long as the vouchers.
 }

refusal-retention-running = A run is not through yet. Wait for its report.
