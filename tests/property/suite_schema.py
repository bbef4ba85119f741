"""suite_schema.py - every record and error record against the JSON Schemas."""
import glob
import json
import os
import subprocess
import sys
import tempfile

import jsonschema

DOCMILL = os.environ["DOCMILL"]


def schema(name):
    with open(f"scripts/schema/{name}.schema.json", encoding="utf-8") as f:
        loaded = json.load(f)
    jsonschema.Draft202012Validator.check_schema(loaded)
    return jsonschema.Draft202012Validator(loaded)


def complaints(validator, lines):
    found = []
    for line in lines:
        for error in validator.iter_errors(json.loads(line)):
            found.append(f"{'/'.join(map(str, error.path))}: {error.message[:200]}")
    return found


def json_lines(text):
    return [line for line in text.splitlines() if line.startswith("{")]


def run(*args):
    done = subprocess.run([DOCMILL, "run", *args], capture_output=True, check=False)
    return json_lines(done.stdout.decode("utf-8"))


def main():
    record, error = schema("record"), schema("error")
    rows = []
    for path in sorted(glob.glob("samples/*/want") + glob.glob("tests/golden/*/want")):
        with open(path, encoding="utf-8") as f:
            rows.append((path, record, json_lines(f.read())))
    inputs = sorted(glob.glob("samples/0*/*.txt") + glob.glob("samples/0*/*.html") + glob.glob("samples/06*/heap/*"))
    rows.append(("article over the samples", record, run("article", "--spans", "--meta", *inputs)))
    seeds = sorted(glob.glob("../shared/seeds/*.txt"))
    if seeds:
        rows.append(("article over the seeds", record, run("article", "--spans", "--meta", *seeds)))
    with tempfile.TemporaryDirectory() as folder:
        errors, fifo, binary = (os.path.join(folder, n) for n in ("errors.jsonl", "fifo", "binary"))
        os.mkfifo(fifo)
        with open(binary, "wb") as f:
            f.write(b"\x7fELF\0\0\0\1\2\3" * 50)
        rule = os.path.join(folder, "raise.lua")
        with open(rule, "w", encoding="utf-8") as f:
            f.write('local d = require "docmill"\nreturn d.script { document = function() error("no") end }\n')
        run("article", "--errors", errors, fifo, binary, os.path.join(folder, "missing"), *inputs[:1])
        with open(errors, encoding="utf-8") as f:
            rows.append(("errors of bad inputs", error, f.read().splitlines()))
        run(rule, "--errors", errors, *inputs[:2])
        with open(errors, encoding="utf-8") as f:
            rows.append(("errors of a script that raises", error, f.read().splitlines()))
    for n, (name, validator, lines) in enumerate(rows, 1):
        found = complaints(validator, lines)
        if name.startswith(("errors", "article")) and not lines:
            found.append("nothing was written")
        print(f"{'not ok' if found else 'ok'} {n} - {name}: {len(lines)} lines")
        for text in found[:5]:
            print("#", text)
    print(f"1..{len(rows)}")
    return 0


sys.exit(main())
