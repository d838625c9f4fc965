# Operations.

shell-operations-title = Operations
shell-database = Database
shell-database-answers = answers
shell-database-silent = does not answer
shell-version = Version
shell-action = Action
shell-jobs = Failed jobs
shell-jobs-none = Everything runs
shell-jobs-none-text = No job has failed. If one fails, it stands here with its error.
shell-job-kind = Job
shell-job-state = State
shell-job-attempts = Attempts
shell-job-error = Last error
shell-job-given-up = given up
shell-job-failing = tried again
shell-job-next = next attempt: { $at }
shell-job-retry = Try again
shell-job-retried = The job is tried again.
shell-mails = Mails in trouble
shell-mails-none = No mail in trouble
shell-mails-none-text = All mails were delivered or are on their way.
shell-mail-kind = Kind
shell-mail-written = Written
shell-mail-to = To
shell-mail-failure = Failure
