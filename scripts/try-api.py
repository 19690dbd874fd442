"""Serves a demo zone and lets schemathesis try its API against its own description.

    try-api.py FUGONG [OPTION OF SCHEMATHESIS ...]

Everything happens in a temporary folder and on the loopback address. The exit
status is that of schemathesis: not 0 for any answer of 5xx, any status or type
of content that the description does not tell of, any answer that breaks its
schema, any invalid input that is accepted. ROLE (dispatcher) is whose token is
used, EXAMPLES (20) how many cases an operation gets at least, SEED (2020) what
they are made from.
"""

import http.cookiejar
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

PASSWORD = "win-back-the-days"  # of every account of the demo


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(url, server):
    for _ in range(600):
        if server.poll() is not None:
            sys.exit("try-api: the demo did not start")
        try:
            urllib.request.urlopen(url + "/healthz", timeout=2)
            return
        except OSError:
            time.sleep(0.2)
    sys.exit("try-api: the demo does not answer")


def make_token(url, role):
    """Signs in as the administrator and makes a token with the role."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def post(path, **fields):
        return browser.open(url + path, urllib.parse.urlencode(fields).encode(), timeout=60).read().decode()

    post("/sign-in", login="admin", password=PASSWORD)
    form = browser.open(url + "/administration/tokens/new", timeout=60).read().decode()
    organisation = re.search(r'<select[^>]*name="organisation".*?<option value="([^"]+)"', form, re.S).group(1)
    page = post("/administration/tokens", organisation=organisation, role=role, name="schemathesis", expires="7")
    return re.search(r"fugong_[A-Za-z0-9_-]{20,}|(?<=<code>)[^<]{20,}(?=</code>)|(?<=value=\")[A-Za-z0-9_.-]{30,}(?=\")", page).group(0)


def main():
    program, options = sys.argv[1], sys.argv[2:]
    folder, port = tempfile.mkdtemp(prefix="fugong-api-"), free_port()
    url = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [program, "demo", "--db", f"sqlite:{folder}/zone.db", "--keys", f"{folder}/zone.keys", "--listen", f"127.0.0.1:{port}", "--log", "error"],
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(url, server)
        token = make_token(url, os.environ.get("ROLE", "dispatcher"))
        return subprocess.call([
            os.path.join(os.path.dirname(sys.executable), "st"), "run", url + "/api/openapi.json",
            "-H", f"Authorization: Bearer {token}", "--seed", os.environ.get("SEED", "2020"),
            "--max-examples", os.environ.get("EXAMPLES", "20"), "--continue-on-failure", "--request-timeout", "60",
            *options,
        ], cwd=folder)
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
