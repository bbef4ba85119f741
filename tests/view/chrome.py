"""chrome.py - headless Chromium over the DevTools protocol, through a pipe.

Messages are JSON objects that end in a NUL byte: the browser reads them from
its descriptor 3 and writes them to 4.  No network, no port, no module beyond
Python's own.
"""
import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time


def program():
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if shutil.which(name):
            return shutil.which(name)
    return None


class Chrome:
    def __init__(self, timeout=60):
        self.timeout = timeout
        self.home = tempfile.mkdtemp(prefix="docmill-chrome-")
        to_r, self.to = os.pipe()
        self.back, back_w = os.pipe()
        high_r, high_w = os.dup(to_r), os.dup(back_w)
        while min(high_r, high_w) < 5:  # so that neither lies on 3 or 4
            high_r, high_w = os.dup(high_r), os.dup(high_w)

        def wire():
            os.dup2(high_r, 3)
            os.dup2(high_w, 4)

        self.process = subprocess.Popen(
            [program(), "--headless=new", "--no-sandbox", "--remote-debugging-pipe", "--disable-gpu",
             "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars", "--disable-extensions",
             f"--user-data-dir={self.home}", "--window-size=1500,950", "about:blank"],
            preexec_fn=wire, pass_fds=(3, 4), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for fd in {to_r, back_w, high_r, high_w}:
            os.close(fd)
        self.n = 0
        self.held = b""
        self.events = []
        self.session = None
        target = next(t for t in self.send("Target.getTargets")["targetInfos"] if t["type"] == "page")
        self.session = self.send("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(domain + ".enable")

    def close(self):
        try:
            session, self.session = self.session, None
            self.send("Browser.close")
        except (OSError, RuntimeError, TimeoutError):
            self.process.kill()
        self.process.wait(20)
        os.close(self.to)
        os.close(self.back)
        shutil.rmtree(self.home, ignore_errors=True)

    def message(self, until):
        while b"\0" not in self.held:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.back], [], [], left)[0]:
                raise TimeoutError("the browser does not answer")
            more = os.read(self.back, 1 << 20)
            if not more:
                raise RuntimeError("the browser is gone")
            self.held += more
        one, self.held = self.held.split(b"\0", 1)
        return json.loads(one)

    def send(self, method, **params):
        self.n += 1
        message = {"id": self.n, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.to, data):]
        until = time.monotonic() + self.timeout
        while True:
            answer = self.message(until)
            if answer.get("id") == self.n:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def wait(self, method):
        until = time.monotonic() + self.timeout
        while True:
            for event in self.events:
                if event.get("method") == method:
                    self.events.remove(event)
                    return event["params"]
            self.events.append(self.message(until))

    def open(self, url):
        """Load a page, anew; what the browser complained of goes to `said`."""
        self.send("Page.navigate", url="about:blank")
        self.run("1")
        self.events.clear()
        self.send("Page.navigate", url=url)
        self.wait("Page.loadEventFired")

    def said(self):
        """Errors, exceptions, dialogs and requests since the page was opened."""
        self.run("1")
        out = []
        for event in self.events:
            method, params = event.get("method"), event.get("params", {})
            if method == "Runtime.exceptionThrown":
                details = params["exceptionDetails"]
                out.append("exception: " + details.get("exception", {}).get("description", details["text"]))
            if method == "Log.entryAdded":
                out.append("log: " + params["entry"]["text"])
            if method == "Page.javascriptDialogOpening":
                out.append("dialog: " + params["message"])
            if method == "Network.requestWillBeSent" and not params["request"]["url"].startswith(("file:", "about:", "data:")):
                out.append("request: " + params["request"]["url"])
        return out

    def run(self, expression):
        """The value of an expression of the page."""
        result = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            details = result["exceptionDetails"]
            raise RuntimeError(details.get("exception", {}).get("description", details["text"]))
        return result["result"].get("value")

    def key(self, key, code=None):
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
        self.send("Input.dispatchKeyEvent", type="keyDown", key=key, text=text, code=code or "")
        self.send("Input.dispatchKeyEvent", type="keyUp", key=key, code=code or "")

    def point(self, x, y):
        self.send("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def click(self, x, y):
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def settle(self):
        """Let the page paint."""
        self.run("new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))")

    def dark(self, on):
        self.send("Emulation.setEmulatedMedia", media="",
                  features=[{"name": "prefers-color-scheme", "value": "dark" if on else "light"}])

    def picture(self, path):
        self.settle()
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(base64.b64decode(self.send("Page.captureScreenshot", format="png")["data"]))
