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
page-list-first = To the beginning
page-list-onward = { $list }: more entries
page-list-total = { $count ->
    [one] One entry
   *[other] { $count } entries
}
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

page-problem-bad-request = The request cannot be understood.
page-problem-not-logged-in = This needs a valid access token or a login.
page-problem-not-allowed = This account may not do that.
page-problem-not-found = There is nothing here, or nothing for this account.
page-problem-body-too-slow = The transfer broke off. Please send it again.
page-problem-body-too-large = The body is larger than allowed.
page-problem-wrong-media-type = The body has another media type than this address takes.
page-problem-invalid = A value has the wrong form.
page-problem-too-many-requests = Too many requests. Wait as Retry-After says.
page-problem-unavailable = The service is unavailable at the moment. Nothing was done; try again shortly.
page-problem-internal = Something broke on our side. The number of the request (instance) helps to find it.
page-problem-refused = The request is not accepted like this.
page-problem-not-json = The body is not JSON.
page-problem-body-broken-off = The body broke off before its end.
page-problem-changed-meanwhile = Somebody else changed this meanwhile. Read it again.
page-problem-if-match-missing = Send If-Match with the ETag you have read, so that nobody’s change is lost.
page-problem-if-match-unreadable = If-Match is no list of entity tags, for example "v3".
page-problem-cursor-unreadable = The cursor is not one of this API. Take next from the page before.
page-problem-limit-out-of-range = limit is 1 to 200.
page-problem-cross-site = The request does not come from a page of this service and carries no access token.
page-problem-bad-filter = A filter has the wrong form.
page-problem-parameter-unreadable = A parameter has the wrong form.
page-problem-field-json-wanted = This address takes application/json.
page-problem-field-required = This field is missing.
page-problem-field-unknown = There is no such field here.
page-problem-field-unreadable = This value cannot be read.

refusal-forbidden = Your account does not have permission for this.
refusal-not-found = This entry does not exist.
refusal-idempotency-key-reused = Something else was sent under this Idempotency-Key before. Use a new key for each new call.
refusal-idempotency-key-unusable = The header Idempotency-Key has 1 to 200 characters.
page-figures-assumed = Assumed rates: the city’s fee table is not public. Amounts computed with it rest on assumptions.
