# SPDX-License-Identifier: Apache-2.0
"""What gobelin does on a terminal alone: the line that shows that it is at work, and --watch.

usage: terminal.py GOBELIN; prints TAP.
"""

import os
import pty
import select
import signal
import subprocess
import sys
import tempfile
import time

PROGRESS = b"gobelin: checking..."
ERASE = b"\r\x1b[K"
CLEAR = b"\x1b[H\x1b[2J"
WAITING = b"waiting for a change"


class Terminal:
    """gobelin on a terminal of its own; `printed` is all that it wrote there."""

    def __init__(self, arguments, folder, term="xterm"):
        self.printed = b""
        self.pid, self.screen = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.environ["TERM"] = term
            os.execv(arguments[0], arguments)

    def read_until(self, wanted, count=1, seconds=30):
        """Reads up to the count-th `wanted`, or to the end; False where it does not come."""
        end = time.monotonic() + seconds
        while wanted is None or self.printed.count(wanted) < count:
            ready, _, _ = select.select([self.screen], [], [], max(0, end - time.monotonic()))
            try:
                part = os.read(self.screen, 65536) if ready else b""
            except OSError:  # how Linux tells that the other end is closed
                part = b""
            if not part:
                return wanted is None
            self.printed += part
        return True

    def press(self, keys):
        os.write(self.screen, keys)

    def end(self):
        """Reads what is left; the exit status, or the signal as a negative number."""
        self.read_until(None)
        os.close(self.screen)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


class Tests:
    def __init__(self):
        self.n = self.failed = 0

    def expect(self, ok, name, printed=b""):
        self.n += 1
        self.failed += not ok
        print("ok" if ok else "not ok", self.n, "-", name)
        if not ok:
            print("#", repr(printed[-2000:]))

    def finish(self):
        print(f"1..{self.n}")
        sys.exit(self.failed > 0)


def write(folder, name, text):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(text)


def long_run(check, folder):
    """A run over so many files that it takes more than a second here."""
    for step in range(6, 13):
        for i in range(0 if step == 6 else 2 ** (step - 1), 2**step):
            write(folder, f"{i}.Dockerfile", "FROM golang:1.26\n" + "RUN go build -o /a .\n" * 200)
        run = Terminal(check, folder)
        run.end()
        if PROGRESS in run.printed:
            break
    return run


def test_progress(tests, gobelin):
    with tempfile.TemporaryDirectory() as folder:
        check = [gobelin, "check", "--select", "GB415"]
        long = long_run(check, folder)
        before, _, after = long.printed.partition(PROGRESS)
        tests.expect(PROGRESS in long.printed, "a long run says that it is at work", long.printed)
        tests.expect(before == b"" and after.startswith(ERASE), "the line goes before the report",
                     long.printed)
        quiet = Terminal([*check, "--quiet"], folder)
        quiet.end()
        tests.expect(PROGRESS not in quiet.printed, "--quiet leaves it out", quiet.printed)
        dumb = Terminal(check, folder, term="dumb")
        dumb.end()
        tests.expect(PROGRESS not in dumb.printed, "so does a terminal without codes", dumb.printed)
        piped = subprocess.run(check, cwd=folder, capture_output=True, check=False)
        tests.expect(piped.stderr == b"", "so does a pipe", piped.stderr)


def test_watch(tests, gobelin):
    with tempfile.TemporaryDirectory() as folder:
        write(folder, "Dockerfile", "FROM golang:1.20\n")
        watch = Terminal([gobelin, "check", "--watch"], folder)
        watch.read_until(WAITING)
        tests.expect(PROGRESS not in watch.printed, "a short run says nothing", watch.printed)
        tests.expect(watch.printed.startswith(CLEAR) and b"GB603" in watch.printed,
                     "a cleared screen with the findings", watch.printed)
        first = len(watch.printed)
        write(folder, "Dockerfile", "FROM golang\n")
        watch.read_until(WAITING, 2)
        second = watch.printed[first:]
        tests.expect(second.lstrip().startswith(CLEAR) and b"GB503" in second and b"GB603" not in second,
                     "a change clears it for the new findings", second)
        watch.press(b"\x03")
        status = watch.end()
        tests.expect(status == -signal.SIGINT, "Ctrl-C ends it", str(status).encode())


def main():
    tests = Tests()
    gobelin = os.path.abspath(sys.argv[1])
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"):
        os.environ.pop(name, None)
    test_progress(tests, gobelin)
    test_watch(tests, gobelin)
    tests.finish()


main()
