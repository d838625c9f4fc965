# From a confirmed timesheet to a reconciled payment.

billing-status-awaiting-budget = waits for money
billing-status-priced = to be certified factually
billing-status-certified-factually = to be certified arithmetically
billing-status-certified = certified
billing-status-documented = on a document, to be ordered
billing-status-ordered = ordered
billing-status-handed-over = with the treasury
billing-status-paid = paid
billing-status-void = void

billing-step-recorded = Recorded
billing-step-confirmed = Confirmed
billing-step-certified = Certified
billing-step-ordered = Ordered
billing-step-handed-over = Handed over
billing-step-paid = Paid

billing-outcome-held = session
billing-outcome-client-absent = client did not come
billing-outcome-cancelled-by-office = cancelled at short notice
billing-outcome-cancelled-by-interpreter = cancelled by the interpreter
billing-outcome-interpreter-absent = interpreter did not come

billing-unit-hur = h
billing-unit-kmt = km
billing-unit-c62 = flat

billing-kind-self-billed-invoice = Self-billed invoice (Gutschrift)
billing-kind-payment-voucher = Payment voucher
billing-kind-internal-settlement = Internal settlement
billing-kind-reversal = Reversal

billing-document-issued = issued
billing-document-reversed = reversed
billing-document-ordered = ordered
billing-document-handed-over = with the treasury
billing-document-paid = paid

billing-certification-factual = Factually correct
billing-certification-arithmetic = Arithmetically correct

# Documents
billing-paper-number = Document number
billing-paper-issued-on = Issued on
billing-paper-period = Period of service
billing-paper-leitweg = Leitweg-ID
billing-paper-corrects = Reverses document
billing-paper-reason = Reason
billing-paper-self-billed = Self-billed invoice (Gutschrift) under § 14 (2) UStG: by agreement, the city issues the invoice for the services of the person named below.
billing-paper-voucher = Voucher for payment. The person named below issues an invoice of their own; this voucher does not replace it.
billing-paper-settlement = Charge for interpreting between departments of the city. Not a taxable supply; VAT charged by interpreters is part of the cost.
billing-paper-seller = Supplier
billing-paper-buyer = Recipient
billing-paper-creditor = Creditor number
billing-paper-vat-id = VAT identification number
billing-paper-tax-number = Tax number
billing-paper-services = Services
billing-paper-booking = Booking
billing-paper-what = Calculation
billing-paper-quantity = Quantity
billing-paper-price = Unit price
billing-paper-amount = Amount
billing-paper-claim-net = Net
billing-paper-claim-cost = Cost including VAT
billing-paper-sums = Sums
billing-paper-net = Net
billing-paper-vat-on = VAT on
billing-paper-no-vat-on = No VAT on
billing-paper-vat-as-cost = VAT as cost
billing-paper-gross = To be paid
billing-paper-small-business = No VAT is shown: small business under § 19 UStG.
billing-paper-exempt = Exempt from VAT according to the supplier.
refusal-figures-not-accepted = The rates of the fee schedule { $schedule } are assumptions, and { $accepted } of two people have accepted them. Please let finance and the authorizing officer accept them under "Fee schedules".
refusal-figures-unknown-schedule = This fee schedule does not exist. Please choose one from the list.
refusal-figures-official = The rates of this fee schedule are official and need no acceptance.
refusal-figures-accepted-already = You have accepted these rates already. Please let a second person decide.
refusal-figures-reason-missing = Please say on which decision the acceptance rests.
refusal-compare-unlike-currencies = The two fee schedules are in different currencies and cannot be compared.
billing-rates-title = Fee schedules
billing-rates-text = Documents are issued on assumed rates only when two people have accepted them. The acceptance holds for exactly this version.
billing-rates-official = official rates
billing-rates-assumed = assumed rates, not accepted
billing-rates-assumed-accepted = assumed rates, accepted
billing-rates-id = Id
billing-rates-valid = Valid
billing-rates-from = from { $from }
billing-rates-from-to = { $from } to { $to }
billing-rates-source = Source
billing-rates-note = Note
billing-rates-accepted-by = Accepted by
billing-rates-reason = Basis of the acceptance
billing-rates-accept = Accept rates
billing-rates-accepted-first = Your acceptance is stored. A second person has to accept, too.
billing-rates-accepted = Two people have accepted the rates.
billing-compare-title = What would another fee schedule have cost?
billing-compare-text = Both schedules are applied to the priced sessions of a year, as if they had always been in force. Sums are net.
billing-compare-from = Schedule so far
billing-compare-to = Other schedule
billing-compare-year = Year of the sessions
billing-compare-submit = Compare
billing-compare-unpriced = One of the two schedules has no price for { $count } sessions. They stand in no sum.
billing-compare-empty = No sessions to compare
billing-compare-empty-text = There are no priced sessions in this year for which both schedules have a price.
billing-compare-cells = By office and group
billing-compare-group = Group
billing-compare-full-time = full-time
billing-compare-part-time = part-time
billing-compare-sessions = Sessions
billing-compare-before = Schedule so far
billing-compare-after = Other schedule
billing-compare-change = Difference
billing-paper-assumed = The rates of these fee schedules are assumptions that the city has not confirmed yet:
billing-paper-paid-to = Paid to account
billing-paper-costs = Cost allocation
billing-paper-office = Office
billing-paper-cost-center = Cost center
billing-paper-cost-object = Cost object
billing-paper-account = Account
billing-paper-objection = If you object to this self-billed invoice, it ceases to be an invoice (§ 14 (2) UStG). Please contact the city in that case.
billing-paper-page = Page
billing-paper-issuer = Issued by
billing-paper-reversal = This document takes back the document named above; its amounts are therefore negative.
billing-paper-taken-back = Amount taken back
billing-paper-subject = Interpreting { $month }
billing-einvoice-terms = The city pays to the account named after the payment has been ordered.
billing-einvoice-item = Interpreting { $language } on { $day }
billing-einvoice-reversal = Reversal of self-billed invoice { $reference } of { $day } (§ 14 (2) UStG).

# What is missing
billing-missing-record = Session not recorded
billing-missing-confirmation = Timesheet not confirmed
billing-missing-dispute = Timesheet disputed
billing-missing-price = Not priced yet
billing-missing-budget = Waits for money
billing-missing-factual = Factual certification missing
billing-missing-arithmetic = Arithmetic certification missing
billing-missing-master-data = Master data incomplete
billing-missing-document = On no document yet
billing-missing-order = Not ordered
billing-missing-hand-over = Not handed over
billing-missing-payment = Not reported as paid
billing-who-interpreter = Interpreter
billing-who-office = Office
billing-who-office-and-interpreter = Office and interpreter
billing-who-administrator = Administration
billing-who-office-head = Office head
billing-who-finance = Finance
billing-who-coordination = Coordination
billing-who-officer = Authorizing officer
billing-who-treasury = Treasury

# What the treasury reports
billing-feedback-zero = The amount is zero.
billing-feedback-currency = Only amounts in euro are booked.
billing-feedback-changed = This entry reference is known already with other values.
billing-camt-not-utf8 = The statement is not UTF-8.
billing-camt-no-statement = This is not a camt.053 statement.
billing-camt-malformed = The XML is not well-formed here.
billing-camt-entity = The XML contains a document type definition or foreign entities. Such files are not read.
billing-camt-direction = It does not say whether the amount leaves or comes in (DBIT or CRDT).
billing-camt-sum = The parts do not add up to the batch.
billing-camt-balance = The opening balance and the entries lead to { $reached } €, not to this closing balance.
billing-why-end-to-end = The end-to-end id is the document's number
billing-why-document-number = The remittance text names the document
billing-why-amount-and-payee = Amount and payee agree
billing-why-amount = Only the amount agrees
billing-why-by-hand = Matched by hand
billing-doubt-certain = certain
billing-doubt-amount-does-not-fit = amount does not fit
billing-doubt-several = several fit
billing-doubt-weak = weak hint

# Reconciliation of a month
billing-proof-title = Reconciliation of
billing-proof-city = Whole city
billing-proof-sessions = Sessions
billing-proof-confirmed = of them confirmed
billing-proof-claims = Claims
billing-proof-claimed = Claims, gross
billing-proof-consumed = Consumed in the budget
billing-proof-vat-rounding = Rounding of VAT on documents
billing-proof-documented = On documents
billing-proof-settled = Charged to offices
billing-proof-ordered = Ordered
billing-proof-handed-over = Handed over
billing-proof-paid = Paid
billing-proof-agrees = Everything agrees to the cent: the month is reconciled.
billing-proof-differs = Differences:
billing-cause-not-priced = not priced yet
billing-cause-awaits-budget = waits for money
billing-cause-not-certified = not certified yet
billing-cause-not-documented = on no document yet
billing-cause-not-settled = not charged to the office
billing-cause-not-ordered = not ordered yet
billing-cause-not-handed-over = not handed over yet
billing-cause-not-paid = not wholly paid yet
billing-cause-claim-without-session = claim without a confirmed session
billing-cause-ledger-differs = the budget differs from the claim
billing-cause-document-differs = the document differs from its shares
billing-cause-order-differs = the order differs from the document
billing-cause-file-differs = the hand-over file differs from its orders
billing-cause-payment-differs = the paid amount differs from the matches
billing-cause-claim-differs = the claim differs from its document
billing-cause-certificate-missing = a certified claim without its certification
billing-cause-two-rights = two rights in one hand
billing-cause-document-missing = the document of a billed claim is missing
billing-cause-number-missing = a number that was given away, without a document
billing-cause-document-changed = the document is no longer the one that was issued
billing-cause-file-missing = the hand-over file of a handed-over payment is missing
billing-cause-file-changed = the hand-over file is no longer the one that was handed over
billing-cause-paid-twice = a payment for a document that was paid already

# Pages
billing-claims-title = Claims
billing-claim-title = Calculation sheet
billing-tab-factual = To certify factually
billing-tab-arithmetic = To certify arithmetically
billing-tab-budget = Waiting for money
billing-tab-certified = Certified
billing-tab-all = All
billing-tabs = Steps
billing-select = Selection
billing-select-one = Select booking { $booking }
billing-booking = Booking
billing-day = Day
billing-office = Office
billing-interpreter = Interpreter
billing-outcome = What happened
billing-status = Status
billing-net = Net
billing-vat = VAT
billing-gross = Gross
billing-certify-factual = Certify as factually correct
billing-certify-arithmetic = Certify as arithmetically correct
billing-choose-some = Please select at least one entry.
billing-none-title = Nothing to do here now
billing-none-text = As soon as something is ready for this step, it stands here.
billing-certified-one = The certification is stored.
billing-certified-many = { $count ->
    [one] One claim is certified.
   *[other] { $count } claims are certified.
}
billing-sent-back = The claim went back to the office.
billing-paid-beyond-budget = The claim will be paid although the money is used up. Your reason is recorded.
billing-steps = Steps of this claim
billing-step = Step
billing-step-done = done
billing-step-open = open
billing-sheet = Calculation
billing-why = Why
billing-quantity = Quantity
billing-unit-price = Unit price
billing-amount = Amount
billing-schedule = Fee schedule
billing-program = Program version
billing-priced-at = Priced at
billing-certifications = Certifications
billing-no-certifications = No certification yet.
billing-was-sent-back = Sent back
billing-send-back = Send back to the office
billing-reason = Reason
billing-reason-hint = At most 500 characters, no names of clients.
billing-override = Pay beyond the budget
billing-override-text = The budget line can't bear this claim. The service was rendered; with your name and your reason the ceiling is raised by what is missing.
billing-months-title = Months
billing-months-open = Open work
billing-months-documents = Documents to interpreters
billing-months-sum = Sum
billing-month = Month
billing-month-title = Month { $month }
billing-close-title = Issue the documents for { $month }?
billing-close = Issue documents
billing-close-ready = { $count ->
    [0] No claim is certified twice now: no document will be issued.
    [one] One claim that is certified twice goes on a document.
   *[other] { $count } claims that are certified twice go on documents.
}
billing-close-late = { $count ->
    [one] One matter is not ready yet; it will get a document of its own later.
   *[other] { $count } matters are not ready yet; they will get documents of their own later.
}
billing-close-not-over = The month is not over yet.
billing-close-for-ever = Issued documents can't be changed, only reversed.
billing-closed = { $count ->
    [0] There was nothing new to issue.
    [one] One document is issued.
   *[other] { $count } documents are issued.
} { $held ->
    [0] { "" }
    [one] The data of one person are incomplete.
   *[other] The data of { $held } persons are incomplete.
}
billing-missing-title = What is missing and who must act
billing-missing-nothing = Nothing: everything is done.
billing-missing-who = Whose turn
billing-missing-data = Missing
billing-documents-title = Documents
billing-documents-none = No document yet
billing-documents-none-text = Issue the documents as soon as claims are certified twice.
billing-document-title = Document { $reference }
billing-document-number = Number
billing-document-kind = Kind
billing-document-whose = For
billing-document-load = Download document as PDF
billing-document-load-xrechnung-ubl = XRechnung (UBL)
billing-document-load-xrechnung-cii = XRechnung (CII)
billing-document-forms = The same invoice as data, with its checksum. It also lies inside the PDF (ZUGFeRD, profile EN 16931).
billing-document-hash = Checksum (SHA-256)
billing-document-issued-at = Issued at
billing-document-paid-on = Paid on
billing-document-paid-so-far = Paid so far
billing-document-claims = Claims on this document
billing-reverse = Reverse document
billing-reverse-text = A reversal that refers to this document is issued. Its claims go back to be certified again.
billing-reversed = The document is reversed.
billing-proof-heading = Reconciliation
billing-proof-file = reconciliation
billing-proof-load = Download reconciliation as text
billing-proof-subject = Subject
billing-proof-cause = Cause
billing-orders-title = Order payments
billing-orders-total = Together
billing-orders-order = Order payment
billing-orders-select = Select document { $reference }
billing-ordered = { $count ->
    [one] One payment is ordered.
   *[other] { $count } payments are ordered.
}
billing-treasury-title = Treasury
billing-hand-over-title = Hand-over
billing-hand-over-ready = { $count ->
    [0] Nothing waits to be handed over.
    [one] One ordered document waits to be handed over.
   *[other] { $count } ordered documents wait to be handed over.
}
billing-hand-over = Make hand-over file
billing-handed-over = The hand-over file is made and can be taken.
billing-files-title = Hand-over files
billing-file-number = No.
billing-file-orders = Orders
billing-file-sum = Sum
billing-file-made = Made
billing-file-taken = Taken
billing-file-accept = Take file
billing-file-copy = Load copy
billing-file-not-taken = not yet
billing-file-accept-xml = Take XML
billing-file-accept-bank = Take SEPA file
billing-file-copy-xml = Load copy as XML
billing-file-copy-bank = Load copy of the SEPA file
billing-file-for-bank = For the bank:
billing-bank-answer = Answer of the bank:
billing-bank-refused = { $reference } not carried out
billing-answer-not-ours = The answer is about none of our files or documents.
billing-cli-no-hand-over = There is no hand-over no. { $number }.
billing-cli-exported = { $count ->
    [one] One document is written.
   *[other] { $count } documents are written.
}
billing-feedback-title = Import feedback
billing-feedback-file = List (CSV), bank statement (camt.053) or answer of the bank (pain.002)
billing-feedback-file-hint = Importing the same file twice changes nothing. If it has a mistake, nothing is booked.
billing-feedback-import = Import and match
billing-feedback-too-large = The file is too large.
billing-feedback-imported = Imported: { $new } new, { $known } known, { $matched } matched, { $waiting } to be looked at.
billing-problems = What has to be put right in the file
billing-unmatched-title = Payments without a match
billing-unmatched-none = Every payment is matched.
billing-unmatched-shown = The oldest 100 of { $count } payments that are to be looked at.
billing-unmatched-proposals = Proposals
billing-unmatched-no-proposal = No item fits.
billing-payment-booked = Booked
billing-payment-other-side = Payee
billing-payment-text = Remittance text
billing-payment-order = Open item
billing-payment-order-of = Open item for payment { $reference }
billing-choose-order = Please choose an open item.
billing-match = Match
billing-match-again = Match again
billing-matched = Matched: { $amount }.
billing-matched-again = { $count ->
    [0] No further payment could be matched with certainty.
    [one] One further payment is matched.
   *[other] { $count } further payments are matched.
}
billing-matches-title = Latest matches
billing-match-undo = Undo match
billing-match-undone = The match is undone. It stays as a trace.
billing-match-undone-at = undone
billing-match-at = When
billing-open-title = Open items
billing-open-none = Everything is paid.
billing-open-amount = Still open
billing-money-title = My fees
billing-money-claims = Claims and where they stand
billing-money-documents = My documents
billing-money-none = No fees yet
billing-money-none-text = As soon as a session is confirmed and priced, it stands here.
billing-money-reached = Reached

# Why something can't be done
refusal-claim-not-this-step = It is not the turn of this step. It stands at: { $status }.
refusal-claim-own = Nobody certifies or orders their own fee. Please let a colleague do it.
refusal-claim-second-step = You already took the other step of this claim. Somebody else has to take the second one.
refusal-claim-not-a-person = Only a person can do that.
refusal-claim-does-not-recompute = Pricing it again gives another amount. Please send the claim back and tell the administration.
refusal-claim-not-billable = The session is neither confirmed nor cancelled at short notice; there is nothing to price.
refusal-claim-unknown-schedule = The promised fee schedule “{ $schedule }” is not there.
refusal-claim-no-price = The fee schedule has no amount for this: { $why }
refusal-claim-foreign-currency = The city pays in euro only.
refusal-claim-not-awaiting-budget = This claim does not wait for money.
refusal-claim-too-late-to-send-back = The claim is on a document already. Reverse that.
refusal-billing-reason-missing = Please give a reason.
refusal-billing-reason-too-long = The reason is too long. At most 500 characters are possible.
refusal-month-not-begun = This month has not begun.
refusal-city-address-missing = The address of the city is not set; without it no document can be issued. Please have city_street, city_postcode and city_place set in the configuration.
refusal-document-not-payable = No money goes to interpreters for this document.
refusal-document-already-reversed = This document is reversed.
refusal-document-already-ordered = The payment of this document is ordered already.
refusal-order-second-step = You certified a claim on this document. Somebody else has to order its payment.
refusal-hand-over-nothing-ordered = There are no ordered documents that are not handed over yet.
refusal-hand-over-already-accepted = This file was taken already: { $at }. You can load a copy.
refusal-hand-over-no-sepa-account = The account on { $reference } can't receive a SEPA transfer. Take the document back and have the account corrected. Nothing was handed over.
refusal-hand-over-nothing-for-the-bank = There is no file for the bank with this hand-over: the treasury pays.
refusal-feedback-has-problems = { $count ->
    [one] The file has one mistake. Nothing was booked.
   *[other] The file has { $count } mistakes. Nothing was booked.
}
refusal-match-nothing-left = This payment is wholly matched already.
refusal-match-nothing-open = Nothing of this item is open that fits this payment.
refusal-match-not-handed-over = This document has not been handed over to the treasury yet.
refusal-match-already-undone = This match was undone already.
