"""Does the API do what its document says? Schemathesis sends what the document allows and what it does not, and looks at the answers:
no 5xx; status, media type, headers and bodies as told. And the document itself is valid OpenAPI 3.1."""
import json
import pathlib
import re
import subprocess
import sys

from client import Gap

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOLS = ROOT / "tests/.cache/outside"
PACKAGES = ["schemathesis==4.32.5", "openapi-spec-validator==0.9.0"]
CHECKS = ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance", "response_schema_conformance"]
# What would shut out the account that asks, or erase a person.
SPARED = ["disableAccount", "removeSecondFactor", "rotateKeys", "revokeToken", "erase_person"]
# The listener answers 501 to methods it does not know, which is right and no failure.
SETTINGS = "[phases.coverage]\nunexpected-methods = []\n"


def tools():
    """An environment with the tools, made once."""
    mark = TOOLS / "packages.json"
    if not mark.exists() or json.loads(mark.read_text()) != PACKAGES:
        for command in ([sys.executable, "-m", "venv", "--clear", TOOLS], [TOOLS / "bin/pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES]):
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode != 0:
                raise Gap(f"missing: {', '.join(PACKAGES)} (from PyPI): {done.stderr[-500:]}")
        mark.write_text(json.dumps(PACKAGES))
    return TOOLS / "bin"


def is_valid(document):
    """The document keeps the rules of OpenAPI 3.1."""
    code = "import json, sys; from openapi_spec_validator import OpenAPIV31SpecValidator as V; print(*(e.message[:200] for e in V(json.load(sys.stdin)).iter_errors()), sep='\\n')"
    done = subprocess.run([tools() / "python", "-c", code], input=json.dumps(document.root), capture_output=True, text=True)
    if done.returncode != 0 or done.stdout.strip():
        raise Gap(f"no valid OpenAPI 3.1: {(done.stdout.strip() or done.stderr)[:2000]}")


def the_tool_stumbled(words):
    """Nothing was found in the product: every error is an exception inside the tool itself."""
    kinds = re.findall(r"^ +🚫 ([^:\n]+): \d+$", words, re.MULTILINE)
    return kinds == ["Runtime Error"] and "= FAILURES =" not in words


def conforms(house, who, seconds):
    """Everything the document lets this account do, for so many seconds, the same each time.

    One worker only: threads of CPython 3.11 that read source at the same time disturb each other (python/cpython#106905), which the tool
    does all along. Should it stumble over itself nevertheless, it is asked once more; what it says then counts.
    """
    (house.folder / "schemathesis.toml").write_text(SETTINGS)
    command = [
        tools() / "schemathesis", "run", f"{house.origin}/api/v1/openapi.json", "--header", f"Authorization: Bearer {who.token}",
        "--workers", "1", "--seed", "20270304", "--phases", "coverage,fuzzing", "--max-examples", "8", "--max-time", str(seconds),
        "--generation-database", "none", "--request-timeout", "60", "--checks", ",".join(CHECKS), "--warnings", "off", "--suppress-health-check", "all",
    ]
    for name in SPARED:
        command += ["--exclude-operation-id", name]
    for _ in range(2):
        done = subprocess.run(command, cwd=house.folder, capture_output=True, text=True, timeout=seconds * 4 + 120)
        words = done.stdout + done.stderr
        if done.returncode == 0 or not the_tool_stumbled(words):
            break
    if done.returncode != 0:
        start = min(place for place in (words.find("= ERRORS ="), words.find("= FAILURES ="), len(words)) if place >= 0)
        raise Gap(words[start:][:4000] or words[-4000:])
