home-title = What waits for you
home-today = Today is { $day }.
home-new-request = Request an interpreter
home-reads-only = Nothing waits for you here. The navigation leads to everything you may see.
home-task-timesheets = { $count ->
    [one] timesheet to confirm
   *[other] timesheets to confirm
}
home-task-awaiting-budget = { $count ->
    [one] request waits for money
   *[other] requests wait for money
}
home-task-searching = { $count ->
    [one] request: still searching
   *[other] requests: still searching
}
home-task-filled = { $count ->
    [one] confirmed appointment ahead
   *[other] confirmed appointments ahead
}
home-task-dispatch = { $count ->
    [one] open search
   *[other] open searches
}
home-task-all-awaiting-budget = { $count ->
    [one] request without money
   *[other] requests without money
}
home-task-offers = { $count ->
    [one] offer waits for your answer
   *[other] offers wait for your answer
}
home-task-record = { $count ->
    [one] session is over and not recorded yet
   *[other] sessions are over and not recorded yet
}
home-task-disputed = { $count ->
    [one] question from an office
   *[other] questions from offices
}
home-task-jobs = { $count ->
    [one] job ahead
   *[other] jobs ahead
}
home-task-certify-factually = { $count ->
    [one] claim to certify factually
   *[other] claims to certify factually
}
home-task-certify-arithmetically = { $count ->
    [one] claim to certify arithmetically
   *[other] claims to certify arithmetically
}
home-task-close = { $count ->
    [one] certified claim waits for the month to be closed
   *[other] certified claims wait for the month to be closed
}
home-task-transfers = { $count ->
    [one] transfer to decide
   *[other] transfers to decide
}
home-task-order = { $count ->
    [one] document to order
   *[other] documents to order
}
home-task-hand-over = { $count ->
    [one] order not handed over to the treasury yet
   *[other] orders not handed over to the treasury yet
}
home-task-unmatched = { $count ->
    [one] payment without a match
   *[other] payments without a match
}
