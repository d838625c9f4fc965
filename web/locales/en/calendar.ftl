calendar-title = My calendars
calendar-intro = With a secret address your calendar program shows your jobs. Google asks only every 4 to 24 hours, Outlook on the web every 3 to 24: changes on the same day reach you by e-mail as well.
calendar-none = You have no calendar subscription yet. Create one below and add its address to your calendar program as a subscription.
calendar-table = Your calendar subscriptions
calendar-name = Name
calendar-name-hint = So that you recognize the device, for example “phone”.
calendar-address = Secret address
calendar-last-fetched = Last fetched
calendar-never = never
calendar-action = Action
calendar-revoke = Revoke
calendar-new = New subscription
calendar-create = Create subscription
calendar-feed-created = The subscription is ready. Do not pass the address on: whoever knows it sees your jobs.
calendar-feed-revoked = The subscription is revoked. Its address no longer answers.
calendar-feed-name = Interpreting jobs
calendar-offer-prefix = Offer: { "" }
calendar-cancelled-prefix = Cancelled: { "" }
calendar-by-phone = by phone
calendar-by-video = by video
calendar-reference = Job { $reference }
refusal-feed-name-missing = Please give the subscription a name so that you recognize it later.
refusal-feed-too-many = More than ten subscriptions are not possible. Please revoke one that you no longer need first.
refusal-feed-without-account = A subscription needs a personal account.

calendar-file-unopened = The file can't be opened: { $why }
calendar-file-days = The last day is before the first.
refusal-calendar-file-empty = The file is empty.
refusal-calendar-file-not-a-calendar = This is no calendar: an iCalendar file begins with BEGIN:VCALENDAR. Perhaps a login page was saved instead.
refusal-calendar-file-cut-off = The file ends before its calendar does (END:VCALENDAR is missing). Please download it again.
refusal-calendar-file-too-many = The file has more than { $most } parts. Please export a shorter span.
refusal-calendar-file-too-slow = The file's series take too long to unroll. Please export a shorter span.
calendar-file-left-out = Events left out because their times or rules can't be understood: { $count }

# Connected calendars: one's own calendar says when one is busy
calendar-connected-link = The other way round, your own calendar can tell Dragoman when you are busy:
calendar-connected-title = Connected calendars
calendar-connected-intro = Upload your calendar as a file, and you are asked later for times at which you already have plans. It is a hint: it blocks nothing, and you can still accept every job. When you certainly can't work, enter it under “Availability”.
calendar-connected-privacy = Only when you are busy is stored – no title, no place, no names, and not the file. The coordination sees that your calendar shows something at the time of a session, but neither what nor for how long. The next { $months } months are read.
calendar-connected-none = You have not connected a calendar yet.
calendar-connected-name = Name
calendar-connected-name-hint = So that you recognize the calendar, for example “private”.
calendar-connected-file = Calendar file
calendar-connected-file-hint = An iCalendar file (.ics), { $megabytes } MB at most. Calendar programs call this “export”.
calendar-connected-file-missing = Please choose the calendar file.
calendar-connected-new = Connect a calendar
calendar-connected-connect = Read file and connect
calendar-connected-full = More than { $most } calendars are not possible. Please disconnect one that you no longer need first.
calendar-connected-read = Read
calendar-connected-age = { $unit ->
    [days] { $count } days ago
    [hours] { $count } hours ago
   *[minutes] { $count ->
        [0] just now
        [one] one minute ago
       *[other] { $count } minutes ago
    }
 }
calendar-connected-busy = Busy times
calendar-connected-left-out = Left out
calendar-connected-left-out-text = { $count ->
    [one] one event whose time or rule could not be understood
   *[other] { $count } events whose times or rules could not be understood
 }
calendar-connected-until = Read up to
calendar-connected-old = Older than a week: this reading counts only half. Upload the calendar again so that it counts in full.
calendar-connected-too-old = Older than five weeks: this reading no longer counts. Please upload the calendar again.
calendar-connected-manage = Upload again or disconnect
calendar-connected-one-title = Connected calendar
calendar-connected-upload = Upload again
calendar-connected-upload-text = What the new file says takes the place of what the old one said.
calendar-connected-remove = Disconnect calendar
calendar-connected-remove-text = Everything this calendar said is deleted at once.
calendar-connected-back = To all connected calendars
calendar-connected-done = The calendar is connected. Busy times: { $busy }, events left out: { $left }.
calendar-connected-again = The calendar was read anew. Busy times: { $busy }, events left out: { $left }.
calendar-connected-removed = The calendar is disconnected; what it said is deleted.
calendar-connected-kept = { $why } The reading of { $at } stays in force.
refusal-calendar-file-too-large = The file is larger than { $megabytes } MB. Please export a shorter span.
refusal-connected-calendar-name = Please give the calendar a name of at most 60 characters.
refusal-connected-calendar-too-many = More than { $most } calendars are not possible. Please disconnect one that you no longer need first.
refusal-connected-calendar-too-many-times = The calendar has more than { $most } busy times. Please export a shorter span.
refusal-connected-calendar-gone = There is no such calendar, or it was disconnected.
