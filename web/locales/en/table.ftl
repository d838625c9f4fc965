# Reading files: what has to be put right in a table.

table-heading-line = Line
table-heading-column = Column
table-heading-value = Value
table-heading-why = What to put right

# The file as a whole
table-too-large = The file is larger than { $megabytes } MB. Please split it.
table-empty = The file is empty.
table-header-only = The file has a header line only and no entries.
table-nul = The file has characters that a text table never contains (NUL). Please save it as a CSV file, UTF-8.
table-is-workbook = This is a workbook (Excel or LibreOffice). Please save the table as a CSV file and upload that.
table-not-in-its-encoding = The file announces Unicode but holds other characters. Please save it again as a CSV file, UTF-8.
table-unreadable = The file can’t be read as a table. Please save it as a CSV file, UTF-8.
table-too-many-lines = The file has more than { $limit } lines. Please split it.
table-unclosed-quote = A quotation mark begins here and never ends; nothing after it could be read. Please complete or remove it.
table-character-lost = Characters were lost in this line. Please export the file again as UTF-8 and check the umlauts.
table-garbled = Umlauts are garbled in this line (for example “Ã¼” instead of “ü”). Please export the file again as UTF-8.

# Header and structure
table-column-missing = This column is missing in the header line.
table-column-unknown = We don’t know this column. Please remove it or correct its name.
table-column-unknown-suggestion = We don’t know this column. Did you mean “{ $suggestion }”?
table-column-twice = This column is there twice. Please remove one of them.
table-too-few-cells = The line has { $found } cells, the header has { $expected }. Probably a separator is missing.
table-too-many-cells = The line has { $found } cells, the header has { $expected }. Probably a text contains a separator; put it in quotation marks.
table-line-unreadable = This line can’t be read.
table-required = This entry is missing.
table-not-unique = Line { $line } has the same entry already.

# Single values
table-date-form = This is not a date. Please write it as 04.03.2027 or 2027-03-04.
table-date-short-year = Please write the year with four digits, for example 04.03.2027.
table-date-impossible = There is no such day.
table-time-form = This is not a time of day. Please write it as 14:00.
table-time-impossible = There is no such time of day. The day ends with 23:59.
table-number-form = This is not a whole number. Please write digits only.
table-number-range = Please give a number from { $min } to { $max }.
table-money-form = This is not an amount. Please write it as 1,234.50 or 1234.50.
table-money-ambiguous = The amount can be read in two ways (thousands or decimals). Please add the cents, for example 1,234.00.
table-money-decimals = An amount has two decimals at most.
table-money-too-large = The amount is too large.
table-boolean-form = Please write “yes” or “no”.
table-choice = Possible values: { $choices }.
table-choice-suggestion = Possible values: { $choices }. Did you mean “{ $suggestion }”?
table-text-too-long = The text is too long. At most { $max } characters are possible.
table-control-character = The text has invisible control characters. Please type it again.
table-district-unknown = This is not a city district of Stuttgart.
table-district-unknown-suggestion = This is not a city district of Stuttgart. Did you mean “{ $suggestion }”?
table-money-negative = The amount must not be negative.
table-language-level = Please give the level of each language, for example “ar:C1” (without level: { $language }).
table-language-twice = This language is named twice: { $language }.
table-availability = Please write the hours as “Mon 08:00-17:00|Tue-Thu 09:00-12:00”.
table-end-before-start = The end is not after the beginning.
table-iban = The IBAN is not valid. Please check its digits.
table-email = This is not an e-mail address.
table-phone = This is not a telephone number.
table-postcode = A postcode has five digits. Spreadsheets sometimes remove a leading zero.
table-vat-id = This is not a VAT identification number. It consists of “DE” and nine digits.
table-code = A code consists of letters, digits and the signs - _ . / only
table-tax-number = Please give the tax number or the VAT identification number. One of them must be on every document (§ 14(4) UStG).
table-training-incomplete = A certificate needs its course group, and the first and the last day on which it is valid.
table-place-on-site = A session on site needs its address and city district.
table-signed-by-phone = Sign language can’t be interpreted by telephone. Please choose “on site” or “video”.
