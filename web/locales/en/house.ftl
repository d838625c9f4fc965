house-imprint-title = Imprint
house-imprint-text =
    This service is run by the city of { $city }. The details required by § 5 DDG are entered here by the city when it sets the service up.

    Dragoman is free software under the EUPL-1.2.
house-privacy-title = Privacy
house-privacy-text =
    A booking needs no client's name: file reference, language, topic, time and place suffice. Only the office that ordered sees the file reference. Only whoever accepted the job sees the exact address.

    These pages load nothing from other servers and set only the cookies needed to log in, for the language and for feedback.

    Social data is processed under §§ 67 to 85a SGB X and erased by itself after fixed terms: file reference, address and remark soon after the session is paid, vouchers eight years after the end of their year. At “Account and security” you see everything that is stored about you.
house-accessibility-title = Accessibility
house-accessibility-text =
    These pages are meant to be usable by everybody under BITV 2.0 and EN 301 549: with a keyboard, with a screen reader, greatly enlarged and without JavaScript.

    If you meet a barrier, please tell the coordination of the city of { $city }. You can also turn to the Land's arbitration service.
house-help-title = Help
house-help-text =
    Offices make a request under “Bookings”: language, topic, time, place. “Requested” means: we are searching. “Confirmed” means: somebody will come.

    Interpreters find what fits them under “Offers”, with fee, place and deadline. The first yes counts. Not answering has no disadvantage.

    After the session the interpreter records start and end, and the office confirms. “My money” says for each claim where it is.
