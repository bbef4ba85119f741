"""suite_session.py - the recorded session, played in a terminal of its own.

tmux gives two panes with a shell each; keys go in, screens come out and are
compared with session.txt.  The screens are kept in $OUT/terminal.  Prints TAP.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import time

DOCMILL = os.path.abspath(os.environ.get("DOCMILL", "build/docmill"))
KEPT = os.path.join(os.environ.get("OUT", "build"), "terminal")
PATIENCE = 20  # seconds until a screen must show what it shall
START = '''local docmill = require "docmill"
local rule, re = docmill.rule, docmill.re
return docmill.script {
  name = "draft", view = { "lines" }, samples = { "notice.txt" },
  rules = {
    rule { id = "date", match = re [[公布日期：(?<value>\\d{4}年\\d{1,2}月\\d{1,2}日)]] },
    rule { id = "sum", match = re [[(\\d+)元]],
           -- value
           -- examples
         },
  },
}
'''
NOTICE = "义仓公告\n来源：北关\n公布日期：２０２３年３月５日\n奖金每人１，５００ 元。\n版权所有 城关公所\n"
OTHER = "渡口公告\n来源：南关\n公布日期：２０２３年４月１日\n船票不变，班次照旧。\n版权所有 城关公所\n"

count = failed = 0


def report(ok, what, screen=""):
    global count, failed
    count += 1
    failed += not ok
    print(f"{'ok' if ok else 'not ok'} {count} - {what}", flush=True)
    if not ok:
        print("\n".join("# " + line for line in screen.splitlines()))


class Terminal:
    """Two shells side by side, in a tmux server that nobody else has."""

    def __init__(self, folder):
        self.socket = os.path.join(folder, "tmux")
        env = dict(os.environ, LC_ALL="C.UTF-8", PS1="$ ", TERM="xterm-256color",
                   PATH=os.path.join(folder, "bin") + ":" + os.environ["PATH"])
        for name in ("TMUX", "NO_COLOR", "DOCMILL_PATH", "ENV"):
            env.pop(name, None)
        shell = ["sh"]
        work = os.path.join(folder, "work")
        self.env = env
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", "110", "-y", "80",
                  "-s", "s", "-c", work, *shell)
        self.tmux("split-window", "-t", "s", "-l", "30", "-c", work, *shell)

    def tmux(self, *args):
        done = subprocess.run(["tmux", "-S", self.socket, *args], env=self.env, text=True,
                              capture_output=True, check=True)
        return done.stdout

    def type(self, pane, text):
        self.tmux("send-keys", "-t", f"s.{pane - 1}", "-l", text)
        self.press(pane, "Enter")

    def press(self, pane, key):
        self.tmux("send-keys", "-t", f"s.{pane - 1}", key)

    def screen(self, pane):
        return self.tmux("capture-pane", "-p", "-J", "-t", f"s.{pane - 1}")

    def shows(self, pane, text):
        """The screen once it shows `text`, or as it was at last."""
        end = time.monotonic() + PATIENCE
        while True:
            screen = self.screen(pane)
            if text in screen or time.monotonic() > end:
                return screen
            time.sleep(0.02)

    def close(self):
        subprocess.run(["tmux", "-S", self.socket, "kill-server"], env=self.env,
                       capture_output=True, check=False)


def prepare(folder):
    os.makedirs(os.path.join(folder, "bin"))
    os.makedirs(os.path.join(folder, "work"))
    os.symlink(DOCMILL, os.path.join(folder, "bin", "docmill"))
    for name, text, charset in (("start.lua", START, "utf-8"), ("notice.txt", NOTICE, "gb18030"),
                                ("other.txt", OTHER, "utf-8")):
        with open(os.path.join(folder, "work", name), "w", encoding=charset) as f:
            f.write(text)


def play(terminal, number, line):
    """One line of the session."""
    pane, sign, text = int(line[0]), line[1], line[3:]
    if sign == "$":
        terminal.type(pane, text)
    elif sign == "^":
        terminal.press(pane, text)
    elif sign in "|!":
        screen = terminal.shows(pane, text) if sign == "|" else terminal.screen(pane)
        report((text in screen) == (sign == "|"), f"line {number}: {text}", screen)
        with open(os.path.join(KEPT, f"{number:03}.txt"), "w", encoding="utf-8") as f:
            f.write(screen)


def main():
    if shutil.which("tmux") is None:
        print("1..0 # skipped: no tmux")
        return 0
    shutil.rmtree(KEPT, ignore_errors=True)
    os.makedirs(KEPT)
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        terminal = Terminal(folder)
        try:
            with open("tests/terminal/session.txt", encoding="utf-8") as f:
                for number, line in enumerate(f.read().splitlines(), 1):
                    if line[:1] in ("1", "2") and line[1:2] in ("$", "^", "|", "!"):
                        play(terminal, number, line)
        finally:
            terminal.close()
    print(f"1..{count}")
    return failed > 0


sys.exit(main())
