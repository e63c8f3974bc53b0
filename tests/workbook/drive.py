"""Drives a workbook in LibreOffice: sets cells, has everything calculated, reads cells.

Reads one JSON object: {"file": path, "rounds": [{"set": {"H5": 6, "I5": null}, "read": ["K5"]}], "save": path or null,
"plant": [from, to] or null}. A number, a text, null for nothing, or a text that starts with "=" for a formula.
Prints {"rounds": [{"K5": "cumplido"}], "locked": {"K5": true}, "protected": true}.

Cells are of the first sheet, as they are shown. "Datos!B4:C9" is a range of a sheet: it is set and read as rows of
values, numbers as they are, an error as {"error": 532}. Several files, one after the other: {"books": [{"file": …}, …]},
which prints {"books": [{"rounds": …}, …]}.

"plant" replaces a piece of a sheet's XML in a copy beforehand, to see that a wrong formula would be noticed: of the
first sheet, or of another one: [from, to, 3].
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import zipfile

import uno
from com.sun.star.beans import PropertyValue


def setting(name, value):
    prop = PropertyValue()
    prop.Name, prop.Value = name, value
    return prop


def planted(path, folder, piece, other, number=1):
    copy = folder / "planted.xlsx"
    sheet = "xl/worksheets/sheet%d.xml" % number
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == sheet:
                text = data.decode("utf-8")
                if piece not in text:
                    sys.exit("drive: the sheet does not hold " + piece)
                data = text.replace(piece, other).encode("utf-8")
            new.writestr(name, data)
    return copy


def connected(pipe, office):
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(600):
        if office.poll() is not None:
            sys.exit("drive: LibreOffice ended by itself")
        try:
            return resolver.resolve("uno:pipe,name=%s;urp;StarOffice.ComponentContext" % pipe)
        except Exception:  # not up yet
            time.sleep(0.1)
    sys.exit("drive: LibreOffice does not answer")


def put(cell, value):
    if value is None:
        cell.setString("")
    elif isinstance(value, (int, float)):
        cell.setValue(value)
    elif value.startswith("="):
        cell.setFormula(value)
    else:
        cell.setString(value)


def values(area):
    """The values of a range; where one of them is an error, cell by cell."""
    rows = [list(row) for row in area.getDataArray()]
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            if not isinstance(value, (int, float, str)):
                error = area.getCellByPosition(x, y).getError()
                row[x] = {"error": error} if error else ""
    return rows


def drive(desktop, asked):
    url = pathlib.Path(asked["file"]).resolve().as_uri()
    book = desktop.loadComponentFromURL(url, "_blank", 0, (setting("Hidden", True),))
    try:
        sheet = book.Sheets.getByIndex(0)
        answer = {"rounds": [], "locked": {}, "protected": sheet.isProtected()}
        # Everything is calculated once per round; each step to the office takes its time.
        book.enableAutomaticCalculation(False)
        areas = {}

        def of(name):
            if name not in areas:
                other, _, area = name.rpartition("!")
                areas[name] = (book.Sheets.getByName(other) if other else sheet).getCellRangeByName(area)
                answer["locked"][name] = areas[name].CellProtection.IsLocked
            return areas[name]

        for part in asked["rounds"]:
            for name, value in part["set"].items():
                if "!" in name:
                    rows = tuple(tuple("" if cell is None else cell for cell in row) for row in value)
                    of(name).setDataArray(rows)
                else:
                    put(of(name), value)
            book.calculateAll()
            read = {}
            for name in part["read"]:
                read[name] = values(of(name)) if "!" in name else of(name).getString()
            answer["rounds"].append(read)
        if asked.get("save"):
            url = pathlib.Path(asked["save"]).resolve().as_uri()
            book.storeToURL(url, (setting("FilterName", "Calc MS Excel 2007 XML"),))
        return answer
    finally:
        book.close(True)


def main():
    asked = json.load(sys.stdin)
    books = asked.get("books", [asked])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for number, book in enumerate(books):
            if book.get("plant"):
                place = folder / str(number)
                place.mkdir()
                book["file"] = planted(book["file"], place, *book["plant"])
        pipe = "cabildo" + folder.name.replace("-", "").replace("_", "")
        profile = (folder / "profile").as_uri()
        office = subprocess.Popen(
            ["soffice", "--headless", "--norestore", "--nologo", "-env:UserInstallation=" + profile,
             "--accept=pipe,name=%s;urp;" % pipe], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            context = connected(pipe, office)
            desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            answers = [drive(desktop, book) for book in books]
            print(json.dumps({"books": answers} if "books" in asked else answers[0], ensure_ascii=False))
            try:
                desktop.terminate()
            except Exception:  # the connection ends with the program
                pass
            office.wait(30)
        finally:
            if office.poll() is None:
                office.kill()
                office.wait()


main()
