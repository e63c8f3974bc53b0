"""Drives a workbook in LibreOffice: sets cells, has everything calculated, reads cells.

Reads one JSON object: {"file": path, "rounds": [{"set": {"H5": 6, "I5": null}, "read": ["K5"]}], "save": path or null,
"plant": [from, to] or null}. A number, a text, null for nothing, or a text that starts with "=" for a formula.
Prints {"rounds": [{"K5": "cumplido"}], "locked": {"K5": true}, "protected": true}.

"plant" replaces a piece of the first sheet's XML in a copy beforehand, to see that a wrong formula would be noticed.
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


def planted(path, folder, piece, other):
    copy = folder / "planted.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = data.decode("utf-8")
                if piece not in text:
                    sys.exit("drive: the first sheet does not hold " + piece)
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


def drive(desktop, asked):
    url = pathlib.Path(asked["file"]).resolve().as_uri()
    book = desktop.loadComponentFromURL(url, "_blank", 0, (setting("Hidden", True),))
    try:
        sheet = book.Sheets.getByIndex(0)
        answer = {"rounds": [], "locked": {}, "protected": sheet.isProtected()}
        for part in asked["rounds"]:
            for name, value in part["set"].items():
                put(sheet.getCellRangeByName(name), value)
            book.calculateAll()
            answer["rounds"].append({name: sheet.getCellRangeByName(name).getString() for name in part["read"]})
            for name in [*part["set"], *part["read"]]:
                answer["locked"][name] = sheet.getCellRangeByName(name).CellProtection.IsLocked
        if asked.get("save"):
            url = pathlib.Path(asked["save"]).resolve().as_uri()
            book.storeToURL(url, (setting("FilterName", "Calc MS Excel 2007 XML"),))
        return answer
    finally:
        book.close(True)


def main():
    asked = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        if asked.get("plant"):
            asked["file"] = planted(asked["file"], folder, *asked["plant"])
        pipe = "cabildo" + folder.name.replace("-", "").replace("_", "")
        profile = (folder / "profile").as_uri()
        office = subprocess.Popen(
            ["soffice", "--headless", "--norestore", "--nologo", "-env:UserInstallation=" + profile,
             "--accept=pipe,name=%s;urp;" % pipe], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            context = connected(pipe, office)
            desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            print(json.dumps(drive(desktop, asked), ensure_ascii=False))
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
