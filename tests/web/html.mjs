// The HTML of some pages of every kind, in every language, is valid for the Nu validator.
//
//     node tests/web/html.mjs DIR
//
// Needs Java and `npm ci` in this folder. One Java process for all pages: its start costs more than the checking.

import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';

import { Faults, folderArgument } from './lib/faults.mjs';
import { KINDS, Site, fileAt } from './lib/site.mjs';

const folder = folderArgument('tests/web/html.mjs DIR');
const site = new Site(folder);
const faults = new Faults();
const vnu = String(createRequire(import.meta.url)('vnu-jar'));
const PER_KIND = 2;

// The pages that the browser opens too, and the longest of each kind: what can go wrong is likeliest there.
const chosen = new Set(site.opened((what) => faults.add('a page is missing', what)).map(({ address }) => address));
for (const kind of KINDS) {
  const pages = site.ofKind(kind);
  if (pages.length === 0) faults.add('no page of a kind', kind.name);
  const bySize = pages
    .map((page) => [site.size(page), page])
    .sort((a, b) => b[0] - a[0])
    .map(([, page]) => page);
  for (const page of bySize.slice(0, PER_KIND)) {
    chosen.add(page);
    for (const lang of kind.oneLanguage ? [] : site.languages) {
      const address = site.translation(page, lang);
      if (address === undefined) faults.add('no link to the translation', `${page}: ${lang}`);
      else chosen.add(address);
    }
  }
}

const files = [...chosen].map((address) => join(folder, fileAt(address)));
const messages = await new Promise((resolve, reject) => {
  // Faults are told by status 1 and the report; anything without a report is a fault of the validator or of Java.
  const options = { maxBuffer: 1 << 28 };
  execFile(
    'java',
    ['-Xss4m', '-jar', vnu, '--errors-only', '--no-langdetect', '--format', 'json', '--stdout', ...files],
    options,
    (error, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout).messages);
      } catch {
        reject(new Error(stderr || error?.message || stdout));
      }
    },
  );
});
for (const { type, message, url, lastLine, lastColumn, extract } of messages) {
  const page = url ? relative(folder, new URL(url).pathname) : '';
  const excerpt = (extract ?? '').replace(/\s+/g, ' ');
  faults.add(type === 'error' ? message : `${type}: ${message}`, `${page}:${lastLine}:${lastColumn}  ${excerpt}`);
}
console.log(`${files.length} pages of ${KINDS.length} kinds through the Nu validator`);
faults.finish('html');
