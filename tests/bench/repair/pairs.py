#!/usr/bin/env python3
"""Make pairs of clean and damaged documents in a folder.

usage: pairs.py OUT [--shared DIR] [--cache DIR] [--offline] [--glossed N]

OUT/dev and OUT/held (half of the documents each, by the hash of their names;
develop on the first only) get clean/NAME.txt and damaged-{keep,drop}/NAME.txt,
the latter also with -fold; line N of one is line N of the other.  readings.tsv
is the table that the damage used.
"""
import argparse
import os
import sys

sys.dont_write_bytecode = True

import corpus
import damage

LINES = 4000  # of documentation: more only takes time


def clean_documents(shared, cache, offline):
    """(name, lines): Traditional text as a GBK page could hold it."""
    to_hant = damage.traditional_table(os.path.join(shared, "data/opencc/STCharacters.txt"))
    news = damage.documents(corpus.pages(os.path.join(shared, "data/html/zh")))
    docs = corpus.documentation("zh-cn", cache, offline)
    docs = (row for n, row in enumerate(docs) if n % 5 == 0)
    docs = damage.documents((p, [l]) for _, (p, l) in zip(range(LINES), docs))
    for name, lines in [*news, *docs]:
        lines = [l.translate(to_hant) for l in lines]
        lines = [l for l in lines if damage.encodable(l, "gbk")]
        if len(lines) >= 10:
            yield name.replace(".html.gz", ""), lines


def write(folder, name, lines):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name + ".txt"), "w", encoding="utf-8") as out:
        out.writelines(l + "\n" for l in lines)


def make(out, shared, cache, offline, many):
    """Write everything; returns the names by half."""
    docs = list(clean_documents(shared, cache, offline))
    readings = damage.unihan_readings()
    table = damage.glossed((l for _, lines in docs for l in lines), readings, many)
    os.makedirs(out, exist_ok=True)
    path = os.path.join(out, "readings.tsv")
    damage.write_table(path, table)
    tool = os.path.join(shared, "damage/damage.py")
    flat = [l for _, lines in docs for l in lines]
    kinds = {"clean": flat}
    for pua in ("keep", "drop"):
        for fold in (False, True):
            kinds["damaged-" + pua + ("-fold" if fold else "")] = damage.damage(
                tool, path, flat, pua, fold=fold)
    at = 0
    for name, lines in docs:
        half = os.path.join(out, "held" if damage.held_out(name) else "dev")
        for kind, all_lines in kinds.items():
            write(os.path.join(half, kind), name, all_lines[at:at + len(lines)])
        at += len(lines)


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    ap = argparse.ArgumentParser(description=__doc__,
                                 formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("out")
    ap.add_argument("--shared", default=os.path.join(here, "../../../../shared"))
    ap.add_argument("--cache", default="/tmp/docmill-bench-cache")
    ap.add_argument("--offline", action="store_true")
    ap.add_argument("--glossed", type=int, default=120)
    a = ap.parse_args()
    make(a.out, a.shared, a.cache, a.offline, a.glossed)


if __name__ == "__main__":
    main()
