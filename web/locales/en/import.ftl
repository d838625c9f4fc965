# Importing tables from offices.

import-office-unknown = There is no office with the code “{ $code }”. Please import the offices first.
