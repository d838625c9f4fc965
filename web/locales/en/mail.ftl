mail-greeting = Dear { $name },
mail-footer = This message comes from the interpreting service of the city of { $city }.
mail-footer-why = You receive it because you take part in this matter. Please do not reply to this e-mail.
mail-delivery-on-site = on site
mail-delivery-phone = by phone
mail-delivery-video = by video

mail-invitation-subject = Your access to the interpreting service: please choose a password
mail-invitation-text =
    an account was made for you. Please choose a password; the link holds for seven days and works once.
mail-invitation-link = Choose a password

mail-password-reset-subject = Choose a new password
mail-password-reset-text =
    a new password was asked for on your account. The link holds for one hour and works once.

    If you did not ask for it, you need not do anything: your password stays as it is.
mail-password-reset-link = Choose a new password

mail-offer-subject = Offer: { $language }, { $slot } – please answer by { $until }
mail-offer-text =
    we offer you this job:

    Language: { $language }
    Topic: { $topic }
    When: { $slot }
    Where: { $place }
    Ordered by: { $office }
    Expected fee (net): { $fee }

    Say yes or no by { $until }. The first yes counts. Without an answer the offer lapses; that has no disadvantage for you. You receive the exact address once you have accepted.
mail-offer-link = See the offer and accept
mail-offer-link-second = Decline

mail-job-accepted-subject = Confirmed: { $language }, { $slot } (job { $reference })
mail-job-accepted-text =
    thank you, job { $reference } is yours.

    Language: { $language }
    Topic: { $topic }
    When: { $slot }
    Where: { $address }
    Ordered by: { $office }
    Expected fee (net): { $fee }
    { $remark }

    The appointment is attached as a calendar entry. If something gets in the way, please give the job back as early as you can.
mail-job-accepted-link = See the job

mail-offer-filled-subject = Taken: { $language }, { $slot }
mail-offer-filled-text =
    the job { $language }, { $slot }, has been taken meanwhile. Thank you for being available.
mail-offer-filled-link = My offers

mail-offer-expired-subject = Lapsed: { $language }, { $slot }
mail-offer-expired-text =
    the offer { $language }, { $slot }, has lapsed. That has no disadvantage for you.
mail-offer-expired-link = My offers

mail-offer-withdrawn-subject = Withdrawn: { $language }, { $slot }
mail-offer-withdrawn-text =
    nobody is needed any longer for { $language }, { $slot }. You need not do anything.
mail-offer-withdrawn-link = My offers

mail-request-filled-subject = Confirmed: { $language }, { $slot } (booking { $reference })
mail-request-filled-text =
    somebody was found for your request { $reference } and will come.

    Language: { $language }
    Topic: { $topic }
    When: { $slot }
mail-request-filled-link = See the booking

mail-interpreter-dropped-out-subject = Searching again: { $language }, { $slot } (booking { $reference })
mail-interpreter-dropped-out-text =
    the interpreter for your request { $reference } had to give the job back. The search has started again by itself, you need not do anything. We will write as soon as somebody has accepted.
mail-interpreter-dropped-out-link = See the booking

mail-request-unfilled-subject = Not filled: { $language }, { $slot } (booking { $reference })
mail-request-unfilled-text =
    unfortunately nobody could be found for your request { $reference }. The coordination knows of the need. Please consider another time, phone or video.
mail-request-unfilled-link = See the booking

mail-budget-exhausted-subject = Waits for money: { $language }, { $slot } (booking { $reference })
mail-budget-exhausted-text =
    request { $reference } ({ $language }, { $topic }, { $slot }) waits because the available money does not suffice. When money comes free it goes on by itself. If the session is a legal duty, you can release it with a reason.
mail-budget-exhausted-link = See the request

mail-job-cancelled-subject = Cancelled: { $language }, { $slot } (job { $reference })
mail-job-cancelled-text =
    job { $reference } ({ $language }, { $slot }) was cancelled by the office. Whether a cancellation fee is due, and why, stands on the job's card.
mail-job-cancelled-link = See the job

mail-job-changed-subject = Changed: { $language }, { $slot } (job { $reference })
mail-job-changed-text =
    job { $reference } was changed.

    When: { $slot }
    Where: { $address }
    Topic: { $topic }
    { $remark }

    The changed calendar entry is attached.
mail-job-changed-link = See the job

mail-timesheet-to-confirm-subject = Please confirm: session { $language }, { $slot } (booking { $reference })
mail-timesheet-to-confirm-text =
    the timesheet of booking { $reference } is there. Please confirm it or say what is wrong; nobody can be paid before.
mail-timesheet-to-confirm-link = Check the timesheet

mail-timesheet-disputed-subject = A question about the session { $slot } (job { $reference })
mail-timesheet-disputed-text =
    the office has a question about timesheet { $reference }. Please look at the reason and correct the timesheet, or stand by it.
mail-timesheet-disputed-link = See the timesheet

mail-document-issued-subject = New document { $reference } for { $amount }
mail-document-issued-text =
    document { $reference } for { $amount } is ready for you. Please check it, and object if something is wrong.
mail-document-issued-link = See the document

mail-document-paid-subject = Paid: { $amount } for { $reference }
mail-document-paid-text =
    { $amount } were transferred on { $day } for document { $reference }.
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
