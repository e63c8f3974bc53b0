// The search as readers meet it: search.js working on the indexes that the program wrote of corpus.json and
// municipalities.tsv (a unit test in src/search/index.rs keeps them current).
//
//     node --test tests/search/

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import vm from 'node:vm';
import { brotliCompressSync } from 'node:zlib';

const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');
const script = read('../../themes/anam/static/search.js');
const scripts = { es: read('index.es.js'), en: read('index.en.js') };

vm.runInThisContext(script, { filename: 'search.js' });
const { distance, fold, open, search, sound, stem, address } = globalThis.cabildoSearchInternals;

function fileOf(lang) {
  let file;
  vm.runInNewContext(scripts[lang], { window: { cabildoSearch: (data) => { file = data; } } });
  return file;
}
const indexes = { es: open(fileOf('es')), en: open(fileOf('en')) };

function ask(lang, query) {
  const index = indexes[lang];
  const { docs, near } = search(index, query);
  const kind = (doc) => index.file.kinds[index.file.kind[doc]];
  return { near, docs, found: docs.map((doc) => `${kind(doc)} ${index.file.title[doc]}`) };
}

// Query, first result.
const judged = {
  es: [
    ['tarifa agua', 'tool Tarifa de agua'],
    ['agua tarifa', 'tool Tarifa de agua'],
    ['tarifas de aguas', 'tool Tarifa de agua'],
    ['¿Cómo calculo la tarifa del agua?', 'tool Tarifa de agua'],
    ['tarifa', 'tool Tarifa de agua'],
    ['t16', 'tool Tarifa de agua'],
    ['canon', 'tool Tarifa de agua'],
    ['basura', 'tool Tasa de residuos sólidos'],
    ['residuo solido', 'tool Tasa de residuos sólidos'],
    ['mora', 'tool Cartera morosa y cobro con SIG'],
    ['código barra', 'tool Registro de usuarios de agua con código de barras'],
    ['Decreto 57-2008', 'tool Monitor de información pública de oficio'],
    ['DEL', 'tool Plan DEL con enfoque SAN'],
    ['SAN', 'tool Plan DEL con enfoque SAN'],
    ['cocode', 'tool Organización y registro de COCODE'],
    ['jovenes', 'tool Ruta de participación juvenil'],
    ['transicion', 'tool Transición municipal'],
    ['xela', 'municipality Quetzaltenango'],
    ['Quetzaltenango', 'municipality Quetzaltenango'],
    ['quetzalt', 'municipality Quetzaltenango'],
    ['tecun uman', 'municipality Ayutla'],
    ['Tecún U', 'municipality Ayutla'],
    ['reu', 'municipality Retalhuleu'],
    ['1302', 'municipality Chiantla'],
    ['san marcos', 'municipality San Marcos'],
    ['guatemala', 'municipality Guatemala'],
    ['san jose la maquina', 'municipality San José La Máquina'],
    ['K’iche’', "term K'iche'"],
    ['kiche', "term K'iche'"],
    ['qanjobal', "term Q'anjob'al"],
    ['año fiscal', 'term Año fiscal'],
    ['ano fiscal', 'term Año fiscal'],
  ],
  en: [
    ['water tariff', 'tool Water tariff from cost of service'],
    ['water bills', 'tool Water tariff from cost of service'],
    ['rubbish', 'tool Solid-waste fee'],
    ['the collection of arrears', 'tool Arrears ageing and GIS billing'],
    ['citizen charters', 'tool Citizen-charter method and template'],
    ['potholes', 'tool Social audit and neighbourhood report'],
    ['safe water', 'primer Safe water'],
    ['duties', 'tool Annual municipal planner'],
    ['xela', 'municipality Quetzaltenango'],
    ['tecun uman', 'municipality Ayutla'],
    ['municipal court', 'office Municipal Affairs Court'],
  ],
};

for (const [lang, rows] of Object.entries(judged)) {
  for (const [query, first] of rows) {
    test(`${lang}: "${query}" finds ${first}`, () => {
      const { found, near } = ask(lang, query);
      assert.equal(found[0], first, `found ${found.slice(0, 5).join(', ')}`);
      assert.equal(near, '', 'nothing was corrected');
    });
  }
}

// Query, what is searched instead, a result among the first five.
const misspelt = {
  es: [
    ['administrasion', 'administración', 'office Dirección de Administración Financiera Integrada Municipal'],
    ['lisitasion', 'licitación', 'term Licitación'],
    ['presupesto', 'presupuesto', 'tool Analizador del gasto'],
    ['alkalde', 'alcalde', 'term Alcalde'],
    ['prosezo', 'procesos', 'office Unidad de Auditoría Interna Municipal'],
    ['jobenes', 'jóvenes', 'tool Ruta de participación juvenil'],
    ['tarifa aqua', 'tarifa agua', 'tool Tarifa de agua'],
    ['trifa de agua', 'tarifa de agua', 'tool Tarifa de agua'],
    ['quetzaltenamgo', 'quetzaltenango', 'municipality Quetzaltenango'],
    ['huehuetenago', 'huehuetenango', 'municipality Huehuetenango'],
    ['chihcicastenango', 'chichicastenango', 'municipality Chichicastenango'],
    ['resivo', 'recibo', 'tool Registro de usuarios de agua con código de barras'],
  ],
  en: [
    ['tarrif', 'tariff', 'tool Water tariff from cost of service'],
    ['comunity', 'community', 'tool COCODE organising and registration'],
    ['goverment', 'government', 'tool Municipal transition kit'],
    ['councilor', 'councillor', 'term Councillor'],
    ['water tarif', '', 'tool Water tariff from cost of service'],
    ['wtaer tariff', 'water tariff', 'tool Water tariff from cost of service'],
    ['acountability', 'accountability', 'term Accountability'],
  ],
};

for (const [lang, rows] of Object.entries(misspelt)) {
  for (const [query, near, wanted] of rows) {
    test(`${lang}: "${query}" is taken for "${near || query}"`, () => {
      const answer = ask(lang, query);
      assert.equal(answer.near, near);
      assert.ok(answer.found.slice(0, 5).includes(wanted), `found ${answer.found.slice(0, 5).join(', ')}`);
    });
  }
}

for (const query of ['certificado', 'zzzzz', 'tarifa zzzzz', '9999', '1303x', 'basura quetzaltenango', 'a', '', '«»']) {
  test(`"${query}" finds nothing and says so`, () => {
    assert.deepEqual(search(indexes.es, query), { docs: [], near: '' });
  });
}

test('invented documents come last, whatever their weight', () => {
  const { docs } = ask('es', 'ejemplo');
  const { demo, title } = indexes.es.file;
  assert.ok(docs.some((doc) => doc >= demo));
  assert.equal(title[docs[0]], 'Leer un presupuesto');
  const kinds = docs.map((doc) => doc >= demo);
  assert.deepEqual(kinds, kinds.slice().sort());
});

test('both towns called La Libertad are found', () => {
  const { found } = ask('es', 'la libertad');
  assert.deepEqual(found.slice(0, 2), ['municipality La Libertad', 'municipality La Libertad']);
});

test('the whole title of a document finds it before all but its namesakes', () => {
  for (const lang of ['es', 'en']) {
    const { file } = indexes[lang];
    file.title.forEach((title, doc) => {
      const { docs } = search(indexes[lang], title);
      assert.ok(docs.includes(doc), `${lang}: ${title}`);
      if (file.kinds[file.kind[doc]] === 'term' || doc >= file.demo) return;
      const before = docs.slice(0, docs.indexOf(doc)).map((other) => file.title[other]);
      assert.ok(before.every((other) => other === title), `${lang}: ${title} comes after ${before}`);
    });
  }
});

test('the forms of a group have one stem on this side too', () => {
  for (const { forms } of Object.values(indexes)) {
    const stems = new Map();
    for (const { folded, group } of forms) {
      if (!stems.has(group)) stems.set(group, stem(folded));
      assert.equal(stem(folded), stems.get(group), folded);
    }
    assert.equal(new Set(stems.values()).size, stems.size, 'two groups never share a stem');
  }
});

test('folding agrees with the cases of fold.rs', () => {
  assert.equal(fold('Administración Güegüe'), 'administracion guegue');
  assert.equal(fold('AÑO'), 'año');
  for (const written of ["K'iche'", 'K’iche’', 'Kʼicheʼ', 'Kꞌicheꞌ', 'K`iche`', 'Ꞌkꞌiche']) {
    assert.equal(fold(written), 'kiche', written);
  }
  assert.deepEqual(['leyes', 'luces', 'paises', 'cities', 'processes', 't16'].map(stem),
    ['lei', 'luc', 'pai', 'citi', 'process', 't16']);
});

test('swapped neighbours are one mistake', () => {
  assert.equal(distance('agau', 'agua', 1), 1);
  assert.equal(distance('tarifa', 'tarifa', 1), 0);
  assert.equal(distance('presupesto', 'presupuesto', 2), 1);
  assert.ok(distance('agua', 'luz', 1) > 1);
});

test('words that sound alike', () => {
  for (const [a, b] of [['licencia', 'lisensia'], ['conexion', 'coneccion'], ['conexion', 'conecsion'],
    ['ejecutable', 'ejecutavle'], ['certificado', 'sertificado'], ['huerto', 'uerto'], ['enviar', 'embiar']]) {
    assert.equal(sound(a), sound(b), `${a}, ${b}`);
  }
});

test('addresses', () => {
  const { file } = indexes.es;
  const at = (title) => file.title.indexOf(title);
  assert.equal(address(indexes.es, at('Quetzaltenango'), '../', false), '../municipios/0901-quetzaltenango/');
  assert.equal(address(indexes.es, at('Quetzaltenango'), '../', true), '../municipios/0901-quetzaltenango/index.html');
  assert.equal(address(indexes.es, at('Tarifa'), '', true), 'glosario/index.html#tarifa');
});

test('budgets: the index of a language 25 kB, the script 4 kB', () => {
  const size = (text) => brotliCompressSync(Buffer.from(text)).length;
  assert.ok(size(script) <= 4000, `search.js has ${size(script)} bytes`);
  for (const lang of ['es', 'en']) assert.ok(size(scripts[lang]) <= 25000, `${lang}: ${size(scripts[lang])} bytes`);
});

test('the script is plain: no markup from text, no newer syntax', () => {
  assert.doesNotMatch(script, /innerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function/);
  assert.doesNotMatch(script, /\?\.[a-z[(]|\?\?|\bimport\b|\bawait\b/);
});

/* --- On the page: as much of a document as the script touches --- */

class Element {
  constructor(document, name, attributes = {}) {
    Object.assign(this, { document, name, attributes, childNodes: [], parent: null, listeners: {}, value: '' });
  }
  get children() { return this.childNodes.filter((node) => node instanceof Element); }
  get textContent() { return this.childNodes.map((node) => node.textContent || node).join(''); }
  set textContent(text) { this.childNodes = text === '' ? [] : [String(text)]; }
  append(...nodes) {
    for (const node of nodes) {
      if (node instanceof Element) node.parent = this;
      this.childNodes.push(node);
      if (node.name === 'script') this.document.load(node);
    }
  }
  after(node) {
    node.parent = this.parent;
    this.parent.childNodes.splice(this.parent.childNodes.indexOf(this) + 1, 0, node);
  }
  remove() { this.parent.childNodes = this.parent.childNodes.filter((node) => node !== this); }
  getAttribute(name) { return name in this.attributes ? this.attributes[name] : null; }
  querySelectorAll(selector) {
    const [, name, attribute, value] = selector.match(/^(\w*)(?:\[([\w-]+)(?:="(.*)")?\])?$/);
    const fits = (node) => (!name || node.name === name) && (!attribute || (attribute in node.attributes
      && (value === undefined || node.attributes[attribute] === value)));
    return this.children.flatMap((node) => (fits(node) ? [node] : []).concat(node.querySelectorAll(selector)));
  }
  querySelector(selector) { return this.querySelectorAll(selector)[0] || null; }
  addEventListener(type, listener) { (this.listeners[type] = this.listeners[type] || []).push(listener); }
  fire(type, values = {}) {
    const event = { type, prevented: false, preventDefault() { this.prevented = true; }, ...values };
    (this.listeners[type] || []).forEach((listener) => listener(event));
    return event;
  }
  focus() { this.document.activeElement = this; }
}

function page({ href = 'https://anam.example/buscar/', offline = false } = {}) {
  const document = new Element(null, 'document');
  document.document = document;
  const create = (parent, name, attributes) => {
    const element = new Element(document, name, attributes);
    parent.append(element);
    return element;
  };
  const head = create(document, 'head');
  const body = create(document, 'body');
  const form = create(body, 'form', {
    'data-search': '', 'data-index': '../index.es.js', 'data-base': '../',
    'data-t-none': 'Sin resultados para «{q}».', 'data-t-one': 'Un resultado para «{q}».',
    'data-t-many': '{n} resultados para «{q}».', 'data-t-near': 'No está «{typed}»; mostramos resultados para «{q}».',
    'data-t-demo': 'Ejemplo', 'data-t-more': 'Ver {n} más', 'data-t-fail': 'La búsqueda no cargó.',
    'data-kinds': '{"tool":"Herramienta","municipality":"Municipio"}',
  });
  const input = create(form, 'input', { name: 'q', type: 'search' });
  const status = create(body, 'p', { 'data-search-status': '' });
  const list = create(body, 'ol', { 'data-search-results': '' });
  const location = { href, protocol: new URL(href).protocol, search: new URL(href).search };
  const window = {};
  const loads = [];
  const context = vm.createContext({
    document, window, location, URL, URLSearchParams, clearTimeout: () => {}, setTimeout: (run) => run(),
    history: { state: null, replaceState(state, title, url) { location.href = url; } },
  });
  Object.assign(document, {
    head,
    activeElement: body,
    createElement: (name) => new Element(document, name),
    load(element) {
      loads.push(element.src);
      if (offline) return element.onerror();
      vm.runInContext(scripts.es, context);
      return element.onload();
    },
  });
  vm.runInContext(script, context);
  const type = (text) => {
    input.value = text;
    input.fire('input');
  };
  const more = body.querySelector('button');
  return { document, form, input, status, list, location, loads, more, type };
}

test('the index is loaded once, on the first focus', () => {
  const { form, loads, type } = page();
  assert.deepEqual(loads, []);
  form.fire('focusin');
  form.fire('focusin');
  type('agua');
  assert.deepEqual(loads, ['../index.es.js']);
});

test('a query in the address is answered at once', () => {
  const { input, status, list, loads } = page({ href: 'https://anam.example/buscar/?q=tarifa+agua' });
  assert.equal(loads.length, 1);
  assert.equal(input.value, 'tarifa agua');
  assert.equal(status.textContent, 'Un resultado para «tarifa agua».');
  const [link, kind, summary] = list.children[0].children;
  assert.deepEqual([link.name, link.textContent, link.href], ['a', 'Tarifa de agua', '../herramientas/tarifa-de-agua/']);
  assert.deepEqual([kind.name, kind.className, kind.textContent], ['span', 'tag', 'Herramienta']);
  assert.equal(summary.name, 'p');
});

test('results from the disk point to files', () => {
  const { list } = page({ href: 'file:///usb/buscar/index.html?q=xela' });
  assert.equal(list.children[0].children[0].href, '../municipios/0901-quetzaltenango/index.html');
});

test('the query is kept in the address beside other parameters', () => {
  const { location, type, status, list } = page({ href: 'https://anam.example/buscar/?x=1#y' });
  type('año fiscal');
  assert.equal(location.href, 'https://anam.example/buscar/?x=1&q=a%C3%B1o+fiscal#y');
  type('');
  assert.equal(location.href, 'https://anam.example/buscar/?x=1#y');
  assert.equal(status.textContent, '');
  assert.equal(list.children.length, 0);
});

test('a correction and an empty answer are said', () => {
  const { status, list, type } = page();
  type('administrasion');
  assert.equal(status.textContent,
    'No está «administrasion»; mostramos resultados para «administración». Un resultado para «administración».');
  type('certificado');
  assert.equal(status.textContent, 'Sin resultados para «certificado».');
  assert.equal(list.children.length, 0);
});

test('thirty results, then a button for thirty more that takes the focus along', () => {
  const { document, list, more, type } = page();
  assert.ok(more.hidden);
  type('huehuetenango');
  assert.equal(list.children.length, 30);
  assert.ok(!more.hidden);
  assert.match(more.textContent, /^Ver \d más$/);
  more.fire('click');
  assert.ok(more.hidden);
  assert.equal(document.activeElement, list.children[30].children[0]);
});

test('invented results are marked', () => {
  const { list, type } = page();
  type('valle ejemplo');
  const tags = list.children[0].querySelectorAll('span').map((tag) => [tag.className, tag.textContent]);
  assert.deepEqual(tags, [['tag', 'Municipio'], ['tag tag-demo', 'Ejemplo']]);
});

test('arrows walk through the results and back to the field', () => {
  const { document, input, list, type } = page();
  input.focus();
  type('la libertad');
  assert.ok(input.fire('keydown', { key: 'ArrowDown' }).prevented);
  list.fire('keydown', { key: 'ArrowDown' });
  assert.equal(document.activeElement, list.children[1].children[0]);
  list.fire('keydown', { key: 'ArrowUp' });
  list.fire('keydown', { key: 'ArrowUp' });
  assert.equal(document.activeElement, input);
  assert.ok(!input.fire('keydown', { key: 'ArrowUp' }).prevented);
});

test('sending the form searches in place, or goes to the list if the index cannot be had', () => {
  const online = page();
  online.input.value = 'xela';
  assert.ok(online.form.fire('submit').prevented);
  assert.equal(online.list.children.length, 1);

  const offline = page({ offline: true });
  offline.type('xela');
  assert.equal(offline.status.textContent, 'La búsqueda no cargó.');
  assert.ok(!offline.form.fire('submit').prevented);
});

test('a query is text, never markup', () => {
  const { status, type } = page();
  type('<img src=x onerror=alert(1)>');
  assert.equal(status.children.length, 0);
  assert.match(status.textContent, /<img src=x/);
});
