"""The running binary: started, killed and started again as somebody who runs it would."""
import http.client
import os
import pathlib
import signal
import socket
import subprocess
import time

from client import Gap


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class House:
    """A demo city in a folder of its own, on SQLite or on the PostgreSQL at `database`."""

    def __init__(self, binary, folder, database=None):
        self.binary, self.folder, self.port = binary, pathlib.Path(folder), free_port()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("DRAGOMAN_") and name != "DATABASE_URL"}
        self.environment |= {
            "DRAGOMAN_DATA_DIR": str(self.folder / "data"),
            "DRAGOMAN_LISTEN": f"127.0.0.1:{self.port}",
            # Everybody comes from one address here.
            "DRAGOMAN_LIMITS__LOGIN_PER_MINUTE_ADDRESS": "1000",
            "DRAGOMAN_LIMITS__LOGIN_PER_MINUTE_ACCOUNT": "1000",
            "DRAGOMAN_LIMITS__API_PER_MINUTE_ADDRESS": "100000",
            "DRAGOMAN_LIMITS__API_PER_MINUTE_ACCOUNT": "100000",
        }
        if database:
            self.environment["DATABASE_URL"] = database
        self.database = database
        self.process = None

    @property
    def origin(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self, *arguments):
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen([self.binary, "demo", *arguments], env=self.environment, cwd=self.folder, stdout=log, stderr=log)
        for _ in range(3000):
            if self.process.poll() is not None:
                raise Gap(f"the house ended with {self.process.returncode}: {self.log()}")
            if self.is_ready():
                return
            time.sleep(0.1)
        raise Gap(f"the house does not open: {self.log()}")

    def is_ready(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def log(self):
        return (self.folder / "log").read_text(errors="replace")[-2000:]

    def kill(self):
        """As a power cut does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()
                raise Gap("the house does not end when it is told to") from None

    def says(self, *arguments, **environment):
        """What a command of the binary says: its status and its words."""
        done = subprocess.run([self.binary, *arguments], env=self.environment | environment, cwd=self.folder, capture_output=True, text=True, timeout=120)
        return done.returncode, done.stdout + done.stderr

    def check_books(self):
        """The trace is one chain, and the ledger adds up."""
        for what in ("audit", "budget"):
            status, words = self.says(what, "verify")
            if status != 0:
                raise Gap(f"{what} verify: {words}")
