// Every address on every page leads somewhere, and no page asks a stranger for anything.
//
//     node tests/web/links.mjs DIR
//
// Needs nothing but Node.js. Looks at every HTML file, style sheet, sitemap and search index below DIR.

import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import vm from 'node:vm';

import { Faults, folderArgument } from './lib/faults.mjs';
import { addressOf, fileAt, filesBelow } from './lib/site.mjs';
import { eachTag } from './lib/tags.mjs';

const folder = folderArgument('tests/web/links.mjs DIR');
const started = Date.now();
const faults = new Faults();
const files = filesBelow(folder);
const exists = new Set(files);
const folders = new Set(files.map((file) => posix.dirname(file)));
const text = (file) => readFileSync(join(folder, file), 'utf8');

// Tags whose address the browser loads by itself; the other addresses wait for a click.
const LOADS = {
  img: 'src',
  script: 'src',
  iframe: 'src',
  audio: 'src',
  video: 'src',
  source: 'src',
  track: 'src',
  embed: 'src',
  input: 'src',
  object: 'data',
  image: 'href',
  use: 'href',
  feimage: 'href',
};
const LOADING_RELS =
  /^(stylesheet|icon|shortcut|apple-touch-icon|manifest|preload|modulepreload|prefetch|preconnect|dns-prefetch)$/;
// Attributes that name ids of their own page.
const ID_LISTS = [
  'for',
  'headers',
  'list',
  'form',
  'aria-labelledby',
  'aria-describedby',
  'aria-controls',
  'aria-owns',
  'aria-details',
  'aria-activedescendant',
  'aria-errormessage',
  'popovertarget',
  'commandfor',
];

/** What one page has and asks for. */
function readPage(file) {
  const page = { file, ids: new Set(), links: new Set(), loads: new Set(), idsAsked: new Set(), alternates: new Map() };
  let headings = 0;
  const inlineFault = (kind, what) => faults.add(kind, `${file}: ${what}`);
  eachTag(text(file), (name, attributes) => {
    const { id, href } = attributes;
    if (id !== undefined) {
      if (page.ids.has(id)) faults.add('the same id twice', `${file}: ${id}`);
      page.ids.add(id);
    }
    for (const key in attributes) {
      if (key.startsWith('on')) inlineFault('script in an attribute', `<${name} ${key}>`);
      else if (key === 'style') inlineFault('style in an attribute', `<${name} style="${attributes.style}">`);
      else if (ID_LISTS.includes(key))
        attributes[key]
          .split(/\s+/)
          .filter(Boolean)
          .forEach((one) => page.idsAsked.add(one));
      else if (attributes[key].includes('url(#')) page.idsAsked.add(/url\(#([^)]+)\)/.exec(attributes[key])[1]);
    }
    if (name === 'html') page.lang = attributes.lang;
    else if (name === 'title') page.title = true;
    else if (name === 'h1') headings += 1;
    else if (name === 'style') inlineFault('inline style sheet', '<style>');
    else if (name === 'base') inlineFault('<base>', href);
    // Data that a browser does not run.
    else if (name === 'script' && attributes.src === undefined && !/^application\/(ld\+)?json$/.test(attributes.type))
      inlineFault('inline script', `<script type="${attributes.type ?? ''}">`);
    else if (name === 'form' && attributes['data-search'] !== undefined) {
      page.search = { index: attributes['data-index'], base: attributes['data-base'] };
      page.loads.add(attributes['data-index']);
    } else if (name === 'meta') readMeta(page, attributes);
    if (name === 'form' && attributes.action !== undefined) page.links.add(attributes.action);
    if (name === 'a' || name === 'area') {
      if (href !== undefined) page.links.add(href);
    } else if (name === 'link') {
      const rels = (attributes.rel ?? '').toLowerCase().split(/\s+/);
      if (rels.includes('canonical')) page.canonical = href;
      else if (rels.includes('alternate') && attributes.hreflang) page.alternates.set(attributes.hreflang, href);
      else if (rels.some((rel) => LOADING_RELS.test(rel))) page.loads.add(href);
      else page.links.add(href);
    }
    const loaded =
      attributes[LOADS[name]] ?? (name === 'use' || name === 'image' ? attributes['xlink:href'] : undefined);
    if (loaded !== undefined) page.loads.add(loaded);
    for (const candidate of (attributes.srcset ?? '').split(',')) {
      if (candidate.trim()) page.loads.add(candidate.trim().split(/\s+/)[0]);
    }
    if (attributes.poster) page.loads.add(attributes.poster);
  });
  if (!page.lang) faults.add('no lang', file);
  if (!page.title) faults.add('no title', file);
  if (headings !== 1) faults.add('not exactly one h1', `${file}: ${headings}`);
  return page;
}

function readMeta(page, { 'http-equiv': equiv, name, property, content = '' }) {
  if (equiv?.toLowerCase() === 'refresh') page.links.add(content.replace(/^[^;]*;\s*url=/i, ''));
  if (name === 'robots' && content.includes('noindex')) page.hidden = true;
  if (/^(og:(url|image|see_also)|twitter:image)$/.test(property ?? name ?? '')) (page.shared ??= []).push(content);
}

const pages = new Map(files.filter((file) => file.endsWith('.html')).map((file) => [file, readPage(file)]));
if (!pages.has('index.html')) faults.add('no home page', folder);
// The site's public address, which only canonical, hreflang, Open Graph and the sitemap may use.
const base = pages.get('index.html')?.canonical;

/** The file that an absolute public address stands for, or a fault. */
function publicFile(address, where, kind) {
  if (!base || !address?.startsWith(base)) {
    faults.add(`${kind} outside the site`, `${where}: ${address}`);
    return null;
  }
  const file = fileAt(decodeURI(address.slice(base.length)));
  if (!exists.has(file)) faults.add(`${kind} to nowhere`, `${where}: ${address}`);
  return file;
}

/** Follows one relative address from a file and sees whether file and anchor exist. */
function followInternal(from, address, fault) {
  const [, path, anchor] = /^([^?#]*)(?:\?[^#]*)?(?:#(.*))?$/.exec(address) ?? [];
  if (path === undefined) return fault('an address that cannot be read');
  let target;
  if (path === '') target = from;
  else {
    let wanted;
    try {
      wanted = decodeURIComponent(path);
    } catch {
      return fault('an address that cannot be read');
    }
    const start = wanted.startsWith('/') ? '' : posix.dirname(from);
    const joined = posix.join(start, wanted);
    if (joined.startsWith('..')) return fault('link above the site');
    const address = joined === '.' || joined === './' || joined === '/' ? '' : joined.replace(/^\//, '');
    target = fileAt(address);
    if (!exists.has(target))
      return fault(folders.has(target) ? 'link to a folder without its final /' : 'link to nowhere');
  }
  if (anchor && anchor !== 'top' && !pages.get(target)?.ids.has(decodeURIComponent(anchor)))
    fault('link to a missing anchor');
  return undefined;
}

let internal = 0;
const external = new Set();

function checkAddress(page, address, loads) {
  const fault = (kind) => faults.add(kind, `${page.file}: ${address}`);
  if (address === undefined || address.trim() === '' || address === '#') return fault('an empty address');
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(address)?.[1].toLowerCase();
  if (loads && (address.startsWith('//') || (scheme && scheme !== 'data')))
    return fault('something loaded from elsewhere');
  if (scheme === 'data') return loads ? undefined : fault('data: in a link');
  if (address.startsWith('//')) return fault('a link without a scheme');
  if (scheme) {
    if (!['https', 'http', 'mailto', 'tel'].includes(scheme)) return fault('a link with a strange scheme');
    if (base && address.startsWith(base)) return fault('an absolute link within the site');
    external.add(address);
    return undefined;
  }
  internal += 1;
  const absolute = address.startsWith('/');
  const is404 = /(^|\/)404\.html$/.test(page.file);
  if (absolute && !is404) return fault('a link from the root');
  // A 404 page is shown at any depth.
  if (is404 && !absolute && !address.startsWith('#')) return fault('a relative link on a 404 page');
  return followInternal(page.file, address, fault);
}

for (const page of pages.values()) {
  page.links.forEach((address) => checkAddress(page, address, false));
  page.loads.forEach((address) => checkAddress(page, address, true));
  for (const id of page.idsAsked) if (!page.ids.has(id)) faults.add('an id that the page lacks', `${page.file}: ${id}`);
  // The current version of a charter shows the same as the charter's page above it, and names that one.
  const above = addressOf(page.file).replace(/\d+\.\d+\.\d+\/$/, '');
  const own = pages.get(fileAt(above))?.canonical === page.canonical ? above : addressOf(page.file);
  if (page.canonical !== undefined && page.canonical !== base + own) {
    faults.add('canonical of another page', `${page.file}: ${page.canonical}`);
  }
  (page.shared ?? []).forEach((address) => publicFile(address, page.file, 'Open Graph'));
  for (const [lang, address] of page.alternates) {
    const target = pages.get(publicFile(address, page.file, 'hreflang'));
    const back = target && [...target.alternates.values()].includes(base + addressOf(page.file));
    if (target && !back) faults.add('hreflang that is not returned', `${page.file}: ${lang} ${address}`);
  }
}

for (const file of files.filter((name) => name.endsWith('.css'))) {
  const css = text(file).replace(/\/\*[\s\S]*?\*\//g, '');
  for (const [, quoted, bare] of css.matchAll(/(?:url\(\s*|@import\s+)(?:["']([^"']*)["']|([^"')\s;]+))/g)) {
    const address = quoted ?? bare;
    if (address.startsWith('#') || address.startsWith('data:')) continue;
    if (/^([a-z]+:|\/)/i.test(address)) faults.add('a style sheet that loads from elsewhere', `${file}: ${address}`);
    else followInternal(file, address, (kind) => faults.add(`${kind} (style sheet)`, `${file}: ${address}`));
  }
}

let mapped = 0;
if (exists.has('sitemap.xml')) {
  const listed = new Set();
  for (const [, address] of text('sitemap.xml').matchAll(/<loc>([^<]*)<\/loc>/g)) {
    const file = publicFile(address, 'sitemap.xml', 'sitemap');
    if (listed.has(file)) faults.add('a page twice in the sitemap', address);
    if (pages.get(file)?.hidden) faults.add('a page in the sitemap that asks not to be found', address);
    listed.add(file);
  }
  mapped = listed.size;
  for (const page of pages.values()) {
    if (!page.hidden && !listed.has(page.file) && !page.file.endsWith('404.html'))
      faults.add('a page missing in the sitemap', page.file);
  }
} else if (base) faults.add('no sitemap', folder);

// Every result that the search can show leads to a page. The published script itself makes the addresses.
let findable = 0;
const script = files.find((file) => /^assets\/search\.[^/]*\.?js$/.test(file));
if (script) {
  vm.runInThisContext(text(script), { filename: script });
  const { open, address } = globalThis.cabildoSearchInternals;
  const seen = new Set();
  for (const page of pages.values()) {
    if (!page.search || page.file.endsWith('404.html')) continue;
    const indexFile = posix.join(posix.dirname(page.file), page.search.index);
    if (seen.has(indexFile) || !exists.has(indexFile)) continue;
    seen.add(indexFile);
    let data;
    vm.runInNewContext(text(indexFile), {
      window: {
        cabildoSearch: (given) => {
          data = given;
        },
      },
    });
    const index = open(data);
    index.file.title.forEach((title, doc) => {
      findable += 1;
      const result = address(index, doc, page.search.base, false);
      followInternal(page.file, result, (kind) =>
        faults.add(`${kind} (search index)`, `${indexFile}: ${title}: ${result}`),
      );
    });
  }
} else faults.add('no search script', 'assets/search.*.js');

console.log(
  `${pages.size} pages, ${internal} internal links, ${external.size} different addresses elsewhere (not followed), ` +
    `${mapped} addresses in the sitemap, ${findable} search results; ${((Date.now() - started) / 1000).toFixed(1)} s`,
);
faults.finish('links');
