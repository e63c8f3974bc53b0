// How long it takes from saving a file to the new page in the browser, and whether the preview ends in the right state
// whatever happens to the files.
//
//     node benches/preview.mjs --site DIR [--cabildo PROGRAM] [--rounds 30] [--pause 150]
//
// DIR is a site as benches/corpus.py writes it; it is copied, with the repository's theme in it, and the copy edited.
// A tab is played as the page's script plays it: it reads the mark in the page, listens to the event stream, loads the
// page again when it is told to, and the clock stops when the new words have arrived.

import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({
  options: {
    site: { type: "string" },
    cabildo: { type: "string", default: new URL("../target/release/cabildo", import.meta.url).pathname },
    rounds: { type: "string", default: "30" },
    pause: { type: "string", default: "150" },
  },
});
const repository = new URL("..", import.meta.url).pathname;
const rounds = Number(options.rounds);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const work = fs.mkdtempSync(path.join(os.tmpdir(), "cabildo-preview-"));
const site = path.join(work, "site");
fs.cpSync(options.site, site, { recursive: true });
fs.cpSync(path.join(repository, "themes"), path.join(site, "themes"), { recursive: true });
const file = (name) => path.join(site, name);
const read = (name) => fs.readFileSync(file(name), "utf8");
const write = (name, text) => fs.writeFileSync(file(name), text);
const list = (folder) => fs.readdirSync(file(folder)).sort();

const agent = new http.Agent({ keepAlive: true });
let port;

/** GET; the whole answer. */
function get(address, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = http.get({ port, host: "127.0.0.1", path: address, headers, agent }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => resolve({ status: answer.statusCode, body: Buffer.concat(parts).toString() }));
      answer.on("error", reject);
    });
    request.on("error", reject);
  });
}

/** Starts the preview; `out` is where the site was built, if it was. */
async function serve(out = path.join(work, "nothing")) {
  const started = performance.now();
  const server = spawn(options.cabildo, ["serve", "--root", site, "--out", out, "--port", "0"], { stdio: ["ignore", "ignore", "pipe"] });
  port = await new Promise((resolve, reject) => {
    let text = "";
    server.stderr.on("data", (part) => {
      text += part;
      const found = text.match(/http:\/\/127\.0\.0\.1:(\d+)/);
      if (found) resolve(Number(found[1]));
    });
    server.on("exit", () => reject(new Error(`the preview has ended:\n${text}`)));
  });
  const first = await get("/");
  if (first.status !== 200) throw new Error(`the first page: ${first.status}`);
  return { server, took: performance.now() - started };
}

/** A page in a browser. */
class Tab {
  constructor(address) {
    this.address = address;
    this.reloads = 0;
  }

  async load() {
    const page = await get(this.address);
    this.html = page.body;
    this.status = page.status;
    this.seen = page.body.match(/id="cabildo-preview" value="([^"]+)"/)?.[1];
  }

  /** Waits for the next news; false when the stream ended without any. */
  async listen() {
    const { body } = await get(`/__cabildo/events?seen=${this.seen}`);
    if (/^event: reload$/m.test(body)) {
      this.reloads += 1;
      await this.load();
    } else if (/^event: problems$/m.test(body)) {
      // The script fetches the page for its banner and stays; so does this tab.
      await this.load();
    } else {
      await sleep(100);
    }
  }

  /** Listens until the page is as wanted; how long that took. */
  async until(wanted, limit = 20_000) {
    const started = performance.now();
    while (!wanted(this)) {
      if (performance.now() - started > limit) throw new Error(`waited in vain at ${this.address} (${this.status})`);
      await this.listen();
    }
    return performance.now() - started;
  }
}

const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];

/** Saves a file again and again; the times until a page shows it. */
async function measure(kind, address, name, edit, shown) {
  const tab = new Tab(address);
  await tab.load();
  const original = read(name);
  const times = [];
  for (let round = 1; round <= rounds; round += 1) {
    // Somewhere in the middle of what the preview does behind.
    await sleep(Number(options.pause) * (0.5 + Math.random()));
    const text = edit(original, round, tab);
    const wanted = shown(round, tab);
    const started = performance.now();
    write(name, text);
    await tab.until((tab) => wanted(tab.html));
    times.push(performance.now() - started);
  }
  write(name, original);
  await sleep(1000);
  times.sort((a, b) => a - b);
  const line = [kind, quantile(times, 0.5).toFixed(1), quantile(times, 0.95).toFixed(1), times.at(-1).toFixed(1)];
  console.log(`| ${line.join(" | ")} |`);
}

const municipalities = list("content/municipalities").filter((name) => /^\d{4}-/.test(name));
const yearOf = (folder) => list(`content/municipalities/${folder}`).find((name) => /^20\d\d\.yaml$/.test(name));
const money = (round, cents) => `${(7_000_000 + round * 1_003).toLocaleString("en-US")}.${cents}`;
const tool = list("toolbox")[0];
const charter = list("content/charters")[0];
const includes = (words) => (html) => html.includes(words);

async function measureEdits() {
  console.log("\n| what is saved | median ms | 95 % | most |\n| --- | ---: | ---: | ---: |");
  const folder = municipalities[Math.floor(municipalities.length / 2)];
  const figure = (text, round) => text.replace(/received: [\d.]+/, `received: ${money(round, "25").replaceAll(",", "")}`);
  await measure("a municipality's figure", `/municipios/${folder}/`,
    `content/municipalities/${folder}/${yearOf(folder)}`, figure, (round) => includes(money(round, "25")));
  const line = (text, round) => `${text}\n\nSonda ${round}.\n`;
  await measure("a tool's text", `/herramientas/${tool}/`, `toolbox/${tool}/es.md`, line,
    (round) => includes(`Sonda ${round}.`));
  await measure("a charter's text", `/cartas/${charter}/`, `content/charters/${charter}/es.md`, line,
    (round) => includes(`Sonda ${round}.`));
  await measure("a tool's data", `/herramientas/${tool}/`, `toolbox/${tool}/tool.yaml`,
    (text, round) => text.replace(/(summary:[^]*?es: "?)/, `$1Sonda ${round} `), (round) => includes(`Sonda ${round} `));
  const template = (text, round) => text.replace("</main>", `<p>Sonda ${round}.</p></main>`);
  await measure("a template", `/municipios/${folder}/`, "themes/anam/templates/base.html", template,
    (round) => includes(`Sonda ${round}.`));
  const words = await wordsOf(`/herramientas/${tool}/`);
  await measure("a word of the interface", `/herramientas/${tool}/`, "themes/anam/strings/es.yaml",
    (text, round) => text.replace(`"${words}"`, `"${words} ${round}"`), (round) => includes(`${words} ${round}`));
  const sheet = (html) => html.match(/site\.[0-9a-f]+\.css/)?.[0];
  await measure("a style sheet", "/", "themes/anam/static/base.css", (text, round) => `${text}\n.n${round}{color:red}\n`,
    (_, tab) => {
      const before = sheet(tab.html);
      return (html) => sheet(html) !== before;
    });
  await measure("the glossary", "/glosario/", "content/glossary.yaml",
    (text, round) => text.replace(/(definition:[^]*?es: "?)/, `$1Sonda ${round} `), (round) => includes(`Sonda ${round} `));
}

/** Words of the interface that a page shows. */
async function wordsOf(address) {
  const { body } = await get(address);
  const [, sections] = read("themes/anam/strings/es.yaml").split(/^kind_address:$/m);
  const all = [...sections.matchAll(/^ {2}\w+: "([^"{}<&\\]{8,})"$/gm)].map((match) => match[1]);
  return all.find((words) => body.includes(words));
}

/** What can happen to files; after each, the preview must show what they say. */
async function checkStates() {
  const text = (title) => `---\ntitle: ${title}\nsummary: s\nsection: help\n---\nHola.\n`;
  const until = async (address, wanted) => {
    const tab = new Tab(address);
    await tab.load();
    return tab.until(wanted);
  };
  const shows = (words) => (tab) => tab.status === 200 && tab.html.includes(words);
  const hasProblems = (tab) => tab.html.includes('id="cabildo-problems"');
  const told = (name, took) => console.log(`| ${name} | ${took.toFixed(0)} |`);
  console.log("\n| what happens | right after ms |\n| --- | ---: |");

  fs.mkdirSync(file("content/pages/sonda"));
  write("content/pages/sonda/es.md", text("Sonda"));
  told("a new page", await until("/sonda/", shows("Hola.")));
  fs.renameSync(file("content/pages/sonda"), file("content/pages/otra"));
  told("its folder renamed", await until("/otra/", shows("Hola.")));
  if ((await get("/sonda/")).status !== 404) throw new Error("the old address is still there");
  fs.rmSync(file("content/pages/otra"), { recursive: true });
  told("deleted", await until("/otra/", (tab) => tab.status === 404));

  const name = `toolbox/${tool}/es.md`;
  const address = `/herramientas/${tool}/`;
  const original = read(name);
  fs.writeFileSync(file(`toolbox/${tool}/.es.md.swp`), "x");
  fs.writeFileSync(file(`toolbox/${tool}/es.md.tmp`), `${original}\n\nAtómico.\n`);
  fs.renameSync(file(`toolbox/${tool}/es.md.tmp`), file(name));
  told("saved by renaming", await until(address, shows("Atómico.")));
  fs.renameSync(file(name), file(`${name}~`));
  write(name, `${original}\n\nDe nuevo.\n`);
  told("saved beside a copy of the old one", await until(address, shows("De nuevo.")));
  fs.rmSync(file(name));
  await sleep(20);
  write(name, `${original}\n\nOtra vez.\n`);
  told("removed and written", await until(address, shows("Otra vez.")));
  const tab = new Tab(address);
  await sleep(500);
  await tab.load();
  const { seen } = tab;
  for (const other of ["4913", ".es.md.swp", "es.md~", "#es.md#", ".goutputstream-X"]) {
    fs.writeFileSync(file(`toolbox/${tool}/${other}`), "y");
    fs.rmSync(file(`toolbox/${tool}/${other}`));
  }
  await sleep(500);
  await tab.load();
  if (tab.seen !== seen) throw new Error("temporary files made a difference");

  write(name, `${original}\n\n[Nada](/no/hay/tal/cosa/)\n`);
  told("a link that leads nowhere is told", await until(address, (tab) => hasProblems(tab) && shows("Otra vez.")(tab)));
  write(name, original);
  told("and mended", await until(address, (tab) => !hasProblems(tab) && !tab.html.includes("Otra vez.")));
  const data = read(`toolbox/${tool}/tool.yaml`);
  write(`toolbox/${tool}/tool.yaml`, data.replace(/^kind: .*$/m, "kind: nada"));
  told("a broken file is told", await until(address, (tab) => hasProblems(tab) && tab.status === 200));
  write(`toolbox/${tool}/tool.yaml`, data.replace(/(summary:[^]*?es: "?)/, "$1Arreglado "));
  told("and mended", await until(address, (tab) => !hasProblems(tab) && shows("Arreglado")(tab)));

  const some = municipalities.slice(0, 500).map((folder) => `content/municipalities/${folder}/${yearOf(folder)}`);
  const charters = list("content/charters").slice(0, 1000 - some.length).map((id) => `content/charters/${id}/es.md`);
  const before = new Map([...some, ...charters].map((name) => [name, read(name)]));
  const started = performance.now();
  for (const name of some) write(name, before.get(name).replace(/received: [\d.]+/, "received: 8765432.75"));
  for (const name of charters) write(name, `${before.get(name)}\n\nDe otra rama.\n`);
  await until(`/municipios/${municipalities[Math.min(some.length, municipalities.length) - 1]}/`, shows("8,765,432.75"));
  await until(`/cartas/${charters.at(-1).split("/")[2]}/`, shows("De otra rama."));
  told(`a checkout of ${before.size} files, its writing too`, performance.now() - started);
  await compareWithBuild();
  for (const [name, text] of before) write(name, text);
  await until(`/cartas/${charters.at(-1).split("/")[2]}/`, (tab) => !tab.html.includes("De otra rama."));
}

/** A sample of pages must be what a build makes of the same files. */
async function compareWithBuild() {
  const out = path.join(work, "public");
  const built = spawnSync(options.cabildo, ["build", "--root", site, "--out", out, "--no-minify"], { encoding: "utf8" });
  if (built.status !== 0) throw new Error(built.stderr);
  const pages = fs.readdirSync(out, { recursive: true }).filter((name) => name.endsWith(".html")).sort();
  const step = Math.max(1, Math.floor(pages.length / 300));
  let count = 0;
  for (let at = 0; at < pages.length; at += step) {
    const wanted = fs.readFileSync(path.join(out, pages[at]), "utf8");
    const { body } = await get(`/${pages[at].split(path.sep).map(encodeURIComponent).join("/")}`);
    const own = body.replace(/<data id="cabildo-preview".*?<\/script>/s, "");
    if (own !== wanted) throw new Error(`${pages[at]} is not what a build makes`);
    count += 1;
  }
  console.log(`| ${count} pages are what a build makes of them | |`);
}

let running;
try {
  await sleep(3500);
  const starts = async (out) => {
    const took = [];
    for (let round = 0; round < 3; round += 1) {
      running?.server.removeAllListeners("exit");
      running?.server.kill();
      running = await serve(out);
      took.push(running.took);
    }
    return took.sort((a, b) => a - b).map((ms) => ms.toFixed(0)).join(", ");
  };
  const out = path.join(work, "built");
  const built = spawnSync(options.cabildo, ["build", "--root", site, "--out", out], { encoding: "utf8" });
  if (built.status !== 0) throw new Error(built.stderr);
  const after = await starts(out);
  const cold = await starts();
  console.log(`${municipalities.length} municipalities; start to first page: ${cold} ms; after a build: ${after} ms`);
  await sleep(1000);
  await measureEdits();
  await checkStates();
} finally {
  running?.server.removeAllListeners("exit");
  running?.server.kill();
  agent.destroy();
  fs.rmSync(work, { recursive: true, force: true });
}
