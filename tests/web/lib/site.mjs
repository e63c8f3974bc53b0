// The published site as a folder: its files, its kinds of page, and which page stands for each kind.

import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { eachTag } from './tags.mjs';

/** All files below a folder, with `/` and relative to it, sorted. */
export function filesBelow(folder) {
  const found = [];
  const walk = (below) => {
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      const path = below + entry.name;
      if (entry.isDirectory()) walk(`${path}/`);
      else found.push(path);
    }
  };
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    console.error(`${folder} is not a folder; build the site first`);
    process.exit(2);
  }
  walk('');
  return found.sort();
}

/** `herramientas/index.html` stands at the address `herramientas/`. */
export const addressOf = (file) => file.replace(/(^|\/)index\.html$/, '$1');

/** The file that is served at an address. */
export const fileAt = (address) => (address === '' || address.endsWith('/') ? `${address}index.html` : address);

/**
 * Every kind of page, by the address of its Spanish pages. `open` are the ones that the browser opens; of a kind
 * without it, only the validator and the link check see pages.
 */
export const KINDS = [
  { name: 'home', address: /^$/, open: [''] },
  { name: 'toolbox', address: /^herramientas\/$/, open: ['herramientas/'] },
  {
    name: 'calculator',
    address: /^herramientas\/[^/]+\/calculadora\/$/,
    open: ['herramientas/tarifa-de-agua/calculadora/', 'herramientas/planificador-anual/calculadora/'],
  },
  { name: 'tools-by', address: /^herramientas\/[^/]+\/[^/]+\/$/ },
  { name: 'tool', address: /^herramientas\/[^/]+\/$/, open: ['herramientas/tarifa-de-agua/'] },
  { name: 'charters', address: /^cartas\/$/, open: ['cartas/'] },
  { name: 'charter', address: /^cartas\/\d{4}-[^/]+\/$/, open: ['cartas/9901-agua/'] },
  {
    name: 'charter-version',
    address: /^cartas\/\d{4}-[^/]+\/\d+\.\d+\.\d+\/$/,
    open: ['cartas/9901-agua/1.0.0/', 'cartas/9903-residuos/1.0.0/'],
  },
  {
    name: 'charter-changes',
    address: /^cartas\/\d{4}-[^/]+\/\d+\.\d+\.\d+\/cambios\/$/,
    open: ['cartas/9901-agua/2.0.0/cambios/'],
  },
  { name: 'charter-history', address: /^cartas\/\d{4}-[^/]+\/historial\/$/, open: ['cartas/9901-agua/historial/'] },
  { name: 'charter-kit', address: /^cartas\/\d{4}-[^/]+\/kit\/$/, open: ['cartas/9901-agua/kit/'] },
  {
    name: 'municipality-charters',
    address: /^municipios\/\d{4}-[^/]+\/cartas\/$/,
    open: [/^municipios\/9901-[^/]+\/cartas\//],
  },
  { name: 'cases', address: /^casos\/$/ },
  { name: 'case', address: /^casos\/[^/]+\/$/, open: ['casos/somos-chiantla/'] },
  { name: 'training', address: /^formacion\/$/, open: ['formacion/'] },
  { name: 'primers-by', address: /^formacion\/[^/]+\/[^/]+\/$/ },
  { name: 'primer', address: /^formacion\/[^/]+\/$/, open: ['formacion/leer-el-presupuesto/'] },
  { name: 'municipalities', address: /^municipios\/$/, open: ['municipios/'] },
  { name: 'compare', address: /^municipios\/comparar\/$/, open: ['municipios/comparar/'] },
  { name: 'indicators', address: /^indicadores\/$/, open: ['indicadores/'] },
  { name: 'municipalities-a-z', address: /^municipios\/a-z\/$/ },
  { name: 'department', address: /^departamentos\/[^/]+\/$/, open: [/huehuetenango/] },
  // One with much data, one without 2019, the example that shows every section.
  {
    name: 'municipality',
    address: /^municipios\/\d{4}-[^/]+\/$/,
    open: [/^municipios\/1302-/, /^municipios\/0901-/, /^municipios\/9901-/],
  },
  {
    name: 'municipality-year',
    address: /^municipios\/\d{4}-[^/]+\/\d{4}\/$/,
    open: [/^municipios\/9901-[^/]+\/2026\//],
  },
  { name: 'offices', address: /^oficinas\/$/ },
  { name: 'office', address: /^oficinas\/[^/]+\/$/, open: [/^oficinas\/[^/]+\/$/] },
  { name: 'calendar', address: /^calendario\/$/, open: ['calendario/'] },
  { name: 'glossary', address: /^glosario\/$/, open: ['glosario/'] },
  { name: 'search', address: /^buscar\/$/, open: ['buscar/'] },
  { name: 'index', address: /^indice\/$/ },
  { name: 'codes', address: /^codigos\/$/, open: ['codigos/'] },
  { name: 'corrections', address: /^correcciones\/$/ },
  { name: 'short-address', address: /^c\/[^/]+\/$/, oneLanguage: true },
  { name: 'not-found', address: /^404\.html$/, open: ['404.html'] },
  { name: 'page', address: /^[^/]+\/$/, open: ['acerca-de/', 'accesibilidad/'] },
];

/** The address that a link on a page leads to, without query and anchor; `null` when it leads out of the site. */
export function follow(from, href) {
  const root = 'http://site.invalid/';
  const url = new URL(href, root + from);
  return url.href.startsWith(root) ? decodeURI(url.pathname.slice(1)) : null;
}

export class Site {
  constructor(folder) {
    this.folder = folder;
    this.files = filesBelow(folder);
    this.pages = this.files.filter((file) => file.endsWith('.html')).map(addressOf);
    // Spanish stands at the root; another language below its code.
    this.languages = this.pages
      .map((page) => /^([a-z]{2,3})\/$/.exec(page)?.[1])
      .filter((code) => code && new RegExp(`<html[^>]* lang="?${code}\\b`).test(this.read(`${code}/`)));
    this.mainPages = this.pages.filter((page) => !this.languages.includes(page.split('/')[0]));
  }

  read(address) {
    return readFileSync(join(this.folder, fileAt(address)), 'utf8');
  }

  size(address) {
    return statSync(join(this.folder, fileAt(address))).size;
  }

  /** The Spanish pages of a kind: those of no earlier kind in the list. */
  ofKind(kind) {
    const first = (page) => KINDS.find(({ address }) => address.test(page));
    return this.mainPages.filter((page) => first(page) === kind);
  }

  /** The same page in another language, as its language switch has it. */
  translation(page, lang) {
    let found;
    eachTag(this.read(page), (name, { href, hreflang }) => {
      if (name === 'a' && href && hreflang?.split('-')[0] === lang) found ??= follow(page, href);
    });
    return found;
  }

  /**
   * The pages that the browser opens, in every language: `{ name, lang, address }`. What a kind lacks (the page, its
   * translation) is told to `missing`.
   */
  opened(missing) {
    const found = [];
    if (!this.languages.includes('en')) missing('en/: no English home page');
    for (const kind of KINDS) {
      for (const [n, wanted] of (kind.open ?? []).entries()) {
        const page = this.mainPages.find((other) => (wanted instanceof RegExp ? wanted.test(other) : wanted === other));
        const name = n === 0 ? kind.name : `${kind.name}-${n + 1}`;
        if (page === undefined) {
          missing(`${kind.name}: no page ${wanted}`);
          continue;
        }
        found.push({ kind: kind.name, name, lang: 'es', address: page });
        for (const lang of this.languages) {
          const address = this.translation(page, lang);
          if (address === undefined) missing(`${page}: no link to its ${lang} page`);
          else found.push({ kind: kind.name, name, lang, address });
        }
      }
    }
    return found;
  }
}
