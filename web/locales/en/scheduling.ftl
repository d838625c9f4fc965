# Why somebody can't be asked
scheduling-inactive = Takes no jobs at the moment.
scheduling-paused = Takes a pause until { $until }.
scheduling-does-not-speak = Does not speak { $language }.
scheduling-proficiency-too-low = Speaks { $language } at level { $level }; at least { $wanted } is needed.
scheduling-credential-missing = Credential missing: { $credential }.
scheduling-credential-not-valid = Credential not valid on { $date }: { $credential }.
scheduling-gender-required = { $gender ->
    [female] A woman is required for this session.
    [male] A man is required for this session.
   *[other] A person of diverse gender is required for this session.
}
scheduling-excluded = Excluded for this session.
scheduling-not-for-this-office = Does not work for this office.
scheduling-not-this-topic = Does not want to be asked for this topic.
scheduling-delivery-not-offered = { $delivery ->
    [on_site] Does not interpret on site.
    [phone] Does not interpret by phone.
   *[other] Does not interpret by video.
}
scheduling-too-far = The way takes { $minutes } minutes; at most { $most } are wanted.
scheduling-outside-windows = Does not work at this time of the week.
scheduling-absent = Away from { $from } to { $to }.
scheduling-occupied = { $way ->
    [0] Taken from { $from } to { $to }.
    [one] Taken from { $from } to { $to }; the way between takes one minute.
   *[other] Taken from { $from } to { $to }; the way between takes { $way } minutes.
}
scheduling-weekly-cap = Would come to { $minutes } minutes in that week; at most { $most } are wanted.
scheduling-notice-too-short = { $hours } hours are left before the session; at least { $wanted } hours' notice are wanted.
scheduling-no-money = Would cost { $fee }; the budget has { $available } left.
# Why somebody is asked earlier or later
scheduling-knows-the-file = Has interpreted for this file reference before.
scheduling-wished-gender = { $gender ->
    [female] A woman is wished for.
    [male] A man is wished for.
   *[other] A person of diverse gender is wished for.
}
scheduling-preferred = Preferred by the office.
scheduling-way = { $minutes ->
    [one] One minute's way.
   *[other] { $minutes } minutes' way.
}
scheduling-fee = Estimated fee: { $fee }.
scheduling-recent-sessions = { $sessions ->
    [0] Had no sessions lately.
    [one] Had one session lately.
   *[other] Had { $sessions } sessions lately.
}
scheduling-trained-not-needed = Trained; kept for sessions that need training.
scheduling-said-busy = { $where ->
    [near] Has an appointment by their own calendar so shortly before or after that the way does not fit between
   *[then] Is busy then by their own calendar
 } (as of { $unit ->
    [days] { $count } days ago
    [hours] { $count } hours ago
   *[minutes] { $count ->
        [0] just now
        [one] one minute ago
       *[other] { $count } minutes ago
    }
 }){ $counted ->
    [none] ; that is older than five weeks and does not count.
    [half] ; that is older than a week and counts half.
   *[full] .
 }
# To the person themselves
scheduling-said-busy-to-owner = { $where ->
    [near] Your own calendar shows an appointment shortly before or after
   *[then] Your own calendar says that you are busy then
 } (as of { $unit ->
    [days] { $count } days ago
    [hours] { $count } hours ago
   *[minutes] { $count ->
        [0] just now
        [one] one minute ago
       *[other] { $count } minutes ago
    }
 }).
