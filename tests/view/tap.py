"""tap.py - what the view suites share: results as TAP, and the program run."""
import os
import subprocess

DOCMILL = os.path.abspath(os.environ.get("DOCMILL", "build/docmill"))


class Tally:
    """How many checks there were, and how many failed."""
    count = 0
    failures = 0


def check(good, name, why=""):
    Tally.count += 1
    Tally.failures += not good
    print(f"{'ok' if good else 'not ok'} {Tally.count} {name}" + ("" if good else f"\n# {why}"), flush=True)


def same(got, want, name):
    check(got == want, name, f"got {got!r}, not {want!r}")


def docmill(*args, status=0):
    done = subprocess.run([DOCMILL, *args], capture_output=True)
    if done.returncode != status:
        print(f"# docmill {args}: exit {done.returncode}\n# {done.stderr.decode(errors='replace')[:400]}")
    return done
