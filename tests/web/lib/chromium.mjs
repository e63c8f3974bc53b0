// The browser of the machine. None is downloaded.

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function find() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const name of NAMES) {
    for (const folder of folders) if (existsSync(join(folder, name))) return join(folder, name);
  }
  throw new Error('Chromium is missing: run scripts/setup, or set CHROMIUM to its path');
}

/** Starts it without its sandbox, which containers often forbid: it only sees this site. */
export const launch = () =>
  chromium.launch({ executablePath: find(), args: ['--no-sandbox', '--disable-dev-shm-usage'] });

/** What comes out of a printer: Guatemala's paper, the margins of the browser's own print dialogue. */
export const PAPER = { format: 'Letter', margin: { top: '1cm', right: '1cm', bottom: '1cm', left: '1cm' } };
/** The width of that paper between its margins, in CSS pixels: 21.59 cm without 2 cm. */
export const PAPER_WIDTH = 740;
