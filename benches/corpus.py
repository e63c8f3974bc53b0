#!/usr/bin/env python3
"""Writes an invented bilingual corpus of the shape of ANAM's site, for Cabildo or for Hugo.

Everything is made from the word lists below and a seed: no name, figure or sentence means anybody. The same options
give the same bytes, and both generators get the same figures and texts, so that what they publish can be compared.

    benches/corpus.py --scale 1 --out DIR
    benches/corpus.py --scale 1 --out ANOTHER_DIR --for hugo --published CABILDO_OUTPUT
"""

import argparse
import json
import random
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
LANGS = ("es", "en")
YEAR = 2024
RETRIEVED = "2025-07-15"

# The addresses that Cabildo's own pages look for: they fill the front page and the foot of each dashboard.
KNOWN_TOOLS = [
    "tarifa-de-agua", "semaforo-de-ejecucion", "cartera-morosa", "planificador-anual", "carta-ciudadana",
    "informacion-publica-de-oficio", "auditoria-social",
]
AUDIENCES = ["authorities", "finance", "planning", "services", "social", "citizens"]
KINDS = ["guide", "form", "calculator"]
STATES = ["planned", "tender", "awarded", "running", "suspended", "finished", "settled", "cancelled"]
OFFICE_KINDS = ["authority", "office", "commission", "citizen_body"]

# Sentences are subject, verb, object, place: the four lists of both languages run in parallel.
SUBJECTS = [
    ("La oficina azul", "The blue office"), ("El grupo de la plaza", "The group of the square"),
    ("La mesa redonda", "The round table"), ("El comité del puente", "The committee of the bridge"),
    ("La persona de turno", "The person on duty"), ("El equipo de la mañana", "The morning team"),
    ("La bodega pequeña", "The small store"), ("El taller del barrio", "The neighbourhood workshop"),
    ("La escuela de la loma", "The school on the hill"), ("El archivo abierto", "The open archive"),
    ("La cuadrilla verde", "The green crew"), ("El vivero de ejemplo", "The example nursery"),
    ("La ventanilla dos", "Counter number two"), ("El salón grande", "The large hall"),
    ("La junta de la tarde", "The afternoon board"), ("El registro nuevo", "The new registry"),
]
VERBS = [
    ("anota", "notes"), ("revisa", "checks"), ("entrega", "hands over"), ("ordena", "sorts"), ("cuenta", "counts"),
    ("compara", "compares"), ("publica", "publishes"), ("guarda", "keeps"), ("prepara", "prepares"),
    ("explica", "explains"), ("mide", "measures"), ("pide", "asks for"), ("copia", "copies"), ("firma", "signs"),
    ("suma", "adds up"), ("archiva", "files"),
]
OBJECTS = [
    ("la lista de piedras", "the list of stones"), ("el cuadro de sombras", "the table of shadows"),
    ("las hojas del cuaderno", "the sheets of the notebook"), ("el plano del jardín", "the plan of the garden"),
    ("las cifras de la semana", "the figures of the week"), ("el sello de madera", "the wooden stamp"),
    ("la cuenta de faroles", "the count of lanterns"), ("los recibos de papel", "the paper receipts"),
    ("el acta de la reunión", "the minutes of the meeting"), ("la caja de lápices", "the box of pencils"),
    ("el mapa de senderos", "the map of paths"), ("las fichas de colores", "the coloured cards"),
    ("el libro de visitas", "the visitors' book"), ("la nota del día", "the note of the day"),
    ("los sobres cerrados", "the closed envelopes"), ("el informe breve", "the short report"),
]
PLACES = [
    ("antes del mediodía", "before noon"), ("con dos testigos", "with two witnesses"),
    ("en la sala del fondo", "in the back room"), ("cada lunes de mercado", "every market Monday"),
    ("sin abrir la puerta", "without opening the door"), ("junto a la fuente seca", "by the dry fountain"),
    ("al final del mes", "at the end of the month"), ("con letra clara", "in clear handwriting"),
    ("para la próxima sesión", "for the next session"), ("según la hoja amarilla", "as the yellow sheet says"),
    ("en menos de tres días", "in less than three days"), ("y deja una copia", "and leaves a copy"),
    ("con la regla larga", "with the long ruler"), ("frente al portón", "in front of the gate"),
    ("cuando suena la campana", "when the bell rings"), ("y espera la respuesta", "and waits for the answer"),
]
COLOURS = [
    ("roja", "red"), ("blanca", "white"), ("gris", "grey"), ("dorada", "golden"), ("clara", "pale"), ("oscura", "dark"),
    ("larga", "long"), ("nueva", "new"), ("vieja", "old"), ("serena", "calm"), ("alta", "high"), ("baja", "low"),
]
WORKS = [
    ("Camino", "Path"), ("Puente", "Bridge"), ("Muro", "Wall"), ("Tanque", "Tank"), ("Salón", "Hall"),
    ("Cancha", "Court"), ("Techo", "Roof"), ("Pozo", "Well"), ("Vivero", "Nursery"), ("Mercado", "Market"),
]


class Bare(str):
    """A scalar that stands in the file without quotes: a number, a date, an identifier."""


def both(es, en):
    return {"es": es, "en": en}


def money(centavos):
    return Bare(f"{centavos // 100}.{centavos % 100:02d}")


def is_text(value):
    """Whether a value is one text in both languages."""
    return isinstance(value, dict) and set(value) == set(LANGS)


def only(lang, value):
    """A record with every bilingual text reduced to one language."""
    if is_text(value):
        return value[lang]
    if isinstance(value, dict):
        return {key: only(lang, item) for key, item in value.items()}
    if isinstance(value, list):
        return [only(lang, item) for item in value]
    return value


# --- YAML -----------------------------------------------------------------------------------------------------------

def flow(value):
    """A value on one line. JSON's quoting is YAML's too."""
    if isinstance(value, Bare):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def is_deep(value):
    """Whether a value needs lines of its own, as an editor would write it."""
    if isinstance(value, list):
        return any(isinstance(item, (dict, list)) for item in value)
    return isinstance(value, dict) and not is_text(value) and any(is_deep(item) for item in value.values())


def block(record, indent=""):
    """A record as the site's editors write it: fields below each other, rows of tables on one line each."""
    lines = []
    for key, value in record.items():
        if not is_deep(value):
            lines.append(f"{indent}{key}: {flow(value)}")
        elif isinstance(value, dict):
            lines += [f"{indent}{key}:", block(value, indent + "  ")]
        else:
            lines.append(f"{indent}{key}:")
            lines += [item_lines(item, indent + "  ") for item in value]
    return "\n".join(lines)


def item_lines(item, indent):
    """One item of a list: on one line, unless it is long and has fields of its own."""
    line = flow(item)
    if not isinstance(item, dict) or is_text(item) or len(line) < 420:
        return f"{indent}- {line}"
    inner = block(item, indent + "  ")
    return f"{indent}- {inner[len(indent) + 2:]}"


# --- the corpus -----------------------------------------------------------------------------------------------------

class Prose:
    """Sentences of both languages at once. `repeat` is the share of sentences that come from a small common stock:
    real texts repeat themselves, and what a generator caches depends on it."""

    def __init__(self, rng, repeat):
        self.rng = rng
        self.repeat = repeat
        self.stock = [self.fresh() for _ in range(64)]

    def fresh(self):
        parts = [self.rng.choice(words) for words in (SUBJECTS, VERBS, OBJECTS, PLACES)]
        return tuple(" ".join(part[side] for part in parts) for side in (0, 1))

    def sentence(self):
        return self.rng.choice(self.stock) if self.rng.random() < self.repeat else self.fresh()

    def text(self, sentences=1):
        """A short text of the given number of sentences."""
        chosen = [self.sentence() for _ in range(sentences)]
        return both(*(". ".join(one[side] for one in chosen) + "." for side in (0, 1)))

    def paragraph(self, words):
        sentences = []
        while sum(len(one[0].split()) for one in sentences) < words:
            sentences.append(self.sentence())
        return tuple(". ".join(one[side] for one in sentences) + "." for side in (0, 1))

    def markdown(self, words, headings, links=()):
        """A Markdown text: an introduction, then sections with paragraphs, a list and a table. `headings` are pairs;
        `links` are addresses of the main language, one of which ends each section."""
        out = ([], [])

        def add(pair):
            for side in (0, 1):
                out[side].append(pair[side])

        add(self.paragraph(max(words // 10, 12)))
        each = max((words - words // 10) // max(len(headings), 1), 12)
        for number, heading in enumerate(headings):
            add((f"## {heading[0]}", f"## {heading[1]}"))
            add(self.section(each, number))
            if links:
                href = links[number % len(links)]
                add((f"Vea también [esta página]({href}).", f"See also [this page]({href})."))
        return both(*("\n\n".join(side) + "\n" for side in out))

    def section(self, words, number):
        """Paragraphs of about sixty words; every second section has a list and every fourth a table."""
        parts = []
        rest = words
        if number % 2 == 0 and rest > 60:
            items = [self.sentence() for _ in range(4)]
            parts.append(tuple("\n".join(f"- **{one[side].split()[0]}** {one[side]}." for one in items)
                               for side in (0, 1)))
            rest -= 40
        if number % 4 == 1 and rest > 60:
            parts.append(self.table())
            rest -= 30
        while rest > 0:
            parts.insert(0, self.paragraph(min(rest, 60)))
            rest -= 60
        return tuple("\n\n".join(part[side] for part in parts) for side in (0, 1))

    def table(self):
        rows = [[self.rng.choice(words) for words in (SUBJECTS, OBJECTS)] for _ in range(4)]
        heads = (("Quién", "Qué", "Veces"), ("Who", "What", "Times"))
        count = [self.rng.randrange(2, 40) for _ in rows]
        return tuple(
            "| " + " | ".join(heads[side]) + " |\n| --- | --- | --- |\n" + "\n".join(
                f"| {row[0][side]} | {row[1][side]} | {times} |" for row, times in zip(rows, count))
            for side in (0, 1))


def split(rng, total, parts, least):
    """Whole centavos that add up to a total exactly, none below `least`."""
    weights = [rng.uniform(0.4, 1.6) for _ in range(parts)]
    shares = [least + int((total - least * parts) * weight / sum(weights)) for weight in weights]
    shares[0] += total - sum(shares)
    return shares


class Corpus:
    """All records, in the shape of Cabildo's files."""

    # A code has four digits: departments 01 to 98 (99 is kept for teaching), municipalities 01 to 99 in each.
    MOST_DEPARTMENTS, MOST_IN_DEPARTMENT = 98, 99
    MOST_MUNICIPALITIES = MOST_DEPARTMENTS * MOST_IN_DEPARTMENT

    def __init__(self, scale, seed, projects, words, indicators, repeat):
        self.rng = random.Random(seed)
        self.prose = Prose(self.rng, repeat)
        self.projects, self.words, self.indicators = projects, words, indicators
        wanted = max(round(340 * scale), 1)
        self.count = min(wanted, self.MOST_MUNICIPALITIES)
        # Where codes run out, charters take the place of the municipalities that cannot be: as many pages, another mix.
        self.charter_count = wanted + (wanted - self.count)
        # As many departments as there are in the country; where there are more municipalities, about 35 in each.
        self.department_count = min(self.count, self.MOST_DEPARTMENTS, max(22, self.count // 35))
        self.sources = self.make_sources()
        self.classifications = self.make_classifications()
        self.families = self.make_families()
        self.offices = self.make_offices()
        self.terms = self.make_terms()
        self.tools = [self.make_tool(n) for n in range(24)]
        self.primers = [self.make_primer(n) for n in range(24)]
        self.pages = [self.make_page(n) for n in range(4)]
        self.holidays = self.make_holidays()
        self.corrections = [{"date": Bare(RETRIEVED), "what": self.prose.text(), "why": self.prose.text(2)}
                            for _ in range(3)]
        self.make_territory()
        self.charters = sorted((self.make_charter(n) for n in range(self.charter_count)), key=lambda one: one["id"])

    # -- small lists

    def make_sources(self):
        note = both("Inventado por benches/corpus.py para medir; no dice nada de nadie.",
                    "Invented by benches/corpus.py for measuring; it says nothing of anybody.")
        return [{"id": Bare(id), "title": both(es, en), "publisher": "Corpus de medición",
                 "retrieved_on": Bare(RETRIEVED), "licence": note}
                for id, es, en in (("corpus", "Cifras inventadas", "Invented figures"),
                                   ("ine-censo-2018", "Recuento inventado", "Invented count"))]

    def make_classifications(self):
        def kind(code):
            return "transfer" if code in (16, 17) else "financing" if code in (23, 24) else "revenue"

        def named(n, es, en):
            colour = COLOURS[n % len(COLOURS)]
            return both(f"{es} {colour[0]} {n + 1}", f"{en} {colour[1]} {n + 1}")

        return {
            "revenue_classes": [{"code": str(code), "kind": Bare(kind(code)),
                                 "name": named(code - 10, "Renta", "Income")} for code in range(10, 25)],
            "purposes": [{"code": f"{n + 1:02d}", "name": named(n, "Finalidad", "Purpose")} for n in range(4)],
            "functions": [{"id": Bare(f"f{n + 1:02d}"), "purpose": f"{n % 4 + 1:02d}",
                           "name": named(n, "Tarea", "Task")} for n in range(15)],
            "object_groups": [],
            "funding_sources": [],
            "services": [{"id": Bare(f"servicio-{n + 1:02d}"), "name": named(n, "Prestación", "Provision")}
                         for n in range(self.services())],
        }

    def services(self):
        """So many that every charter of a municipality has its own."""
        return max(12, -(-self.charter_count // self.count))

    def make_families(self):
        return [{"id": Bare(f"familia-{n}"), "slugs": {"en": Bare(f"family-{n}")},
                 "name": both(f"Familia {n}", f"Family {n}"), "summary": self.prose.text(),
                 "training": self.prose.text()} for n in range(1, 5)]

    def legal(self, n):
        return {"ref": both(f"Norma inventada {n}", f"Invented norm {n}"), "topic": self.prose.text(),
                "text_version": both("texto de prueba", "test text"), "basis": Bare("known")}

    def make_offices(self):
        return [{"id": Bare(f"oficina-{n + 1}"), "kind": Bare(OFFICE_KINDS[n % 4]), "acronym": Bare(f"OF{n + 1}"),
                 "name": both(f"Oficina de muestra {n + 1}", f"Sample office {n + 1}"), "does": self.prose.text(3),
                 "legal": [self.legal(n + 1), self.legal(n + 20)],
                 "calendar": [self.duty(month) for month in range(1, 4)]} for n in range(8)]

    def duty(self, month):
        return {"when": both(f"Mes {month}", f"Month {month}"), "duty": self.prose.text(), "basis": Bare("known"),
                "ref": both(f"Norma inventada {month}", f"Invented norm {month}")}

    def make_terms(self):
        letters = "abcdefghijklmnoprstuv"
        terms = []
        for n in range(40):
            letter = letters[n % len(letters)]
            terms.append({"id": Bare(f"palabra-{n + 1}"),
                          "term": both(f"{letter}palabra {n + 1}", f"{letter}word {n + 1}"),
                          "definition": self.prose.text(2), "trap": self.prose.text(),
                          "related": [Bare(f"palabra-{(n + 7) % 40 + 1}")]})
        return terms

    def make_holidays(self):
        return [{"id": Bare(f"feriado-{n}"), "name": both(f"Feriado {n}", f"Holiday {n}"), "rule": f"{n:02d}-{n + 10}",
                 "basis": Bare("known")} for n in range(1, 7)]

    # -- longer texts

    def tool_id(self, n):
        return KNOWN_TOOLS[n] if n < len(KNOWN_TOOLS) else f"herramienta-{n + 1:02d}"

    def make_tool(self, n):
        text = self.prose.text
        headings = [(f"Parte {k}", f"Part {k}") for k in range(1, 7)]
        links = [f"/herramientas/{self.tool_id((n + k) % 24)}/" for k in range(1, 7)]
        record = {
            "number": Bare(f"T{n + 1:02d}"), "slugs": {"en": Bare(f"tool-{n + 1:02d}")},
            "name": both(f"Herramienta de muestra {n + 1}", f"Sample tool {n + 1}"),
            "family": Bare(f"familia-{n % 4 + 1}"), "kind": Bare(KINDS[n % 3]),
            "audience": [Bare(AUDIENCES[n % 6]), Bare(AUDIENCES[(n + 2) % 6])],
            "offices": [Bare(f"oficina-{n % 8 + 1}"), Bare(f"oficina-{(n + 3) % 8 + 1}")],
            "summary": text(), "problem": text(2),
            "keywords": {lang: [f"{word} {n + 1}" for word in words]
                         for lang, words in (("es", ("palabra", "muestra")), ("en", ("word", "sample")))},
            "inputs": [{"name": text(), "unit": both("piezas", "pieces"), "where": text()} for _ in range(5)],
            "steps": [text() for _ in range(6)], "outputs": [text() for _ in range(3)],
            "formulas": [{"name": both(f"Cuenta {k}", f"Sum {k}"), "formula": both("a ÷ b", "a ÷ b")}
                         for k in (1, 2)],
            "example": text(2), "cautions": [text() for _ in range(3)], "legal": [self.legal(1), self.legal(2)],
            "related": [Bare(self.tool_id((n + k) % 24)) for k in (1, 2, 3)],
            "glossary": [Bare(f"palabra-{(n + k) % 40 + 1}") for k in range(4)],
        }
        return {"id": self.tool_id(n), "record": record, "text": self.prose.markdown(self.words * 4, headings, links)}

    def make_primer(self, n):
        text = self.prose.text
        headings = [(f"Lección {k} de {n + 1}", f"Lesson {k} of {n + 1}") for k in range(1, 7)]
        links = [f"/herramientas/{self.tool_id((n + k) % 24)}/" for k in range(1, 7)]
        record = {
            "slugs": {"en": Bare(f"primer-{n + 1:02d}")}, "family": Bare(f"familia-{n % 4 + 1}"),
            "title": both(f"Cartilla de muestra {n + 1}", f"Sample primer {n + 1}"), "summary": text(),
            "audience": [Bare(AUDIENCES[n % 6]), Bare(AUDIENCES[(n + 1) % 6])],
            "offices": [Bare(f"oficina-{n % 8 + 1}")], "minutes": Bare("30"),
            "objectives": [text() for _ in range(4)],
            "lessons": [{"id": Bare(f"l{k + 1}"), "title": both(*heading), "minutes": Bare("5"),
                         "tools": [Bare(self.tool_id((n + k) % 24))]} for k, heading in enumerate(headings)],
            "activity": {"title": both("Una tarea corta", "A short task"), "steps": [text() for _ in range(4)],
                         "tool": Bare(self.tool_id(n))},
            "quiz": [{"kind": Bare("single"), "prompt": text(), "options": [text() for _ in range(3)],
                      "answer": [Bare(str(k % 3 + 1))], "feedback_right": text(), "feedback_wrong": text()}
                     for k in range(4)],
            "pass_mark": Bare("70"), "facilitator": [text() for _ in range(3)],
            "glossary": [Bare(f"palabra-{(n + k) % 40 + 1}") for k in range(3)], "sources": [Bare("corpus")],
            "version": Bare("1.0.0"),
        }
        words = self.words * 20 // 3
        return {"id": f"cartilla-{n + 1:02d}", "record": record, "text": self.prose.markdown(words, headings, links)}

    def make_page(self, n):
        return {"id": f"pagina-{n + 1}", "section": "about" if n < 2 else "help", "order": n + 1,
                "title": both(f"Página de muestra {n + 1}", f"Sample page {n + 1}"),
                "slug": f"page-{n + 1}", "summary": self.prose.text(),
                "text": self.prose.markdown(400, [(f"Parte {k}", f"Part {k}") for k in range(1, 5)])}

    # -- municipalities

    def make_territory(self):
        each = -(-self.count // self.department_count)
        self.departments, self.municipalities = [], []
        for n in range(self.department_count):
            code = f"{n + 1:02d}"
            towns = [self.make_municipality(code, k + 1)
                     for k in range(min(each, self.count - len(self.municipalities)))]
            if not towns:
                break
            self.municipalities += towns
            people = sum(int(town["profile"]["census"]["people"]["total"]) for town in towns)
            self.departments.append({
                "code": code, "name": f"Comarca {code}", "capital": f"{code}01", "population_2018": Bare(people),
                "languages": [{"name": "Idioma A", "percent": Bare("70.5")},
                              {"name": "Idioma B", "percent": Bare("20.1")}]})

    def make_municipality(self, department, number):
        code = f"{department}{number:02d}"
        people, profile = self.make_profile(code)
        return {"code": code, "name": f"Municipio {code}", "department": department, "population_2018": Bare(people),
                "profile": profile, "year": self.make_year(code, people)}

    def make_profile(self, code):
        rng = self.rng
        people = rng.randrange(4_000, 180_000)

        def part(whole, low, high):
            return Bare(int(whole * rng.uniform(low, high)))

        urban, women, maya = (int(people * rng.uniform(low, high)) for low, high in ((.2, .8), (.49, .53), (.1, .9)))
        garifuna, xinka = (int(people * rng.uniform(.001, .01)) for _ in range(2))
        homes = people // 5
        return people, {
            "municipality": code, "status": Bare("provisional"),
            "census": {
                "source": Bare("ine-censo-2018"), "year": Bare("2018"),
                "people": {"total": Bare(people), "men": Bare(people - women), "women": Bare(women),
                           "urban": Bare(urban), "rural": Bare(people - urban), "maya": Bare(maya),
                           "garifuna": Bare(garifuna), "xinka": Bare(xinka),
                           "ladino": Bare(people - maya - garifuna - xinka)},
                "households": {"total": Bare(homes), "piped_water_in_dwelling": part(homes, .4, .95),
                               "sewer_toilet": part(homes, .3, .7), "no_toilet": part(homes, .01, .1),
                               "electric_light": part(homes, .8, .99), "municipal_waste_service": part(homes, .1, .5),
                               "internet": part(homes, .05, .4)},
                "languages": {"people_4_plus": part(people, .88, .92),
                              "first": {"name": "Idioma A", "percent": Bare(f"{rng.uniform(51, 99):.1f}")}},
            },
        }

    def make_year(self, code, people):
        """Totals lie between 220 and 780 million, with the current budget well above the others: then the words of
        every chart find the same room, and the templates of another generator need not search for it."""
        rng = self.rng
        total = rng.randrange(220_000_000_00, 780_000_000_00)
        current = split(rng, total, 15, 1_000_00)
        revenue, spending = [], []
        for n, amount in enumerate(current):
            initial = int(amount * rng.uniform(.70, .85))
            received = 0 if n == 13 else int(amount * rng.uniform(.65, .85))
            revenue.append({"class": str(n + 10), **self.stages(initial, amount), "received": money(received)})
        for n, amount in enumerate(split(rng, total, 15, 1_000_00)):
            initial, accrued = int(amount * rng.uniform(.70, .85)), int(amount * rng.uniform(.60, .85))
            spending.append({"function": Bare(f"f{n + 1:02d}"), **self.stages(initial, amount),
                             "accrued": money(accrued), "paid": money(int(accrued * rng.uniform(.9, 1)))})
        record = {"schema": Bare("1"), "municipality": code, "year": Bare(YEAR), "closed": Bare("true"),
                  "status": Bare("provisional"), "source": Bare("corpus"), "revenue": revenue, "spending": spending,
                  "projects": [self.make_project(n) for n in range(self.projects)]}
        return {**record, **self.make_indicators(people)}

    @staticmethod
    def stages(initial, current):
        change = current - initial
        return {"initial": money(initial), "modification": money(change), "current": money(current)}

    def make_project(self, n):
        rng = self.rng
        work, colour = rng.choice(WORKS), rng.choice(COLOURS)
        contracted = rng.randrange(50_000_00, 9_000_000_00)
        return {"id": Bare(f"p{n + 1:02d}"),
                "name": both(f"{work[0]} de muestra {n + 1}", f"Sample {work[1].lower()} {n + 1}"),
                "place": both(f"loma {colour[0]}", f"{colour[1]} hill"), "purpose": f"{n % 4 + 1:02d}",
                "contracted": money(contracted), "paid": money(int(contracted * rng.uniform(.1, 1))),
                "physical_percent": Bare(rng.randrange(0, 101)), "planned_end": Bare(f"{YEAR}-{n % 12 + 1:02d}-28"),
                "state": Bare(STATES[rng.randrange(len(STATES))])}

    def make_indicators(self, people):
        """Up to twelve figures of services and people; what is left out shows as "no data"."""
        rng = self.rng
        homes = people // 5
        registered, staff, invited = int(homes * .7), rng.randrange(40, 900), rng.randrange(80, 300)
        came = int(invited * rng.uniform(.4, .9))
        figures = [
            ("water", {"connections_total": Bare(homes)}), ("water", {"users_registered": Bare(registered)}),
            ("water", {"cost_total": money(rng.randrange(500_000_00, 9_000_000_00))}),
            ("water", {"income": money(rng.randrange(200_000_00, 5_000_000_00))}),
            ("cash", {"unrestricted": money(rng.randrange(100_000_00, 9_000_000_00))}),
            ("cash", {"restricted": money(rng.randrange(100_000_00, 9_000_000_00))}),
            ("debt", {"balance": money(rng.randrange(1_000_00, 30_000_000_00))}),
            ("staff", {"total": Bare(staff)}), ("staff", {"using_digital": Bare(int(staff * rng.uniform(.1, .9)))}),
            ("participation", {"comude_held": Bare(rng.randrange(1, 13))}),
            ("participation", {"convened": Bare(invited), "attended": Bare(came)}),
            ("participation", {"women": Bare(int(came * rng.uniform(.2, .6)))}),
        ]
        groups = {}
        for group, values in figures[:self.indicators]:
            groups.setdefault(group, {}).update(values)
        return groups

    # -- charters

    def make_charter(self, n):
        town = self.municipalities[n % self.count]
        service = f"servicio-{n // self.count + 1:02d}"
        id = f"{town['code']}-{service}"
        text, rng = self.prose.text, self.rng
        levels = [self.make_level(k, text) for k in range(1, 6)]
        record = {
            "id": Bare(id), "version": Bare("1.0.0"), "status": Bare("provisional"), "state": Bare("in_force"),
            "municipality": town["code"], "service": Bare(service),
            "slugs": {"en": Bare(id.replace("servicio", "service"))},
            "title": both(f"Carta {service[-2:]} de {town['name']}", f"Charter {service[-2:]} of {town['name']}"),
            "summary": text(),
            "provider": {"office": Bare("oficina-2"), "name": text(), "address": text(), "hours": text()},
            "coverage": {"area": text(), "users_registered": Bare(rng.randrange(500, 20_000)), "excluded": text()},
            "service_levels": levels,
            "municipal_commitments": [{"id": Bare(f"M{k}"), "text": text(), "level": Bare(f"S{k}"),
                                       "deadline": Bare("2026-12-31"), "budget_line": f"11-00-000-00{k}"}
                                      for k in range(1, 6)],
            "citizen_commitments": [{"id": Bare(f"C{k}"), "text": text(), "verification": text(), "consequence": text(),
                                     "legal_ref": text()} for k in range(1, 4)],
            "rights": [text() for _ in range(4)],
            "fees": [{"item": text(), "category": both("Casas", "Homes"), "amount": money(rng.randrange(500, 20_000)),
                      "period": Bare("monthly"), "legal_ref": text(), "published": text(),
                      "published_on": Bare("2024-12-01")} for _ in range(2)],
            "requirements": [{"procedure": both("Trámite de muestra", "Sample procedure"),
                              "documents": [text() for _ in range(3)], "steps": [text() for _ in range(4)],
                              "max_workdays": Bare("10"), "cost": money(rng.randrange(1_000, 30_000))}],
            "remedies": [{"id": Bare(f"R{k}"), "trigger": text(), "measure": Bare("written_explanation"),
                          "text": text(), "deadline_workdays": Bare("5"), "legal_ref": text()} for k in (1, 2, 3)],
            "complaints": {
                "channels": [{"kind": Bare("in_person"), "value": text(), "hours": text()},
                             {"kind": Bare("mailbox"), "value": text(), "hours": text()}],
                "acknowledge_workdays": Bare("2"), "resolve_workdays": Bare("10"),
                "levels": [text() for _ in range(3)]},
            "legal_base": [self.legal(k) for k in (1, 2, 3)],
            "participants": [{"name": text(), "sector": Bare(sector), "role": Bare(role)} for sector, role in
                             (("municipality", "signs"), ("business", "witness"), ("cocode", "consulted"))],
            "consultation": {"opened": Bare("2024-09-01"), "closed": Bare("2024-09-30"),
                             "meetings": [{"date": Bare("2024-09-15"), "place": both("Salón", "Hall"),
                                           "language": Bare("es"), "women": Bare("20"), "men": Bare("18")}]},
            "approval": {"body": text(), "act": "12-2024", "point": both("quinto", "fifth"), "date": Bare("2024-11-15"),
                         "votes": text(), "certificate": both("Secretaría", "Secretary's office")},
            "validity": {"from": Bare("2025-01-01"), "to": Bare("2027-12-31"), "next_review": Bare("2026-01-15")},
            "changelog": [{"version": Bare("1.0.0"), "date": Bare("2024-11-15"), "what": text(), "why": text()}],
            "sources": [Bare("corpus")],
        }
        results = [{"period": Bare(period), "level": Bare(level["id"]), "value": Bare(f"{rng.uniform(1, 12):.1f}"),
                    "status": Bare("provisional"), "source": Bare("corpus"), "published_on": Bare(RETRIEVED),
                    "note": text()}
                   for period in ("2025-Q1", "2025-Q2") for level in levels]
        headings = [("Para leerla", "How to read it"), ("Para usarla", "How to use it")]
        links = ["/herramientas/carta-ciudadana/", "/cartas/"]
        return {"id": id, "town": town, "record": record, "results": results,
                "text": self.prose.markdown(self.words, headings, links)}

    @staticmethod
    def make_level(k, text):
        return {"id": Bare(f"S{k}"), "name": text(), "metric": f"metric_{k}",
                "unit": both("horas al día", "hours a day"), "direction": Bare("at_least" if k % 2 else "at_most"),
                "baseline": {"value": Bare(k + 2), "date": Bare("2024-06-30")}, "target": Bare("6"),
                "minimum_acceptable": Bare("5" if k % 2 else "7"), "scope": text(), "formula": text(), "method": text(),
                "sample": text(), "frequency": Bare("monthly"), "owner": Bare("oficina-2"), "evidence": text(),
                "exceptions": [text()], "remedy": Bare(f"R{k % 3 + 1}")}


# --- for Cabildo ----------------------------------------------------------------------------------------------------

def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text if text.endswith("\n") else text + "\n", encoding="utf-8")


def write_prose(folder, text):
    for lang in LANGS:
        write(folder / f"{lang}.md", text[lang])


SITE = {
    "name": both("Corpus de medición · Muestra", "Measuring corpus · Sample"),
    "tagline": both("Un sitio inventado para medir generadores.", "An invented site for measuring generators."),
    "publisher": both("Nadie: todo aquí es inventado.", "Nobody: all of this is invented."),
    "origin": both("Escrito por benches/corpus.py.", "Written by benches/corpus.py."),
    "languages": [{"code": Bare("es"), "name": "Español", "tag": Bare("es-GT"), "numbers": Bare("guatemala")},
                  {"code": Bare("en"), "name": "English", "tag": Bare("en"), "numbers": Bare("english")}],
    "theme": Bare("anam"),
    # What other generators do not make.
    "pdf": Bare("false"),
}


def write_cabildo(corpus, out):
    """The corpus as Cabildo's content. The theme is the one that the program carries."""
    content = out / "content"
    write(content / "site.yaml", block(SITE))
    write(content / "sources.yaml", block({"sources": corpus.sources}))
    write(content / "classifications.yaml", block(corpus.classifications))
    write(content / "families.yaml", block({"families": corpus.families}))
    write(content / "offices.yaml", block({"offices": corpus.offices}))
    write(content / "glossary.yaml", block({"terms": corpus.terms}))
    write(content / "holidays.yaml", block({"holidays": corpus.holidays}))
    write(content / "corrections.yaml", block({"corrections": corpus.corrections}))
    towns = content / "municipalities"
    write(towns / "departments.yaml", block({"source": Bare("ine-censo-2018"), "departments": corpus.departments}))
    register = [{key: town[key] for key in ("code", "name", "department", "population_2018")}
                for town in corpus.municipalities]
    write(towns / "register.yaml", block({"source": Bare("ine-censo-2018"), "municipalities": register}))
    for town in corpus.municipalities:
        folder = towns / slug(town)
        write(folder / "profile.yaml", block(town["profile"]))
        write(folder / f"{YEAR}.yaml", block(town["year"]))
    for charter in corpus.charters:
        folder = content / "charters" / charter["id"]
        write(folder / "1.0.0.yaml", block(charter["record"]))
        write(folder / "results.yaml", block({"charter": Bare(charter["id"]), "results": charter["results"]}))
        write_prose(folder, charter["text"])
    for tool in corpus.tools:
        write(out / "toolbox" / tool["id"] / "tool.yaml", block(tool["record"]))
        write_prose(out / "toolbox" / tool["id"], tool["text"])
    for primer in corpus.primers:
        write(content / "primers" / primer["id"] / "primer.yaml", block(primer["record"]))
        write_prose(content / "primers" / primer["id"], primer["text"])
    for page in corpus.pages:
        for lang in LANGS:
            head = {"title": page["title"][lang], "summary": page["summary"][lang], "section": Bare(page["section"]),
                    "order": Bare(page["order"])}
            if lang == "en":
                head["slug"] = Bare(page["slug"])
            write(content / "pages" / page["id"] / f"{lang}.md", f"---\n{block(head)}\n---\n{page['text'][lang]}")


def slug(town):
    return f"{town['code']}-municipio-{town['code']}"


# --- command line ---------------------------------------------------------------------------------------------------

def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=1, help="1: 340 municipalities, 340 charters")
    parser.add_argument("--out", type=Path, required=True, help="folder to write; an earlier corpus in it is replaced")
    parser.add_argument("--for", dest="generator", choices=("cabildo", "hugo"), default="cabildo")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--projects", type=int, default=20, help="projects of each municipality")
    parser.add_argument("--words", type=int, default=300,
                        help="words of a charter's prose in each language; tools have 4, primers 6.7 times as many")
    parser.add_argument("--indicators", type=int, default=12,
                        help="figures of services and people of each municipality")
    parser.add_argument("--repeat", type=float, default=0.25, help="share of sentences that many texts have in common")
    parser.add_argument("--hugo-records", choices=("data", "front"), default="data",
                        help="for Hugo: municipalities as data files with a content adapter, or as front matter")
    parser.add_argument("--published", type=Path,
                        help="for Hugo: Cabildo's output of this corpus, for the page of its problem codes")
    return parser.parse_args()


def clear(out):
    """Removes an earlier corpus, and nothing that is not one."""
    mark = out / ".corpus"
    if out.exists() and any(out.iterdir()) and not mark.exists():
        raise SystemExit(f"{out} is not empty and was not written by corpus.py")
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    mark.write_text("Written by benches/corpus.py; replaced by it without asking.\n")


def main():
    sys.dont_write_bytecode = True
    options = arguments()
    clear(options.out)
    corpus = Corpus(options.scale, options.seed, options.projects, options.words, options.indicators, options.repeat)
    if options.generator == "cabildo":
        write_cabildo(corpus, options.out)
    else:
        # The writer imports this file by its name: it must find this very module, not a second copy of it.
        sys.modules["corpus"] = sys.modules["__main__"]
        import corpus_hugo
        corpus_hugo.write_hugo(corpus, options.out, options.hugo_records, options.published)
    print(f"{len(corpus.municipalities)} municipalities in {len(corpus.departments)} departments, "
          f"{len(corpus.charters)} charters, {len(corpus.tools)} tools, {len(corpus.primers)} primers: {options.out}")


if __name__ == "__main__":
    main()
