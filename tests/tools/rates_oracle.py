#!/usr/bin/env python3
"""Recomputes quotes of the JVEG and of the city's tables, independently of the program.

Written from the contract of quote/1, the rules in docs/rates.md and the figures in rates/data. It shares no code with the
program: Python's own Decimal, time zones and calendar arithmetic.

    rates_oracle.py DATA_FOLDER < CASES

Each line of CASES is {"schedule": id, "facts": facts/1, "quote": quote/1}. Prints each difference and, at the end, how many
quotes were recomputed and how many differ. Exit code 1 if any differs.
"""

import json
import sys
import tomllib
from datetime import date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
CENT = Decimal("0.01")


def cents(amount):
    """Commercial rounding: half away from zero."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def instant(text):
    return datetime.fromisoformat(text).astimezone(timezone.utc)


def easter(year):
    """Gauss's rule in the form of Meeus, Jones and Butcher."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    l = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * l) // 451
    month, day = divmod(h + l - 7 * m + 114, 31)
    return date(year, month, day + 1)


def is_holiday(day):
    """Feiertagsgesetz Baden-Württemberg, § 1; 31 October 2017 was a holiday everywhere, once."""
    fixed = {(1, 1), (1, 6), (5, 1), (10, 3), (11, 1), (12, 25), (12, 26)}
    moving = {-2, 1, 39, 50, 60}
    return (
        (day.month, day.day) in fixed
        or (day - easter(day.year)).days in moving
        or day == date(2017, 10, 31)
    )


def begun(seconds, first, step):
    """Begun blocks: the first is the least that is paid."""
    if seconds <= 0:
        return 0
    minutes = first
    while minutes * 60 < seconds:
        minutes += step
    return minutes


def hours(minutes):
    return Decimal(minutes) / 60


class Session:
    """One session under one table."""

    def __init__(self, table, facts):
        self.table, self.facts = table, facts
        self.agreed = tuple(instant(facts["agreed"][end]) for end in ("from", "to"))
        self.on_site = facts["delivery"] == "on_site"
        self.travel = facts.get("travel") or {}
        self.day = self.agreed[0].astimezone(BERLIN).date()
        row = next(row for row in table["rate"] if self.fits(row))
        self.hourly = Decimal(row["hourly"])
        time = table["time"]
        self.first = row.get("first_minutes", time["first_minutes"])
        self.step = row.get("step_minutes", time["step_minutes"])
        self.lines = []

    def fits(self, row):
        person = self.facts["interpreter"]
        known = {
            "group": person["group"],
            "trained": person["trained"],
            "class": self.facts["class"],
            "delivery": self.facts["delivery"],
        }
        return all(row[name] == value for name, value in known.items() if name in row)

    def add(self, quantity, unit, price):
        self.lines.append((quantity, unit, price, cents(quantity * price)))

    # ---- what took place

    def counted(self, held):
        """Begin, end and seconds of work."""
        if not held:
            return (*self.agreed, (self.agreed[1] - self.agreed[0]).total_seconds())
        start, end = instant(held["from"]), instant(held["to"])
        how = self.table["time"]["counted_from"]
        begin = {"agreed": self.agreed[0], "actual": start, "earlier": min(start, self.agreed[0])}[how]
        if end <= begin:  # over before it should have begun: what was worked counts
            begin = start
        seconds = (end - begin).total_seconds() - held.get("break_minutes", 0) * 60
        return begin, end, max(seconds, 0)

    def held(self, held):
        begin, end, seconds = self.counted(held)
        joined = any(rule["pays"] == "time_with_session" for rule in self.table.get("travel", []))
        way = self.travel.get("minutes", 0) * 60 if joined and self.on_site else 0
        billed = begun(seconds + way, self.first, self.step)
        self.add(hours(billed), "h", self.hourly)
        unused = Decimal(self.table["time"].get("unused_percent", "0"))
        whole = begun((self.agreed[1] - self.agreed[0]).total_seconds() + way, self.first, self.step)
        if held and unused and whole > billed:
            self.add(hours(whole - billed), "h", self.hourly * unused / 100)
        self.surcharges(begin - timedelta(seconds=way // 2), end + timedelta(seconds=way - way // 2), billed)
        self.way(Decimal(100))

    def surcharges(self, begin, end, billed):
        windows = self.table.get("surcharge", [])
        if not windows:
            return
        # The highest first; of two that are equal, the one that was written first.
        order = sorted(range(len(windows)), key=lambda place: (-Decimal(windows[place]["percent"]), place))
        found = dict.fromkeys(order, 0)
        # The zone's offset is whole hours and so are the windows: within one hour of UTC nothing opens or closes.
        at = begin
        while at < end:
            hour = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
            until = min(hour, end)
            wall = at.astimezone(BERLIN)
            for place in order:
                if self.is_open(windows[place], wall):
                    found[place] += (until - at).total_seconds()
                    break
            at = until
        left = billed
        for place in order:
            minutes = min(begun(found[place], self.first, self.step), left)
            left -= minutes
            if minutes:
                self.add(hours(minutes), "h", self.hourly * Decimal(windows[place]["percent"]) / 100)

    @staticmethod
    def is_open(window, wall):
        def opens(day):
            days = window["days"]
            if days == "every":
                return True
            if days == "holidays":
                return is_holiday(day)
            return day.strftime("%A").lower() in ([days] if isinstance(days, str) else days)

        clock = lambda text: int(text[:2]) * 60 + int(text[3:])
        since, until = clock(window.get("from", "00:00")), clock(window.get("to", "24:00"))
        now, day = wall.hour * 60 + wall.minute, wall.date()
        if since < until:
            return opens(day) and since <= now < until
        # Over midnight: opened today, or the evening before.
        return (opens(day) and now >= since) or (opens(day - timedelta(days=1)) and now < until)

    def way(self, percent):
        """All rules of travel; nobody travels to a telephone."""
        if not self.on_site:
            return
        for rule in self.table.get("travel", []):
            if rule["pays"] == "flat":
                if not (rule.get("once_a_day") and self.travel.get("already_paid")):
                    self.add(Decimal(1), "flat", Decimal(rule["amount"]) * percent / 100)
            elif rule["pays"] == "per_km":
                km = Decimal(self.travel.get("km", "0"))
                if km:
                    self.add(km, "km", Decimal(rule["amount"]) * percent / 100)
            elif rule["pays"] == "tickets":
                paid = Decimal(self.travel.get("tickets", "0"))
                if paid:
                    self.add(Decimal(1), "flat", paid * percent / 100)

    # ---- what did not

    def share(self, rule):
        most = rule.get("most_minutes")
        if rule.get("proven_loss"):
            loss = Decimal(self.facts.get("proven_loss") or "0")
            self.add(Decimal(1), "flat", min(loss, hours(most) * self.hourly))
            return
        percent = Decimal(rule.get("percent", "0"))
        if percent:
            minutes = begun((self.agreed[1] - self.agreed[0]).total_seconds(), self.first, self.step)
            self.add(hours(min(minutes, most) if most else minutes), "h", self.hourly * percent / 100)
        else:
            self.add(Decimal(0), "h", self.hourly)
        way = Decimal(rule.get("travel_percent", "0"))
        if way:
            self.way(way)

    def cancelled(self):
        told = instant(self.facts["notified_at"])
        for rung in self.table["cancellation"]:
            if "under_hours" in rung:
                late = self.agreed[0] - told < timedelta(hours=rung["under_hours"])
            elif "within_days" in rung:
                late = (self.day - told.astimezone(BERLIN).date()).days <= rung["within_days"]
            else:
                late = True
            if late:
                return self.share(rung)

    def price(self):
        outcome, held = self.facts["outcome"], self.facts.get("held")
        if outcome == "held":
            self.held(held)
        elif outcome == "cancelled_by_office":
            self.cancelled()
        elif outcome == "client_absent":
            if self.table["client_absent"].get("as_held"):
                self.held(held)
            else:
                self.share(self.table["client_absent"])
        else:
            self.add(Decimal(0), "h", self.hourly)
        net = sum((line[3] for line in self.lines), Decimal("0.00"))
        rate = None
        if self.facts["interpreter"]["vat"] == "standard":
            rates = [entry for entry in self.table["vat"] if entry["from"] <= self.day]
            rate = Decimal(max(rates, key=lambda entry: entry["from"])["percent"])
        vat = cents(net * rate / 100) if rate is not None else Decimal("0.00")
        return net, rate, vat


def differences(table, case):
    session = Session(table, case["facts"])
    net, rate, vat = session.price()
    quote = case["quote"]
    told = [
        (Decimal(line["quantity"]), line["unit"], Decimal(line["unit_price"]), line["amount"]) for line in quote["lines"]
    ]
    mine = [(quantity, unit, price, str(amount)) for quantity, unit, price, amount in session.lines]
    if told != mine:
        yield f"lines {told}, recomputed {mine}"
    for name, value in (("net", net), ("vat", vat), ("gross", net + vat)):
        if quote[name] != str(value):
            yield f"{name} {quote[name]}, recomputed {value}"
    if (quote["vat_rate"] and Decimal(quote["vat_rate"])) != rate:
        yield f"vat_rate {quote['vat_rate']}, recomputed {rate}"
    for name in ("currency", "figures"):
        if quote[name] != table[name]:
            yield f"{name} {quote[name]}, the table says {table[name]}"
    if quote["format"] != "quote/1" or quote["schedule"] != table["id"] or quote["valid_from"] != str(table["valid_from"]):
        yield "the head is not that of the table"


def main():
    folder = Path(sys.argv[1])
    tables = {}
    for file in sorted(folder.glob("*.toml")):
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        tables[table["id"]] = table
    count = wrong = 0
    for line in sys.stdin:
        case = json.loads(line)
        count += 1
        found = list(differences(tables[case["schedule"]], case))
        if found:
            wrong += 1
            if wrong <= 20:
                print(json.dumps({"schedule": case["schedule"], "facts": case["facts"]}))
                for difference in found:
                    print("   ", difference)
    print(f"{count} recomputed, {wrong} different")
    return 1 if wrong or not count else 0


if __name__ == "__main__":
    sys.exit(main())
