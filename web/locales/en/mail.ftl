mail-greeting = Dear { $name },
mail-footer = This message comes from the interpreting service of the city of { $city }.
mail-footer-why = You receive it because you are involved in this matter. Please do not reply to this e-mail.
mail-delivery-on-site = on site
mail-delivery-phone = by phone
mail-delivery-video = by video
mail-remark = Note on the session: { $remark }

mail-invitation-subject = Your access to the interpreting service: please choose a password
mail-invitation-text =
    An account for the interpreting service has been created for you. Please choose a password. The link is valid for seven days and works once.
mail-invitation-link = Choose a password

mail-password-reset-subject = Choose a new password
mail-password-reset-text =
    A new password was requested for your account. The link is valid for one hour and works once.

    If you did not request it, you need not do anything: your password stays as it is.
mail-password-reset-link = Choose a new password

mail-offer-subject = Offer: { $language }, { $slot } – please answer by { $until }
mail-offer-text =
    We offer you this session:

    Language: { $language }
    Topic: { $topic }
    When: { $slot }
    Where: { $place }
    Ordered by: { $office }
    Expected fee (net): { $fee }

    Please accept or decline by { $until }. The first yes counts. You will receive the exact address once you have accepted.

    Without an answer the offer expires; this has no disadvantage for you.
mail-offer-link = See the offer and accept
mail-offer-link-second = Decline

mail-offer-digest-subject = Open offers: { $count }
mail-offer-digest-text =
    these sessions are offered to you at the moment. The first yes wins.

    { $offers }

    Without an answer they lapse; this is no disadvantage to you. You get the exact address after your yes.
mail-offer-digest-line = { $slot }: { $language }, { $topic }, { $place }, net { $fee }, please answer by { $until }
mail-offer-digest-link = See offers

mail-search-exhausted-subject = Nobody left to ask: { $language }, { $slot } (job { $reference })
mail-search-exhausted-text =
    everybody who comes into question for job { $reference } was asked, without a yes.

    Language: { $language }
    Topic: { $topic }
    Time: { $slot }
    Place: { $place }
    Ordered by: { $office }

    The session stays on the job board. On the dispatch page you see who was asked and what stands against the others.
mail-search-exhausted-link = Open dispatch

mail-job-accepted-subject = Confirmed: { $language }, { $slot } (job { $reference })
mail-job-accepted-text =
    Thank you, job { $reference } is yours.

    Language: { $language }
    Topic: { $topic }
    When: { $slot }
    Where: { $address }
    Ordered by: { $office }
    Expected fee (net): { $fee }

    { $remark }

    The appointment is attached as a calendar entry. If something comes up, please give the job back as early as you can.
mail-job-accepted-link = See the job

mail-offer-filled-subject = Taken: { $language }, { $slot }
mail-offer-filled-text =
    The session { $language }, { $slot }, has been taken by somebody else. You need not do anything. Thank you for being available.
mail-offer-filled-link = My offers

mail-offer-expired-subject = Expired: { $language }, { $slot }
mail-offer-expired-text =
    The offer { $language }, { $slot }, has expired. This has no disadvantage for you.
mail-offer-expired-link = My offers

mail-offer-withdrawn-subject = Withdrawn: { $language }, { $slot }
mail-offer-withdrawn-text =
    Nobody is sought any longer for the session { $language }, { $slot }. You need not do anything.
mail-offer-withdrawn-link = My offers

mail-request-filled-subject = Confirmed: { $language }, { $slot } (booking { $reference })
mail-request-filled-text =
    Somebody has firmly accepted your request { $reference }.

    Language: { $language }
    Topic: { $topic }
    When: { $slot }
    Where: { $place }
mail-request-filled-link = See the booking

mail-interpreter-dropped-out-subject = Searching again: { $language }, { $slot } (booking { $reference })
mail-interpreter-dropped-out-text =
    The interpreter for your request { $reference } had to give the job back. The search has started again by itself; you need not do anything.

    We will write to you as soon as somebody has accepted or the search has ended.
mail-interpreter-dropped-out-link = See the booking

mail-request-unfilled-subject = Not filled: { $language }, { $slot } (booking { $reference })
mail-request-unfilled-text =
    Unfortunately your request { $reference } could not be filled. The coordination knows of the need.

    Please consider whether another time, phone or video would do, and then make a new request.
mail-request-unfilled-link = See the booking

mail-budget-exhausted-subject = Waiting for money: { $language }, { $slot } (booking { $reference })
mail-budget-exhausted-text =
    Request { $reference } ({ $language }, { $topic }, { $slot }) is waiting because the available money does not suffice.

    When money becomes free, it goes on by itself. If the session is a legal duty, you can release it with a reason.
mail-budget-exhausted-link = See the request

mail-budget-mark-subject = { $percent }% of the money used: { $line } { $year }
mail-budget-mark-text =
    { $percent }% or more of the budget line "{ $line }" ({ $year }) is committed or consumed. { $granted } was granted, { $available } is still available.

    If the money does not suffice, new requests wait. The forecast shows until when the money is likely to last.
mail-budget-mark-link = See the budget line

mail-job-cancelled-subject = Cancelled: { $language }, { $slot } (job { $reference })
mail-job-cancelled-text =
    Job { $reference } ({ $language }, { $slot }) was cancelled. The cancellation for your calendar is attached.

    Whether a cancellation fee is due, and why, is shown with the job.
mail-job-cancelled-link = See the job

mail-job-changed-subject = Changed: { $language }, { $slot } (job { $reference })
mail-job-changed-text =
    Job { $reference } was changed. What now holds:

    Language: { $language }
    Topic: { $topic }
    When: { $slot }
    Where: { $address }
    Expected fee (net): { $fee }

    { $remark }

    The changed calendar entry is attached. If this does not suit you, please give the job back; this has no disadvantage for you.
mail-job-changed-link = See the job

mail-timesheet-to-confirm-subject = Please confirm: session { $language }, { $slot } (booking { $reference })
mail-timesheet-to-confirm-text =
    The timesheet of booking { $reference } has been recorded. Please confirm it or say what is wrong. The fee can't be paid before that.
mail-timesheet-to-confirm-link = Check the timesheet

mail-timesheet-disputed-subject = A question about the session { $language }, { $slot } (job { $reference })
mail-timesheet-disputed-text =
    There is a question about the timesheet of job { $reference } ({ $office }). Please read the reason. Correct the timesheet, or stand by it.
mail-timesheet-disputed-link = See the timesheet

mail-document-issued-subject = New document { $reference } for { $amount }
mail-document-issued-text =
    Document { $reference } for { $amount } is ready for you. Please check it, and object if something is wrong.

    We will write to you again when it has been paid.
mail-document-issued-link = See the document

mail-document-paid-subject = Paid: { $amount } for { $reference }
mail-document-paid-text =
    { $amount } were transferred for document { $reference } ({ $day }).
mail-document-paid-link = My money

mail-box-title = The demo's mailbox
mail-box-intro = Everything the demo would have sent. Nothing of it leaves this machine.
mail-box-empty = No mail yet. Make a request, then some will come.
mail-box-table = Messages, newest first
mail-box-when = Written
mail-box-to = To
mail-box-subject = Subject
mail-box-status = State
mail-one-title = Message
mail-one-back = Back to the mailbox
mail-one-message-id = Message-ID
mail-one-calendar = Attached calendar entry
mail-status-waiting = waiting
mail-status-sent = sent
mail-status-failed = failed
mail-fee-assumed = { $fee } (at assumed rates)
