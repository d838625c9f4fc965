//! When the work was done: BG-14 for the document, BG-26 for a line.

use super::{document::cii_day, xml::Xml};
use chrono::NaiveDate;

/// From a day to a day, both counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Period {
    /// First day (BT-73, BT-134).
    pub from: NaiveDate,
    /// Last day (BT-74, BT-135).
    pub to: NaiveDate,
}

impl Period {
    pub(super) fn ubl(self, xml: &mut Xml) {
        xml.within("cac:InvoicePeriod", |xml| {
            xml.leaf("cbc:StartDate", self.from.to_string());
            xml.leaf("cbc:EndDate", self.to.to_string());
        });
    }

    pub(super) fn cii(self, xml: &mut Xml) {
        xml.within("ram:BillingSpecifiedPeriod", |xml| {
            cii_day(xml, "ram:StartDateTime", self.from);
            cii_day(xml, "ram:EndDateTime", self.to);
        });
    }
}
