#!/usr/bin/env python3
"""Converts a directory of facts tables (CSV) into the site's YAML about municipalities.

    scripts/convert_facts.py DATA_DIR [--root .]

Reads DATA_DIR/{municipalities,departments,indicators_census2018,indicators_governance,finance_income,
finance_spending}.csv, scripts/daily_names.csv beside this script, and the ids of classes and functions in
ROOT/content/classifications.yaml. Writes under ROOT/content/municipalities:

    departments.yaml   register.yaml   <code>-<slug>/profile.yaml   <code>-<slug>/<year>.yaml

- Every year in the finance tables is written, as a closed year; years that are not in them are left alone. To add
  a year, run it with tables that hold that year.
- Running it again writes the same bytes. Amounts, shares and coordinates are copied as the tables spell them.
- A file it writes starts with the line MARK. A file without that line is somebody's own and is never touched;
  nor are the folders 99xx of the demonstration. Nothing is ever deleted.
- Afterwards it reads what it wrote and compares it with the tables: rows, totals to the centavo, and the rule that
  says whether spending is complete. It exits with 1 if anything differs.
"""
import argparse
import collections
import csv
import pathlib
import re
import sys
import unicodedata

MARK = "# Written by scripts/convert_facts.py. Delete this line to edit by hand: the script then leaves the file alone.\n"
DEMO_DEPARTMENT = '  - {code: "99", name: "Departamento de Ejemplo", capital: "9901", demo: true}'
CENSUS, CENSUS_YEAR = "ine-censo-2018", "2018"
BUDGET = "minfin-ejecucion"
SCORES = (("segeplan", "segeplan_ranking", "segeplan-ranking"), ("aip", "pdh_access", "pdh-aip"))
INCOME = ("initial", "modified", "current", "received")
SPENDING = ("initial", "modified", "current", "accrued", "paid")
PEOPLE = ("population", "men", "women", "urban", "rural", "maya", "garifuna", "xinka", "ladino")
HOUSEHOLDS = ("households", "hh_piped_water_in_dwelling", "hh_sewer_toilet", "hh_no_toilet", "hh_electric_light",
              "hh_municipal_waste_service", "hh_internet")
BALANCE_TOLERANCE = 50 * 100  # centavos between current revenue and current spending
NUMBER = re.compile(r"-?\d+(\.\d+)?")
AMOUNT = re.compile(r"-?\d+(\.\d{1,2})?")
Facts = collections.namedtuple("Facts", "municipalities departments census governance income spending daily")


def fail(what):
    sys.exit("convert_facts: " + what)


# --- reading the tables ---------------------------------------------------------------------------------------------

def table(path):
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except OSError as error:
        fail("cannot read %s: %s" % (path, error.strerror))


def by_code(path):
    rows = table(path)
    found = {row["code"]: row for row in rows}
    if len(found) != len(rows):
        fail("%s: a code occurs twice" % path)
    return found


def by_year(path, key, columns):
    """{(code, year): [rows in the table's order]}; refuses odd amounts and repeated rows."""
    found, seen = collections.defaultdict(list), set()
    for number, row in enumerate(table(path), start=2):
        for column in columns:
            if not AMOUNT.fullmatch(row[column]):
                fail("%s: row %d: %s is not an amount: %r" % (path, number, column, row[column]))
        if not re.fullmatch(r"\d{4}", row["year"]):
            fail("%s: row %d: not a year: %r" % (path, number, row["year"]))
        if (row["code"], row["year"], row[key]) in seen:
            fail("%s: row %d: %s %s %r occurs twice" % (path, number, row["code"], row["year"], row[key]))
        seen.add((row["code"], row["year"], row[key]))
        found[row["code"], row["year"]].append(row)
    return found


def load(data, daily_names):
    facts = Facts(by_code(data / "municipalities.csv"), by_code(data / "departments.csv"),
                  by_code(data / "indicators_census2018.csv"), by_code(data / "indicators_governance.csv"),
                  by_year(data / "finance_income.csv", "class_code", INCOME),
                  by_year(data / "finance_spending.csv", "function", SPENDING), table(daily_names))
    known = set(facts.municipalities)
    for code in known:
        if not re.fullmatch(r"\d{4}", code) or code.startswith("99"):
            fail("municipalities.csv: not a code of a real municipality: %r" % code)
        if facts.municipalities[code]["department_code"] not in facts.departments:
            fail("municipalities.csv: %s: unknown department" % code)
    for name, codes in (("indicators_census2018.csv", facts.census), ("indicators_governance.csv", facts.governance),
                        ("finance_income.csv", {code for code, _ in facts.income}),
                        ("finance_spending.csv", {code for code, _ in facts.spending}),
                        ("daily_names.csv", {row["code"] for row in facts.daily})):
        if set(codes) - known:
            fail("%s: codes missing in municipalities.csv: %s" % (name, ", ".join(sorted(set(codes) - known))))
    return facts


def classifications(path):
    """The revenue classes {code: name} and the functions {name in the source: id}, one entry a line."""
    entry = re.compile(r'  - \{(code|id): "?(\w+)"?, .*name: \{es: "([^"]+)"')
    section, found = None, {"revenue_classes": {}, "functions": {}}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        fail("cannot read %s: %s" % (path, error.strerror))
    for line in lines:
        if re.match(r"\w+:", line):
            section = line.split(":")[0]
        elif section in found and line.startswith("  - "):
            match = entry.match(line)
            if not match:
                fail("%s: cannot read this line of %s: %s" % (path, section, line.strip()))
            found[section][match[2]] = match[3]
    functions = {name: id for id, name in found["functions"].items()}
    if len(functions) != len(found["functions"]):
        fail("%s: two functions have the same name" % path)
    functions[""] = "unassigned"
    return found["revenue_classes"], functions


def centavos(text):
    sign = -1 if text.startswith("-") else 1
    whole, _, part = text.lstrip("-").partition(".")
    return sign * (int(whole) * 100 + int(part.ljust(2, "0")))


# --- writing YAML ---------------------------------------------------------------------------------------------------

def quoted(text):
    return '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"')


def number(text):
    if not NUMBER.fullmatch(text):
        fail("not a number: %r" % text)
    return text


def flow(*pairs):
    """A one-line mapping; a pair without a value is left out."""
    return "{%s}" % ", ".join("%s: %s" % pair for pair in pairs if pair[1])


def numbers(row, columns):
    """Pairs for the cells that hold something; the first column is the total."""
    names = ["total"] + [column.removeprefix("hh_") for column in columns[1:]]
    return [(name, number(row[column])) for name, column in zip(names, columns) if row[column]]


def slug(name):
    plain = unicodedata.normalize("NFKD", name.lower())
    plain = "".join(c for c in plain if not unicodedata.combining(c) and c not in "'’\u02bc")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def departments_yaml(facts):
    lines = ["source: " + CENSUS, "departments:"]
    for row in facts.departments.values():
        languages = [language.rsplit(" ", 1) for language in row["main_languages"].split("|") if language]
        listed = ", ".join(flow(("name", quoted(name)), ("percent", number(share))) for name, share in languages)
        lines.append("  - " + flow(
            ("code", quoted(row["code"])), ("name", quoted(row["name"])), ("iso", row["iso_3166_2"]),
            ("capital", quoted(row["capital_code"])), ("population_2018", number(row["population_2018"])),
            ("languages", listed and "[%s]" % listed)))
    return lines + [DEMO_DEPARTMENT]


def register_yaml(facts):
    lines = ["source: " + CENSUS, "municipalities:"]
    daily = collections.defaultdict(list)
    for row in facts.daily:
        daily[row["code"]].append(row["name"])
    for code, row in facts.municipalities.items():
        also = dict.fromkeys(row["aliases"].split("|") + daily[code])  # a set that keeps its order
        seat = flow(("lat", number(row["lat"])), ("lon", number(row["lon"])),
                    ("kind", {"seat": "town", "center": "label_point"}[row["coord_kind"]]),
                    ("source", row["coord_source"].split(":")[0]))
        also = ", ".join(quoted(name) for name in also if name and name != row["name"])
        lines.append("  - " + flow(
            ("code", quoted(code)), ("name", quoted(row["name"])), ("department", quoted(row["department_code"])),
            ("population_2018", number(row["population_2018"])), ("seat", seat),
            ("area_km2", row["area_agree"] == "yes" and number(row["area_km2"])), ("also", also and "[%s]" % also)))
    return lines


def profile_yaml(facts, code):
    lines = ["municipality: " + quoted(code), "status: provisional"]
    census = facts.census.get(code)
    if census:
        lines += ["census:", "  source: " + CENSUS, "  year: " + CENSUS_YEAR]
        languages = [("people_4_plus", census["pop_4plus"])]
        for place in ("first", "second"):
            name, share = census[place + "_language"], census[place + "_language_pct"]
            languages.append((place, name and flow(("name", quoted(name)), ("percent", share and number(share)))))
        for key, pairs in (("people", numbers(census, PEOPLE)), ("households", numbers(census, HOUSEHOLDS)),
                           ("languages", [pair for pair in languages if pair[1]])):
            if pairs:
                lines.append("  %s: %s" % (key, flow(*pairs)))
    scores = []
    row = facts.governance.get(code, {})
    for prefix, index, source in SCORES:
        for column in sorted(row):
            if re.fullmatch(prefix + r"_\d{4}", column) and row[column]:
                scores.append("  - " + flow(("index", index), ("year", column[-4:]), ("value", number(row[column])),
                                            ("source", source)))
    return lines + (["scores:"] + scores if scores else [])


def amounts(row, columns):
    return [("modification" if column == "modified" else column, row[column]) for column in columns]


def year_yaml(facts, code, year, classes, functions):
    lines = ["schema: 1", "municipality: " + quoted(code), "year: " + year, "closed: true", "status: provisional",
             "source: " + BUDGET]
    revenue, spending = facts.income.get((code, year)), facts.spending.get((code, year))
    if revenue:
        lines.append("revenue:")
        for row in revenue:
            short = re.sub(r"^(\d\d)000$", r"\1", row["class_code"])
            if short not in classes:
                fail("finance_income.csv: class %s is not in content/classifications.yaml" % row["class_code"])
            lines.append("  - " + flow(("class", quoted(short)), *amounts(row, INCOME)))
    if spending:
        lines.append("spending:")
        for row in spending:
            if row["function"] not in functions:
                fail("finance_spending.csv: function %r is not in content/classifications.yaml" % row["function"])
            lines.append("  - " + flow(("function", functions[row["function"]]), *amounts(row, SPENDING)))
    return lines


class Writer:
    """Writes files only where they are missing or ours, and counts what it did."""

    def __init__(self, root):
        self.root = root
        self.count = collections.Counter()
        self.kept = []

    def write(self, path, lines):
        text = (MARK + "\n".join(lines) + "\n").encode("utf-8")
        path = self.root / path
        old = path.read_bytes() if path.exists() else None
        if old is not None and not old.startswith(MARK.encode("utf-8")):
            self.kept.append(path)
            return
        self.count["new" if old is None else "unchanged" if old == text else "changed"] += 1
        if old != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)


# --- verifying what was written -------------------------------------------------------------------------------------

ROW = re.compile(r"  - \{(class|function): \"?(\w+)\"?, (.+)\}")


def read_year(path):
    """The revenue and spending rows of a written file: {section: [(key, {column: centavos})]}."""
    sections, section = {"revenue": [], "spending": []}, None
    for line in path.read_text(encoding="utf-8").splitlines():
        match = ROW.fullmatch(line)
        if line in ("revenue:", "spending:"):
            section = line[:-1]
        elif match:
            pairs = (pair.split(": ") for pair in match[3].split(", "))
            sections[section].append((match[2], {name: centavos(text) for name, text in pairs}))
    return sections


def verify(facts, folders, kept, out):
    """Compares the year files with the tables; returns the faults, and the lines of the summary."""
    faults, summary, complete, judged = [], [], 0, 0
    years = sorted({year for _, year in [*facts.income, *facts.spending]})
    for year in years:
        wanted, got, files = collections.Counter(), collections.Counter(), 0
        for code, folder in folders.items():
            path = out / folder / (year + ".yaml")
            tables = (("revenue", facts.income.get((code, year), []), INCOME),
                      ("spending", facts.spending.get((code, year), []), SPENDING))
            if path in kept or not any(rows for _, rows, _ in tables):
                continue
            written = read_year(path)
            files += 1
            for section, rows, columns in tables:
                wanted[section, "rows"] += len(rows)
                got[section, "rows"] += len(written[section])
                expected = [{name: centavos(text) for name, text in amounts(row, columns)} for row in rows]
                if expected != [row for _, row in written[section]]:
                    faults.append("%s %s: rows of %s differ from the table" % (code, year, section))
                for count, listed in ((wanted, expected), (got, [row for _, row in written[section]])):
                    for row in listed:
                        count.update({(section, name): value for name, value in row.items()})
            if written["spending"]:
                judged += 1
                sums = [sum(row["current"] for _, row in written[part]) for part in ("revenue", "spending")]
                balances = abs(sums[0] - sums[1]) <= BALANCE_TOLERANCE
                complete += balances
                if {row["balances_with_income"] for row in tables[1][1]} != {"yes" if balances else "no"}:
                    faults.append("%s %s: balances_with_income is not reproduced" % (code, year))
        for key in sorted(set(wanted) | set(got)):
            if wanted[key] != got[key]:
                faults.append("%s: %s %s: %d in the tables, %d in the files" % (year, *key, wanted[key], got[key]))
        summary.append("%s: %d files; %d revenue rows, Q%s received in all classes; %d spending rows, Q%s accrued" % (
            year, files, got["revenue", "rows"], quetzales(got["revenue", "received"]),
            got["spending", "rows"], quetzales(got["spending", "accrued"])))
    summary.append("spending complete in %d of %d municipality-years" % (complete, judged))
    if out / "register.yaml" not in kept:
        people = [int(n) for n in re.findall(r"population_2018: (\d+)", (out / "register.yaml").read_text("utf-8"))]
        wanted = [int(row["population_2018"]) for row in facts.municipalities.values()]
        if people != wanted:
            faults.append("register.yaml: municipalities or populations differ from the table")
        summary.append("register: %d municipalities, %d people" % (len(people), sum(people)))
    return faults, summary


def quetzales(value):
    sign = "-" if value < 0 else ""
    return "%s%s.%02d" % (sign, format(abs(value) // 100, ","), abs(value) % 100)


def main():
    here = pathlib.Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description="Converts facts tables (CSV) into YAML about municipalities.")
    parser.add_argument("data", metavar="DATA_DIR", type=pathlib.Path)
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path("."))
    options = parser.parse_args()

    facts = load(options.data, here / "daily_names.csv")
    classes, functions = classifications(options.root / "content" / "classifications.yaml")
    out = options.root / "content" / "municipalities"
    folders = {code: "%s-%s" % (code, slug(row["name"])) for code, row in facts.municipalities.items()}
    for path in sorted(out.glob("[0-9][0-9][0-9][0-9]-*")):
        if path.name[:4] in folders and path.name != folders[path.name[:4]]:
            fail("%s: this municipality's folder would now be %s; rename it first" % (path, folders[path.name[:4]]))

    files = {"departments.yaml": departments_yaml(facts), "register.yaml": register_yaml(facts)}
    for code, folder in folders.items():
        files[folder + "/profile.yaml"] = profile_yaml(facts, code)
    for code, year in sorted({*facts.income, *facts.spending}):
        files["%s/%s.yaml" % (folders[code], year)] = year_yaml(facts, code, year, classes, functions)
    writer = Writer(out)
    for path, lines in files.items():  # only now: a fault in the tables leaves everything as it was
        writer.write(path, lines)

    faults, summary = verify(facts, folders, set(writer.kept), out)
    print("%d files: %s" % (len(files), ", ".join("%d %s" % (n, what) for what, n in sorted(writer.count.items()))))
    for path in writer.kept:
        print("kept, edited by hand: %s" % path)
    print("\n".join(summary))
    for fault in faults:
        print("FAULT " + fault)
    print("verified: %s" % ("%d faults" % len(faults) if faults else "files and tables agree"))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
