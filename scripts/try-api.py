"""Serves a demo zone and lets schemathesis try its API against its own description.

    try-api.py FUGONG [OPTION OF SCHEMATHESIS ...]

Everything happens in a temporary folder and on the loopback address. The exit
status is that of schemathesis: not 0 for any answer of 5xx, any status or type
of content that the description does not tell of, any answer that breaks its
schema, any invalid input that is accepted. AS says who asks: planner (a token
of a contractor, the default) or a login of the demo (its session); EXAMPLES (20) how many cases an operation gets at least, SEED (2020) what
they are made from.
"""

import http.cookiejar
import json
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

# What no schema can say: rules such as "this code is taken" refuse requests that
# keep to the schema.
RULES = "positive_data_acceptance"

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


def sign_in(url, login):
    """A browser in which login is signed in, and its cookies."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    browser.open(url + "/sign-in", urllib.parse.urlencode({"login": login, "password": PASSWORD}).encode(), timeout=60)
    return browser, "; ".join(f"{c.name}={c.value}" for c in jar)


def make_token(url):
    """A planner's token of the contractor who has most projects, made by the administrator."""
    planner, _ = sign_in(url, "planner")
    organisation = json.load(planner.open(url + "/api/v1/me", timeout=60))["roles"][0]["organisation"]
    admin, _ = sign_in(url, "admin")
    fields = {"organisation": organisation, "role": "planner", "name": "schemathesis", "expires": "7"}
    page = admin.open(url + "/administration/tokens", urllib.parse.urlencode(fields).encode(), timeout=60).read().decode()
    return re.search(r"<code>(fgt_[^<…]+)</code>", page).group(1)


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
        login = os.environ.get("AS", "planner")
        if login == "planner":
            who = ["-H", f"Authorization: Bearer {make_token(url)}", "--exclude-checks", RULES]
        else:  # a session's cookie is in no security scheme of the description
            who = ["-H", f"Cookie: {sign_in(url, login)[1]}", "--exclude-checks", RULES + ",ignored_auth,missing_required_header,negative_data_rejection"]
        return subprocess.call([
            os.path.join(os.path.dirname(sys.executable), "st"), "run", url + "/api/openapi.json",
            *who, "--seed", os.environ.get("SEED", "2020"),
            "--max-examples", os.environ.get("EXAMPLES", "20"), "--continue-on-failure", "--request-timeout", "60", "--warnings", "off",
            *options,
        ], cwd=folder)
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
