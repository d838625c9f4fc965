# Sourced: the judges of finance's files, installed once from PyPI as pinned in setup.sh, below the target folder (or where
# DRAGOMAN_EINVOICE says). Sets `judges` and `python`.
command -v python3 >/dev/null || { echo "missing: python3" >&2; exit 1; }
judges=${DRAGOMAN_EINVOICE:-$target/einvoice}
if ! [ -e "$judges/ready" ]; then
  rm -rf "$judges" && mkdir -p "$judges"
  python3 -m venv "$judges/probe" >/dev/null 2>&1 || { echo "missing: python3-venv (Debian package python3-venv), for the judges" >&2; exit 1; }
  rm -rf "$judges/probe"
  bash tests/tools/einvoice/setup.sh "$judges" >"$judges/setup.log" 2>&1 || {
    tail -5 "$judges/setup.log" >&2
    echo "missing: the judges: PyPI could not be reached, or no longer has what tests/tools/einvoice/setup.sh pins" >&2
    exit 1
  }
  touch "$judges/ready"
fi
python=$judges/venv/bin/python
