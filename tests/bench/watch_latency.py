#!/usr/bin/env python3
"""watch_latency.py [DOCMILL [SAVES]] - from a save to its result on the screen.

A script of a dozen rules and a document of 40 KB; the script is saved SAVES
times (50), in place and by renaming, each time with another pattern in one
rule, and the time is taken from the end of the save until the line with the
result can be read.  The document is then saved in the same way.  Prints median,
95th percentile and maximum in milliseconds; watch and the reload of repl.
"""
import os
import select
import signal
import subprocess
import sys
import tempfile
import time

DOCMILL = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "build/docmill")
SAVES = int(sys.argv[2]) if len(sys.argv) > 2 else 50
PAUSE = 0.03  # between a result and the next save


def script(i):
    rules = ["docmill.rule { id = 'r%d', match = docmill.re [[第%d[0-9]*条]] }" % (k, k)
             for k in range(1, 12)]
    rules.append("docmill.rule { id = 'x', match = docmill.re [[编号%d]] }" % (i % 10))
    return ("local docmill = require 'docmill'\nreturn docmill.script { rules = {\n"
            + ",\n".join(rules) + "} }\n")


def document(i):
    lines = ["第%d条 本办法由编号%d的主管部门负责解释。" % (k, k % 10) for k in range(600)]
    return "\n".join(lines) + "\n编号%d\n" % (i % 10)


def save_in_place(path, text):
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)


def save_atomic(path, text):
    with open(path + ".tmp", "w", encoding="utf-8") as out:
        out.write(text)
    os.rename(path + ".tmp", path)


class Reader:
    """The lines of a pipe, read as they come."""

    def __init__(self, pipe):
        self.fd = pipe.fileno()
        self.rest = b""

    def wait(self, marks, patience=5):
        end = time.monotonic() + patience
        while True:
            while b"\n" in self.rest:
                line, self.rest = self.rest.split(b"\n", 1)
                if any(mark in line for mark in marks):
                    return time.monotonic()
            if not select.select([self.fd], [], [], max(0, end - time.monotonic()))[0]:
                sys.exit("no %s: %r" % (marks, self.rest))
            self.rest += os.read(self.fd, 65536)


def measure(reader, mark, path, make, save):
    times = []
    for i in range(1, SAVES + 1):
        save(path, make(i))
        since = time.monotonic()
        times.append((reader.wait([mark]) - since) * 1000)
        time.sleep(PAUSE)
    times.sort()
    return times


def show(name, times):
    print("  %-32s median %5.1f   p95 %5.1f   max %5.1f ms" % (
        name, times[len(times) // 2], times[int(len(times) * 0.95)], times[-1]))


def main():
    worst = 0
    with tempfile.TemporaryDirectory() as folder:
        rules, text = os.path.join(folder, "r.lua"), os.path.join(folder, "d.txt")
        for verb, first, mark in [("watch", b"watching", b" ms"), ("repl", b"1/1", b" ms")]:
            save_in_place(rules, script(0))
            save_in_place(text, document(0))
            job = subprocess.Popen([DOCMILL, verb, rules, text], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE)
            reader = Reader(job.stdout)
            reader.wait([first])
            runs = [("script, in place", rules, script, save_in_place),
                    ("script, by renaming", rules, script, save_atomic)]
            if verb == "watch":
                runs += [("document, in place", text, document, save_in_place),
                         ("document, by renaming", text, document, save_atomic)]
            for name, path, make, save in runs:
                times = measure(reader, mark, path, make, save)
                show(verb + ": " + name, times)
                worst = max(worst, times[int(len(times) * 0.95)])
            job.send_signal(signal.SIGINT)
            job.stdin.close()
            job.wait()
    print("  the slowest 95th percentile: %.1f ms (wanted: 50)" % worst)


if __name__ == "__main__":
    main()
