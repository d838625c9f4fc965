#!/usr/bin/env python3
"""tests/bank, with the judges' Python. See there."""
import csv
import hashlib
import io
import json
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.error
import urllib.request

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests/outside"))

import sepaxml
from client import Gap
from house import House, free_port
from lxml import etree
from walk import expect, walk

IBAN, BIC = "DE02120300000000202051", "BYLADEM1001"
OURS = "{urn:dragoman:uebergabe:1}"
SAFE = etree.XMLParser(resolve_entities=False, no_network=True)


def schema(path):
    return etree.XMLSchema(etree.parse(str(path)))


def conforms(what, judge, text):
    tree = etree.fromstring(text, SAFE)
    if not judge.validate(tree):
        raise Gap(f"{what}: {judge.error_log.last_error}")
    return tree


class Bank:
    """mock-bank on a port of its own, holding the city's account."""

    def __init__(self, log):
        self.port, self.log, self.process = free_port(), log, None

    def open(self, day):
        command = [sys.executable, "-m", "mockbank", "--port", str(self.port), "--clock", f"{day}T09:30", "--timezone", "Europe/Berlin"]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log)
        for _ in range(200):
            try:
                if self.ask("GET", "/_mock/health")[0] == 200:
                    break
            except urllib.error.URLError:
                time.sleep(0.1)
        account = {"id": "CITY", "name": "Stadt", "iban": IBAN, "bic": BIC, "balance": 100_000_000}
        status, body = self.ask("POST", "/_mock/accounts", json.dumps(account).encode(), "application/json")
        expect(f"the bank opens no account: {body}", status == 201)

    def ask(self, method, path, body=None, media="application/xml"):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data=body, method=method, headers={"Content-Type": media})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def mail(self, kind):
        """The messages of a kind that wait, as documents of their own."""
        _, text = self.ask("GET", f"/_mock/mailbox?raw&type={kind}")
        return [one for one in re.split(r"(?=<\?xml )", text) if one.strip()]

    def close(self):
        if self.process:
            self.process.terminate()
            self.process.wait(10)


def same(xml, text):
    """The XML says what the CSV says."""
    root = etree.fromstring(xml, SAFE)
    found = []
    for voucher in root.findall(OURS + "Beleg"):
        say = lambda path: voucher.findtext("/".join(OURS + part for part in path.split("/"))) or ""
        for line in voucher.findall(OURS + "Zeile"):
            cost = lambda name: line.findtext(OURS + name) or ""
            found.append([
                root.get("lfdNr"), line.get("nr"), voucher.get("anordnung"), voucher.get("nummer"), voucher.get("vom"), voucher.get("art"),
                say("Empfaenger/Kreditor"), say("Empfaenger/Name"), say("Empfaenger/IBAN"), cost("Betrag").replace(".", ","), root.get("waehrung"),
                cost("Kostenstelle"), cost("Kostentraeger"), cost("Sachkonto"), cost("Amt"), say("LeitwegID"), say("Verwendungszweck"),
                say("EndeZuEnde"), voucher.get("sha256"), root.get("zahlweg"),
            ])
    told = list(csv.reader(io.StringIO(text), delimiter=";"))[1:]
    expect(f"XML and CSV differ:\n{found}\n{told}", found == told)
    cents = lambda amount: round(float(amount.replace(",", ".")) * 100)
    expect("the control sum is wrong", cents(root.get("summe")) == sum(cents(row[9]) for row in told))
    expect("the counts are wrong", (root.get("zeilen"), root.get("belege")) == (str(len(told)), str(len({row[3] for row in told}))))


class Story:
    """The walk, with everything that is looked at on the way."""

    def __init__(self, binary, folder):
        self.folder = pathlib.Path(folder)
        self.house = House(binary, self.folder / "house")
        self.house.environment |= {"DRAGOMAN_BANK_IBAN": IBAN, "DRAGOMAN_BANK_BIC": BIC}
        self.bank = Bank(open(self.folder / "bank.log", "w"))
        self.month = None

    def banks(self, tessa, file, paper, paid_on):
        """The hand-over goes to treasury and bank; the bank's answer and statement come back."""
        load = lambda form: tessa.call("downloadHandOverForm", id=file["id"], form=form)
        xml = load("xml")
        expect("the copy of the XML does not say so", "zweitschrift" in xml.headers["content-disposition"] and xml.headers.get("dragoman-copy") == "true")
        conforms("the hand-over", schema(ROOT / "docs/schemas/uebergabe-1.xsd"), xml.body)
        same(xml.body, tessa.call("downloadHandOver", id=file["id"]).text)
        hashes = {one["form"]: one["sha256"] for one in file["forms"]}
        expect("a hash is wrong", hashes["xml"] == hashlib.sha256(xml.body).hexdigest())

        first = load("pain001")
        expect("the first one calls itself a copy", "zweitschrift" not in first.headers["content-disposition"])
        tessa.call("takeToBank", id=file["id"], expect=201)
        tessa.call("takeToBank", id=file["id"], expect=409)
        again = load("pain001")
        expect("the second one does not say that it is a copy", "zweitschrift" in again.headers["content-disposition"])
        expect("the bytes are made again", first.body == again.body and hashes["pain001"] == hashlib.sha256(first.body).hexdigest())
        published = pathlib.Path(sepaxml.__file__).parent / "schemas/pain.001.001.09.xsd"
        tree = conforms("pain.001.001.09", schema(published), first.body)
        transfers = [one.text for one in tree.iter("{*}EndToEndId")]
        expect("it is not in the bank's file", paper["reference"] in transfers)
        execution = tree.find(".//{*}ReqdExctnDt/{*}Dt").text

        self.bank.open(paid_on)
        status, words = self.bank.ask("POST", "/_mock/validate", first.body)
        expect(f"the bank finds: {words}", status == 200)
        status, words = self.bank.ask("POST", "/payments", first.body)
        expect(f"the bank does not take it: {words}", status in (200, 201, 202))
        answers = self.bank.mail("pain.002")
        expect("the bank does not answer", len(answers) == 1)
        done = tessa.call("importFeedback", answers[0], expect=201).json
        expect(f"the answer is not read: {done}", (done["source"], done["new"], done["waiting"]) == ("pain.002", len(transfers), 0))
        done = tessa.call("importFeedback", answers[0], expect=201).json
        expect("the answer counts twice", (done["new"], done["known"]) == (0, len(transfers)))
        status, words = self.bank.ask("POST", "/payments", first.body)
        day = self.bank.ask("POST", f"/_mock/advance?to={execution}")
        expect(f"the bank's clock: {day}", day[0] == 200)
        self.bank.ask("POST", "/_mock/advance?days=1")
        statements = [one for one in self.bank.mail("camt.053") if paper["reference"] in one]
        expect(f"the bank reports in {len(statements)} statements", len(statements) == 1)
        booked = etree.fromstring(statements[0].encode(), SAFE).find(".//{*}Ntry/{*}BookgDt/{*}Dt").text
        return statements[0], len(transfers), booked

    def walks(self):
        self.house.start()
        self.month = walk(self.house.origin, self.banks)
        self.house.check_books()

    def says(self, status, *arguments):
        found, words = self.house.says(*arguments, "--lang", "en")
        expect(f"{' '.join(arguments)} ends with {found}: {words}", found == status)
        return words

    def proves(self):
        """The month is reconciled, from the terminal, too."""
        expect("no word of it", "agrees" in self.says(0, "reconcile", self.month))
        self.says(0, "month", "show", self.month)
        self.says(1, "month", "show", "nonsense")
        self.says(0, "month", "close", self.month) if self.month <= time.strftime("%Y-%m") else self.says(1, "month", "close", self.month)

    def exports(self):
        """The documents leave with a list of hashes that another program can check, and copies of hand-overs say what they are."""
        out = self.folder / "export"
        self.says(0, "month", "export", self.month, "--to", str(out))
        lines = (out / f"{self.month}.sha256").read_text().split("\n")[:-1]
        expect("nothing was exported", len(lines) >= 3)
        for line in lines:
            digest, name = line.split("  ")
            expect(f"{name} is not what it was", hashlib.sha256((out / name).read_bytes()).hexdigest() == digest)
        self.says(1, "month", "hand-over", "--to", str(self.folder / "files"))
        self.says(0, "month", "hand-over", "--to", str(self.folder / "files"), "--again", "1")
        names = [one.name for one in (self.folder / "files").iterdir()]
        expect(f"copies don't say so: {names}", names and all("zweitschrift" in name for name in names))
        self.says(1, "month", "hand-over", "--to", str(self.folder / "files"), "--again", "4711")
        wrong = self.folder / "wrong.csv"
        wrong.write_text("Buchungsreferenz;Buchungstag;Betrag\nK-1;31.02.2027;1,00\n")
        expect("the line is not named", "wrong.csv:2" in self.says(1, "month", "import", str(wrong)))

    def faults(self):
        """A cent is moved in the database itself: the proof ends with 1 and names it."""
        self.house.stop()
        database = sqlite3.connect(self.house.folder / "data" / "dragoman.sqlite")
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        of_month = f"service_on LIKE '{self.month}%'"
        database.execute(f"UPDATE fee SET net = net + 1, gross = gross + 1 WHERE id = (SELECT id FROM fee WHERE {of_month} LIMIT 1)")
        database.commit()
        words = self.says(1, "reconcile", self.month)
        for cause in ("the budget differs from the claim", "the claim differs from its document"):
            expect(f"{cause} is not found: {words}", cause in words)
        database.execute(f"UPDATE fee SET net = net - 1, gross = gross - 1 WHERE id = (SELECT id FROM fee WHERE {of_month} LIMIT 1)")
        database.commit()
        self.says(0, "reconcile", self.month)


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        story = Story(binary, folder)
        try:
            for step in (story.walks, story.proves, story.exports, story.faults):
                try:
                    step()
                    passed += 1
                    print(f"bank: {step.__name__}: good")
                except Exception as error:
                    failed += 1
                    print(f"bank: {step.__name__}: {error}")
                    if not isinstance(error, Gap):
                        traceback.print_exc()
                    break
        finally:
            story.bank.close()
            try:
                story.house.stop()
            except Gap as gap:
                print(gap)
    print(f"bank: {passed} passed, {failed} failed")
    return failed != 0


sys.exit(main())
