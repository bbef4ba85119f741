#!/usr/bin/env python3
"""Tables of the single-byte charsets.

    make_bytes.py DIR LABELS_C > bytes.inc

LABELS_C is labels.c, whose rows of kind BYTE are wanted.  Those of the WHATWG
Encoding Standard come from its index-*.txt in DIR (github.com/whatwg/encoding,
see make_whatwg.py for the licence); code pages beyond it from the codecs of
the Python that runs this (Python Software Foundation License; made from the
mapping files of the Unicode Consortium).  CP1047 is CP037 with eight signs
in other places.  A charset that neither knows is left to iconv.
"""
import codecs
import os
import re
import sys

import make_whatwg

PYTHON = {"x-mac-ce": "mac_latin2", "kz-1048": "kz1048", "hp-roman8": "hp_roman8"}
MOVED = {0x5F: 0x5E, 0xAD: 0x5B, 0xB0: 0xAC, 0xBA: 0xDD, 0xBB: 0xA8, 0xBD: 0x5D}
NOTHING = 0xFFFF


def of_whatwg(folder, name):
    cps = list(range(128)) + [NOTHING] * 128
    for pointer, cp in make_whatwg.read(folder, name):
        cps[128 + pointer] = cp
    return cps


def of_python(name):
    decoder = codecs.lookup(PYTHON.get(name, name.replace("-", "_")))
    cps = []
    for byte in range(256):
        text = decoder.decode(bytes([byte]), "replace")[0]
        blank = text == "\x1A" and byte != 0x3F and byte != 0x1A
        cps.append(NOTHING if blank or text == "\uFFFD" else ord(text))
    return cps


def of(folder, name):
    plain = name.removesuffix("-i")
    if os.path.exists(f"{folder}/index-{plain}.txt"):
        return of_whatwg(folder, plain)
    if name == "cp1047":
        cps = of_python("cp037")
        for byte, cp in MOVED.items():
            cps[byte] = cp
        return cps
    try:
        return of_python(name)
    except LookupError:
        return None


def main(folder, labels):
    with open(labels, encoding="utf-8") as f:
        rows = re.findall(r'\{\s*"([^"]+)",[^{}]*?DM_KIND_BYTE\s*\}', f.read())
    tables = [(name, of(folder, name)) for name in rows]
    print(make_whatwg.NOTICE.format(
        what="bytes.inc - what each byte of a single-byte charset means.",
        dates=", ".join(sorted(make_whatwg.dates)))
        .replace("make_whatwg.py", "make_bytes.py")
        .replace("); do not edit.", ") and, beyond it, the codecs of\n** Python "
                 "(PSF License); do not edit."))
    print("static const byte_table byte_tables[] = {")
    for name, cps in tables:
        if cps is None:
            continue
        print(f'    {{"{name}", {{')
        for at in range(0, 256, 16):
            print("    " + ",".join(str(c) for c in cps[at:at + 16]) + ",")
        print("    }},")
    print("};")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
