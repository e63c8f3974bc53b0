#!/usr/bin/env python3
"""Tells how alike two published sites are: pages, bytes, visible words, table cells, chart elements.

    benches/same.py CABILDO_OUTPUT HUGO_OUTPUT [--each N] [--show] [--markdown]

Pages are matched by their address. Of each kind (the first segments of the address, numbers apart) the first N pages
are compared word by word; the count of pages and bytes is of all. Exit status 1 when a page is missing on one side,
bytes differ by more than two in a hundred, words of a page are less than 99 % equal, or cells, chart elements or links
are not as many. Other files (data, calendars, feeds, pictures, the search index) are counted by folder and ending; what
one side alone makes is told, for it is work that the other one is spared, and does not change the exit status.
"""

import argparse
import difflib
import re
from collections import Counter, defaultdict
from html.parser import HTMLParser
from pathlib import Path

# What readers do not see, though it is text.
HIDDEN = {"script", "style"}


class Page(HTMLParser):
    """Counts what a page shows: words in their order, cells of tables, elements inside pictures, links."""

    def __init__(self, html):
        super().__init__()
        self.texts, self.cells, self.drawn, self.links = [], 0, Counter(), 0
        self.hidden = self.in_svg = 0
        self.feed(html)
        self.words = " ".join(self.texts).replace("\u00a0", " ").split()

    def handle_starttag(self, tag, attributes):
        self.hidden += tag in HIDDEN
        self.in_svg += tag == "svg"
        self.cells += tag in ("td", "th")
        self.links += tag == "a"
        if self.in_svg:
            self.drawn[tag] += 1

    def handle_startendtag(self, tag, attributes):
        if self.in_svg:
            self.drawn[tag] += 1

    def handle_endtag(self, tag):
        self.hidden -= tag in HIDDEN
        self.in_svg -= tag == "svg"

    def handle_data(self, data):
        if not self.hidden:
            self.texts.append(data)


def pages(root):
    return {str(path.relative_to(root)): path for path in root.rglob("*.html")}


def other_files(root):
    """What is not HTML: how many files and bytes in each kind of folder, by their ending."""
    found = defaultdict(lambda: [0, 0])
    for path in root.rglob("*"):
        if path.is_file() and path.suffix != ".html":
            ending = f"*{path.suffix}" if path.suffix else path.name
            entry = found[f"{kind(str(path.parent.relative_to(root))).strip('./')}/{ending}".lstrip("/")]
            entry[0] += 1
            entry[1] += path.stat().st_size
    return found


def report_others(left, right):
    """The kinds of other files, and a line that names what only one side makes."""
    print(f"\n{'other files':<44}{'first':>7}{'second':>8}{'kB first':>10}{'kB second':>11}")
    apart = {"first": [], "second": []}
    for name in sorted(set(left) | set(right)):
        first, second = left.get(name, (0, 0)), right.get(name, (0, 0))
        print(f"{name:<44}{first[0]:>7}{second[0]:>8}{first[1] / 1000:>10.0f}{second[1] / 1000:>11.0f}")
        if first[0] > second[0]:
            apart["first"].append(f"{first[0] - second[0]} {name}")
        elif second[0] > first[0]:
            apart["second"].append(f"{second[0] - first[0]} {name}")
    count = [sum(files for files, _ in side.values()) for side in (left, right)]
    size = [sum(length for _, length in side.values()) for side in (left, right)]
    print(f"\nOther files: {count[0]} and {count[1]}; bytes: {size[0]} and {size[1]}" + "".join(
        f"; only in the {side}: {', '.join(names)}" for side, names in apart.items() if names))


def kind(address):
    """`municipios/0101-municipio-0101/index.html` and its sisters are one kind."""
    folder = address.removesuffix("index.html").rstrip("/")
    return re.sub(r"[^/]*\d[^/]*", "N", folder) or "/"


def shares(first, second):
    """Share of words that stand in both pages in the same order."""
    matcher = difflib.SequenceMatcher(None, first, second, autojunk=False)
    equal = sum(size for _, _, size in matcher.get_matching_blocks())
    return 2 * equal / max(len(first) + len(second), 1)


def differences(first, second):
    matcher = difflib.SequenceMatcher(None, first, second, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            yield f"    {' '.join(first[max(a - 3, 0):a])} [{' '.join(first[a:b])}] <> [{' '.join(second[c:d])}]"


def compare(left, right, addresses, show):
    """One kind of pages: the least share of equal words, and whether cells, pictures and links agree everywhere."""
    least, same = 1.0, {"cells": True, "drawn": True, "links": True}
    for address in addresses:
        first, second = (Page(side[address].read_text(encoding="utf-8")) for side in (left, right))
        least = min(least, shares(first.words, second.words))
        for what in same:
            same[what] &= getattr(first, what) == getattr(second, what)
        if show:
            lines = list(differences(first.words, second.words))[:8]
            for what in same:
                if getattr(first, what) != getattr(second, what):
                    lines.append(f"    {what}: {getattr(first, what)} <> {getattr(second, what)}")
            if lines:
                print(f"  {address}", *lines, sep="\n")
    return least, same


def report(rows, markdown):
    head = ["kind", "pages", "kB first", "kB second", "equal words", "cells", "chart elements", "links"]
    if markdown:
        print("| " + " | ".join(head) + " |\n|" + " --- |" * len(head))
        for row in rows:
            print("| " + " | ".join(row) + " |")
    else:
        for row in [head, *rows]:
            print(f"{row[0]:<34}{row[1]:>6}{row[2]:>10}{row[3]:>10}{row[4]:>13}{row[5]:>7}{row[6]:>16}{row[7]:>7}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("--each", type=int, default=3, help="pages of each kind compared word by word")
    parser.add_argument("--show", action="store_true", help="print what differs")
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    left, right = pages(options.first), pages(options.second)
    missing = sorted(set(left) ^ set(right))
    kinds = defaultdict(list)
    for address in sorted(set(left) & set(right)):
        kinds[kind(address)].append(address)
    rows, worst, counts_agree = [], 1.0, True
    for name, addresses in kinds.items():
        least, same = compare(left, right, addresses[:options.each], options.show)
        worst = min(worst, least)
        counts_agree &= all(same.values())
        size = [sum(side[address].stat().st_size for address in addresses) / 1000 for side in (left, right)]
        rows.append([f"/{name.strip('/')}", str(len(addresses)), *(f"{kilobytes:.0f}" for kilobytes in size),
                     f"{100 * least:.2f} %", *("yes" if same[what] else "no" for what in ("cells", "drawn", "links"))])
    report(rows, options.markdown)
    report_others(other_files(options.first), other_files(options.second))
    total = [sum(path.stat().st_size for path in side.values()) for side in (left, right)]
    ratio = total[1] / total[0]
    print(f"HTML files: {len(left)} and {len(right)}; bytes: {total[0]} and {total[1]} ({100 * (ratio - 1):+.2f} %); "
          f"least share of equal words: {100 * worst:.2f} %; "
          f"cells, chart elements and links: {'equal' if counts_agree else 'NOT equal'}")
    for address in missing[:20]:
        print(f"only in the {'first' if address in left else 'second'}: {address}")
    return bool(missing) or abs(ratio - 1) > 0.02 or worst < 0.99 or not counts_agree


if __name__ == "__main__":
    raise SystemExit(main())
