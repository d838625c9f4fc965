#!/usr/bin/env python3
"""The running binary, looked at from outside, on SQLite and on PostgreSQL:

    tests/outside/run.py target/debug/dragoman [name]

A program walks a booking with nothing but the OpenAPI document; attacks; how the binary starts. PostgreSQL is a throw-away
cluster of tests/pg.sh. Ends with `outside: N passed, N failed`."""
import datetime
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import traceback

sys.dont_write_bytecode = True

from attacks import Attacks
from client import Document, Gap, Line, Visitor, program
from conformance import conforms, is_valid
from house import House, free_port
from walk import expect, walk

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Cluster:
    """A PostgreSQL that can be taken away."""

    def __init__(self, folder):
        self.environment = os.environ | {"PGROOT": str(folder), "PGPORT": str(free_port())}
        self.address = self.run("start")

    def run(self, what):
        done = subprocess.run([ROOT / "tests/pg.sh", what], env=self.environment, capture_output=True, text=True, timeout=120)
        if done.returncode != 0:
            raise Gap(f"pg.sh {what}: {done.stderr}")
        return done.stdout.strip()

    def start(self):
        self.run("start")

    def kill(self):
        self.run("kill")


def how_it_starts(house):
    """Refusals at start say which key is wrong, before anything is touched."""
    secret = "0123456789abcdef" * 4
    for what, environment, word in (
        ("no secret", {}, "secret_key"),
        ("a secret that somebody typed", {"DRAGOMAN_SECRET_KEY": "changeme"}, "secret_key"),
        ("one letter for a secret", {"DRAGOMAN_SECRET_KEY": "a" * 64}, "secret_key"),
        ("no address", {"DRAGOMAN_SECRET_KEY": secret, "DRAGOMAN_LISTEN": "nowhere"}, "listen"),
        ("no number", {"DRAGOMAN_SECRET_KEY": secret, "DRAGOMAN_WORKER__CONCURRENCY": "many"}, "worker.concurrency"),
        ("no such key", {"DRAGOMAN_SECRET_KEY": secret, "DRAGOMAN_LISTN": "127.0.0.1:1"}, "listn"),
        ("the demo as real", {"DRAGOMAN_SECRET_KEY": secret, "DRAGOMAN_DEMO": "true"}, "demo"),
    ):
        status, words = house.says("serve", **environment)
        expect(f"it starts with {what}", status != 0)
        expect(f"with {what} it does not name {word}: {words}", word in words.lower())
        expect(f"with {what} the secret shows: {words}", secret not in words)
    expect("a refused start leaves something behind", not (house.folder / "data").exists())
    status, words = house.says("audit", "verify", DATABASE_URL="mysql://localhost/x")
    expect(f"an address of no known database is taken: {words}", status != 0 and "database_url" in words.lower())


def morning(house):
    """Nine o'clock of the next working day: at night and at weekends nobody is asked."""
    visitor = Visitor(Line(house.origin))
    day = datetime.date.fromisoformat(visitor.now()[0]) + datetime.timedelta(days=1)
    while day.weekday() > 4:
        day += datetime.timedelta(days=1)
    visitor.clock(str(day), "09:00")


def demo_is_kept(house):
    """The second start keeps what was done. A fresh one begins anew."""
    line = Line(house.origin)
    logins = Visitor(line).logins()
    document = Document(line)
    who = lambda: program(line, document, *logins["Sachbearbeitung"])
    before = {one["id"] for one in who().all("list_requests")}
    house.stop()
    house.start()
    expect("a second start loses something", before <= {one["id"] for one in who().all("list_requests")})
    house.stop()
    house.start("--fresh")
    after = {one["id"] for one in who().all("list_requests")}
    expect("a fresh start keeps something", after and not before & after)
    house.check_books()


def main():
    binary, only = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2] if len(sys.argv) > 2 else ""
    counts = [0, 0]

    def test(name, body, *arguments):
        if only not in name:
            return
        begun = time.monotonic()
        try:
            body(*arguments)
            counts[0] += 1
            print(f"ok    {name} ({time.monotonic() - begun:.1f} s)", flush=True)
        except Exception as error:
            counts[1] += 1
            print(f"FAILED {name}\n      {error if isinstance(error, Gap) else traceback.format_exc()}", flush=True)

    with tempfile.TemporaryDirectory(prefix="dragoman-outside.") as folder:
        folder = pathlib.Path(folder)
        folder.chmod(0o711)  # the database's owner must reach its own folder below
        test("how it starts", how_it_starts, House(binary, folder / "starts"))
        for kind in ("sqlite", "postgres"):
            cluster = Cluster(folder / "cluster") if kind == "postgres" else None
            house = House(binary, folder / kind, f"{cluster.address}/postgres" if cluster else None)
            try:
                begun = time.monotonic()
                house.start()
                print(f"a demo city on {kind} stands after {time.monotonic() - begun:.1f} s", flush=True)
                morning(house)
                attacks = Attacks(house, cluster)
                for attack in attacks.all():
                    test(f"{attack.__name__.replace('_', ' ')} ({kind})", attack)
                test(f"a program with nothing but the document walks a booking ({kind})", walk, house.origin)
                if kind == "sqlite":
                    line = Line(house.origin)
                    document = Document(line)
                    test("the document is valid OpenAPI 3.1", is_valid, document)
                    for role in ("Koordinierung", "Finanzsachbearbeitung", "Dolmetscher:in"):
                        test(f"the API does what its document says ({role})", lambda: conforms(house, program(line, document, *Visitor(line).logins()[role]), 40))
                    test("what was done in the demo is kept, and begun anew when asked for", demo_is_kept, house)
                test(f"trace and ledger are whole at the end ({kind})", house.check_books)
            except Exception as error:
                counts[1] += 1
                print(f"FAILED {kind}\n      {error if isinstance(error, Gap) else traceback.format_exc()}\n{house.log()}", flush=True)
            finally:
                try:
                    house.stop()
                finally:
                    if cluster:
                        cluster.kill()
    print(f"outside: {counts[0]} passed, {counts[1]} failed")
    sys.exit(1 if counts[1] else 0)


if __name__ == "__main__":
    main()
