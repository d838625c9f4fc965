# What every page says: frame, forms, lists, errors.

page-skip = Skip to content
page-nav = Main navigation
page-account = Account
page-account-settings = Account and security
page-logout = Sign out
page-imprint = Legal notice
page-privacy = Privacy
page-accessibility = Accessibility
page-help = Help

page-form-optional = – optional
page-form-error = Error:
page-form-errors = { $count ->
    [one] Please check one entry
   *[other] Please check { $count } entries
}

page-list-pages = Pages of the list
page-list-range = Entries
page-list-of = of
page-list-previous = Previous
page-list-next = Next
page-list-page = Page { $page }

page-confirm-consequences = What will happen
page-confirm-back = No, go back

page-error-home = Go to the home page
page-error-reference = Reference number for questions:
page-error-status = Status code:
page-error-400-title = This request was incomplete
page-error-400-text = Your browser sent something that we could not understand. Nothing was saved.
page-error-400-advice = Go back, reload the page and try again.
page-error-403-title = You do not have permission for this
page-error-403-text = This page belongs to tasks that your account does not have.
page-error-403-advice = If you need it for your work, please ask the coordination team.
page-error-404-title = This page does not exist
page-error-404-text = The address is wrong, or the entry is no longer there.
page-error-404-advice = Check the address or start from the home page.
page-error-409-title = Something has changed in the meantime
page-error-409-text = Somebody else has just worked on the same case. Your change was not saved.
page-error-409-advice = Open the case again and check whether your change is still needed.
page-error-413-title = That was too large
page-error-413-text = The file or the text exceeds the permitted size. Nothing was saved.
page-error-413-advice = Go back and choose a smaller file or a shorter text.
page-error-422-title = We could not process these entries
page-error-422-text = At least one entry does not fit. Nothing was saved.
page-error-422-advice = Go back and check your entries.
page-error-429-title = Too many attempts
page-error-429-text = To protect the accounts we are not taking any more attempts at the moment.
page-error-429-advice = Please wait a few minutes and try again.
page-error-500-title = Something went wrong on our side
page-error-500-text = It is not your fault. The error has been recorded.
page-error-500-advice = Try again in a few minutes. If that does not help, please give us the reference number.
page-error-503-title = Not available at the moment
page-error-503-text = The service is under maintenance or overloaded. Your data is safe.
page-error-503-advice = Try again in a few minutes.

refusal-forbidden = Your account does not have permission for this.
refusal-not-found = This entry does not exist.
refusal-idempotency-key-reused = This key (Idempotency-Key) was already used for another call. Please take a new one for each call.
problem-bad-request = The request cannot be understood.
problem-not-logged-in = This needs a valid access token or a login.
problem-not-allowed = This account may not do that.
problem-not-found = There is nothing here, or nothing for this account.
problem-body-too-slow = The transfer broke off. Please send it again.
problem-body-too-large = What was sent is larger than allowed.
problem-wrong-media-type = What was sent has another media type than this route takes.
problem-invalid = A value has the wrong form. “errors” says which.
problem-too-many-requests = Too many requests. Please wait as long as “Retry-After” says.
problem-unavailable = The service is unavailable at the moment. Nothing was saved; please try again shortly.
problem-internal = Something broke on our side. The number of the request (“instance”) helps to find it.
problem-refused = That is not taken here.
problem-not-json = What was sent is not JSON: { $why }.
problem-body-broken-off = What was sent broke off before its end. Please send it again.
problem-changed-meanwhile = Somebody else has changed this meanwhile; it is now { $tag }. Please read it again.
problem-if-match-missing = Please send “If-Match” with the ETag that you have read, so that nobody’s change is lost.
problem-if-match-unreadable = “If-Match” is no list of entity tags such as "v3".
problem-cross-site = The request does not come from this site’s own pages and carries no bearer token.
problem-cursor-unreadable = This place is not one of this list; take “next” from an earlier page.
problem-limit-out-of-range = “limit” is a number from 1 to { $most }.
problem-parameter-unreadable = A parameter of the address cannot be read. “errors” says which.
problem-idempotency-key-malformed = “Idempotency-Key” has 1 to 200 characters.
