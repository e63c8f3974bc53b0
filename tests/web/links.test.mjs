// links.mjs sees the faults that it is there for: each case is a small sound site with one fault.
//
//     node --test tests/web/*.test.mjs

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const page = (lang, body, head = '') =>
  `<!doctype html><html lang=${lang}><head><title>Página</title>${head}</head>` +
  `<body><main id=contenido><h1>Página</h1>${body}</main></body></html>`;
const alternates = (es, en) =>
  `<link rel=alternate hreflang=es-GT href=https://anam.example/${es}>` +
  `<link rel=alternate hreflang=en href="https://anam.example/${en}">`;
const searchForm =
  '<form data-search action=./ data-index=../assets/index-es.js data-base=../><label for=q>Buscar</label>' +
  '<input id=q name=q></form>';

const SOUND = {
  'index.html': page(
    'es-GT',
    '<a href=cartas/>Cartas</a> <a href=en/ hreflang=en>English</a> <a href="https://ine.example/">INE</a>',
    `<link rel=canonical href=https://anam.example/><link rel=stylesheet href=assets/site.css>${alternates('', 'en/')}`,
  ),
  'en/index.html': page('en', '<a href="../" hreflang="es-GT">Español</a>', alternates('', 'en/')),
  'cartas/index.html': page(
    'es-GT',
    '<p id=agua>Agua</p><a href="#agua">A</a> <a href=../?q=1#contenido>B</a> <img src=data:,>',
  ),
  'buscar/index.html': page(
    'es-GT',
    searchForm,
    '<meta name=robots content=noindex><script defer src=../assets/search.js></script>',
  ),
  '404.html': page('es-GT', '<a href=/cartas/>Cartas</a>', '<meta name=robots content=noindex>'),
  'assets/site.css': 'body{background:url("a.svg")}',
  'assets/a.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'assets/index-es.js': 'window.cabildoSearch({title:["Agua"],url:["cartas/#agua"]})',
  'assets/search.js':
    'globalThis.cabildoSearchInternals={open:(file)=>({file}),address:(index,doc,base)=>base+index.file.url[doc]}',
  'sitemap.xml':
    '<urlset><url><loc>https://anam.example/</loc></url><url><loc>https://anam.example/en/</loc></url>' +
    '<url><loc>https://anam.example/cartas/</loc></url></urlset>',
};

function links(files) {
  const folder = mkdtempSync(join(tmpdir(), 'links-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const script = fileURLToPath(new URL('links.mjs', import.meta.url));
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, folder], { encoding: 'utf8' });
    return { status, output: stdout + stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a sound site has no faults', () => {
  const { status, output } = links(SOUND);
  assert.equal(status, 0, output);
});

// What is put into the text of cartas/index.html, and the one fault that must be told.
const FAULTS = [
  ['<a href=../nada/>x</a>', 'link to nowhere'],
  ['<a href=../cartas>x</a>', 'link to a folder without its final /'],
  ['<a href=../#nada>x</a>', 'link to a missing anchor'],
  ['<a href=#nada>x</a>', 'link to a missing anchor'],
  ['<a href=../../>x</a>', 'link above the site'],
  ['<a href=/>x</a>', 'a link from the root'],
  ['<a href=https://anam.example/>x</a>', 'an absolute link within the site'],
  ['<a href="">x</a>', 'an empty address'],
  ['<a href="javascript:void(0)">x</a>', 'a link with a strange scheme'],
  ['<a href="//ine.example/">x</a>', 'a link without a scheme'],
  ['<img src=../nada.png>', 'link to nowhere'],
  ['<img srcset="../assets/a.svg 1x, ../nada.png 2x">', 'link to nowhere'],
  ['<img src=https://cdn.example/a.png>', 'something loaded from elsewhere'],
  ['<script src=//cdn.example/a.js></script>', 'something loaded from elsewhere'],
  ['<link rel=stylesheet href=https://cdn.example/a.css>', 'something loaded from elsewhere'],
  ['<script>1 < 2</script>', 'inline script'],
  ['<style>p{}</style>', 'inline style sheet'],
  ['<p style="color:red">x</p>', 'style in an attribute'],
  ['<p onclick=x()>x</p>', 'script in an attribute'],
  ['<p id=agua>x</p>', 'the same id twice'],
  ['<h1>x</h1>', 'not exactly one h1'],
  ['<label for=nada>x</label>', 'an id that the page lacks'],
  ['<svg><path fill="url(#nada)"/></svg>', 'an id that the page lacks'],
  ['<meta http-equiv=refresh content="0; url=../nada/">', 'link to nowhere'],
  ['<meta property=og:url content=https://other.example/>', 'Open Graph outside the site'],
  ['<link rel=canonical href=https://anam.example/>', 'canonical of another page'],
  ['<meta name=robots content=noindex>', 'a page in the sitemap that asks not to be found'],
];
for (const [body, kind] of FAULTS) {
  test(`${kind}: ${body}`, () => {
    const { status, output } = links({ ...SOUND, 'cartas/index.html': page('es-GT', `<p id=agua>Agua</p>${body}`) });
    const told = output.split('\n').filter((line) => line.startsWith('✗'));
    assert.deepEqual(told, [`✗ ${kind} (1)`], output);
    assert.equal(status, 1);
  });
}

// Whole files, where the fault is not one of a page's text.
const OTHER_FAULTS = [
  ['no lang', { 'cartas/index.html': SOUND['cartas/index.html'].replace(' lang=es-GT', '') }],
  ['hreflang that is not returned', { 'en/index.html': page('en', '') }],
  [
    'hreflang to nowhere',
    {
      'en/index.html': page(
        'en',
        '',
        `${alternates('', 'en/')}<link rel=alternate hreflang=kjb href=https://anam.example/kjb/>`,
      ),
    },
  ],
  ['a page missing in the sitemap', { 'casos/index.html': page('es-GT', '') }],
  [
    'sitemap to nowhere',
    { 'sitemap.xml': SOUND['sitemap.xml'].replace('</urlset>', '<loc>https://anam.example/nada/</loc></urlset>') },
  ],
  ['a relative link on a 404 page', { '404.html': page('es-GT', '<a href=cartas/>x</a>') }],
  [
    'link to a missing anchor (search index)',
    { 'assets/index-es.js': SOUND['assets/index-es.js'].replace('#agua', '#nada') },
  ],
  ['a style sheet that loads from elsewhere', { 'assets/site.css': '@import "https://fonts.example/a.css";' }],
  ['link to nowhere (style sheet)', { 'assets/site.css': 'p{background:url(nada.svg)}' }],
];
for (const [kind, files] of OTHER_FAULTS) {
  test(kind, () => {
    const { status, output } = links({ ...SOUND, ...files });
    const told = output.split('\n').filter((line) => line.startsWith('✗'));
    assert.deepEqual(told, [`✗ ${kind} (1)`], output);
    assert.equal(status, 1);
  });
}
