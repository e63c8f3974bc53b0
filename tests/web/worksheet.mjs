// Calculators in a real browser: filled in by keyboard, shared, saved, translated; and every value as Rust computes it.
//
//     cargo run --release --example worksheet_cases > CASES
//     node tests/web/worksheet.mjs DIR CASES
//
// Serves DIR under the strictest Content-Security-Policy. CASES holds programs, what was entered, and the outcome that
// the evaluator in Rust has for it: the worked examples, and some hundred random ones for each calculator.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { launch } from './lib/chromium.mjs';
import { Faults, folderArgument } from './lib/faults.mjs';
import { serve } from './lib/server.mjs';
import { Site } from './lib/site.mjs';

const folder = folderArgument('tests/web/worksheet.mjs DIR CASES');
const { holidays, tools } = JSON.parse(readFileSync(process.argv[3], 'utf8'));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const LEAST_CASES = 200;
const WATER = 'herramientas/tarifa-de-agua/calculadora/';
// Longer than the form waits for the next key.
const SETTLED = 600;

const started = Date.now();
const faults = new Faults();
const site = new Site(folder);
const { origin, close } = await serve(folder);
const browser = await launch();
let checks = 0;

function expect(what, found, wanted) {
  checks += 1;
  if (JSON.stringify(found) !== JSON.stringify(wanted))
    faults.add(what, `${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`);
}

async function open(address, options = {}) {
  const context = await browser.newContext({ locale: 'es-GT', viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.on('console', (message) => {
    // Nobody promised a picture for the browser's tab.
    const expected = message.location().url.endsWith('/favicon.ico');
    if (['error', 'warning'].includes(message.type()) && !expected) faults.add('console', `${address}: ${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => faults.add('error in a script', `${address}: ${error.message}`));
  await page.goto(address.includes('://') ? address : `${origin}/${address}`);
  return page;
}
const shut = (page) => page.context().close();
const result = (page, id) => page.locator(`output[aria-labelledby="r-${id}"]`).innerText();
const results = async (page, ids) => Object.fromEntries(await Promise.all(ids.map(async (id) => [id, await result(page, id)])));

/** What differs between the interpreter's outcome and the one that Rust has, for some cases; runs in the page. */
const differences = ([program, cases, days]) => {
  const { evaluate } = window.cabildoWorksheet;
  const plain = (outcome) => outcome && [outcome.is, outcome.value ?? null, outcome.band ?? -1];
  const found = [];
  for (const { name, entered, expected } of cases) {
    const outcome = evaluate(program, entered, days);
    const made = {
      results: outcome.results.map(plain),
      tables: outcome.tables.map((rows) => rows.map((cells) => cells.map(plain))),
      checks: outcome.checks,
    };
    // Texts of equal numbers are equal: both write the shortest digits that are read back as the same.
    for (const part of ['results', 'tables', 'checks']) {
      const [mine, theirs] = [made, expected].map((each) => JSON.stringify(each[part]));
      if (mine !== theirs) found.push(`${name}, ${part}: ${mine} instead of ${theirs}, entered ${JSON.stringify(entered)}`);
    }
  }
  return found;
};

/** A program with one of its formulas wrong: the first sign of its kind is another. */
function spoiled(program) {
  const others = { '+': '-', '-': '+', '*': '/', '/': '*', '<': '>=', '<=': '>', '>': '<=', '>=': '<', '=': '<>', min: 'max', max: 'min' };
  const copy = structuredClone(program);
  let done = false;
  const walk = (e) => {
    if (done || !Array.isArray(e)) return;
    const at = e[0] === 'f' ? 1 : 0;
    if (e[at] in others) {
      e[at] = others[e[at]];
      done = true;
    } else e.forEach(walk);
  };
  for (const of of [...copy.r, ...copy.t.flatMap((table) => table.c)]) walk(of.e);
  return done ? copy : null;
}

/** JSON with the keys of its objects in order. */
const sorted = (value) =>
  JSON.stringify(value, (_, x) => (x && typeof x === 'object' && !Array.isArray(x) ? Object.fromEntries(Object.entries(x).sort()) : x));

async function checkAgreement() {
  const page = await open(WATER);
  for (const [tool, { program, cases }] of Object.entries(tools)) {
    checks += cases.length;
    if (cases.length < LEAST_CASES) faults.add('too few cases', `${tool}: ${cases.length}`);
    for (const found of await page.evaluate(differences, [program, cases, holidays]))
      faults.add('the browser does not compute what Rust computes', `${tool}, ${found}`);
    // This very check notices a wrong formula.
    checks += 1;
    const wrong = spoiled(program);
    if (!wrong || (await page.evaluate(differences, [wrong, cases, holidays])).length === 0)
      faults.add('a wrong formula is not noticed', tool);
    // What the page holds is the program that was tested.
    for (const address of pagesOf(tool)) {
      checks += 1;
      const held = /<script[^>]*data-program[^>]*>([^<]*)</.exec(site.read(address));
      if (sorted(JSON.parse(held?.[1] ?? '{}').p) !== sorted(program)) faults.add('another program', address);
    }
  }
  await shut(page);
}

/** The pages of a calculator, in every language. */
function pagesOf(tool) {
  const named = new RegExp(`data-calculator="?${tool}[" >]`);
  const page = site.mainPages.find((address) => address.endsWith('/calculadora/') && named.test(site.read(address)));
  return page ? [page, ...site.languages.map((lang) => site.translation(page, lang)).filter(Boolean)] : [];
}

/** The check value of the water tariff, as people would type it. */
const TYPED = {
  rounding: 'Al quetzal', staff: '240,000', energy: 'Q180,000.00', chlorine: '30000', maintenance: '60 000', administration: '90,000',
  debt: '0', sources: '20000', subsidy: '0', connections: '2,000', collection: '80%', production: '720,000', losses: '40',
};
const ROWS = [['Tubería y tanque', '3,000,000', '25'], ['Equipo de bombeo', '400,000', '10']];
const EXPECTED = {
  operation: 'Q600,000.00', replacement: 'Q160,000.00', total_cost: 'Q780,000.00', per_m3: 'Q2.26 por m³',
  fee: 'Q41.00 por conexión al mes', fee_full: 'Q33.00 por conexión al mes', surplus: 'Q7,200.00',
};

const active = (page) =>
  page.evaluate(() => {
    const { name, ariaLabel, dataset, localName } = document.activeElement;
    return { name, label: ariaLabel ?? '', act: dataset.do, localName };
  });

/** Fills in the water tariff with Tab, Enter and letters alone. */
async function fillByKeyboard(page) {
  const left = new Map(Object.entries(TYPED));
  let cells = ROWS.flat();
  let grown = false;
  for (let n = 0; n < 150 && (left.size > 0 || cells.length > 0); n += 1) {
    await page.keyboard.press('Tab');
    const { name, label, act, localName } = await active(page);
    if (left.has(name)) {
      await page.keyboard.type(left.get(name));
      left.delete(name);
    } else if (localName === 'input' && / \d$/.test(label) && cells.length > 0) {
      await page.keyboard.type(cells.shift());
    } else if (act === 'add' && !grown) {
      grown = true;
      await page.keyboard.press('Enter');
      // The new row has the focus already.
      await page.keyboard.type(cells.shift());
    }
  }
  expect('fields that Tab does not reach', [...left.keys(), ...cells], []);
  await page.waitForTimeout(SETTLED);
}

async function checkWater() {
  const page = await open(WATER);
  await fillByKeyboard(page);
  expect('the water tariff by keyboard', await results(page, Object.keys(EXPECTED)), EXPECTED);
  expect('a result without its figures', await result(page, 'share'), 'sin dato');

  const link = await share(page);
  const english = page.locator('.languages a[hreflang=en]');
  await english.focus();
  await Promise.all([page.waitForURL((url) => url.pathname.includes('/en/')), page.keyboard.press('Enter')]);
  await page.waitForTimeout(SETTLED);
  expect('the language switch keeps the figures', await result(page, 'fee'), 'Q41.00 per connection a month');
  expect('the language switch keeps what was typed', await page.locator('#i-energy').inputValue(), 'Q180,000.00');
  await page.reload();
  expect('a page with figures in its address can be reloaded', await result(page, 'fee'), 'Q41.00 per connection a month');
  await shut(page);

  const shared = await open(link);
  expect('a shared link', await results(shared, Object.keys(EXPECTED)), EXPECTED);
  expect('what was typed, through a link', await shared.locator('#i-collection').inputValue(), '80%');
  const [download] = await Promise.all([shared.waitForEvent('download'), shared.locator('[data-do=save]').click()]);
  const file = readFileSync(await download.path());
  expect('the tool of a saved file', JSON.parse(file).tool, 'tarifa-de-agua');
  await shut(shared);

  const opened = await open(WATER);
  const choose = (content) => opened.locator('[data-open]').setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(content) });
  await choose(file);
  await opened.waitForTimeout(SETTLED);
  expect('a saved file', await results(opened, Object.keys(EXPECTED)), EXPECTED);
  for (const [content, said] of [['{"tool":"otra"}', /otra calculadora/], ['nada', /no se puede leer/]]) {
    await choose(content);
    await opened.waitForTimeout(100);
    const told = await opened.locator('[data-dock] [role=status]').innerText();
    if (!said.test(told)) faults.add('a file that does not fit', told);
    expect('a file that does not fit changes nothing', await result(opened, 'fee'), EXPECTED.fee);
  }
  await opened.locator('[data-do=clear]').click();
  expect('cleared', await result(opened, 'fee'), 'sin dato');
  await opened.locator('[data-do=undo]').click();
  expect('taken back', await result(opened, 'fee'), EXPECTED.fee);
  await shut(opened);
}

async function share(page) {
  await page.locator('[data-do=link]').click();
  return page.locator('[data-link]').inputValue();
}

/** What is typed into a field for an amount, what is read, and what is said below the field. */
const AMOUNTS = [
  ['1234.56', 'Q1,234.56', ''],
  ['1,234.56', 'Q1,234.56', ''],
  ['Q1,234.56', 'Q1,234.56', ''],
  ['Q 1 234.56', 'Q1,234.56', ''],
  ['1,234', 'Q1,234.00', ''],
  ['12,5', 'Q12.50', 'Se lee 12.50'],
  ['1234,5', 'Q1,234.50', 'Se lee 1,234.50'],
  ['1.234,56', 'Q1,234.56', 'Se lee 1,234.56'],
  ['0,500', 'Q0.50', 'Se lee 0.50'],
  ['.5', 'Q0.50', ''],
  ['0', 'Q0.00', ''],
  ['2.675', 'Q2.68', ''],
  ['', 'sin dato', ''],
  ['12,34,5', 'sin dato', 'Escriba un número, por ejemplo 1,234.50'],
  ['1.2.3', 'sin dato', 'Escriba un número, por ejemplo 1,234.50'],
  ['80%', 'sin dato', 'Escriba un número, por ejemplo 1,234.50'],
  ['mil', 'sin dato', 'Escriba un número, por ejemplo 1,234.50'],
  ['-5', 'sin dato', 'No puede ser menor que Q0'],
];

async function checkTyping() {
  const page = await open(WATER);
  for (const id of ['energy', 'chlorine', 'maintenance', 'administration']) await page.locator(`#i-${id}`).fill('0');
  const field = page.locator('#i-staff');
  for (const [typed, read, said] of AMOUNTS) {
    await field.fill(typed);
    await field.blur();
    const described = await field.evaluate((control) =>
      (control.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? `no ${id}`).at(-1),
    );
    expect(`«${typed}» is read`, await result(page, 'operation'), read);
    // Without a note the description ends with the hint.
    if (said) expect(`what is said of «${typed}»`, described, said);
    const invalid = said !== '' && read === 'sin dato';
    expect(`«${typed}» is marked`, (await field.getAttribute('aria-invalid')) === 'true', invalid);
    expect(`«${typed}» in the summary`, await page.locator('[data-faults] a[href="#i-staff"]').count(), invalid ? 1 : 0);
  }
  await page.locator('[data-faults] a').first().click();
  expect('a link of the summary leads to its field', (await active(page)).name, 'staff');

  // Blank is not 0, and 0 is not blank.
  await page.locator('[data-do=example]').first().click();
  await page.locator('#i-losses').fill('');
  await page.locator('#i-losses').blur();
  expect('without losses', await result(page, 'per_m3'), 'sin dato');
  const needs = page.locator('.out dl > div:has([aria-labelledby=r-per_m3]) [data-needs] a');
  expect('what is missing is named', await needs.allInnerTexts(), ['Agua que se pierde']);
  await needs.click();
  expect('what is missing is a click away', (await active(page)).name, 'losses');
  await page.locator('#i-connections').fill('0');
  await page.locator('#i-connections').blur();
  expect('divided by 0', await result(page, 'fee'), 'no calculable');
  expect('a check speaks', await page.locator('.checks .error').first().isVisible(), true);
  await shut(page);
}

/** What is kept is kept only where it was asked for, and goes when it is not wanted any more. */
async function checkMemory() {
  const page = await open(WATER);
  const kept = () => page.evaluate(() => localStorage.length);
  await page.locator('#i-staff').fill('5');
  await page.locator('#i-staff').blur();
  expect('kept without being asked', await kept(), 0);
  await page.locator('[data-keep]').check();
  expect('kept when asked', await kept(), 1);
  await page.reload();
  expect('still there', await page.locator('#i-staff').inputValue(), '5');
  await page.locator('[data-keep]').uncheck();
  expect('erased', await kept(), 0);
  await shut(page);
}

/** Every control and every result has a name for those who do not see the page; axe has nothing to say. */
async function checkAccess(address) {
  for (const width of [360, 1280]) {
    const where = `${address}, ${width} px`;
    const page = await open(address, { viewport: { width, height: 800 } });
    await page.evaluate(axe);
    const look = async (state) => {
      checks += 1;
      const found = await page.evaluate(async (tags) => {
        // What lies under the line at the foot comes out when the page is scrolled.
        document.querySelector('.dock').style.position = 'static';
        const { violations } = await window.axe.run(document, { runOnly: tags, resultTypes: ['violations'] });
        return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary}`);
      }, AXE_TAGS);
      await page.evaluate(() => document.querySelector('.dock').style.removeProperty('position'));
      for (const each of found) faults.add('accessibility', `${where}, ${state}: ${each}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide > width) faults.add('scrolls sideways', `${where}, ${state}: ${wide}`);
    };
    await look('empty');
    await page.locator('[data-do=example]').first().click();
    await look('example');
    for (const add of await page.locator('[data-do=add]').all()) if (await add.isEnabled()) await add.click();
    const number = page.locator('main input[inputmode]').first();
    await number.fill('nada');
    await number.blur();
    await look('with a fault');

    const session = await page.context().newCDPSession(page);
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    const seen = nodes.filter(({ ignored }) => !ignored);
    const named = ({ name }) => Boolean(name?.value?.trim());
    const roles = new Set(['textbox', 'combobox', 'button', 'checkbox', 'link', 'spinbutton', 'Date', 'InputTime']);
    for (const node of seen) {
      checks += 1;
      if (roles.has(node.role?.value) && !named(node)) faults.add('no name in the accessibility tree', `${where}: ${node.role.value}`);
    }
    const outputs = await page.locator('output').count();
    const statuses = seen.filter((node) => node.role?.value === 'status' && named(node)).length;
    if (statuses < outputs) faults.add('results that are not in the accessibility tree', `${where}: ${statuses} of ${outputs}`);

    // Nothing that sticks covers what has the focus.
    await page.evaluate(() => { document.activeElement.blur(); window.scrollTo(0, 0); });
    for (let n = 0; n < 60; n += 1) {
      await page.keyboard.press('Tab');
      const covered = await page.evaluate(() => {
        const element = document.activeElement;
        const { left, top, width: wide, height } = element.getBoundingClientRect();
        const met = document.elementFromPoint(left + wide / 2, top + height / 2);
        return element !== document.body && met && !element.contains(met) && !met.contains(element) ? `${element.outerHTML.slice(0, 90)} under ${met.outerHTML.slice(0, 90)}` : '';
      });
      checks += 1;
      if (covered) faults.add('the focus is covered', `${where}: ${covered}`);
    }
    await shut(page);
  }
}

/** Files of tables and calendars are what they should be. */
async function checkFiles(address) {
  const page = await open(address);
  await page.locator('[data-do=example]').first().click();
  for (const button of await page.locator('[data-do=csv]:visible, [data-do=ics]:visible').all()) {
    checks += 1;
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
    const text = readFileSync(await download.path(), 'utf8');
    const lines = text.split('\r\n');
    if (lines.pop() !== '') faults.add('a file without its last line end', download.suggestedFilename());
    if (download.suggestedFilename().endsWith('.csv')) {
      const widths = new Set(lines.map((line) => line.split('","').length));
      if (widths.size !== 1 || lines.length < 2) faults.add('a table whose lines differ', `${address}: ${text.slice(0, 300)}`);
    } else {
      const long = lines.find((line) => Buffer.byteLength(line) > 75);
      if (long) faults.add('a line of a calendar that is too long', long);
      const whole = text.replace(/\r\n /g, '').split('\r\n');
      const ids = whole.filter((line) => line.startsWith('UID:'));
      const events = whole.filter((line) => line === 'BEGIN:VEVENT');
      if (events.length === 0 || new Set(ids).size !== events.length) faults.add('events without an identifier of their own', `${ids.length} of ${events.length}`);
      if (whole[0] !== 'BEGIN:VCALENDAR' || whole.at(-2) !== 'END:VCALENDAR') faults.add('no calendar', text.slice(0, 200));
    }
  }
  await shut(page);
}

try {
  await checkAgreement();
  await checkWater();
  await checkTyping();
  await checkMemory();
  for (const tool of Object.keys(tools)) {
    const pages = pagesOf(tool);
    if (pages.length === 0) faults.add('no page of a calculator', tool);
    for (const page of pages) await checkAccess(page);
    if (pages.length > 0) await checkFiles(pages[0]);
  }
} catch (error) {
  faults.add('the test stopped', String(error.stack));
} finally {
  await browser.close();
  close();
}
console.log(`${checks} checks of ${Object.keys(tools).length} calculators; ${((Date.now() - started) / 1000).toFixed(1)} s`);
faults.finish('calculators');
