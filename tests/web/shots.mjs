// Pictures of the pages for people to look at: every page that browser.mjs opens at 360 and 1280 pixels, a few in the
// dark and on paper.
//
//     node tests/web/shots.mjs DIR OUTDIR [KIND …]

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { PAPER, launch } from './lib/chromium.mjs';
import { folderArgument } from './lib/faults.mjs';
import { serve } from './lib/server.mjs';
import { Site } from './lib/site.mjs';

const usage = 'tests/web/shots.mjs DIR OUTDIR [KIND …]';
const folder = folderArgument(usage);
const [, , , out, ...only] = process.argv;
if (!out) {
  console.error(`usage: node ${usage}`);
  process.exit(2);
}
mkdirSync(out, { recursive: true });
// Taller than this, a picture is cut: nobody looks at the rest, and some viewers refuse it.
const TALLEST = 12000;
const IN_THE_DARK = ['home', 'tool', 'municipality'];
const ON_PAPER = ['tool', 'charter', 'municipality'];

const { origin, close } = await serve(folder);
const browser = await launch();
const page = await browser.newPage();
let taken = 0;

async function shoot(name, width, colorScheme) {
  await page.setViewportSize({ width, height: width < 600 ? 740 : 900 });
  await page.emulateMedia({ colorScheme, media: 'screen' });
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const cut = height > TALLEST ? { clip: { x: 0, y: 0, width, height: TALLEST } } : {};
  await page.screenshot({
    path: join(out, `${name}-${width}${colorScheme === 'dark' ? '-dark' : ''}.png`),
    fullPage: true,
    ...cut,
  });
  taken += 1;
}

function hasPdftoppm() {
  try {
    execFileSync('pdftoppm', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
const paper = hasPdftoppm();
if (!paper) console.log('no pdftoppm (Debian: poppler-utils), so prints stay PDF');

for (const { kind, name, lang, address } of new Site(folder).opened((what) => console.log(`missing: ${what}`))) {
  if (only.length > 0 && !only.includes(kind)) continue;
  const label = `${name}-${lang}`;
  await page.goto(`${origin}/${kind === 'not-found' ? address.replace('404.html', 'no-existe/') : address}`, {
    waitUntil: 'load',
  });
  if (kind === 'search') {
    await page.locator('main form[data-search] input[name=q]').fill(lang === 'es' ? 'tarifa agua' : 'water tariff');
    await page
      .locator('[data-search-results] a')
      .first()
      .waitFor({ timeout: 5000 })
      .catch(() => console.log(`${label}: no results`));
  }
  await shoot(label, 360, 'light');
  await shoot(label, 1280, 'light');
  if (IN_THE_DARK.includes(name)) {
    await shoot(label, 360, 'dark');
    await shoot(label, 1280, 'dark');
  }
  if (ON_PAPER.includes(name)) {
    const pdf = join(out, `${label}-print.pdf`);
    await page.emulateMedia({ media: null });
    await page.pdf({ ...PAPER, path: pdf });
    if (paper) {
      execFileSync('pdftoppm', ['-r', '60', '-png', '-l', '4', pdf, pdf.slice(0, -4)]);
      rmSync(pdf);
    }
    taken += 1;
  }
}
await browser.close();
close();
console.log(`${taken} pictures in ${out}`);
