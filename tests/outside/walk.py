"""One booking through the API, from the request to the reconciled payment, by a program that has only the document."""
import datetime
import time
from zoneinfo import ZoneInfo

from client import Document, Gap, Line, Program, Visitor, program

BERLIN = ZoneInfo("Europe/Berlin")


def expect(what, is_so):
    if not is_so:
        raise Gap(what)


def tuesday(day, months):
    """The Tuesday between the 7th and the 13th of the month that comes `months` later: never a holiday."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    date = datetime.date(year, month + 1, 7)
    while date.weekday() != 1:
        date += datetime.timedelta(days=1)
    return date


def morning(visitor):
    """Nine o'clock of the next working day: at night and at weekends nobody is asked."""
    day = datetime.date.fromisoformat(visitor.now()[0]) + datetime.timedelta(days=1)
    while day.weekday() > 4:
        day += datetime.timedelta(days=1)
    visitor.clock(str(day), "09:00")


def utc(day, clock):
    at = datetime.datetime.combine(day, datetime.time.fromisoformat(clock), BERLIN)
    return at.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def until(what, found):
    for _ in range(120):
        result = found()
        if result:
            return result
        time.sleep(0.5)
    raise Gap(f"waited in vain for {what}")


def statement(reference, cents, day):
    """A bank's camt.053.001.08 with one transfer."""
    amount = f"{cents // 100}.{cents % 100:02}"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>A-{reference}</MsgId>
<CreDtTm>{day}T06:00:00+01:00</CreDtTm></GrpHdr><Stmt><Id>1</Id><Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd>
<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt><AcctSvcrRef>OUT-{reference}</AcctSvcrRef>
<NtryDtls><TxDtls><Refs><EndToEndId>{reference}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>"""


def alone(tessa, file, paper, paid_on):
    """A bank that reports this one transfer: its statement, how many transfers are in it, and the day."""
    return statement(paper["reference"], paper["gross_cents"], paid_on), 1, paid_on


def walk(origin, bank=alone):
    """Walks the booking; `bank` is what becomes of the hand-over. Raises `Gap` where the document is not enough, or not true.
    Gives the month."""
    line = Line(origin)
    document = Document(line)
    for name in ("title", "version", "description"):
        expect(f"the document has no {name}", document.root["info"].get(name))
    expect("the document names no server", document.root.get("servers"))
    for tag in {tag for _, _, call in document.calls.values() for tag in call["tags"]}:
        expect(f"the document does not say what {tag} is", any(one["name"] == tag and one.get("description") for one in document.root.get("tags", [])))
    for name, (_, _, call) in document.calls.items():
        expect(f"{name} has no summary", call.get("summary"))

    house = Visitor(line)
    # A demo that was started again goes by the machine's clock.
    morning(house)
    logins = house.logins()
    who = lambda role: program(line, document, *logins[role])
    session = tuesday(datetime.date.fromisoformat(house.now()[0]), 2)
    month, paid_on = f"{session:%Y-%m}", tuesday(session, 1)

    # Without a token, with a wrong password, with too little.
    nobody = Program(line, document)
    expect("401 has no code", nobody.call("list_requests", expect=401).json["code"])
    nobody.call("issueToken", {"email": logins["Sachbearbeitung"][0], "password": "falsch"}, expect=401)

    # The office asks.
    karin = who("Sachbearbeitung")
    me = karin.call("me").json
    office = next(role["office"] for role in me["roles"] if role.get("office"))
    profile = min((one for one in karin.all("list_profiles") if one["active"]), key=lambda one: len(one["credentials"]))
    wish = {
        "office": office, "profile": profile["id"], "language": "ar", "date": str(session), "from": "13:05", "to": "14:35",
        "delivery": "on_site", "address": "Marktplatz 1, 70173 Stuttgart", "district": "mitte",
    }
    problem = karin.call("submit_request", {name: value for name, value in wish.items() if name != "language"}, expect=422).json
    expect(f"the missing field is not named: {problem}", any(one["field"] == "language" for one in problem["errors"]))
    problem = karin.call("submit_request", wish | {"langauge": "ar"}, expect=422).json
    booked = karin.call("submit_request", wish, expect=201, key=f"walk-{session}")
    again = karin.call("submit_request", wish, expect=201, key=f"walk-{session}")
    expect("the same call acts twice", booked.json == again.json)
    problem = karin.call("submit_request", wish | {"to": "14:40"}, expect=422, key=f"walk-{session}").json
    expect(f"another call under the same key: {problem}", problem["code"] == "idempotency-key-reused")
    request, assignment = booked.json["id"], booked.json["assignment"]
    expect(f"it does not search: {booked.json}", booked.json["status"] == "searching")

    # Changed by somebody who has seen it, and by somebody who has not.
    seen = karin.call("get_request", id=request)
    karin.call("change_request", {"remark": "Bitte klingeln"}, id=request, expect=428)
    karin.call("change_request", {"remark": "Bitte klingeln"}, id=request, if_match='"v999"', expect=412)
    changed = karin.call("change_request", {"remark": "Bitte klingeln"}, id=request, if_match=seen.headers["etag"])
    karin.call("change_request", {"remark": "Bitte nicht"}, id=request, if_match=seen.headers["etag"], expect=412)
    expect("the change is lost", changed.json["remark"] == "Bitte klingeln")

    # Somebody is asked and says yes; whoever comes later learns it.
    kora = who("Koordinierung")
    expect("nobody can be asked", kora.call("get_ranking", id=assignment).json)
    offers = until("offers", lambda: [one for one in kora.all("list_assignment_offers", id=assignment) if one["status"] == "open"])
    address = kora.call("get_interpreter", id=offers[0]["interpreter"]).json["email"]
    amal = program(line, document, address, logins["Dolmetscher:in"][1])
    mine = [one for one in amal.all("list_own_offers") if one["assignment"] == assignment]
    expect("the offer is not there for whom it is", len(mine) == 1)
    expect("the address is told before the yes", "Marktplatz" not in str(mine))
    amal.call("accept_offer", id=mine[0]["id"])
    amal.call("accept_offer", id=mine[0]["id"], expect=409)
    job = amal.call("get_own_job", id=assignment).json
    expect("the address is not told after the yes", job["address"] == wish["address"])
    expect("the office does not see it", karin.call("get_request", id=request).json["status"] == "filled")
    karin.call("get_own_job", id=assignment, expect=403)
    amal.call("get_request", id=request, expect=404)

    # It takes place, is recorded and confirmed, and has its price.
    held = {"outcome": "held", "started_at": utc(session, "13:05"), "ended_at": utc(session, "14:35")}
    amal.call("record_session", held, id=assignment, expect=409)
    house.clock(str(session), "14:45")
    amal = program(line, document, address, logins["Dolmetscher:in"][1])
    karin = who("Sachbearbeitung")
    sheet = amal.call("record_session", held, id=assignment, expect=201).json
    expect("the sheet does not wait", sheet["id"] in [one["id"] for one in karin.all("list_timesheets", status="drafted")])
    karin.call("sign_timesheet", {"version": sheet["version"]}, id=sheet["id"])
    karin.call("sign_timesheet", {"version": sheet["version"]}, id=sheet["id"], expect=409)
    mine = lambda: [one for one in karin.all("listClaims", month=month) if one["assignment"] == assignment]
    claim = until("a price", mine)[0]
    # Ninety minutes are three half hours, and on site the way counts once: 1.5 × 50 € and 12 € for those whom the city has
    # trained, 1.5 × 42 € and 12 € for others.
    expect(f"another price: {claim}", claim["net_cents"] in (8700, 7500))
    expect("the sum is none", claim["net_cents"] + claim["vat_cents"] == claim["gross_cents"])
    gross = claim["gross_cents"]

    # Two certify.
    fina, helga = who("Finanzsachbearbeitung"), who("Amtsleitung")
    fina.call("certifyClaim", {"kind": "arithmetic"}, id=claim["id"], expect=409)
    helga.call("certifyClaim", {"kind": "factual"}, id=claim["id"], expect=201)
    helga.call("certifyClaim", {"kind": "arithmetic"}, id=claim["id"], expect=403)
    fina.call("certifyClaim", {"kind": "arithmetic"}, id=claim["id"], expect=201)

    # The month is closed, the payment ordered and handed over.
    house.clock(str(paid_on), "09:00")
    fina, otto, tessa = who("Finanzsachbearbeitung"), who("Anordnungsbefugte"), who("Stadtkasse")
    closed = fina.call("closeMonth", month=month, expect=201).json
    expect(f"it is not on a document: {closed}", closed["claims"] >= 1)
    paper = next(one for one in otto.all("listDocuments", month=month, to_order=True) if one["gross_cents"] == gross)
    expect("the file is empty", otto.call("downloadDocument", id=paper["id"]).body)
    fina.call("orderPayment", {"document": paper["id"]}, expect=403)
    otto.call("orderPayment", {"document": paper["id"]}, expect=201)
    otto.call("orderPayment", {"document": paper["id"]}, expect=409)
    file = tessa.call("handOver", expect=201).json
    tessa.call("acceptHandOver", id=file["id"], expect=201)
    expect("it is not in the file", paper["reference"] in tessa.call("downloadHandOver", id=file["id"]).text)
    expect("it is no open item", paper["reference"] in [one["reference"] for one in tessa.all("listOpenItems")])

    # The bank's statement, once wrong, once right, once more.
    told, count, paid_on = bank(tessa, file, paper, paid_on)
    problem = tessa.call("importFeedback", told.replace("DBIT", "MAYBE"), expect=422).json
    expect(f"the line is not named: {problem}", problem["errors"])
    done = tessa.call("importFeedback", told, expect=201).json
    expect(f"it is not matched: {done}", (done["new"], done["matched"], done["waiting"]) == (count, count, 0))
    done = tessa.call("importFeedback", told, expect=201).json
    expect(f"the same file acts twice: {done}", (done["new"], done["known"]) == (0, count))
    expect("it is still open", paper["reference"] not in [one["reference"] for one in tessa.all("listOpenItems")])

    # Everybody sees how it ended, and the month agrees.
    amal = program(line, document, address, logins["Dolmetscher:in"][1])
    paid = amal.call("readDocument", id=paper["id"]).json
    expect(f"it was not paid on {paid_on}: {paid}", (paid["state"], paid["paid_on"]) == ("paid", str(paid_on)))
    proof = fina.call("reconcileMonth", month=month).json
    expect(f"the month does not agree: {proof['differences']}", proof["differences"] == [])
    trail = who("Rechnungsprüfung").call("list_audit_entries", action="payment-matched", limit=20).json["items"]
    expect("the trace does not tell the payment", any(entry["facts"].get("document") == paper["reference"] for entry in trail))
    return month
