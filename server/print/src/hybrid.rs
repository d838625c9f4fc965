//! Saying in a PDF's metadata that an invoice lies inside: the Factur-X properties, and their description as PDF/A demands it
//! (ISO 19005-3, 6.6.2.3).
//!
//! The typesetter attaches the file and writes everything else; these properties it does not know. They come as one incremental
//! update behind its bytes (ISO 32000-1, 7.5.6): the metadata once more, and a cross-reference table.
//! It reads only what the typesetter of this crate writes, not any PDF.

use crate::sheet::Attachment;
use std::fmt::Write as _;

const NAMESPACE: &str = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#";

/// What was not found in the typesetter's PDF.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum HybridError {
    /// Where the cross-references begin.
    #[error("the PDF doesn't say where its cross-references are")]
    CrossReferences,
    /// Root, identity and size.
    #[error("the PDF's trailer has no {0}")]
    Trailer(&'static str),
    /// The metadata, plain, with the bag of described schemas.
    #[error("the PDF's metadata can't be extended")]
    Metadata,
}

/// The PDF with the attached invoice declared in its metadata.
pub(crate) fn declare(mut pdf: Vec<u8>, attachment: &Attachment) -> Result<Vec<u8>, HybridError> {
    let previous = number_after(&pdf, rfind(&pdf, b"startxref").ok_or(HybridError::CrossReferences)? + 9)
        .ok_or(HybridError::CrossReferences)?;
    let section = pdf.get(previous..).filter(|section| section.starts_with(b"xref"));
    let section = section.ok_or(HybridError::CrossReferences)?;
    let trailer = section.get(find(section, b"trailer").ok_or(HybridError::CrossReferences)?..).unwrap_or_default();
    let size = number_after(trailer, find(trailer, b"/Size").ok_or(HybridError::Trailer("size"))? + 5)
        .ok_or(HybridError::Trailer("size"))?;
    let root = entry(trailer, b"/Root", b"R").ok_or(HybridError::Trailer("root"))?;
    let id = entry(trailer, b"/ID", b"]").ok_or(HybridError::Trailer("identity"))?;
    let info = entry(trailer, b"/Info", b"R").unwrap_or_default();

    let (object, xmp) = metadata(&pdf)?;
    let xmp = extended(&xmp, attachment).ok_or(HybridError::Metadata)?;

    pdf.push(b'\n');
    let metadata_at = pdf.len();
    pdf.extend(format!("{object} 0 obj\n<</Type/Metadata/Subtype/XML/Length {}>>\nstream\n", xmp.len()).bytes());
    pdf.extend(xmp.bytes());
    pdf.extend(b"\nendstream\nendobj\n");
    let references_at = pdf.len();
    pdf.extend(format!("xref\n{object} 1\n{metadata_at:010} 00000 n \n").bytes());
    pdf.extend(format!("trailer\n<</Size {size}{root}{info}{id}/Prev {previous}>>\n").bytes());
    pdf.extend(format!("startxref\n{references_at}\n%%EOF\n").bytes());
    Ok(pdf)
}

/// The metadata's object number and text.
fn metadata(pdf: &[u8]) -> Result<(usize, String), HybridError> {
    let begin = rfind(pdf, b"<?xpacket begin").ok_or(HybridError::Metadata)?;
    let length = find(pdf.get(begin..).unwrap_or_default(), b"endstream").ok_or(HybridError::Metadata)?;
    let text = std::str::from_utf8(pdf.get(begin..begin + length).unwrap_or_default()).map_err(|_| HybridError::Metadata)?;
    let before = pdf.get(..begin).unwrap_or_default();
    let head = rfind(before, b" 0 obj").ok_or(HybridError::Metadata)?;
    let digits: Vec<u8> = before.get(..head).unwrap_or_default().iter().rev().copied().take_while(u8::is_ascii_digit).collect();
    let object = digits.iter().rev().fold(0_usize, |sum, digit| sum * 10 + usize::from(digit - b'0'));
    if digits.is_empty() { Err(HybridError::Metadata) } else { Ok((object, text.trim_end().to_owned())) }
}

/// The packet with the four Factur-X properties and their description.
fn extended(xmp: &str, attachment: &Attachment) -> Option<String> {
    const BAG: &str = "<pdfaExtension:schemas><rdf:Bag>";
    const END: &str = "</rdf:RDF>";
    let mut described = String::new();
    for (name, what) in [
        ("DocumentFileName", "The name of the embedded XML document"),
        ("DocumentType", "The type of the hybrid document in capital letters, e.g. INVOICE or ORDER"),
        ("Version", "The actual version of the standard applying to the embedded XML document"),
        ("ConformanceLevel", "The conformance level of the embedded XML document"),
    ] {
        let _ = write!(
            described,
            "<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>{name}</pdfaProperty:name>\
             <pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>\
             <pdfaProperty:description>{what}</pdfaProperty:description></rdf:li>"
        );
    }
    let schema = format!(
        "<rdf:li rdf:parseType=\"Resource\" xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\" \
         xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\">\
         <pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>\
         <pdfaSchema:namespaceURI>{NAMESPACE}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix>\
         <pdfaSchema:property><rdf:Seq>{described}</rdf:Seq></pdfaSchema:property></rdf:li>"
    );
    let properties = format!(
        "<rdf:Description rdf:about=\"\" xmlns:fx=\"{NAMESPACE}\"><fx:DocumentType>INVOICE</fx:DocumentType>\
         <fx:DocumentFileName>{}</fx:DocumentFileName><fx:Version>1.0</fx:Version>\
         <fx:ConformanceLevel>{}</fx:ConformanceLevel></rdf:Description>",
        escaped(&attachment.name),
        escaped(&attachment.level)
    );
    let (bag, end) = (xmp.find(BAG)? + BAG.len(), xmp.rfind(END)?);
    let (first, middle, last) = (xmp.get(..bag)?, xmp.get(bag..end)?, xmp.get(end..)?);
    Some([first, &schema, middle, &properties, last].concat())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// `/Root 5 0 R`, from its key to its last byte.
fn entry(text: &[u8], key: &[u8], last: &[u8]) -> Option<String> {
    let from = find(text, key)?;
    let to = from + find(text.get(from + key.len()..)?, last)? + key.len() + last.len();
    String::from_utf8(text.get(from..to)?.to_vec()).ok()
}

fn number_after(text: &[u8], at: usize) -> Option<usize> {
    let digits = text.get(at..)?.iter().skip_while(|byte| byte.is_ascii_whitespace());
    let mut found = None;
    for digit in digits.take_while(|byte| byte.is_ascii_digit()) {
        found = Some(found.unwrap_or(0_usize).checked_mul(10)?.checked_add(usize::from(digit - b'0'))?);
    }
    found
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}

fn rfind(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).rposition(|window| window == what)
}
