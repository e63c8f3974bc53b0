// What travels to a phone, compressed as a host would (brotli 11), stays within the budgets.
//
//     node tests/web/weights.mjs DIR
//
// Needs nothing but Node.js. All pages are weighed; kilobytes are 1,000 bytes.

import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

import { Faults, folderArgument } from './lib/faults.mjs';
import { KINDS, Site, fileAt, follow } from './lib/site.mjs';
import { eachTag } from './lib/tags.mjs';

const folder = folderArgument('tests/web/weights.mjs DIR');
const started = Date.now();
const site = new Site(folder);
const faults = new Faults();
const compress = promisify(brotliCompress);

// HTML of one page, in kB: what it should weigh where that is less, and the most that it may.
const HTML = {
  home: { most: 14 },
  tool: { aim: 12, most: 14 },
  calculator: { aim: 12, most: 14 },
  charter: { aim: 12, most: 14 },
  'charter-version': { aim: 12, most: 14 },
  'charter-changes': { aim: 12, most: 14 },
  'charter-history': { aim: 12, most: 14 },
  'charter-kit': { aim: 12, most: 14 },
  'municipality-charters': { aim: 12, most: 14 },
  primer: { aim: 12, most: 14 },
  case: { aim: 12, most: 14 },
  page: { aim: 12, most: 14 },
  // A list to look things up in, for editors at a desk: a code's own text is a tenth of a kilobyte.
  codes: { most: 20 },
  municipality: { most: 25 },
  'municipality-year': { most: 25 },
  municipalities: { most: 30 },
  department: { most: 14 },
  compare: { most: 14 },
  indicators: { most: 25 },
};
const STYLE_SHEET = 8;
const SCRIPTS_OF_A_PAGE = 10;
const SEARCH_SCRIPT = 5;
const CALCULATOR_SCRIPT = 8;
const FIRST_SEARCH = 45;
const COMPARED_FIGURES = 40;
// Files as they are: they are compressed inside.
const PAPER = { '-a4.pdf': 60, '-a3.pdf': 80 };
const QR_CODE = 6;
// HTML, style sheet and scripts of the kinds that people read.
const FIRST_VISIT = { most: 25, kinds: ['home', 'tool', 'charter', 'primer', 'case', 'page'] };

const kB = (bytes) => bytes / 1000;
const show = (weight) => `${weight.toFixed(1)} kB`.padStart(8);

const quickly = (bytes) =>
  compress(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).then(({ length }) => kB(length));
const weigh = (bytes) =>
  compress(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }).then(({ length }) => kB(length));
const known = new Map();
const weightOf = (address) => {
  if (!known.has(address)) known.set(address, weigh(readFileSync(join(folder, fileAt(address)))));
  return known.get(address);
};

/** The heaviest of many pages. Quality 11 takes a tenth of a second a page, so a quick look picks the candidates. */
async function heaviest(pages, candidates = 6) {
  const quick = await Promise.all(
    pages.map(async (page) => [await quickly(readFileSync(join(folder, fileAt(page)))), page]),
  );
  quick.sort((a, b) => b[0] - a[0]);
  const weighed = await Promise.all(quick.slice(0, candidates).map(async ([, page]) => [await weightOf(page), page]));
  return weighed.sort((a, b) => b[0] - a[0])[0];
}

/** The files that a page loads: style sheets, scripts, the search index where it searches, figures where it compares. */
function loads(page) {
  const found = { styles: [], scripts: [], index: undefined };
  eachTag(site.read(page), (name, attributes) => {
    if (name === 'link' && attributes.rel === 'stylesheet') found.styles.push(follow(page, attributes.href));
    else if (name === 'script' && attributes.src) found.scripts.push(follow(page, attributes.src));
    else if (name === 'div' && attributes['data-compare']) found.figures = follow(page, attributes['data-compare']);
    else if (name === 'form' && attributes['data-index']) found.index = follow(page, attributes['data-index']);
  });
  return found;
}

function judge(what, weight, { aim, most }) {
  const over = weight > most;
  const note = over ? `over the ${most} allowed` : aim && weight > aim ? `of ${most}, should be ${aim}` : `of ${most}`;
  console.log(`  ${over ? '✗' : '✓'} ${show(weight)} ${note.padEnd(18)} ${what}`);
  if (over) faults.add('over its budget', `${what}: ${weight.toFixed(1)} of ${most} kB`);
}

const sum = async (addresses) =>
  (await Promise.all(addresses.map(weightOf))).reduce((total, weight) => total + weight, 0);

/** The Spanish pages of a kind and their translations. */
function inAllLanguages(kind) {
  const pages = site.ofKind(kind);
  return [pages, ...site.languages.map((lang) => pages.map((page) => site.translation(page, lang)).filter(Boolean))];
}

const everyPage = new Set();
for (const kind of KINDS) {
  for (const pages of inAllLanguages(kind)) {
    pages.forEach((page) => everyPage.add(page));
    if (pages.length === 0 || !(kind.name in HTML)) continue;
    const [weight, page] = await heaviest(pages);
    judge(`HTML, heaviest of ${pages.length} ${kind.name}: ${page || 'home'}`, weight, HTML[kind.name]);
    if (FIRST_VISIT.kinds.includes(kind.name)) {
      const { styles, scripts } = loads(page);
      judge(`first visit to ${page || 'home'}`, weight + (await sum([...styles, ...scripts])), FIRST_VISIT);
    }
  }
}

// Pages share few sets of scripts; each set is weighed once.
const sets = new Map();
const styles = new Set();
for (const page of everyPage) {
  const found = loads(page);
  found.styles.forEach((file) => styles.add(file));
  sets.set(found.scripts.join(' '), { page, scripts: found.scripts });
}
for (const style of styles) judge(`style sheet ${style}`, await weightOf(style), { most: STYLE_SHEET });
if (styles.size !== 1) faults.add('not exactly one style sheet', [...styles].join(' '));
for (const { page, scripts } of sets.values()) {
  if (scripts.length > 0)
    judge(`scripts of ${page}: ${scripts.map((file) => posix.basename(file)).join(' ')}`, await sum(scripts), {
      most: SCRIPTS_OF_A_PAGE,
    });
}

for (const page of inAllLanguages(KINDS.find(({ name }) => name === 'compare')).flat()) {
  const { figures } = loads(page);
  if (figures) judge(`compared figures of ${page}`, await weightOf(figures), { most: COMPARED_FIGURES });
  else faults.add('no compared figures', page);
}

const [calculator] = site.ofKind(KINDS.find(({ name }) => name === 'calculator'));
if (calculator) judge(`scripts of ${calculator}`, await sum(loads(calculator).scripts), { most: CALCULATOR_SCRIPT });
else faults.add('no calculator', folder);

const search = KINDS.find(({ name }) => name === 'search');
for (const pages of inAllLanguages(search)) {
  for (const page of pages) {
    const { styles: looks, scripts, index } = loads(page);
    judge(`search script of ${page}`, await sum(scripts), { most: SEARCH_SCRIPT });
    if (!index) faults.add('no search index', page);
    else
      judge(`first search in ${page}: page, style, script, index`, await sum([page, ...looks, ...scripts, index]), {
        most: FIRST_SEARCH,
      });
  }
}

const files = readdirSync(folder, { recursive: true }).map((file) => file.split(sep).join('/'));
const sizeOf = (file) => kB(statSync(join(folder, file)).size);
for (const [end, most] of [...Object.entries(PAPER), ['/qr.svg', QR_CODE]]) {
  const kind = files.filter((file) => file.endsWith(end)).sort((a, b) => sizeOf(b) - sizeOf(a));
  if (kind.length > 0) judge(`heaviest of ${kind.length} that end with ${end}: ${kind[0]}`, sizeOf(kind[0]), { most });
}
console.log(`${everyPage.size} pages weighed; ${((Date.now() - started) / 1000).toFixed(1)} s`);
faults.finish('weights');
