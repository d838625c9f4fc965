"""What many at once, bad luck and bad intent do to the running binary."""
import concurrent.futures
import datetime
import http.client
import re
import socket
import time
import uuid
from collections import Counter

from client import Document, Gap, Line, Program, Visitor, program
from walk import expect, until

PASSWORD = "Dolmetschen-in-Stuttgart"


class Attacks:
    def __init__(self, house, cluster=None):
        self.house, self.cluster = house, cluster
        self.line = Line(house.origin)
        self.document = Document(self.line)
        self.visitor = Visitor(self.line)
        self.logins = self.visitor.logins()
        self.programs = {}
        self.karin = self.who("Sachbearbeitung")
        self.office = next(role["office"] for role in self.karin.call("me").json["roles"] if role.get("office"))
        profiles = [one for one in self.karin.all("list_profiles") if one["active"]]
        self.profile = min(profiles, key=lambda one: len(one["credentials"]))["id"]
        # A morning of work two weeks ahead.
        day = datetime.date.fromisoformat(self.visitor.now()[0]) + datetime.timedelta(days=14)
        while day.weekday() > 3:
            day += datetime.timedelta(days=1)
        self.day = day

    def who(self, role):
        if role not in self.programs:
            address, password = self.logins.get(role, (role, PASSWORD))
            self.programs[role] = program(self.line, self.document, address, password)
        return self.programs[role]

    def wish(self, start="10:00", end="11:00", **more):
        return {
            "office": self.office, "profile": self.profile, "language": "ar", "date": str(self.day), "from": start, "to": end,
            "delivery": "phone",
        } | more

    def at_once(self, count, body):
        """`body(index)` many times at once; what came of each."""
        with concurrent.futures.ThreadPoolExecutor(count) as pool:
            return [one.result() for one in [pool.submit(body, index) for index in range(count)]]

    def offers(self, assignment, who="everybody", **more):
        self.who("Koordinierung").call("send_offers", {"who": who} | more, id=assignment)
        found = self.who("Koordinierung").all("list_assignment_offers", id=assignment)
        return [one for one in found if one["status"] == "open"]

    def sixty_four_accept_one_job(self):
        booked = self.karin.call("submit_request", self.wish("08:20", "09:05")).json
        try:
            self.offers(booked["assignment"])
        except Gap as gap:
            # Everybody may have been asked by the job already.
            expect(gap, "409" in str(gap))

        def links():
            box = self.visitor.get("/dev/mail").text
            letters = re.findall(r'href="(/dev/mail/[0-9a-f-]{36})">[^<]*08:20.09:05', box)
            found = [re.search(r"/o/[A-Za-z0-9._-]+", self.visitor.get(letter).text) for letter in letters]
            return [link.group(0) for link in found if link]

        found = until("letters with offers", lambda: links() if len(links()) >= 4 else None)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}

        def yes(index):
            link = found[index % len(found)]
            return self.line.send("POST", link, f"_key={uuid.uuid4()}&answer=yes", headers).status

        answers = Counter(self.at_once(64, yes))
        expect(f"64 said yes to one job and got {answers}", answers == {303: 1, 409: 63})
        offers = Counter(one["status"] for one in self.who("Koordinierung").all("list_assignment_offers", id=booked["assignment"]))
        expect(f"more than one has it: {offers}", offers["accepted"] == 1 and offers["open"] == 0)

    def nobody_takes_two_jobs_at_the_same_time(self):
        one = self.karin.call("submit_request", self.wish("10:10", "11:00")).json["assignment"]
        two = self.karin.call("submit_request", self.wish("10:40", "11:30")).json["assignment"]
        kora = self.who("Koordinierung")
        fits = lambda assignment: {offer["interpreter"]: offer["id"] for offer in kora.all("list_assignment_offers", id=assignment) if offer["status"] == "open"}
        for assignment in (one, two):
            try:
                self.offers(assignment)
            except Gap as gap:
                expect(gap, "409" in str(gap))
        both = until("somebody who is asked for both", lambda: [(fits(one)[person], fits(two)[person], person) for person in fits(one) if person in fits(two)])
        first, second, person = both[0]
        address = kora.call("get_interpreter", id=person).json["email"]
        amal = program(self.line, self.document, address, PASSWORD)

        def accept(index):
            method, path, call = self.document.calls["accept_offer"]
            path = path.replace("{id}", (first, second)[index % 2])
            answer = self.line.send(method, path, headers={"Authorization": f"Bearer {amal.token}", "Idempotency-Key": str(uuid.uuid4())})
            amal.check("accept_offer", call, answer)
            return answer.status

        answers = Counter(self.at_once(8, accept))
        expect(f"two overlapping jobs: {answers}", answers == {200: 1, 409: 7})

    def money_races_to_zero(self):
        """The Job Centre has some forty euros left; sixteen ask for half an hour at once."""
        jobs = self.who("jobcenter@stadt.example.org")
        office = next(role["office"] for role in jobs.call("me").json["roles"] if role.get("office"))
        head = self.who("leitung.jobcenter@stadt.example.org")
        if self.day.year != datetime.date.fromisoformat(self.visitor.now()[0]).year:
            print("      the year is nearly over: its money can't be raced for")
            return
        line = lambda: next(one for one in head.all("list_budget_lines", year=self.day.year) if one["office_id"] == office)
        before = line()
        wishes = [self.wish("09:00", "09:30", office=office, language="en") for _ in range(16)]
        answers = Counter(self.at_once(16, lambda index: jobs.call("submit_request", wishes[index], expect=201).json["status"]))
        after = line()
        expect(f"the line went below zero: {after}", after["available_cents"] >= 0)
        expect(f"nobody waits for money: {answers} with {before['available_cents']}", answers["awaiting_budget"] >= 14)

    def the_same_form_acts_once(self):
        browser = Visitor(self.line)
        browser.log_in(*self.logins["Sachbearbeitung"])
        form = {
            "_key": browser.key("/requests/new", "/requests/new"), "office": self.office, "profile": self.profile, "language": "ar",
            "date": str(self.day), "from": "12:20", "to": "13:00", "delivery": "phone", "priority": "normal", "remark": "einmal",
        }
        answers = Counter((answer.status, answer.headers.get("location")) for answer in self.at_once(8, lambda _: browser.post("/requests/new", form)))
        expect(f"a form pressed eight times: {answers}", len(answers) == 1 and next(iter(answers))[0] == 303)
        call = self.wish("12:40", "13:20")
        made = {self.karin.call("submit_request", call, expect=201, key="pressed-eight-times").json["id"] for _ in range(2)}
        made |= set(self.at_once(8, lambda _: self.karin.call("submit_request", call, expect=201, key="pressed-eight-times").json["id"]))
        expect(f"a call sent ten times made {len(made)}", len(made) == 1)

    def tokens_that_do_not_hold(self):
        address, password = self.logins["Sachbearbeitung"]
        nobody = Program(self.line, self.document)
        pair = nobody.call("issueToken", {"email": address, "password": password}).json
        next_pair = nobody.call("refreshToken", {"refresh_token": pair["refresh_token"]}).json
        nobody.call("refreshToken", {"refresh_token": pair["refresh_token"]}, expect=401)
        # A second use means that somebody else has it: the whole login ends.
        nobody.call("refreshToken", {"refresh_token": next_pair["refresh_token"]}, expect=401)
        Program(self.line, self.document, next_pair["access_token"]).call("me", expect=401)
        for token in ("x", "e30.e30.", pair["refresh_token"], pair["access_token"][:-3] + "AAA"):
            Program(self.line, self.document, token).call("me", expect=401)
        expect("a token that is none opens an offer", self.line.send("GET", "/o/" + pair["access_token"]).status == 404)

    def another_offices_booking(self):
        booked = self.karin.call("submit_request", self.wish("13:30", "14:10")).json
        stranger = self.who("schulverwaltung@stadt.example.org")
        stranger.call("get_request", id=booked["id"], expect=404)
        stranger.call("cancel_request", {"reason": "weg"}, id=booked["id"], expect=404)
        stranger.call("change_request", {"remark": "weg"}, id=booked["id"], if_match='"v1"', expect=404)
        stranger.call("submit_request", self.wish("13:30", "14:10"), expect=404)
        expect("a stranger sees it in a list", booked["id"] not in [one["id"] for one in stranger.all("list_requests", **{"from": str(self.day)})])
        self.who("Rechnungsprüfung").call("cancel_request", {"reason": "weg"}, id=booked["id"], expect=403)

    def wishes_that_cannot_be(self):
        sunday = lambda month: max(day for day in (datetime.date(year, month, number) for number in range(25, 32)) if day.weekday() == 6)
        today = datetime.date.fromisoformat(self.visitor.now()[0])
        for month, code in ((3, "time-skipped"), (10, "time-ambiguous")):
            year = today.year
            if sunday(month) <= today:
                year = today.year + 1
            self.refused(code, date=str(sunday(month)), **{"from": "02:30", "to": "04:00"})
        self.refused("slot-ends-before-it-starts", **{"from": "10:00", "to": "10:00"})
        self.refused("slot-is-past", date=str(today - datetime.timedelta(days=1)))
        self.refused("language-unknown", language="Klingonisch")
        self.refused("text-control-character", remark="a\0b")
        self.refused("text-control-character", remark="\x1b[31mrot")
        named = self.karin.call("submit_request", self.wish("14:20", "15:00", file_reference="Familie Mustafa Özdemir"), expect=201).json
        expect("a name in the file reference is not noticed", named["warnings"])
        plain = self.karin.call("submit_request", self.wish("14:30", "15:10", file_reference="51-23-2027-00418"), expect=201).json
        expect(f"a file reference is taken for a name: {plain['warnings']}", not plain["warnings"])

    def refused(self, code, **wrong):
        problem = self.karin.call("submit_request", self.wish() | wrong, expect=422).json
        codes = [problem["code"], *(one["code"] for one in problem["errors"])]
        expect(f"{wrong} is refused as {codes}, not as {code}", code in codes)

    def texts_that_do_harm(self):
        remark = "<script>alert(1)</script> '\u202eumgekehrt\u202c' {{ 7*7 }}"
        booked = self.karin.call("submit_request", self.wish("15:20", "16:00", remark=remark), expect=201).json
        browser = Visitor(self.line)
        browser.log_in(*self.logins["Sachbearbeitung"])
        page = browser.get(f"/requests/{booked['id']}")
        expect("markup comes through", page.status == 200 and "<script>alert" not in page.text)
        expect("a mark that turns the writing comes through", "\u202e" not in page.text)
        expect("the text does not stand as it was typed", "alert(1)" in page.text and "7*7" in page.text)

    def fifty_megabytes(self):
        tessa = self.who("Stadtkasse")
        for path, kind, token in (
            ("/login", "application/x-www-form-urlencoded", None), ("/api/v1/requests", "application/json", self.karin.token),
            ("/api/v1/payments/feedback", "application/octet-stream", tessa.token), ("/treasury/feedback", "multipart/form-data; boundary=x", None),
        ):
            # Told beforehand, and found out on the way.
            for told in (True, False):
                status = upload(self.house.port, path, kind, token, told)
                expect(f"50 MB to {path} ({'told' if told else 'in pieces'}): {status}", status == 413)
        expect("the house does not go on", self.house.is_ready())

    def slow_heads(self):
        """Connections that never finish their first lines are ended, and keep nobody else waiting."""
        slow = [socket.create_connection(("127.0.0.1", self.house.port), timeout=30) for _ in range(100)]
        try:
            begun = time.monotonic()
            for one in slow:
                one.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
            open_still = list(slow)
            while open_still and time.monotonic() - begun < 25:
                started = time.monotonic()
                expect("the house does not answer others", self.house.is_ready())
                expect("others wait", time.monotonic() - started < 3)
                for one in list(open_still):
                    try:
                        one.sendall(b"X-Slow: 1\r\n")
                        one.settimeout(0.01)
                        if one.recv(4096) == b"":
                            open_still.remove(one)
                    except TimeoutError:
                        pass
                    except OSError:
                        open_still.remove(one)
                time.sleep(0.5)
            expect(f"{len(open_still)} slow connections are still open after {time.monotonic() - begun:.0f} s", not open_still)
        finally:
            for one in slow:
                one.close()

    def cut(self, title, end, begin):
        """Sixteen requests are on their way when something dies. Sent again under their keys, each is there once."""
        minutes = lambda index: f"{7 + index // 4:02}:{index % 4 * 15:02}"
        wishes = [self.wish(minutes(index), "18:55", remark=f"{title} {index}") for index in range(16)]

        def ask(index):
            try:
                return self.karin.call("submit_request", wishes[index], key=f"{title}-{index}").json
            except (Gap, OSError, http.client.HTTPException) as gap:
                if isinstance(gap, Gap) and " answers 503" not in str(gap):
                    raise
                return None

        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            asked = [pool.submit(ask, index) for index in range(16)]
            # Some are done, some are not.
            while sum(one.done() for one in asked) < 3:
                time.sleep(0.005)
            end()
            if self.cluster and title == "database":
                answer = self.line.send("GET", "/readyz")
                expect(f"the house says that it is ready without its database: {answer.status}", answer.status == 503)
                time.sleep(0.5)
            begin()
            before = [one.result() for one in asked]
        until("the house", self.house.is_ready)
        after = [self.karin.call("submit_request", wishes[index], expect=201, key=f"{title}-{index}").json for index in range(16)]
        for one, other in zip(before, after):
            expect("what was done before is answered otherwise now", one is None or one == other)
        expect("two of them are one", len({one["id"] for one in after}) == 16)
        there = [one for one in self.karin.all("list_requests", **{"from": str(self.day), "to": str(self.day)}) if one["remark"].startswith(title)]
        expect(f"{len(there)} of 16 are there", len(there) == 16)
        expect("one has no assignment or no money", all(one["assignment"] and one["status"] in ("searching", "awaiting_budget", "filled") for one in there))
        numbers = sorted(int(one["reference"].split("-")[1]) for one in there)
        expect(f"numbers with a gap: {numbers}", numbers == list(range(numbers[0], numbers[0] + 16)))
        self.house.check_books()
        print(f"      {sum(one is not None for one in before)} of 16 were done before {title} went")

    def the_database_goes_away(self):
        if self.cluster:
            self.cut("database", self.cluster.kill, self.cluster.start)

    def killed_in_the_middle_of_work(self):
        self.cut("process", self.house.kill, self.house.start)

    def all(self):
        return [
            self.sixty_four_accept_one_job, self.nobody_takes_two_jobs_at_the_same_time, self.money_races_to_zero,
            self.the_same_form_acts_once, self.tokens_that_do_not_hold, self.another_offices_booking, self.wishes_that_cannot_be,
            self.texts_that_do_harm, self.fifty_megabytes, self.slow_heads, self.the_database_goes_away,
            self.killed_in_the_middle_of_work,
        ]


def upload(port, path, kind, token, told):
    """Sends fifty megabytes until somebody says no. Gives the status."""
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: {kind}\r\nSec-Fetch-Site: same-origin\r\n"
    if token:
        head += f"Authorization: Bearer {token}\r\nIdempotency-Key: {uuid.uuid4()}\r\n"
    size = 50 * 1024 * 1024
    head += f"Content-Length: {size}\r\n\r\n" if told else "Transfer-Encoding: chunked\r\n\r\n"
    piece = b"a" * 65536
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(head.encode())
        try:
            for _ in range(size // len(piece)):
                line.sendall(piece if told else b"10000\r\n" + piece + b"\r\n")
            if not told:
                line.sendall(b"0\r\n\r\n")
        except OSError:
            pass
        answer = line.recv(4096)
    return int(answer.split(b" ")[1]) if answer.startswith(b"HTTP/1.1 ") else answer[:80]
