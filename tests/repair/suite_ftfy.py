"""suite_ftfy.py - the cases of ftfy, which are not ours and lie beside the project.

Each case is a text and what it becomes when its charset is put right ("fixed-encoding", or "fixed"
where that is the same).  Cases that ftfy passes must pass here; those of negative.json must not
change but for control characters.  What ftfy fails on may do as it likes.
"""
import json
import os
import pathlib
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
CASES = ROOT.parent / "shared" / "data" / "ftfy"
FILES = ["in-the-wild", "synthetic", "language-names", "negative"]


def mend(text, folder):
    path = pathlib.Path(folder) / "case.txt"
    path.write_bytes(text.encode())
    done = subprocess.run([os.environ["DOCMILL"], "text", "--charset", "utf-8", "--steps", "mojibake",
                           str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode != 0:
        return done.stderr.decode()
    return done.stdout.decode()


def same(got, want):
    """The program ends its output with a line end."""
    return got in (want, want + "\n")


def main():
    count = 0
    for name in FILES:
        path = CASES / (name + ".json")
        count += 1
        if not path.exists():
            print(f"ok {count} - {name} # SKIP no ../shared beside the project")
            continue
        cases = json.loads(path.read_text(encoding="utf-8"))
        bad = []
        with tempfile.TemporaryDirectory() as folder:
            for case in cases:
                want = case.get("fixed-encoding", case["fixed"])
                if case["expect"] == "pass" and not same(mend(case["original"], folder), want):
                    bad.append(case)
        must = sum(case["expect"] == "pass" for case in cases)
        print(("not ok" if bad else "ok") + f" {count} - {name}: {must - len(bad)} of {must}")
        for case in bad:
            print(f"# {case['label']}: {case['original']!a}")
    print(f"1..{count}")


main()
