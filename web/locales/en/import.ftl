# Importing tables from offices.

import-office-unknown = There is no office with the code “{ $code }”. Please import the offices first.
import-profile-unknown = There is no requirement profile “{ $code }”. The coordination can define it under “Pool”.
