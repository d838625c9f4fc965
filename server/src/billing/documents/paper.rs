//! What a document looks like on paper: German as the law reads it, English beside it where the reader wants it.

use super::{
    content::{Claimed, Content, Line},
    number::DocumentKind,
};
use crate::{
    kernel::{language::Language, money::Cents, time::Month},
    platform::i18n::{self, Arg, Locale},
};
use print::{Cell, Fact, Group, Note, Row, Sheet, Sum, Table, Words};

/// A numbered document as a sheet to print, without the invoice inside.
#[must_use]
pub(super) fn sheet(content: &Content) -> Sheet {
    let paper = Paper { content };
    let is_internal = content.seller.is_none();
    let city = content.buyer.address.get(1..).unwrap_or_default();
    let (sender, receiver) = match &content.seller {
        Some(seller) => (lines(&content.buyer.name, &content.buyer.address), lines(&seller.name, &seller.address)),
        None => (lines(&content.buyer.name, city), content.buyer.address.iter().take(1).cloned().collect()),
    };
    Sheet {
        language: Locale::De.code().to_owned(),
        language_beside: Locale::En.code().to_owned(),
        title: paper.words(&content.kind.key()),
        number: content.reference.clone(),
        author: content.buyer.name.clone(),
        subject: paper.subject(),
        issued_on: content.issued_on,
        sender,
        sender_role: paper.words(if is_internal { "billing-paper-issuer" } else { "billing-paper-buyer" }),
        receiver,
        receiver_role: paper.words(if is_internal { "billing-paper-office" } else { "billing-paper-seller" }),
        facts: paper.facts(),
        lead: paper.lead(),
        services: paper.services(),
        sums: paper.sums(),
        notes: paper.notes(),
        annexes: vec![paper.costs()],
        page_word: i18n::t(Locale::De, "billing-paper-page"),
        attachment: None,
    }
}

fn lines(name: &str, address: &[String]) -> Vec<String> {
    std::iter::once(name.to_owned()).chain(address.iter().cloned()).collect()
}

struct Paper<'a> {
    content: &'a Content,
}

impl Paper<'_> {
    /// A text in both languages, if both are wanted.
    fn both(&self, say: impl Fn(Locale) -> String) -> Words {
        Words { text: say(Locale::De), beside: self.content.with_english.then(|| say(Locale::En)) }
    }

    fn words(&self, key: &str) -> Words {
        self.both(|locale| i18n::t(locale, key))
    }

    fn note(&self, key: &str) -> Note {
        Note { words: self.words(key), strong: false }
    }

    fn subject(&self) -> String {
        let month = Month::parse(&self.content.month).map_or(self.content.month.clone(), |month| {
            i18n::month(Locale::De, month.first())
        });
        i18n::t_args(Locale::De, "billing-paper-subject", &[("month", Arg::from(month))])
    }

    fn facts(&self) -> Vec<Fact> {
        let content = self.content;
        let day = |day| i18n::date(Locale::De, day);
        let mut facts = vec![
            ("billing-paper-number", content.reference.clone()),
            ("billing-paper-issued-on", day(content.issued_on)),
            ("billing-paper-period", format!("{} – {}", day(content.period_from), day(content.period_to))),
            ("billing-paper-leitweg", content.leitweg_id.clone()),
        ];
        if let Some(original) = &content.corrects {
            facts.push(("billing-paper-corrects", format!("{} ({})", original.reference, day(original.issued_on))));
        }
        if let Some(seller) = &content.seller {
            for (key, value) in [
                ("billing-paper-creditor", &seller.number),
                ("billing-paper-vat-id", &seller.vat_id),
                ("billing-paper-tax-number", &seller.tax_number),
            ] {
                facts.extend(value.clone().map(|value| (key, value)));
            }
        }
        facts.into_iter().map(|(key, value)| Fact { label: self.words(key), value }).collect()
    }

    fn lead(&self) -> Vec<Note> {
        let key = match self.content.kind {
            DocumentKind::SelfBilledInvoice => "billing-paper-self-billed",
            DocumentKind::PaymentVoucher => "billing-paper-voucher",
            DocumentKind::InternalSettlement => "billing-paper-settlement",
            DocumentKind::Reversal => "billing-paper-reversal",
        };
        let reason = self.content.reason.as_ref().map(|reason| Note {
            words: self.both(|locale| format!("{}: {reason}", i18n::t(locale, "billing-paper-reason"))),
            strong: false,
        });
        std::iter::once(self.note(key)).chain(reason).collect()
    }

    fn services(&self) -> Table {
        Table {
            heading: self.words("billing-paper-services"),
            widths: vec![60, 15, 15, 15],
            columns: vec![
                Cell::text(self.words("billing-paper-what")),
                Cell::number(self.words("billing-paper-quantity")),
                Cell::number(self.words("billing-paper-price")),
                Cell::number(self.words("billing-paper-amount")),
            ],
            groups: self.content.claims.iter().map(|claimed| self.session(claimed)).collect(),
        }
    }

    fn session(&self, claimed: &Claimed) -> Group {
        let is_internal = self.content.kind == DocumentKind::InternalSettlement;
        let (label, amount) = if is_internal {
            ("billing-paper-claim-cost", claimed.net + claimed.vat)
        } else {
            ("billing-paper-claim-net", claimed.net)
        };
        Group {
            heading: Some(self.both(|locale| heading(claimed, locale))),
            rows: claimed.lines.iter().map(|line| self.row(line)).collect(),
            total: Some(Sum { label: self.words(label), amount: money(amount), strong: false }),
        }
    }

    fn row(&self, line: &Line) -> Row {
        let because = Words {
            text: line.because_de.clone(),
            beside: self.content.with_english.then(|| line.because_en.clone()),
        };
        let unit = i18n::t(Locale::De, &format!("billing-unit-{}", line.unit.to_lowercase()));
        Row {
            cells: vec![
                Cell::text(because),
                Cell::number(format!("{} {unit}", decimal(&line.quantity))),
                Cell::number(format!("{} €", decimal(&line.unit_price))),
                Cell::number(money(line.amount)),
            ],
        }
    }

    fn sums(&self) -> Vec<Sum> {
        let content = self.content;
        let sum = |label, amount, strong| Sum { label, amount: money(amount), strong };
        let mut sums = vec![sum(self.words("billing-paper-net"), content.net, false)];
        for tax in &content.taxes {
            let label = self.both(|locale| match &tax.rate {
                Some(rate) => {
                    let on = i18n::t(locale, "billing-paper-vat-on");
                    let rate = if locale == Locale::De { decimal(rate) } else { rate.clone() };
                    format!("{on} {}: {rate} %", i18n::money(locale, tax.net.get()))
                }
                None => {
                    format!("{} {}", i18n::t(locale, "billing-paper-no-vat-on"), i18n::money(locale, tax.net.get()))
                }
            });
            sums.push(sum(label, tax.vat, false));
        }
        if content.taxes.is_empty() {
            sums.push(sum(self.words("billing-paper-vat-as-cost"), content.vat, false));
        }
        let due = if content.kind == DocumentKind::Reversal { "billing-paper-taken-back" } else { "billing-paper-gross" };
        sums.push(sum(self.words(due), content.gross, true));
        sums
    }

    /// The notes that the tax status demands (§ 14 Abs. 4, § 19 UStG), assumed figures, the account, the right to object.
    fn notes(&self) -> Vec<Note> {
        let content = self.content;
        let mut notes = Vec::new();
        let is_untaxed = content.taxes.iter().any(|tax| tax.rate.is_none());
        match content.seller.as_ref().and_then(|seller| seller.vat_kind.as_deref()) {
            Some("small_business") if is_untaxed => notes.push(self.note("billing-paper-small-business")),
            Some(_) if is_untaxed => notes.push(self.note("billing-paper-exempt")),
            _ => {}
        }
        if content.is_assumed() {
            let schedules = content.assumed.join(", ");
            let words = self.both(|locale| format!("{} {schedules}", i18n::t(locale, "billing-paper-assumed")));
            notes.push(Note { words, strong: true });
        }
        if let Some(seller) = content.seller.as_ref().filter(|_| content.kind != DocumentKind::Reversal)
            && let Some(iban) = &seller.iban
        {
            let holder = seller.account_holder.as_deref().map(|holder| format!(" ({holder})")).unwrap_or_default();
            let words = self.both(|locale| format!("{} {iban}{holder}", i18n::t(locale, "billing-paper-paid-to")));
            notes.push(Note { words, strong: false });
        }
        if content.kind == DocumentKind::SelfBilledInvoice {
            notes.push(self.note("billing-paper-objection"));
        }
        notes
    }

    fn costs(&self) -> Table {
        let keys = ["office", "cost-center", "cost-object", "account"];
        let mut columns: Vec<Cell> =
            keys.iter().map(|key| Cell::text(self.words(&format!("billing-paper-{key}")))).collect();
        columns.push(Cell::number(self.words("billing-paper-amount")));
        let rows = self.content.cost_shares.iter().map(|share| Row {
            cells: vec![
                Cell::text(share.office_code.as_str()),
                Cell::text(share.cost_center.as_str()),
                Cell::text(share.cost_object.as_str()),
                Cell::text(share.account.as_str()),
                Cell::number(money(share.gross)),
            ],
        });
        Table {
            heading: self.words("billing-paper-costs"),
            widths: vec![15, 20, 20, 20, 15],
            columns,
            groups: vec![Group { heading: None, rows: rows.collect(), total: None }],
        }
    }
}

/// "Do., 04.03.2027 · Arabisch · 1 Std. 30 Min. · JA · 2027-000123".
fn heading(claimed: &Claimed, locale: Locale) -> String {
    let language = Language::from_code(&claimed.language).map(|language| language.name_in(locale.code()));
    let mut parts = vec![
        i18n::date_with_weekday(locale, claimed.service_on),
        language.unwrap_or(&claimed.language).to_owned(),
    ];
    parts.extend(claimed.minutes.map(|minutes| i18n::minutes(locale, minutes)));
    if claimed.outcome != "held" {
        parts.push(i18n::t(locale, &format!("billing-outcome-{}", claimed.outcome.replace('_', "-"))));
    }
    parts.extend([claimed.office.clone(), claimed.booking.clone()]);
    parts.extend(claimed.interpreter.clone());
    parts.join(" · ")
}

fn money(cents: Cents) -> String {
    i18n::money(Locale::De, cents.get())
}

/// Decimal text with a comma.
fn decimal(text: &str) -> String {
    text.replace('.', ",")
}
