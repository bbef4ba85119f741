"""suite_tutorial.py - the tutorial, followed step by step.

A ```lua block is written to the file that its first line names.  The lines of a
```sh block are run in a copy of the folder and must exit 0 (or 1, where the line
says so); a ```text block
behind it has lines that their output must have, in this order: a line that is
only an ellipsis stands for any lines, one that ends in an ellipsis for any rest.
Prints TAP.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = "samples/11-tutorial"
DOCMILL = os.path.abspath(os.environ.get("DOCMILL", "build/docmill"))
count = failed = 0


def report(ok, what, why=""):
    global count, failed
    count += 1
    failed += not ok
    print(f"{'ok' if ok else 'not ok'} {count} - {what}")
    if not ok:
        print("\n".join("# " + line for line in why.splitlines()[:40]))


def blocks(text):
    """(language, lines) of each fenced block, in order."""
    for kind, body in re.findall(r"^```(\w*)\n(.*?)^```$", text, re.M | re.S):
        yield kind, body.splitlines()


def fits(want, line):
    return line.startswith(want[:-1]) if want.endswith("…") else line == want


def has(wanted, lines):
    """Do the wanted lines stand in `lines`?  Says which one does not."""
    at, loose = 0, False
    for want in wanted:
        if want == "…":
            loose = True
            continue
        while loose and at < len(lines) and not fits(want, lines[at]):
            at += 1
        if at == len(lines) or not fits(want, lines[at]):
            return want
        at, loose = at + 1, False
    return None if loose or at == len(lines) else "the end"


def run(line, folder, env):
    done = subprocess.run(line, shell=True, cwd=folder, env=env, text=True,
                          stdin=subprocess.DEVNULL, capture_output=True)
    want = 1 if line.endswith("# exit 1") else 0
    report(done.returncode == want, line, done.stdout + done.stderr)
    return done.stdout


def main():
    with tempfile.TemporaryDirectory() as tmp:
        folder = os.path.join(tmp, "tutorial")
        shutil.copytree(HERE, folder)
        os.makedirs(os.path.join(tmp, "bin"))
        os.symlink(DOCMILL, os.path.join(tmp, "bin", "docmill"))
        env = dict(os.environ, LC_ALL="C.UTF-8",
                   PATH=os.path.join(tmp, "bin") + ":" + os.environ["PATH"])
        env.pop("DOCMILL_PATH", None)
        said = ""
        with open(os.path.join(HERE, "README.md"), encoding="utf-8") as f:
            text = f.read()
        for kind, lines in blocks(text):
            if kind == "lua":
                name = lines[0].removeprefix("-- ")
                with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
                    f.write("\n".join(lines) + "\n")
            elif kind == "sh":
                said = "".join(run(line, folder, env) for line in lines)
            elif kind == "text":
                lacks = has(lines, said.splitlines())
                report(lacks is None, f"the output of step {count} is as told",
                       f"no {lacks!r} in\n{said}")
    print(f"1..{count}")
    return failed > 0


sys.exit(main())
