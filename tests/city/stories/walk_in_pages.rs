//! One booking from the first click to the last cent, through pages.

use dragoman_tests::{
    acts::{budget, held},
    arabic, stories,
};

stories! {
    /// Monday, 1 March 2027: the youth office needs Arabic for a talk on Thursday about the protection of a child.
    async fn from_a_request_to_a_reconciled_payment(city: &City) {
        let (karin, helga, amal) = (city.somebody("karin"), city.somebody("helga"), city.somebody("amal"));
        let (fina, otto, tessa) = (city.somebody("fina"), city.somebody("otto"), city.somebody("tessa"));
        assert_eq!(budget(city, "JA", 2027).await, (0, 0, 2_000_000));

        // Requested: 1.5 hours at 50 €, and the way, 12 €, are bound at once.
        let booking = karin.requests(&arabic().child_protection()).await;
        assert_eq!(booking.status().await, "searching");
        assert_eq!(budget(city, "JA", 2027).await, (8_700, 0, 1_991_300));
        let page = karin.opens(&format!("/requests/{}", booking.request)).await.text();
        assert!(page.contains("87,00 €"), "{page}");

        // Ranked and offered: of those who speak Arabic only Amal is trained.
        city.works().await;
        assert_eq!(booking.offers().await, [("Amal".to_owned(), "open".to_owned())]);
        let offers = amal.opens("/offers").await.text();
        assert!(offers.contains("87,00 €"), "{offers}");
        assert!(!offers.contains("Neckarstraße"), "the address comes after the yes: {offers}");
        assert!(city.number("SELECT COUNT(*) FROM mail_message WHERE to_address LIKE 'amal%'").await > 0);

        // Accepted.
        amal.accepts(&booking).await;
        city.works().await;
        assert_eq!((booking.status().await, booking.interpreter().await), ("filled".to_owned(), "Amal".to_owned()));
        let job = amal.opens(&format!("/jobs/{}", booking.assignment)).await.text();
        assert!(job.contains("Neckarstraße 48"), "{job}");
        assert!(city.number("SELECT COUNT(*) FROM mail_message WHERE to_address LIKE 'karin%'").await > 0);

        // Held and confirmed.
        city.clock.is("2027-03-04 15:40");
        amal.records(&booking, held("14:00", "15:30")).await;
        assert_eq!(booking.status().await, "held");
        city.works().await;
        karin.signs(&booking).await;
        assert_eq!(booking.status().await, "confirmed");

        // Priced: what was bound is consumed.
        city.works().await;
        assert_eq!(booking.fee().await, (8_700, 0, 8_700));
        assert_eq!(budget(city, "JA", 2027).await, (0, 8_700, 1_991_300));
        let money = amal.opens("/money").await.text();
        assert!(money.contains("87,00 €"), "{money}");

        // Certified by two.
        helga.certifies(&booking).await;
        assert_eq!(booking.claim_status().await, "certified_factually");
        fina.certifies(&booking).await;
        assert_eq!(booking.claim_status().await, "certified");

        // The month is closed: a self-billed invoice with the first number.
        city.clock.is("2027-04-01 09:00");
        fina.closes("2027-03").await;
        assert_eq!(booking.claim_status().await, "documented");
        let documents = city.rows("SELECT reference, gross FROM document ORDER BY reference").await;
        assert_eq!(documents, [["GS-2027-000001", "8700"], ["IV-2027-000001", "8700"]]);
        city.works().await;

        // Ordered, handed over once.
        otto.orders_all().await;
        assert_eq!(booking.claim_status().await, "ordered");
        let file = tessa.hands_over().await;
        assert!(file.contains("GS-2027-000001") && file.contains("87,00"), "{file}");
        assert_eq!(booking.claim_status().await, "handed_over");

        // Paid: matched by number and amount; nothing is open any more.
        let list = "Buchungsreferenz;Buchungstag;Betrag;Belegnummer;Empfänger\nK-1;06.04.2027;87,00;GS-2027-000001;Amal Haddad\n";
        let answer = tessa.brings_feedback(list).await;
        assert_eq!(answer.status.as_u16(), 303, "{}", answer.text());
        assert_eq!(booking.claim_status().await, "paid");
        assert_eq!(city.number("SELECT COUNT(*) FROM payment_order WHERE paid <> amount").await, 0);
        let money = amal.opens("/money").await.text();
        assert!(money.contains("06.04.2027") || money.to_lowercase().contains("bezahlt"), "{money}");

        // The proof of the month agrees to the cent.
        let page = fina.opens("/months/2027-03").await.text();
        assert!(page.contains("stimm"), "{page}");
        let proof = fina.knocks("/months/2027-03/reconciliation.txt").await.expect(200);
        let proof = String::from_utf8(proof.bytes).unwrap();
        assert!(proof.contains("87,00"), "{proof}");
        assert!(dragoman::audit::verify(city.db()).await.unwrap().broken.is_none());
        assert!(dragoman::budget::verify(city.db()).await.unwrap().is_empty());
        assert_eq!(city.number("SELECT COUNT(*) FROM job WHERE last_error IS NOT NULL").await, 0, "{:?}", city.rows("SELECT kind, last_error FROM job WHERE last_error IS NOT NULL").await);
    }
}
