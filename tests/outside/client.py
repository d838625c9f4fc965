"""A program of somebody else: it knows an address, the OpenAPI document behind it, and nothing else.

Calls are found by their operation's name. What is sent is checked against the document before it leaves, what comes back when
it arrives: status, media type and schema. Standard library only."""
import http.client
import json
import re
import threading
import urllib.parse
import uuid
from html import unescape

DATE_TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")
FORMATS = {
    "uuid": re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", re.I),
    "date": re.compile(r"^\d{4}-\d\d-\d\d$"),
    "date-time": DATE_TIME,
}
TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}


class Gap(Exception):
    """The document does not say what one must know, or the house does not do what the document says."""


class Answer:
    def __init__(self, status, headers, body, cookies=()):
        self.status, self.headers, self.body, self.cookies = status, headers, body, cookies

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def text(self):
        return self.body.decode()


class Line:
    """One connection a thread, kept open."""

    def __init__(self, origin):
        url = urllib.parse.urlsplit(origin)
        self.host, self.port = url.hostname, url.port
        self.mine = threading.local()

    def send(self, method, path, body=None, headers=None):
        for attempt in (1, 2):
            connection = getattr(self.mine, "connection", None)
            if connection is None:
                connection = self.mine.connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
            try:
                connection.request(method, path, body, headers or {})
                answer = connection.getresponse()
                cookies = answer.headers.get_all("set-cookie") or []
                return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read(), cookies)
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                # An idle connection was closed at the other end.
                connection.close()
                self.mine.connection = None
                if attempt == 2:
                    raise
            except OSError:
                connection.close()
                self.mine.connection = None
                raise


class Document:
    """The OpenAPI document."""

    def __init__(self, line):
        answer = line.send("GET", "/api/v1/openapi.json")
        if answer.status != 200:
            raise Gap(f"no document: {answer.status}")
        self.root = answer.json
        self.calls = {}
        for path, calls in self.root["paths"].items():
            for method, call in calls.items():
                self.calls[call["operationId"]] = (method.upper(), path, call)

    def at(self, reference):
        place = self.root
        for name in reference.removeprefix("#/").split("/"):
            place = place[name.replace("~1", "/").replace("~0", "~")]
        return place

    def parameters(self, call):
        return [self.at(one["$ref"]) if "$ref" in one else one for one in call.get("parameters", [])]

    def problems(self, schema, value, where="$"):
        """Everything in which a value differs from a schema."""
        if "$ref" in schema:
            return self.problems(self.at(schema["$ref"]), value, where)
        found = []
        for part in schema.get("allOf", []):
            found += self.problems(part, value, where)
        for word in ("oneOf", "anyOf"):
            if word in schema:
                ways = [self.problems(way, value, where) for way in schema[word]]
                if all(ways):
                    found += min(ways, key=len)
        kinds = schema.get("type")
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if kinds and not any(isinstance(value, TYPES[kind]) and not (kind in ("integer", "number") and isinstance(value, bool)) for kind in kinds):
            return found + [f"{where} is {value!r}, no {' or '.join(kinds)}"]
        if "enum" in schema and value not in schema["enum"]:
            found.append(f"{where} is {value!r}, none of {schema['enum']}")
        if isinstance(value, str) and "format" in schema:
            pattern = FORMATS.get(schema["format"])
            if pattern and not pattern.match(value):
                found.append(f"{where} is {value!r}, no {schema['format']}")
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            if value < schema.get("minimum", value) or schema.get("maximum", value) < value:
                found.append(f"{where} is {value}, out of bounds")
        if isinstance(value, dict):
            known = schema.get("properties", {})
            found += [f"{where}.{name} is missing" for name in schema.get("required", []) if name not in value]
            for name, part in value.items():
                if name in known:
                    found += self.problems(known[name], part, f"{where}.{name}")
                elif schema.get("additionalProperties") is False:
                    found.append(f"{where}.{name} is not told")
        if isinstance(value, list) and "items" in schema:
            for index, item in enumerate(value):
                found += self.problems(schema["items"], item, f"{where}[{index}]")
        return found


class Program:
    """Calls the API in somebody's name."""

    def __init__(self, line, document, token=None):
        self.line, self.document, self.token = line, document, token

    def call(self, name, body=None, expect=None, key=True, if_match=None, media=None, **values):
        """Does the operation `name`. `values` are its parameters; `expect` the status that must come, else any good one."""
        if name not in self.document.calls:
            raise Gap(f"the document knows no {name}")
        method, path, call = self.document.calls[name]
        headers, query = {"Accept": "application/json"}, {}
        told = self.document.parameters(call)
        for one in told:
            if not one.get("description"):
                raise Gap(f"{name} does not describe its parameter {one['name']}")
            given = values.pop(one["name"], None)
            if given is None and one["in"] == "path":
                raise Gap(f"{name} wants {one['name']}")
            if one["in"] == "path":
                path = path.replace("{" + one["name"] + "}", urllib.parse.quote(str(given), safe=""))
            elif one["in"] == "query" and given is not None:
                query[one["name"]] = given
        if values:
            raise Gap(f"{name} tells no {', '.join(values)}")
        names = {one["name"]: one for one in told}
        if method != "GET":
            if "Idempotency-Key" not in names:
                raise Gap(f"{name} does not tell Idempotency-Key")
            if key:
                headers["Idempotency-Key"] = key if isinstance(key, str) else str(uuid.uuid4())
        if names.get("If-Match", {}).get("required") and if_match is not None:
            headers["If-Match"] = if_match
        if "security" in call:
            scheme = self.document.root["components"]["securitySchemes"][next(iter(call["security"][0]))]
            if scheme["scheme"] != "bearer" or not scheme.get("description"):
                raise Gap("the document does not say how to log in")
            if self.token:
                headers["Authorization"] = f"Bearer {self.token}"
        payload = None
        if body is not None:
            kinds = call.get("requestBody", {}).get("content")
            if not kinds:
                raise Gap(f"{name} tells no body")
            kind = media or next(iter(kinds))
            if kind not in kinds:
                raise Gap(f"{name} takes {list(kinds)}, not {kind}")
            headers["Content-Type"] = kind
            if isinstance(body, (bytes, str)):
                payload = body
            else:
                payload = json.dumps(body)
                wrong = self.document.problems(kinds[kind]["schema"], body)
                if wrong and (expect or 200) < 400:
                    raise Gap(f"{name} must not be sent so: {wrong}")
        if query:
            path += "?" + urllib.parse.urlencode({name: str(value).lower() if isinstance(value, bool) else value for name, value in query.items()})
        answer = self.line.send(method, path, payload, headers)
        self.check(name, call, answer)
        if expect is not None and answer.status != expect or expect is None and answer.status >= 400:
            raise Gap(f"{name} answers {answer.status}: {answer.body[:600]!r}")
        return answer

    def check(self, name, call, answer):
        """The answer is as the document tells it."""
        told = call["responses"].get(str(answer.status))
        if told is None:
            raise Gap(f"{name} answers {answer.status}, which is not told: {answer.body[:300]!r}")
        if not told.get("description"):
            raise Gap(f"{name} does not describe {answer.status}")
        kinds = told.get("content", {})
        kind = answer.headers.get("content-type", "").split(";")[0]
        if answer.body and kind not in kinds:
            raise Gap(f"{name} answers {answer.status} with {kind or 'no media type'}, told is {list(kinds)}")
        if kind.endswith("json") and kind in kinds:
            wrong = self.document.problems(kinds[kind]["schema"], answer.json)
            if wrong:
                raise Gap(f"{name} answers {answer.status} otherwise than told: {wrong[:4]}")
        for header in told.get("headers", {}):
            if answer.status < 400 and header.lower() not in answer.headers:
                raise Gap(f"{name} tells the header {header} and does not send it")

    def all(self, name, **values):
        """Every row of a list, page by page."""
        rows, cursor = [], None
        while True:
            page = self.call(name, **values, **({"cursor": cursor} if cursor else {})).json
            if isinstance(page, list):
                return page
            rows += page["items"]
            cursor = page.get("next")
            if not cursor:
                return rows


class Visitor:
    """The few pages that only the demo has: who may log in, the code of the day, the clock."""

    def __init__(self, line):
        self.line, self.cookies = line, {}

    def get(self, path):
        return self.seen(self.line.send("GET", path, headers=self.headers()))

    def post(self, path, values):
        headers = self.headers() | {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        return self.seen(self.line.send("POST", path, urllib.parse.urlencode(values), headers))

    def headers(self):
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}

    def seen(self, answer):
        for cookie in answer.cookies:
            name, _, value = cookie.split(";")[0].strip().partition("=")
            if name and value:
                self.cookies[name] = value
        return answer

    def key(self, path, action):
        """The key of the form that goes to `action`."""
        page = self.get(path).text
        form = re.search(r'<form[^>]*action="' + re.escape(action) + r'".*?</form>', page, re.S)
        if not form:
            raise Gap(f"{path} has no form to {action}: {page[:400]}")
        return unescape(re.search(r'name="_key" value="([^"]+)"', form.group(0)).group(1))

    def logins(self):
        """Role as the login page calls it → (address, password)."""
        rows = re.findall(r'<th[^>]*scope="row">([^<]+)</th>(.*?)</tr>', self.get("/login").text, re.S)
        logins = {}
        for role, row in rows:
            fields = dict(re.findall(r'name="(email|password)" value="([^"]*)"', row))
            if fields:
                logins[unescape(role)] = (unescape(fields["email"]), unescape(fields["password"]))
        return logins

    def log_in(self, address, password):
        """Logs a browser in. Gives the code of the second factor if one is wanted."""
        answer = self.post("/login", {"_key": self.key("/login", "/login"), "next": "/", "email": address, "password": password})
        if answer.status != 303:
            raise Gap(f"{address} can't log in: {answer.status}")
        if "second-factor" not in answer.headers["location"]:
            return None
        return re.search(r'id="demo-code"[^>]*>\s*(\d{6})', self.get(answer.headers["location"]).text).group(1)

    def now(self):
        """The demo's day and time."""
        page = self.get("/dev/clock").text
        return tuple(re.search(r'name="%s" value="([^"]+)"' % name, page).group(1) for name in ("date", "time"))

    def clock(self, day, time):
        answer = self.post("/dev/clock", {"_key": self.key("/dev/clock", "/dev/clock"), "date": day, "time": time})
        if answer.status != 303:
            raise Gap(f"the clock does not go to {day} {time}: {answer.status}")


def program(line, document, address, password):
    """Logs a program in, with the second factor as the demo shows it."""
    nobody = Program(line, document)
    code = Visitor(line).log_in(address, password)
    body = {"email": address, "password": password} | ({"totp": code} if code else {})
    return Program(line, document, nobody.call("issueToken", body).json["access_token"])
