//! The city as buyer: BG-7, the address BG-8.

use super::{seller::COUNTRY, xml::Xml};

/// Who owes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Buyer {
    /// Name (BT-44).
    pub name: String,
    /// Leitweg-ID as electronic address (BT-49, scheme 0204).
    pub leitweg_id: String,
    /// Street and number (BT-50).
    pub street: String,
    /// The ordering office (BT-51).
    pub office: String,
    /// Place (BT-52).
    pub place: String,
    /// Postcode (BT-53).
    pub postcode: String,
}

/// Leitweg-IDs in the list of electronic addresses (EAS).
const LEITWEG: &str = "0204";

impl Buyer {
    pub(super) fn ubl(&self, xml: &mut Xml) {
        xml.within("cac:AccountingCustomerParty", |xml| {
            xml.within("cac:Party", |xml| {
                xml.leaf_with("cbc:EndpointID", &[("schemeID", LEITWEG)], &self.leitweg_id);
                xml.within("cac:PostalAddress", |xml| {
                    xml.leaf("cbc:StreetName", &self.street);
                    xml.leaf_if("cbc:AdditionalStreetName", Some(&self.office));
                    xml.leaf("cbc:CityName", &self.place);
                    xml.leaf("cbc:PostalZone", &self.postcode);
                    xml.within("cac:Country", |xml| xml.leaf("cbc:IdentificationCode", COUNTRY));
                });
                xml.within("cac:PartyLegalEntity", |xml| xml.leaf("cbc:RegistrationName", &self.name));
            });
        });
    }

    pub(super) fn cii(&self, xml: &mut Xml) {
        xml.within("ram:BuyerTradeParty", |xml| {
            xml.leaf("ram:Name", &self.name);
            xml.within("ram:PostalTradeAddress", |xml| {
                xml.leaf("ram:PostcodeCode", &self.postcode);
                xml.leaf("ram:LineOne", &self.street);
                xml.leaf_if("ram:LineTwo", Some(&self.office));
                xml.leaf("ram:CityName", &self.place);
                xml.leaf("ram:CountryID", COUNTRY);
            });
            xml.within("ram:URIUniversalCommunication", |xml| {
                xml.leaf_with("ram:URIID", &[("schemeID", LEITWEG)], &self.leitweg_id);
            });
        });
    }
}
