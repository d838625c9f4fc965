#!/usr/bin/env python3
"""PDF, the CII inside it, the XRechnung in UBL and the one in CII say the same. exit 0 = all do.

Usage: check_same.py FOLDER...     looks at every FOLDER/NAME.pdf with its NAME.xrechnung.xml and NAME.xrechnung-cii.xml;
puts what lies inside the PDFs into FOLDER/inside/ for the validator. Needs pikepdf, pypdf, lxml."""
import glob, os, re, sys, unicodedata
from decimal import Decimal
import pikepdf
from lxml import etree
from pypdf import PdfReader

U = {'cbc': 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
     'cac': 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2'}
C = {'rsm': 'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100',
     'ram': 'urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100',
     'udt': 'urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100',
     'qdt': 'urn:un:unece:uncefact:data:standard:QualifiedDataType:100'}
# Business term: path in UBL, path in CII. Every occurrence counts, in order.
TERMS = {
    'BT-1': ('/*/cbc:ID', '//rsm:ExchangedDocument/ram:ID'),
    'BT-2': ('/*/cbc:IssueDate', '//rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString'),
    'BT-3': ('/*/cbc:InvoiceTypeCode', '//rsm:ExchangedDocument/ram:TypeCode'),
    'BT-10': ('/*/cbc:BuyerReference', '//ram:BuyerReference'),
    'BT-20': ('//cac:PaymentTerms/cbc:Note', '//ram:SpecifiedTradePaymentTerms/ram:Description'),
    'BT-22': ('/*/cbc:Note', '//ram:IncludedNote/ram:Content'),
    'BT-25': ('//cac:InvoiceDocumentReference/cbc:ID', '//ram:InvoiceReferencedDocument/ram:IssuerAssignedID'),
    'BT-26': ('//cac:InvoiceDocumentReference/cbc:IssueDate', '//ram:InvoiceReferencedDocument//qdt:DateTimeString'),
    'BT-27': ('//cac:AccountingSupplierParty//cbc:RegistrationName', '//ram:SellerTradeParty/ram:Name'),
    'BT-29': ('//cac:AccountingSupplierParty//cac:PartyIdentification/cbc:ID', '//ram:SellerTradeParty/ram:ID'),
    'BT-31/32': ('//cac:AccountingSupplierParty//cbc:CompanyID', '//ram:SellerTradeParty/ram:SpecifiedTaxRegistration/ram:ID'),
    'BT-34': ('//cac:AccountingSupplierParty//cbc:EndpointID', '//ram:SellerTradeParty/ram:URIUniversalCommunication/ram:URIID'),
    'BT-35': ('//cac:AccountingSupplierParty//cbc:StreetName', '//ram:SellerTradeParty//ram:LineOne'),
    'BT-42': ('//cac:AccountingSupplierParty//cbc:Telephone', '//ram:SellerTradeParty//ram:CompleteNumber'),
    'BT-44': ('//cac:AccountingCustomerParty//cbc:RegistrationName', '//ram:BuyerTradeParty/ram:Name'),
    'BT-49': ('//cac:AccountingCustomerParty//cbc:EndpointID', '//ram:BuyerTradeParty/ram:URIUniversalCommunication/ram:URIID'),
    'BT-73': ('/*/cac:InvoicePeriod/cbc:StartDate', '//ram:ApplicableHeaderTradeSettlement/ram:BillingSpecifiedPeriod/ram:StartDateTime/udt:DateTimeString'),
    'BT-74': ('/*/cac:InvoicePeriod/cbc:EndDate', '//ram:ApplicableHeaderTradeSettlement/ram:BillingSpecifiedPeriod/ram:EndDateTime/udt:DateTimeString'),
    'BT-83': ('//cbc:PaymentID', '//ram:PaymentReference'),
    'BT-84': ('//cac:PayeeFinancialAccount/cbc:ID', '//ram:IBANID'),
    'BT-85': ('//cac:PayeeFinancialAccount/cbc:Name', '//ram:AccountName'),
    'BT-106': ('//cbc:LineExtensionAmount[parent::cac:LegalMonetaryTotal]', '//ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:LineTotalAmount'),
    'BT-110': ('/*/cac:TaxTotal/cbc:TaxAmount', '//ram:TaxTotalAmount'),
    'BT-112': ('//cbc:TaxInclusiveAmount', '//ram:GrandTotalAmount'),
    'BT-115': ('//cbc:PayableAmount', '//ram:DuePayableAmount'),
    'BT-116': ('//cbc:TaxableAmount', '//ram:BasisAmount'),
    'BT-117': ('//cac:TaxSubtotal/cbc:TaxAmount', '//ram:CalculatedAmount'),
    'BT-118': ('//cac:TaxCategory/cbc:ID', '//ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax/ram:CategoryCode'),
    'BT-119': ('//cac:TaxCategory/cbc:Percent', '//ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax/ram:RateApplicablePercent'),
    'BT-120': ('//cbc:TaxExemptionReason', '//ram:ExemptionReason'),
    'BT-126': ('//cac:InvoiceLine/cbc:ID', '//ram:LineID'),
    'BT-128': ('//cac:InvoiceLine/cac:DocumentReference/cbc:ID', '//ram:SpecifiedLineTradeSettlement//ram:IssuerAssignedID'),
    'BT-129': ('//cbc:InvoicedQuantity', '//ram:BilledQuantity'),
    'BT-130': ('//cbc:InvoicedQuantity/@unitCode', '//ram:BilledQuantity/@unitCode'),
    'BT-131': ('//cac:InvoiceLine/cbc:LineExtensionAmount', '//ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount'),
    'BT-134': ('//cac:InvoiceLine//cbc:StartDate', '//ram:SpecifiedLineTradeSettlement//ram:StartDateTime/udt:DateTimeString'),
    'BT-146': ('//cbc:PriceAmount', '//ram:ChargeAmount'),
    'BT-151': ('//cac:ClassifiedTaxCategory/cbc:ID', '//ram:SpecifiedLineTradeSettlement//ram:CategoryCode'),
    'BT-153': ('//cac:Item/cbc:Name', '//ram:SpecifiedTradeProduct/ram:Name'),
    'BT-154': ('//cac:Item/cbc:Description', '//ram:SpecifiedTradeProduct/ram:Description'),
}
DAYS = {'BT-2', 'BT-26', 'BT-73', 'BT-74', 'BT-134'}
# Without these no invoice of ours is complete.
NEEDED = set(TERMS) - {'BT-25', 'BT-26', 'BT-120'}

def texts(tree, path, names):
    return [str(one if isinstance(one, str) else one.text or '') for one in tree.xpath(path, namespaces=names)]

def terms(tree, which):
    found = {}
    for term, paths in TERMS.items():
        values = texts(tree, paths[which], U if which == 0 else C)
        found[term] = [v.replace('-', '') for v in values] if term in DAYS else values
    return found

def german(amount):
    """1234.5 as the PDF writes it: 1.234,50 €"""
    text = f'{abs(Decimal(amount)):,.2f}'.replace(',', 'x').replace('.', ',').replace('x', '.')
    return ('-' if Decimal(amount) < 0 else '') + text + '€'

def plain(text):
    """Without blanks and soft hyphens; a minus is a minus."""
    return re.sub(r'[\s\u00ad\u200b]', '', unicodedata.normalize('NFC', text)).replace('\u2212', '-').replace('\u2011', '-')

def words(day):
    return f'{day[6:8]}.{day[4:6]}.{day[0:4]}'

def check(pdf, inside):
    wrong = []
    base = pdf[:-len('.pdf')]
    paper = plain(''.join(page.extract_text() for page in PdfReader(pdf).pages))
    opened = pikepdf.open(pdf)
    attached = dict(opened.attachments.items())
    if not os.path.exists(base + '.xrechnung.xml'):
        return [f'no invoice, and {list(attached)} inside'] if attached else []
    data = attached['factur-x.xml'].get_file().read_bytes()
    open(os.path.join(inside, os.path.basename(base) + '.xml'), 'wb').write(data)
    ubl, cii = etree.parse(base + '.xrechnung.xml'), etree.parse(base + '.xrechnung-cii.xml')
    here = etree.fromstring(data).getroottree()
    said = terms(ubl, 0)
    for name, other in (('CII', terms(cii, 1)), ('PDF\'s CII', terms(here, 1))):
        wrong += [f'{name} says {other[t]} for {t}, UBL {said[t]}' for t in TERMS if other[t] != said[t]]
    wrong += [f'{t} is missing' for t in NEEDED if not said[t]]
    # What a person reads.
    shown = [(t, v) for t in ('BT-1', 'BT-10', 'BT-25', 'BT-29', 'BT-31/32', 'BT-128') for v in said[t]]
    shown += [(t, german(v)) for t in ('BT-106', 'BT-112', 'BT-115', 'BT-117') for v in said[t]]
    shown += [(t, words(v)) for t in DAYS for v in said[t]]
    if said['BT-3'] == ['389']:
        shown += [('BT-84', v) for v in said['BT-84']] + [('BT-22', 'Gutschrift')]
    shown += [('BT-120', v) for v in said['BT-120']]
    wrong += [f'the PDF does not show {t} {v}' for t, v in shown if plain(v) not in paper]
    for amount in set(said['BT-131']):
        times = said['BT-131'].count(amount)
        if paper.count(german(amount)) < times:
            wrong.append(f'the PDF shows {german(amount)} less than {times} times (BT-131)')
    return wrong

def main():
    bad = count = 0
    for folder in sys.argv[1:]:
        inside = os.path.join(folder, 'inside')
        os.makedirs(inside, exist_ok=True)
        for pdf in sorted(glob.glob(os.path.join(folder, '*.pdf'))):
            wrong = check(pdf, inside)
            count += 1
            bad += bool(wrong)
            print('DIFFERENT' if wrong else 'SAME', pdf)
            for one in wrong[:5]:
                print('   ', one)
    sys.exit(1 if bad or not count else 0)

main()
