#!/usr/bin/env python3
"""suite_terminal.py - docmill repl on a pseudo-terminal, key by key.

Each step sends keys and waits, for five seconds at most, until the screen's
output since then holds a text.  Prints TAP.
"""
import os
import pty
import re
import select
import signal
import stat
import sys
import tempfile
import time

DOCMILL = os.path.abspath(os.environ.get("DOCMILL", "build/docmill"))
RULES = """local docmill = require "docmill"
return docmill.script { view = "text", rules = {
  docmill.rule { id = "date", match = docmill.re [[(?<y>\\d{4})年]] },
  docmill.rule { id = "name", match = docmill.re [[张三|李四]] },
} }
"""
PATIENCE = 5
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[=>]")


class Terminal:
    """A docmill repl in a folder of its own."""

    def __init__(self, folder, args, **more):
        env = dict(os.environ, TERM="xterm", LC_ALL="C.UTF-8", NO_COLOR="1",
                   XDG_STATE_HOME=os.path.join(folder, "state"), HOME=folder,
                   **more)
        self.seen = self.raw = ""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execve(DOCMILL, [DOCMILL, "repl"] + args, env)

    def wait(self, text):
        """What was written up to `text`; fails when it does not come."""
        end = time.monotonic() + PATIENCE
        while text not in ESCAPE.sub("", self.seen):
            left = end - time.monotonic()
            ready = select.select([self.fd], [], [], max(left, 0))[0]
            if not ready:
                raise AssertionError("no %r in %r" % (text, self.seen))
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                data = b""
            if not data:
                raise AssertionError("ended; no %r in %r" % (text, self.seen))
            self.seen += data.decode("utf-8", "replace")
            self.raw += data.decode("latin-1")
        plain = ESCAPE.sub("", self.seen)
        self.seen = plain[plain.index(text) + len(text):]
        return plain

    def keys(self, keys, text):
        time.sleep(0.03)  # the prompt is there before the terminal is raw
        os.write(self.fd, keys.encode())
        return self.wait(text)

    def status(self):
        """Its exit code; killed when it does not end."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.pid = 0
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.02)
        return None

    def ends_with(self, code):
        got = self.status()
        assert got == code, "exit code %r, not %r: %s" % (got, code, self.seen)

    def close(self):
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.fd)


def editing(t, _):
    t.wait("1/2> ")
    t.keys("1+1\n", "2\r\n")
    t.wait("> ")
    t.keys("'汉字'\x01\x05\x02\x7f\n", '"汉"')      # home, end, left, delete
    t.wait("> ")
    t.keys("x = {\n", "… ")
    t.keys("7 }\n", "> ")
    t.keys("x[1]\n", "7\r\n")


def completion(t, _):
    t.wait("1/2> ")
    t.keys("doc.char\t.na\t\n", '"utf-8"')
    t.wait("> ")
    t.keys("hits.\t\t", "date  name")
    t.keys("d\t[1].y\n", 'Span "2023"')
    t.wait("> ")
    t.keys("require 'std.dat\t'\n", "{")
    t.wait("> ")
    t.keys(":ne\t\n", "2/2 docs/b.txt")
    t.wait("> ")
    t.keys(":hits na\t\n", "name: 1 hit")
    t.wait("> ")
    t.keys(":open docs/a\t\n", "1/2 docs/a.txt")


def history(t, folder):
    t.wait("1/2> ")
    t.keys("1 + 41\n", "42\r\n")
    t.wait("> ")
    t.keys("2\n", "2\r\n")
    t.wait("> ")
    t.keys("\x10\x10\n", "42\r\n")
    t.wait("> ")
    t.keys("\x04", "\n")
    t.ends_with(0)
    path = os.path.join(folder, "state", "docmill", "history")
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(os.path.dirname(path)).st_mode) == 0o700
    again = Terminal(folder, ["n.lua", "docs"])
    try:
        again.wait("> ")
        again.keys("\x10\n", "42\r\n")
    finally:
        again.close()


def control_c(t, _):
    t.wait("1/2> ")
    t.keys("half a line", "line")
    t.keys("\x03", "> ")
    t.keys("x = 5\n", "> ")
    t.keys("f(\n", "… ")
    t.keys("\x03", "1/2> ")
    t.keys("while true do end\n", "end\r\n")
    time.sleep(0.2)
    t.keys("\x03", "interrupted")
    t.wait("> ")
    t.keys("x\n", "5\r\n")                          # variables are still there
    t.wait("> ")
    t.keys("while true do pcall(function() while true do end end) end\n",
           "end\r\n")
    time.sleep(0.2)
    t.keys("\x03", "interrupted")
    t.wait("> ")
    t.keys("#hits.date\n", "1\r\n")
    t.wait("> ")
    t.keys(":quit\n", "\n")
    t.ends_with(0)


def saved_outside(t, folder):
    t.wait("1/2> ")
    t.keys("1 +", "1 +")
    path = os.path.join(folder, "n.lua")
    with open(path + ".new", "w", encoding="utf-8") as out:
        out.write(RULES.replace("张三|", ""))
    os.rename(path + ".new", path)
    t.wait("− name")
    t.wait("reloaded")
    t.wait("1 +")                                   # the line is as it was
    t.keys(" 2\n", "3\r\n")


def editor(t, folder):
    t.wait("1/2> ")
    t.keys(":edit\n", "reloaded")


def broken_at_start(t, folder):
    t.wait("waiting for the script to be mended")
    with open(os.path.join(folder, "bad.lua"), "w", encoding="utf-8") as out:
        out.write(RULES)
    t.wait("reloaded")
    t.wait("> ")
    t.keys("#hits.name\n", "1\r\n")


def names(t, _):
    """What file names may do to a terminal, and to who edits on it."""
    # 20 bytes and 23 characters of three: byte 60 is within one
    t.wait("a" * 20 + "字" * 13 + " 1/1> ")
    t.keys(":open odd/b\t", "漢")                  # 汉 and 漢 differ in byte two
    t.keys("\t", "b漢.txt")
    t.keys("\x15:open odd/e\t\t", "a\\x1Bx")
    assert "\x1bx" not in t.raw, t.raw
    t.keys("\x15:open odd/g\t", "g\\xC4\\xE3")     # GB 18030: cannot be put in
    t.keys("\x15emit { a = '\\u{9b}\\u{202e}' }\n", "\\xC2\\x9B\\xE2")
    t.wait("> ")
    t.keys("1 + 1\n", "2\r\n")


def odd_names(folder):
    os.mkdir(os.path.join(folder, "odd"))
    os.mkdir(os.path.join(folder, "long"))
    path = os.path.join(folder, "long", "a" * 20 + "字" * 23 + ".txt")
    with open(path, "w", encoding="utf-8") as out:
        out.write("1\n")
    for name in ["b汉.txt", "b漢.txt", "ea\x1bx", "eb"]:
        with open(os.path.join(folder, "odd", name), "w") as out:
            out.write("1\n")
    for name in [b"g\xc4\xe3", b"g\xc4\xe4"]:
        with open(os.path.join(folder.encode(), b"odd", name), "w") as out:
            out.write("1\n")


TESTS = [
    (editing, ["n.lua", "docs"], {}),
    (completion, ["n.lua", "docs"], {}),
    (history, ["n.lua", "docs"], {}),
    (control_c, ["n.lua", "docs"], {}),
    (saved_outside, ["n.lua", "docs"], {}),
    (editor, ["n.lua", "docs"], {"VISUAL": "sed -i s/张三/王五/"}),
    (broken_at_start, ["bad.lua", "docs"], {}),
    (names, ["n.lua", "long"], {}),
]


def run(test, args, env):
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "docs"))
        for name, text in [("n.lua", RULES), ("bad.lua", "return )("),
                           ("docs/a.txt", "2023年，张三\n"),
                           ("docs/b.txt", "2024年，李四\n")]:
            with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
                out.write(text)
        odd_names(folder)
        terminal = Terminal(folder, args, **env)
        try:
            test(terminal, folder)
        finally:
            terminal.close()


def main():
    failed = 0
    print("1..%d" % len(TESTS))
    for i, (test, args, env) in enumerate(TESTS, 1):
        try:
            run(test, args, env)
            print("ok %d repl in a terminal: %s" % (i, test.__name__))
        except AssertionError as why:
            failed = 1
            print("not ok %d repl in a terminal: %s" % (i, test.__name__))
            print("# %s" % why)
        sys.stdout.flush()
    return failed


if __name__ == "__main__":
    sys.exit(main())
