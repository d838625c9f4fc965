//! The interpreter as seller: BG-4, the address BG-5, the contact BG-6.

use super::xml::Xml;

/// Who did the work.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seller {
    /// Name (BT-27), and the contact's name (BT-41).
    pub name: String,
    /// The city's creditor number (BT-29).
    pub number: String,
    /// VAT id (BT-31).
    pub vat_id: Option<String>,
    /// Tax number (BT-32).
    pub tax_number: Option<String>,
    /// Mail address: electronic address (BT-34, scheme EM) and the contact's (BT-43).
    pub email: String,
    /// The contact's phone number (BT-42).
    pub phone: String,
    /// Street and number (BT-35).
    pub street: String,
    /// Place (BT-37).
    pub place: String,
    /// Postcode (BT-38).
    pub postcode: String,
}

/// The country of both sides (BT-40, BT-55).
pub(super) const COUNTRY: &str = "DE";

impl Seller {
    pub(super) fn ubl(&self, xml: &mut Xml) {
        xml.within("cac:AccountingSupplierParty", |xml| {
            xml.within("cac:Party", |xml| {
                xml.leaf_with("cbc:EndpointID", &[("schemeID", "EM")], &self.email);
                xml.within("cac:PartyIdentification", |xml| xml.leaf("cbc:ID", &self.number));
                xml.within("cac:PostalAddress", |xml| {
                    xml.leaf("cbc:StreetName", &self.street);
                    xml.leaf("cbc:CityName", &self.place);
                    xml.leaf("cbc:PostalZone", &self.postcode);
                    xml.within("cac:Country", |xml| xml.leaf("cbc:IdentificationCode", COUNTRY));
                });
                for (id, scheme) in [(&self.vat_id, "VAT"), (&self.tax_number, "FC")] {
                    if let Some(id) = id {
                        xml.within("cac:PartyTaxScheme", |xml| {
                            xml.leaf("cbc:CompanyID", id);
                            xml.within("cac:TaxScheme", |xml| xml.leaf("cbc:ID", scheme));
                        });
                    }
                }
                xml.within("cac:PartyLegalEntity", |xml| xml.leaf("cbc:RegistrationName", &self.name));
                xml.within("cac:Contact", |xml| {
                    xml.leaf("cbc:Name", &self.name);
                    xml.leaf("cbc:Telephone", &self.phone);
                    xml.leaf("cbc:ElectronicMail", &self.email);
                });
            });
        });
    }

    pub(super) fn cii(&self, xml: &mut Xml) {
        xml.within("ram:SellerTradeParty", |xml| {
            xml.leaf("ram:ID", &self.number);
            xml.leaf("ram:Name", &self.name);
            xml.within("ram:DefinedTradeContact", |xml| {
                xml.leaf("ram:PersonName", &self.name);
                xml.within("ram:TelephoneUniversalCommunication", |xml| xml.leaf("ram:CompleteNumber", &self.phone));
                xml.within("ram:EmailURIUniversalCommunication", |xml| xml.leaf("ram:URIID", &self.email));
            });
            xml.within("ram:PostalTradeAddress", |xml| {
                xml.leaf("ram:PostcodeCode", &self.postcode);
                xml.leaf("ram:LineOne", &self.street);
                xml.leaf("ram:CityName", &self.place);
                xml.leaf("ram:CountryID", COUNTRY);
            });
            xml.within("ram:URIUniversalCommunication", |xml| {
                xml.leaf_with("ram:URIID", &[("schemeID", "EM")], &self.email);
            });
            for (id, scheme) in [(&self.vat_id, "VA"), (&self.tax_number, "FC")] {
                if let Some(id) = id {
                    xml.within("ram:SpecifiedTaxRegistration", |xml| {
                        xml.leaf_with("ram:ID", &[("schemeID", scheme)], id);
                    });
                }
            }
        });
    }
}
