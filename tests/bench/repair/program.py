"""Running docmill: text through steps, and what its log of repairs says."""
import json
import subprocess


class Program:
    def __init__(self, path, options=()):
        self.path, self.options = path, list(options)

    def run(self, *arguments):
        done = subprocess.run([self.path, *arguments], capture_output=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr.decode("utf-8", "replace")[:300].strip())
        return done.stdout.decode("utf-8")

    def steps(self):
        """The steps that this program knows."""
        return set(l.split()[0] for l in self.run("help", "steps").split("\n")
                   if l.startswith("  ") and l.strip())

    def text(self, path, steps):
        """The lines of a file after steps."""
        out = self.run("text", "-q", "--max-bytes=256M", "--timeout=60",
                       "--steps=" + ",".join(steps), *self.options, path)
        return out.split("\n")[:-1] if out.endswith("\n") else out.split("\n")

    def repairs(self, path):
        """(first byte, last byte, step, certainty, applied, after) of every repair
        that `inspect` tells, in bytes of the file."""
        report = json.loads(self.run("inspect", "-q", "--json", "--full", *self.options, path))
        for group in report.get("repairs") or []:
            for place in group.get("places", []):
                yield (place["src"][0], place["src"][1], group["step"], group["certainty"],
                       group["applied"], place["after"])


def lines_of(data, ranges):
    """The numbers (from 0) of the lines of `data` that byte ranges touch."""
    starts, touched = [0], set()
    for at, byte in enumerate(data):
        if byte == 10:
            starts.append(at + 1)
    for first, last in ranges:
        low = sum(1 for s in starts if s <= first) - 1
        touched.add(low)
        while low + 1 < len(starts) and starts[low + 1] < last:
            low += 1
            touched.add(low)
    return touched
