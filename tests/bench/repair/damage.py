"""From clean text to damaged: the readings table, the Traditional spelling, the
pairs of folders (clean, damaged) that the bench and its development set share.
"""
import bz2
import hashlib
import os
import re
import subprocess
import sys

# Left alone by the program that made the Traditional text of the damaged pages.
KEPT = "后干于云"


def unihan_readings(path="/usr/share/unicode/Unihan_Readings.txt.bz2"):
    """character -> its first Mandarin reading."""
    opener = bz2.open if path.endswith(".bz2") else open
    table = {}
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            cell = line.rstrip("\n").split("\t")
            if len(cell) == 3 and cell[1] == "kMandarin":
                table[chr(int(cell[0][2:], 16))] = cell[2].split()[0]
    return table


def encodable(text, charset):
    try:
        text.encode(charset)
        return True
    except UnicodeEncodeError:
        return False


def traditional_table(path):
    """Simplified -> Traditional, one to one: OpenCC's STCharacters, its first
    value where GBK has that, without the characters of KEPT."""
    table = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            cell = line.rstrip("\n").split("\t")
            if len(cell) != 2 or cell[0].startswith("#") or cell[0] in KEPT:
                continue
            value = cell[1].split()[0]
            if len(value) == 1 and encodable(value, "gbk"):
                table[ord(cell[0])] = value
    return table


def glossed(lines, readings, many):
    """The `many` commonest characters of the lines that GBK has and GB2312 has
    not, with a reading, in an order of their own (by code point)."""
    count = {}
    for line in lines:
        for char in line:
            if "\u4e00" <= char <= "\u9fff":
                count[char] = count.get(char, 0) + 1
    chars = [c for c in sorted(count, key=lambda c: (-count[c], c))
             if c in readings and encodable(c, "gbk") and not encodable(c, "gb2312")]
    return sorted((c, readings[c]) for c in chars[:many] if encodable(readings[c], "gbk"))


def write_table(path, table):
    with open(path, "w", encoding="utf-8") as out:
        for char, reading in table:
            out.write("%s\t%s\n" % (char, reading))


def damage(tool, table, lines, pua, stages="gd", fold=False):
    """The lines, damaged by the tool; one for one."""
    command = [sys.executable, tool, "--readings", table, "--stages", stages, "--pua", pua]
    done = subprocess.run(command + (["--fold"] if fold else []), check=True,
                          input="".join(l + "\n" for l in lines),
                          capture_output=True, text=True, encoding="utf-8")
    out = done.stdout.split("\n")[:-1]
    assert len(out) == len(lines)
    return out


def held_out(name):
    """Does this document belong to the half that nobody develops on?"""
    return hashlib.sha256(name.encode()).digest()[0] & 1 == 1


INTACT = re.compile("([\u4e00-\u9fffA-Za-z])\\(([a-zü\u00e0-\u01dc]+)\\)")


def without_glosses(line, readings):
    """The line without its intact glosses: what needs no repair of bytes."""
    return INTACT.sub(lambda m: m[1] if readings.get(m[1]) == m[2] else m[0], line)


def documents(named_lines, least=25, most=80):
    """Cut (name, lines) into documents of a page's length; short ones that
    follow each other are put together."""
    held, first = [], None
    for name, lines in named_lines:
        for line in lines:
            first = first or name
            held.append(line)
            if len(held) == most:
                yield "%s-%s" % (first, hashlib.sha256(held[0].encode()).hexdigest()[:6]), held
                held, first = [], None
        if len(held) >= least:
            yield "%s-%s" % (first, hashlib.sha256(held[0].encode()).hexdigest()[:6]), held
            held, first = [], None
