"""Writes the corpus of corpus.py as a Hugo site: the same figures and texts as data files and front matter.

Of the arrangements an editor could work with, the fastest for Hugo was taken. A municipality is one YAML file below
data/, read once, and a content adapter makes its page in each language; front matter would have to be read once a
language. The same holds for the fields of a charter, of which several pages and files are made. Other texts with their
fields are Markdown files with front matter in one language each. Words of the interface are a data file: a look-up in
it costs less than `i18n`. Links are written as addresses, so that no shortcode or hook runs.
"""

import json
import re
import shutil
from pathlib import Path

from corpus import AUDIENCES, KINDS, LANGS, RETRIEVED, SITE, Bare, block, only, slug, write

HERE = Path(__file__).resolve().parent
THEME = HERE.parent / "themes" / "anam"

# Widths of letters, as src/chart reckons them, so that words stand at the same place in both sites' charts.
ASCII = [
    32, 41, 46, 84, 64, 96, 78, 28, 40, 40, 50, 84, 32, 37, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84,
    84, 84, 54, 100, 69, 69, 70, 78, 64, 58, 78, 76, 30, 30, 66, 56, 87, 75, 79, 61, 79, 70, 64, 62, 74, 69, 99, 69,
    62, 69, 40, 34, 40, 84, 50, 50, 62, 64, 55, 64, 62, 36, 64, 64, 28, 28, 58, 28, 98, 64, 62, 64, 64, 42, 53, 40, 64,
    60, 82, 60, 60, 53, 64, 34, 64, 84,
]


class Words:
    """The interface's words, read from the theme's files: two levels of keys and quoted text."""

    def __init__(self, lang):
        self.lang = lang
        self.sections = {}
        section = None
        for line in (THEME / "strings" / f"{lang}.yaml").read_text(encoding="utf-8").splitlines():
            if match := re.match(r"(\w+):\s*$", line):
                section = self.sections.setdefault(match[1], {})
            elif (match := re.match(r'  (\w+): "(.*)"\s*$', line)) and section is not None:
                section[match[1]] = match[2].replace('\\"', '"')

    def __call__(self, section, key):
        return self.sections[section][key]

    def address(self, *segments):
        """An address from words of the theme (as ("address", key)) and plain segments."""
        parts = [self.sections[one[0]][one[1]] if isinstance(one, tuple) else one for one in segments]
        return "/" + "".join(f"{part}/" for part in ([] if self.lang == "es" else ["en"]) + parts)


class Writer:
    """Writes the content of one language."""

    def __init__(self, corpus, out, lang):
        self.corpus, self.out, self.lang = corpus, out, lang
        self.words = Words(lang)
        self.content = out / "content" / lang
        self.links = {}

    def page(self, path, type, title, description, url, text="", **more):
        head = {"title": title, "description": description, "url": url, "type": Bare(type), **more}
        write(self.content / path, f"---\n{block(head)}\n---\n{self.linked(text)}")

    def linked(self, text):
        """A text with the addresses of its own language; the corpus has those of the main one."""
        if self.lang == "es":
            return text
        return re.sub(r"\]\((/[^)]*)\)", lambda match: f"]({self.links.get(match[1], match[1])})", text)

    def slug_of(self, record, id):
        return record["slugs"]["en"] if self.lang == "en" else id

    def write(self, codes):
        words = self.words
        address = words.address
        site = only(self.lang, SITE)
        for tool in self.corpus.tools:
            self.links[f"/herramientas/{tool['id']}/"] = self.tool_address(tool)
        self.links["/cartas/"] = address(("address", "charters"))
        self.page("_index.md", "home", site["name"], site["tagline"], address())
        self.lists()
        self.tools()
        self.charters()
        self.training()
        self.territory()
        self.offices()
        for name, section, title, description in (
                ("casos", "cases", words("nav", "cases"), words("cases", "intro")),
                ("buscar", "search", words("search", "title"), words("search", "description")),
                ("indice", "index", words("index", "title"), words("index", "intro"))):
            self.page(f"{name}.md", name, title, description, address(("address", section)))
        corrections = [{**only(self.lang, one), "date": one["date"]} for one in self.corpus.corrections]
        self.page("correcciones.md", "correcciones", words("corrections", "title"), words("corrections", "intro"),
                  address(("address", "corrections")), corrections=corrections)
        self.glossary()
        # The catalogue of Cabildo's problems is its program's own: Hugo gets it as a finished text.
        self.page("codigos.md", "codigos", words("codes", "title"), words("codes", "summary"),
                  address(("address", "codes")))
        write(self.out / "assets" / f"codes-{self.lang}.html", codes)
        for page in self.corpus.pages:
            self.page(f"{page['id']}.md", "pagina", page["title"][self.lang], page["summary"][self.lang],
                      address(page["slug"] if self.lang == "en" else page["id"]), page["text"][self.lang],
                      section=Bare(page["section"]), weight=Bare(page["order"]))

    def lists(self):
        """Tools by family, audience and kind."""
        words, address = self.words, self.words.address
        base = ("address", "tools")
        for n, family in enumerate(self.corpus.families):
            name = family["name"][self.lang]
            self.page(f"herramientas/listas/familia-{n + 1}.md", "lista", name, family["summary"][self.lang],
                      address(base, ("address", "family"), self.slug_of(family, family["id"])),
                      list=Bare("family"), id=family["id"], name=name, weight=Bare(n + 1))
        for n, id in enumerate(AUDIENCES):
            name = words("audiences", id)
            self.page(f"herramientas/listas/para-{id}.md", "lista",
                      words("toolbox", "for_audience").replace("{audience}", name), words("audiences_help", id),
                      address(base, ("address", "audience"), ("audience_address", id)),
                      list=Bare("audience"), id=Bare(id), name=name, weight=Bare(n + 10))
        for n, id in enumerate(KINDS):
            name = words("kinds_plural", id)
            self.page(f"herramientas/listas/tipo-{id}.md", "lista", name, words("kinds_help", id),
                      address(base, ("address", "kind"), ("kind_address", id)),
                      list=Bare("kind"), id=Bare(id), name=name, weight=Bare(n + 20))

    def tool_address(self, tool):
        return self.words.address(("address", "tools"), self.slug_of(tool["record"], tool["id"]))

    def tools(self):
        words = self.words
        self.page("herramientas/_index.md", "herramientas", words("toolbox", "title"), words("toolbox", "description"),
                  words.address(("address", "tools")))
        for n, tool in enumerate(self.corpus.tools):
            record = only(self.lang, tool["record"])
            self.page(f"herramientas/{tool['id']}.md", "herramientas", record["name"], record["summary"],
                      self.tool_address(tool), tool["text"][self.lang], id=Bare(tool["id"]), weight=Bare(n + 1),
                      record=without(record, "name", "summary", "slugs", "keywords"))

    def charters(self):
        words = self.words
        base = ("address", "charters")
        self.page("cartas/_index.md", "cartas", words("nav", "charters"), words("charters", "intro"),
                  words.address(base))
        for n, charter in enumerate(self.corpus.charters):
            record, id = only(self.lang, charter["record"]), charter["id"]
            url = words.address(base, self.slug_of(charter["record"], id))
            more = {"aliases": [f"/c/{id}/"]} if self.lang == "es" else {}
            self.page(f"cartas/{id}.md", "cartas", record["title"], record["summary"], url,
                      charter["text"][self.lang], weight=Bare(n + 1), **more, charter=id, feed=f"{url}{id}.atom.xml")

    def training(self):
        words = self.words
        base = ("address", "training")
        self.page("formacion/_index.md", "formacion", words("nav", "training"), words("training", "intro"),
                  words.address(base))
        for n, family in enumerate(self.corpus.families):
            name = family["name"][self.lang]
            self.page(f"formacion/familias/familia-{n + 1}.md", "familia",
                      words("training", "family_title").replace("{family}", name), family["training"][self.lang],
                      words.address(base, ("address", "family"), self.slug_of(family, family["id"])),
                      id=family["id"], name=name, weight=Bare(n + 1))
        for n, primer in enumerate(self.corpus.primers):
            record = only(self.lang, primer["record"])
            self.page(f"formacion/{primer['id']}.md", "formacion", record["title"], record["summary"],
                      words.address(base, self.slug_of(primer["record"], primer["id"])), primer["text"][self.lang],
                      id=Bare(primer["id"]), weight=Bare(n + 1), record=without(record, "title", "summary", "slugs"))

    def territory(self):
        words = self.words
        base = ("address", "municipalities")
        self.page("municipios/_index.md", "municipios", words("territory", "title"), words("territory", "intro"),
                  words.address(base))
        self.page("municipios/a-z.md", "az", words("territory", "by_name"), words("territory", "by_name_intro"),
                  words.address(base, "a-z"))
        for n, department in enumerate(self.corpus.departments):
            code, name = department["code"], department["name"]
            count = sum(1 for town in self.corpus.municipalities if town["department"] == code)
            description = words("territory", "department_description")
            self.page(f"municipios/departamentos/{code}.md", "departamento",
                      words("territory", "department_title").replace("{name}", name),
                      description.replace("{name}", name).replace("{count}", str(count)),
                      words.address(("address", "departments"), f"{code}-{name.lower().replace(' ', '-')}"),
                      code=code, name=name, weight=Bare(n + 1), record=without(department, "code", "name"))

    def town_head(self, town):
        """Front matter of a municipality's page; the adapter makes the same from the data."""
        full = f"{town['name']}, Comarca {town['department']}"
        description = self.words("municipality", "description").replace("{name}", full)
        return {"title": full, "description": description,
                "url": self.words.address(("address", "municipalities"), slug(town))}

    def towns_as_front_matter(self, charters):
        for n, town in enumerate(self.corpus.municipalities):
            head = self.town_head(town)
            self.page(f"municipios/{slug(town)}.md", "municipios", head["title"], head["description"], head["url"],
                      code=town["code"], name=town["name"], department=town["department"],
                      population=town["population_2018"], charters=charters.get(town["code"], []), weight=Bare(n + 1),
                      record={"profile": town["profile"], "year": town["year"]})
            if town["code"] in charters:
                about = {key: self.words("municipality_charters", key).replace("{name}", head["title"])
                         for key in ("title", "description")}
                self.page(f"municipios/cartas/{town['code']}.md", "charters", about["title"], about["description"],
                          head["url"] + self.words("address", "charters") + "/", department=town["department"],
                          charters=charters[town["code"]], parent=f"/municipios/{slug(town)}")

    def offices(self):
        words = self.words
        base = ("address", "offices")
        self.page("oficinas/_index.md", "oficinas", words("nav", "offices"), words("offices", "intro"),
                  words.address(base))
        for n, office in enumerate(self.corpus.offices):
            record = only(self.lang, office)
            self.page(f"oficinas/{office['id']}.md", "oficinas", record["name"], record["does"],
                      words.address(base, office["id"]), id=office["id"], weight=Bare(n + 1),
                      record=without(record, "id", "name", "does"))
        holidays = [only(self.lang, one) for one in self.corpus.holidays]
        self.page("calendario.md", "calendario", words("calendar", "title"), words("calendar", "summary"),
                  words.address(("address", "calendar")), holidays=holidays)

    def glossary(self):
        other = {"es": "en", "en": "es"}[self.lang]
        terms = [{**only(self.lang, term), "other": term["term"][other]} for term in self.corpus.terms]
        self.page("glosario.md", "glosario", self.words("nav", "glossary"), self.words("glossary", "intro"),
                  self.words.address(("address", "glossary")), terms=terms)


def without(record, *keys):
    return {key: value for key, value in record.items() if key not in keys}


ADAPTER = """{{- $words := index hugo.Data.words site.Language.Lang -}}
{{- $root := cond (eq site.Language.Lang "es") "/" "/en/" -}}
{{- range $code, $town := hugo.Data.municipalities }}{{ $full := print $town.name ", Comarca " $town.department -}}
{{- $.AddPage (dict "kind" "page" "path" (printf "%s-municipio-%s" $code $code) "type" "municipios" "title" $full
  "url" (printf "%s%s/%s-municipio-%s/" $root $words.address.municipalities $code $code)
  "params" (dict "code" $code "name" $town.name "department" $town.department
    "population" $town.profile.census.people.total "charters" $town.charters
    "description" (replace $words.municipality.description "{name}" $full))) -}}
{{- if $town.charters }}{{ $about := $words.municipality_charters -}}
{{- $.AddPage (dict "kind" "page" "path" (print "cartas/" $code) "type" "charters"
  "title" (replace $about.title "{name}" $full)
  "url" (printf "%s%s/%s-municipio-%s/%s/" $root $words.address.municipalities $code $code $words.address.charters)
  "params" (dict "department" $town.department "charters" $town.charters
    "parent" (printf "/municipios/%s-municipio-%s" $code $code)
    "description" (replace $about.description "{name}" $full))) -}}
{{- end }}{{ end -}}
"""

# What else is published of each charter: the page at which its version stays, its history, its kit.
CHARTER_ADAPTER = """{{- $lang := site.Language.Lang }}{{ $words := index hugo.Data.words $lang -}}
{{- $root := cond (eq $lang "es") "/" "/en/" -}}
{{- range $id, $charter := hugo.Data.charters }}{{ $title := index $charter.title $lang -}}
{{- $home := printf "%s%s/%s/" $root $words.address.charters (cond (eq $lang "es") $id $charter.slugs.en) -}}
{{- $params := dict "charter" $id "parent" (print "/cartas/" $id) "feed" (print $home $id ".atom.xml") -}}
{{- $.AddPage (dict "kind" "page" "path" (print "versiones/" $id) "type" "version"
  "title" (printf "%s (%s %s)" $title $words.charter.version $charter.version)
  "url" (print $home $charter.version "/")
  "params" (merge $params (dict "description" (index $charter.summary $lang)))) -}}
{{- range slice "history" "kit" }}{{ $about := index $words (print "charter_" .) -}}
{{- $.AddPage (dict "kind" "page" "path" (print . "/" $id) "type" . "title" (replace $about.heading "{title}" $title)
  "url" (print $home (index $words.address .) "/")
  "params" (merge $params (dict "description" (replace $about.description "{title}" $title)))) -}}
{{- end }}{{ end -}}
"""


def write_data(corpus, out, as_data, charters, assets):
    data = out / "data"
    for lang in LANGS:
        write(data / "words" / f"{lang}.yaml", (THEME / "strings" / f"{lang}.yaml").read_text(encoding="utf-8"))
    site = {lang: {**without(only(lang, SITE), "languages", "theme"),
                   "brand": SITE["name"][lang].split(" · ")[1], "collection": SITE["name"][lang].split(" · ")[0],
                   "tag": "es-GT" if lang == "es" else "en", "language": "Español" if lang == "es" else "English"}
            for lang in LANGS}
    lines = "\n".join(f"{lang}:\n{block(site[lang], '  ')}" for lang in LANGS)
    write(data / "site.yaml", lines + "\n" + block(assets))
    write(data / "sources.yaml", "\n".join(
        f"{source['id']}:\n{block(without(source, 'id'), '  ')}" for source in corpus.sources))
    write(data / "classifications.yaml", block(corpus.classifications))
    widths = {chr(32 + n): width for n, width in enumerate(ASCII)}
    widths |= {"\u00a0": 33, "í": 33, **dict.fromkeys("áéóúñü", 65), **dict.fromkeys("ÁÉÍÓÚÑ", 80)}
    write(data / "widths.json", json.dumps(widths))
    write(data / "built.yaml", block({"on": RETRIEVED}))
    for charter in corpus.charters:
        results = {"results": charter["results"]}
        write(data / "charters" / f"{charter['id']}.yaml", block({**charter["record"], **results}))
    if as_data:
        for town in corpus.municipalities:
            record = {"name": town["name"], "department": town["department"],
                      "charters": charters.get(town["code"], []), "profile": town["profile"], "year": town["year"]}
            write(data / "municipalities" / f"{town['code']}.yaml", block(record))


def write_hugo(corpus, out, records, published):
    """The corpus as a Hugo site. `published` is Cabildo's output of the same corpus, for the page of its own problem
    codes; without it that page is empty."""
    shutil.copytree(HERE / "hugo", out, dirs_exist_ok=True)
    charters = {}
    for charter in corpus.charters:
        charters.setdefault(charter["town"]["code"], []).append(Bare(charter["id"]))
    write_data(corpus, out, records == "data", charters, write_assets(out))
    for lang in LANGS:
        writer = Writer(corpus, out, lang)
        writer.write(codes_of(published, writer.words))
        write(writer.content / "cartas" / "_content.gotmpl", CHARTER_ADAPTER)
        if records == "data":
            write(writer.content / "municipios" / "_content.gotmpl", ADAPTER)
        else:
            writer.towns_as_front_matter(charters)


def write_assets(out):
    """The theme's style sheets joined, and its script, as Cabildo publishes them."""
    styles = "".join((THEME / "static" / name).read_text(encoding="utf-8") for name in ("base.css", "chart.css"))
    write(out / "static" / "assets" / "site.css", styles)
    shutil.copy(THEME / "static" / "search.js", out / "static" / "assets" / "search.js")
    return {"style_sheet": "assets/site.css", "script": "assets/search.js"}


def codes_of(published, words):
    """The text of Cabildo's page of problem codes, from its output."""
    if published is None:
        return ""
    page = published / words.address(("address", "codes")).strip("/") / "index.html"
    html = page.read_text(encoding="utf-8")
    start = html.index(">", html.index("<div class=wrap", html.index("<main"))) + 1
    return html[start:html.index("</div></main>", start)]
