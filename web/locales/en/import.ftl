# Importing tables from offices.

import-office-unknown = There is no office with the code “{ $code }”. Please import the offices first.
import-profile-unknown = There is no requirement profile “{ $code }”. The coordination can define it under “Pool”.

# ---- Pages
import-title = Import files
import-preview-title = File checked
import-intro = The file is checked as a whole first. It is stored only when you have seen the result and confirmed it. The same file twice changes nothing.
import-list = What is in the file?
import-list-interpreters = Interpreters
import-list-requests = Requests
import-list-budgets = Budget lines
import-list-missing = Please choose what is in the file.
import-file = File
import-file-hint = CSV file, at most 16 MB; semicolon or comma, UTF-8 or Windows-1252
import-file-missing = Please choose a file.
import-check = Check file
import-confirm = Import
import-back = Choose another file
import-preview-nothing-stored = The file is in order. Nothing is stored yet.
import-draft-gone = This file no longer waits: it was imported, or deleted after some days. Please check it again if you need it once more.
import-preview-unchanged = Everything in this file is there already.
import-created = New
import-changed = Changed
import-unchanged = Unchanged
import-done = Imported: { $created } new, { $changed } changed, { $unchanged } unchanged.
import-problems-table = What is to be put right
import-problems = { $count ->
    [one] Nothing was stored: one place is to be put right
   *[other] Nothing was stored: { $count } places are to be put right
}
import-problems-more = And { $count } more. Put these right first.
