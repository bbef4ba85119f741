"""measure.py OUT WORK SHARED DOCS - run docmill and its peers in turn.

Prints CPU seconds (user + system, children included), MB/s of input, the
ratio to docmill, start-up with one file, and peak memory for growing numbers
of documents.  It judges nothing: figures are for people.
"""
import os
import resource
import statistics
import subprocess
import sys
import time

out, work, shared, docs = sys.argv[1:5]
docmill = os.path.join(out, "docmill")
ROUNDS = int(os.environ.get("ROUNDS", "3"))


def cpu(command):
    """CPU seconds, wall seconds of one run; the output is thrown away."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)
    return used, wall


def size(listing):
    return sum(os.path.getsize(p.rstrip("\n")) for p in open(listing))


def throughput(label, enc, listing):
    mine = [docmill, "run", f"{work}/extract12.lua", "--files-from", listing, "-q"]
    peers = f"{shared}/peers"
    jobs = {
        "docmill -j 1": mine + ["-j", "1"],
        "docmill -j 2": mine + ["-j", "2"],
        "Python": [sys.executable, f"{peers}/extract.py", enc, "list", f"{shared}/rules12.json", listing],
        # Perl's own Encode has no GB18030; its cp936 reads these files as well.
        "Perl": ["perl", f"{peers}/extract.pl", enc.replace("gb18030", "cp936"), "list", f"{shared}/rules12.pcre", listing],
    }
    times = {name: [] for name in jobs}
    for _ in range(ROUNDS):
        for name, command in jobs.items():
            times[name].append(cpu(command))
    mb = size(listing) / 1e6
    base = statistics.median(t[0] for t in times["docmill -j 1"])
    print(f"\n{label}: {docs} documents, {mb:.1f} MB, twelve patterns, median of {ROUNDS} rounds")
    for name in jobs:
        used = statistics.median(t[0] for t in times[name])
        wall = statistics.median(t[1] for t in times[name])
        print(f"  {name:14} {used:7.2f} s CPU {wall:7.2f} s wall {mb / used:7.1f} MB/s of CPU"
              f"   docmill -j 1 is {used / base:5.2f} times as fast")


def peak(command):
    """Peak resident memory in MB of the largest process of the run."""
    code = ("import resource,subprocess,sys;"
            "subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL,check=True);"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss/1024)")
    return float(subprocess.run([sys.executable, "-c", code] + command, check=True,
                                capture_output=True, text=True).stdout)


def memory(listing):
    names = open(listing).read().splitlines()
    print("\npeak memory of the largest process")
    for share in (20, 4, 1):
        part = f"{work}/part.list"
        n = max(1, len(names) // share)
        with open(part, "w") as f:
            f.write("\n".join(names[:n]) + "\n")
        mb = peak([docmill, "run", f"{work}/extract12.lua", "--files-from", part, "-q", "-j", "2"])
        print(f"  {n:6} documents {mb:8.1f} MB")


def startup(listing):
    one = open(listing).readline().rstrip("\n")
    command = [docmill, "run", f"{work}/extract12.lua", one]
    runs = [cpu(command) for _ in range(30)]
    print(f"\nstart-up: one file of {os.path.getsize(one)} bytes, median of 30 runs:"
          f" {1000 * statistics.median(r[1] for r in runs):.1f} ms wall,"
          f" {1000 * statistics.median(r[0] for r in runs):.1f} ms CPU")


throughput("UTF-8", "utf-8", f"{work}/small.utf8.list")
throughput("GB18030", "gb18030", f"{work}/small.gb18030.list")
startup(f"{work}/small.utf8.list")
memory(f"{work}/small.utf8.list")
