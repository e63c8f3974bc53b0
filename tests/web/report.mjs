// What `cabildo build --format json` said of a build, and whether the site has its dashboards.
//
//     node tests/web/report.mjs OUTPUT [DIR]
//
// OUTPUT is the file with the command's standard output: its last line is the JSON object.

import { readFileSync } from 'node:fs';

import { Faults, folderArgument } from './lib/faults.mjs';
import { filesBelow } from './lib/site.mjs';

const output = readFileSync(folderArgument('tests/web/report.mjs OUTPUT [DIR]'), 'utf8');
const folder = process.argv[3];
const faults = new Faults();
let report;
try {
  report = JSON.parse(output.trimEnd().split('\n').at(-1));
} catch {
  faults.add('the last line is not a JSON object', output.slice(-400));
  report = { diagnostics: [] };
}
if (report.status !== 'ok') faults.add('status', String(report.status));
for (const { severity, code, file, line, column, message, help } of report.diagnostics) {
  if (severity === 'error')
    faults.add(`error ${code}`, `${file ?? ''}:${line ?? ''}:${column ?? ''} ${message} ${help ?? ''}`);
}
const others = new Map();
for (const { severity, code } of report.diagnostics) {
  const name = `${severity} ${code}`;
  others.set(name, (others.get(name) ?? 0) + 1);
}
const told = [...others].map(([name, count]) => `${count} ${name}`).join(', ') || 'no diagnostics';
console.log(`${report.pages} pages, ${report.outputs} outputs in ${report.seconds} s; ${told}`);

if (folder) {
  const files = filesBelow(folder);
  // Department 99 is the example.
  for (const [lang, dashboards] of [
    ['es', /^municipios\/(?!99)\d{4}-[^/]+\/index\.html$/],
    ['en', /^en\/municipalities\/(?!99)\d{4}-[^/]+\/index\.html$/],
  ]) {
    const count = files.filter((file) => dashboards.test(file)).length;
    console.log(`${count} dashboards in ${lang}`);
    if (count < 340) faults.add('fewer than 340 dashboards', `${count} in ${lang}`);
  }
}
faults.finish('report');
