// Pages in a real browser: nothing breaks, nothing overflows, everybody can use them, nobody else is asked.
//
//     node tests/web/browser.mjs DIR [KIND …]
//
// Serves DIR on this machine under the strictest Content-Security-Policy and opens one page or more of most kinds (all,
// or the KINDs named; see lib/site.mjs) in every language: at 360 and 1280 pixels, light and dark, with JavaScript and
// without. Needs Chromium and `npm ci` in this folder.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { PAPER, PAPER_WIDTH, launch } from './lib/chromium.mjs';
import { Faults, folderArgument } from './lib/faults.mjs';
import { serve } from './lib/server.mjs';
import { Site, follow } from './lib/site.mjs';

const folder = folderArgument('tests/web/browser.mjs DIR [KIND …]');
const only = process.argv.slice(3);
const started = Date.now();
const faults = new Faults();
const site = new Site(folder);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const WIDTHS = [360, 1280];
const SCHEMES = ['light', 'dark'];
// The narrowest that WCAG 1.4.10 asks for.
const NARROWEST = 320;
const WORKERS = 2;
let checks = 0;

const { origin, close } = await serve(folder);
const browser = await launch();

/** A new page whose complaints become faults. `ctx` says whose they are. */
async function newPage(options, ctx) {
  const context = await browser.newContext({ locale: ctx.lang === 'es' ? 'es-GT' : 'en', ...options });
  const page = await context.newPage();
  const fault = (kind, what) => faults.add(kind, `${ctx.where}: ${what}`);
  page.on('console', (message) => {
    // The page that is not there answers 404, and Chromium says so.
    const expected =
      ctx.status === 404 && message.text().includes('status of 404') && message.location().url === page.url();
    if (['error', 'warning'].includes(message.type()) && !expected) fault(`console ${message.type()}`, message.text());
  });
  page.on('pageerror', (error) => fault('error in a script', error.message));
  page.on('requestfailed', (request) =>
    fault('a request that failed', `${request.url()} ${request.failure()?.errorText}`),
  );
  page.on('response', (response) => {
    const document = response.request().isNavigationRequest();
    if (response.status() >= 400 && !(document && ctx.status === 404))
      fault('a missing file', `${response.status()} ${response.url()}`);
  });
  await context.route(
    (url) => !url.href.startsWith(origin),
    (route) => {
      fault('a request to another host', route.request().url());
      return route.abort();
    },
  );
  return page;
}

async function atSize(page, width, colorScheme) {
  await page.setViewportSize({ width, height: width < 600 ? 740 : 900 });
  await page.emulateMedia({ colorScheme });
}

/** Elements that reach beyond the right edge of a document that scrolls sideways. */
const overflow = (page) =>
  page.evaluate(() => {
    const root = document.documentElement;
    const width = root.clientWidth;
    if (root.scrollWidth <= width && document.body.scrollWidth <= width) return null;
    const scrolls = (element) =>
      element &&
      element !== document.body &&
      element !== root &&
      (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement));
    // A long word sticks out of its element without making it wider.
    const reach = (element) => {
      const { left, right } = element.getBoundingClientRect();
      return Math.round(Math.max(right, element.clientWidth > 0 ? left + element.scrollWidth : 0));
    };
    const sticksOut = (element) => !element.ownerSVGElement && reach(element) > width && !scrolls(element);
    const wide = [...document.body.querySelectorAll('*')]
      .filter((element) => sticksOut(element) && ![...element.children].some(sticksOut))
      .sort((one, other) => reach(other) - reach(one))
      .slice(0, 3)
      .map(
        (element) =>
          `<${element.localName} class="${element.getAttribute('class') ?? ''}"> to ${reach(element)} «${element.textContent.trim().slice(0, 30)}»`,
      );
    return `${Math.max(root.scrollWidth, document.body.scrollWidth)} in ${width} px: ${wide.join(', ')}`;
  });

async function checkOverflow(page, where) {
  checks += 1;
  const found = await overflow(page);
  if (found) faults.add('scrolls sideways', `${where}: ${found}`);
}

async function checkAxe(page, where) {
  checks += 1;
  const violations = await page.evaluate(async (tags) => {
    const { violations: found } = await window.axe.run(document, { runOnly: tags, resultTypes: ['violations'] });
    return found.map(({ id, help, nodes }) => ({
      id,
      help,
      count: nodes.length,
      first: nodes
        .slice(0, 2)
        .map(
          ({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary.replace(/\s+/g, ' ').slice(0, 240)}`,
        ),
    }));
  }, AXE_TAGS);
  for (const { id, help, count, first } of violations) {
    faults.add(`accessibility: ${id} (${help})`, `${where}: ${count} times\n${first.join('\n')}`);
  }
}

/** The text of a page without its controls: what lists offer, and what a calculator does with what is typed. */
const mainText = (page) =>
  page.evaluate(() => {
    const main = document.querySelector('main') ?? document.body;
    const controls = [...main.querySelectorAll('select, output, td.none, [data-live], [data-needs]')];
    for (const control of controls) control.style.setProperty('display', 'none', 'important');
    const text = main.innerText.replace(/\s+/g, ' ').trim();
    for (const control of controls) control.style.removeProperty('display');
    return text;
  });

/** One page at every size and scheme with JavaScript, then without. */
async function checkPage({ kind, name, lang, address }) {
  const label = `${name} ${lang}`;
  const ctx = { lang, where: label, status: kind === 'not-found' ? 404 : 200 };
  // A 404 page is shown where nothing is, at any depth.
  const url = `${origin}/${kind === 'not-found' ? address.replace('404.html', 'no-existe/nada/') : address}`;
  const page = await newPage({}, ctx);
  const response = await page.goto(url, { waitUntil: 'load' });
  checks += 1;
  if (response.status() !== ctx.status) faults.add('wrong status', `${label}: ${response.status()}`);
  await page.evaluate(axe);
  for (const colorScheme of SCHEMES) {
    for (const width of WIDTHS) {
      ctx.where = `${label}, ${width} px, ${colorScheme}`;
      await atSize(page, width, colorScheme);
      await checkOverflow(page, ctx.where);
      await checkAxe(page, ctx.where);
    }
  }
  ctx.where = `${label}, ${NARROWEST} px`;
  await atSize(page, NARROWEST, 'light');
  await checkOverflow(page, ctx.where);
  ctx.where = `${label}, keyboard`;
  await checkSkipLink(page, ctx.where);
  ctx.where = `${label}, language switch`;
  await checkSwitch(page, { kind, lang, address }, ctx.where);
  const withScript = await (async () => {
    await page.goto(url, { waitUntil: 'load' });
    return mainText(page);
  })();
  await page.context().close();

  ctx.where = `${label}, without JavaScript`;
  const still = await newPage({ javaScriptEnabled: false }, ctx);
  await still.goto(url, { waitUntil: 'load' });
  for (const [width, colorScheme] of [
    [360, 'light'],
    [1280, 'dark'],
  ]) {
    await atSize(still, width, colorScheme);
    await checkOverflow(still, `${ctx.where}, ${width} px`);
  }
  checks += 2;
  if (!(await still.locator('h1').isVisible())) faults.add('no visible h1', ctx.where);
  const without = await mainText(still);
  if (without.length < withScript.length * 0.95) {
    faults.add('text that only scripts show', `${ctx.where}: ${without.length} of ${withScript.length} characters`);
  }
  await still.context().close();
}

/** Tab reaches the skip link first, it can be seen then, and it takes the reader into the content. */
async function checkSkipLink(page, where) {
  checks += 1;
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.evaluate(() => {
    document.activeElement?.blur();
    window.scrollTo(0, 0);
  });
  // A field with autofocus would come first.
  await page.keyboard.press('Tab');
  const link = await page.evaluate(() => {
    const { activeElement: element } = document;
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const seen =
      right > 0 &&
      bottom > 0 &&
      left < innerWidth &&
      top < innerHeight &&
      right - left > 1 &&
      bottom - top > 1 &&
      getComputedStyle(element).clipPath === 'none' &&
      getComputedStyle(element).opacity !== '0';
    return { href: element.getAttribute('href'), seen, tag: element.localName };
  });
  if (!link.href?.startsWith('#'))
    return faults.add('Tab does not reach a skip link first', `${where}: <${link.tag} href="${link.href}">`);
  if (!link.seen) faults.add('the skip link cannot be seen', where);
  await page.keyboard.press('Enter');
  const landed = await page.evaluate(() => {
    const target = document.querySelector(':target');
    return { main: target?.matches('main, main *') || Boolean(target?.querySelector('h1')), hash: location.hash };
  });
  if (!landed.main) return faults.add('the skip link does not lead to the content', `${where}: ${landed.hash}`);
  await page.keyboard.press('Tab');
  const inside = await page.evaluate(() => {
    const target = document.querySelector(':target');
    const { activeElement: element } = document;
    // A page without links in its content goes on to the foot; none goes back.
    return (
      target.contains(element) ||
      Boolean(target.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) ||
      element === document.body
    );
  });
  if (!inside) faults.add('after the skip link, Tab is back before the content', where);
  return undefined;
}

/** The switch leads to this page in the other language, says which that is, and that page's switch leads back. */
async function checkSwitch(page, { kind, lang, address }, where) {
  for (const other of ['es', ...site.languages].filter((code) => code !== lang)) {
    checks += 1;
    const before = page.url();
    const link = page.locator(`a[hreflang|="${other}"]`).first();
    if ((await link.count()) === 0) {
      faults.add('no language switch', where);
      continue;
    }
    const ownTag = await page.evaluate(() => document.documentElement.lang);
    // The address that the head promises, where the site has a public address.
    const promised = await page.evaluate(
      (code) => document.querySelector(`link[rel=alternate][hreflang|="${code}"]`)?.href,
      other,
    );
    const elsewhere = (url) => url.href.split('#')[0] !== before.split('#')[0];
    await Promise.all([page.waitForURL(elsewhere, { timeout: 5000 }).catch(() => {}), link.click()]);
    const there = follow('', page.url().replace(`${origin}/`, '')) ?? '';
    if (promised && !promised.endsWith(`/${there}`))
      faults.add('language switch and hreflang differ', `${where}: ${there}, ${promised}`);
    const tag = await page.evaluate(() => document.documentElement.lang);
    if (!tag.startsWith(other)) faults.add('language switch to the wrong language', `${where}: ${tag}`);
    const back = await page
      .locator(`a[hreflang|="${lang}"]`)
      .first()
      .getAttribute('href')
      .catch(() => null);
    const returned = back === null ? null : follow(there, back);
    if (returned !== address)
      faults.add('the language switch does not lead back', `${where}: ${address} → ${there} → ${returned}`);
    if (!ownTag.startsWith(lang)) faults.add('wrong lang', `${where}: ${ownTag}`);
    if (kind !== 'not-found') await page.goto(before.split('#')[0]);
  }
}

/** What a reader types, and the page that must come first. */
const SEARCHES = {
  es: [
    ['tarifa agua', /^herramientas\/tarifa-de-agua\/$/],
    ['T16', /^herramientas\/tarifa-de-agua\/$/],
    ['xela', /^municipios\/0901-quetzaltenango\/$/],
    ['tecun uman', /^municipios\/\d{4}-ayutla\/$/],
  ],
  en: [
    ['water tariff', /^en\/tools\/water-tariff\/$/],
    ['T16', /^en\/tools\/water-tariff\/$/],
    ['xela', /^en\/municipalities\/0901-quetzaltenango\/$/],
    ['tecun uman', /^en\/municipalities\/\d{4}-ayutla\/$/],
  ],
};

async function checkSearch({ lang, address }) {
  const ctx = { lang, where: `search ${lang}`, status: 200 };
  const page = await newPage({}, ctx);
  for (const [typed, expected] of SEARCHES[lang] ?? []) {
    checks += 1;
    await page.goto(`${origin}/${address}`);
    await page.locator('main form[data-search] input[name=q]').fill(typed);
    const first = page.locator('[data-search-results] a').first();
    const found = await first.waitFor({ timeout: 5000 }).then(
      () => first.getAttribute('href'),
      () => null,
    );
    const target = found === null ? 'nothing' : follow(address, found);
    if (!expected.test(target ?? '')) faults.add('search', `${lang}: «${typed}» finds ${target} first`);
  }
  // The results as others meet them: accessible, and an address that can be shared.
  await page.evaluate(axe);
  await checkAxe(page, `${ctx.where}, with results`);
  checks += 1;
  await page.goto(`${origin}/${address}?q=xela`);
  const shared = await page
    .locator('[data-search-results] a')
    .first()
    .waitFor({ timeout: 5000 })
    .then(
      () => true,
      () => false,
    );
  if (!shared) faults.add('search', `${lang}: ?q=xela shows nothing`);
  await page.context().close();

  // From the box that every page has.
  checks += 1;
  const home = await newPage({}, { lang, where: `search from home ${lang}`, status: 200 });
  await home.goto(`${origin}/${lang === 'es' ? '' : `${lang}/`}`);
  const box = home.locator('form[data-search] input[name=q]').first();
  if ((await box.count()) > 0 && (await box.isVisible())) {
    await box.fill('xela');
    await box.press('Enter');
    const reached = await home
      .locator('a[href*="0901-quetzaltenango"]')
      .first()
      .waitFor({ timeout: 5000 })
      .then(
        () => true,
        () => false,
      );
    if (!reached) faults.add('search', `${lang}: from the home page nothing is found`);
  }
  await home.context().close();
}

/** On paper: the content without the site's furniture, within the page's width. */
async function checkPrint({ name, lang, address }) {
  checks += 1;
  const where = `${name} ${lang}, print`;
  const page = await newPage({}, { lang, where, status: 200 });
  await page.goto(`${origin}/${address}`);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await page.setViewportSize({ width: PAPER_WIDTH, height: 1000 });
  await checkOverflow(page, where);
  if (!(await page.locator('h1').isVisible())) faults.add('print', `${where}: no h1`);
  if (await page.locator('header nav').first().isVisible()) faults.add('print', `${where}: the navigation is printed`);
  const ink = await page.evaluate(() => {
    const clear = (colour) => colour === 'transparent' || /,\s*0\)$/.test(colour);
    const paper = [document.body, document.documentElement]
      .map((element) => getComputedStyle(element).backgroundColor)
      .find((colour) => !clear(colour));
    return {
      paper: paper ?? 'rgb(255, 255, 255)',
      text: getComputedStyle(document.querySelector('main p, main li') ?? document.body).color,
    };
  });
  if (ink.paper !== 'rgb(255, 255, 255)') faults.add('print', `${where}: paper is coloured ${ink.paper}`);
  const levels = (ink.text.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  if (ink.text.startsWith('rgb') && Math.max(...levels) > 128) faults.add('print', `${where}: pale text ${ink.text}`);
  const pdf = await page.pdf(PAPER);
  if (pdf.length < 5000) faults.add('print', `${where}: an empty document`);
  await page.context().close();
}

const opened = site
  .opened((what) => faults.add('a page is missing', what))
  .filter(({ kind }) => only.length === 0 || only.includes(kind));
const jobs = opened.flatMap((page) => {
  const label = `${page.name} ${page.lang}`;
  const all = [{ label, run: () => checkPage(page) }];
  if (page.kind === 'search') all.push({ label: `${label}, searching`, run: () => checkSearch(page) });
  if (page.name === 'tool' || page.name === 'municipality')
    all.push({ label: `${label}, print`, run: () => checkPrint(page) });
  return all;
});
let next = 0;
await Promise.all(
  Array.from({ length: WORKERS }, async () => {
    while (next < jobs.length) {
      const began = Date.now();
      const { label, run } = jobs[next++];
      await run().catch((error) => faults.add('the check could not go on', `${label}: ${error.stack}`));
      console.log(`  ${label} ${((Date.now() - began) / 1000).toFixed(1)} s`);
    }
  }),
);
await browser.close();
close();
console.log(`${opened.length} pages, ${checks} checks; ${((Date.now() - started) / 1000).toFixed(0)} s`);
faults.finish('browser');
