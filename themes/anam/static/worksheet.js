/* Calculators, in two parts that travel together: what computes, and the form. The first computes a program
   (crates/worksheet/src/json.rs) as evaluate.rs beside it does: the same steps in the same order with the same binary
   fractions. What is unknown is undefined. */
(function () {
  'use strict';

  const ABSENT = {};
  /* Days since 1970-01-01. */
  class Day {
    constructor(n) { this.n = n; }
  }

  /* Twelve significant digits, at most nine decimals. */
  const settled = (x) => Number(Math.abs(x) < 1000 ? x.toFixed(9) : x.toPrecision(12)) + 0;
  /* So many decimals of the settled number's decimal digits. */
  function cut(x, decimals, how) {
    const s = settled(x);
    const size = Math.abs(s);
    if (size >= 1e12) return s;
    const shifted = Number(`${size < 1000 ? size.toFixed(9) : size}e${decimals || 0}`);
    return Number(`${how(s < 0 ? -shifted : shifted)}e-${decimals || 0}`);
  }
  const round = (x, decimals) => cut(x, decimals, (y) => Math.sign(y) * Math.round(Math.abs(y)));
  /* A whole number, or nothing. */
  const whole = (x) => (Number.isInteger(settled(x)) && Math.abs(x) < 1e15 ? settled(x) : undefined);
  function power(base, exponent) {
    if (!base && !exponent) return NaN;
    if (exponent % 1 || Math.abs(exponent) > 1024) return base ** exponent;
    let result = 1;
    for (let n = Math.abs(exponent), square = base; n; n = Math.floor(n / 2), square *= square) if (n % 2) result *= square;
    return exponent < 0 ? 1 / result : result;
  }

  const iso = (n) => new Date(n * 864e5).toISOString().slice(0, 10);
  const civil = ({ n }) => iso(n).split('-').map(Number);
  const at = (year, month, day) => new Date(0).setUTCFullYear(year, month - 1, day) / 864e5;
  /* A day that the month lacks is its last one. */
  const dayOf = (year, month, day) => (month >= 1 && month <= 12 && day >= 1 ? Math.min(at(year, month, day), at(year, month + 1, 0)) : undefined);
  /* From 1900 to 9999; before and after there are no dates. */
  const dated = (n) => (n >= -25567 && n <= 2932896 ? new Day(n) : undefined);
  const weekday = (n) => ((((n + 3) % 7) + 7) % 7) + 1;

  const raw = (x) => (x instanceof Day ? x.n : x);
  const compare = (a, b) => {
    const [x, y] = [a, b].map((z) => (typeof z === 'number' ? settled(z) : raw(z)));
    return x < y ? -1 : +(x > y);
  };
  const least = (all) => all.reduce((a, b) => (raw(b) < raw(a) ? b : a), all[0]);
  const greatest = (all) => all.reduce((a, b) => (raw(b) > raw(a) ? b : a), all[0]);
  const sum = (all) => all.reduce((a, b) => a + b, 0);
  const AGGREGATES = {
    sum,
    mean: (all) => sum(all) / all.length,
    min: least,
    max: greatest,
    count: (all) => all.length,
    first: (all) => all[0],
  };
  const OPERATIONS = {
    neg: (a) => -a,
    not: (a) => !a,
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '*': (a, b) => a * b,
    '/': (a, b) => a / b,
    '^': power,
    '&': (a, b) => a + b,
    '=': (a, b) => !compare(a, b),
    '<>': (a, b) => !!compare(a, b),
    '<': (a, b) => compare(a, b) < 0,
    '<=': (a, b) => compare(a, b) <= 0,
    '>': (a, b) => compare(a, b) > 0,
    '>=': (a, b) => compare(a, b) >= 0,
    and: (a, b) => a && b,
    or: (a, b) => a || b,
    min: (...all) => least(all),
    max: (...all) => greatest(all),
    round,
    floor: (x, d) => cut(x, d, Math.floor),
    ceil: (x, d) => cut(x, d, Math.ceil),
    abs: Math.abs,
    sqrt: Math.sqrt,
    text: (x) => (x instanceof Day ? iso(x.n) : whole(x) === undefined ? undefined : String(whole(x))),
    date: (...parts) => dated(dayOf(...parts.map(whole))),
    year: (day) => civil(day)[0],
    month: (day) => civil(day)[1],
    day: (day) => civil(day)[2],
    weekday: ({ n }) => weekday(n),
    eom: (day) => dated(dayOf(...civil(day).slice(0, 2), 31)),
    addd: ({ n }, days) => dated(n + whole(days)),
    days: (from, to) => to.n - from.n,
  };

  /* `entered.i` has a value for each input; `entered.t` for each table its rows, for each row a value by column, null for
     those that are computed. Shares are 0.80, dates days since 1970; what is blank is null. */
  function evaluate(program, entered, holidays) {
    const value = ({ k }, x) => (x === null || x === undefined ? undefined : k === 'd' ? new Day(x) : x);
    const inputs = program.i.map((field, n) => value(field, entered.i[n]));
    const results = [];
    const unsure = [];
    const number = (rows) => rows.map((row, n) => Object.assign(row, { n: row.n || n + 1, before: rows[n - 1] }));
    const tables = program.t.map(({ rows, c }, t) => {
      const given = typeof rows === 'number' ? Array.from({ length: rows }, (_, n) => entered.t[t][n] || []) : entered.t[t] || [];
      const read = given.map((cells) => ({ cells: c.map((field, n) => (field.e === undefined ? value(field, cells[n]) : undefined)) }));
      return number(rows[0] === undefined ? read : read.filter(({ cells }) => cells.some((x) => x !== undefined)));
    });
    const short = (t) => {
      const { rows } = program.t[t];
      return rows.of === undefined ? tables[t].length < rows[0] : short(rows.of);
    };
    const column = (t, c) => tables[t].map(({ cells }) => cells[c]);

    const off = new Set(holidays);
    if (program.h) for (const day of column(...program.h)) if (day) off.add(day.n);
    const works = (n) => weekday(n) < 6 && !off.has(n);
    const between = (from, to) => {
      let count = 0;
      for (let n = from + 1; n <= to; n += 1) count += works(n);
      return count;
    };
    const go = (n, step, left) => {
      for (; left && dated(n); left -= works(n)) n += step;
      return dated(n);
    };
    const operations = {
      ...OPERATIONS,
      isw: ({ n }) => works(n),
      wob: ({ n }) => (works(n) ? new Day(n) : go(n, -1, 1)),
      workd: ({ n: from }, { n: to }) => (to < from ? -between(to, from) : between(from, to)),
      addw: ({ n }, count) => (whole(count) === undefined ? undefined : go(n, Math.sign(count), Math.abs(whole(count)))),
    };
    const finite = (x) => (typeof x === 'number' && !Number.isFinite(x) ? undefined : x);

    function aggregate(how, t, c, rows) {
      const all = rows.map(({ cells }) => cells[c]).filter((x) => x !== ABSENT);
      const lacking = how === 'first' ? all[0] === undefined : all.includes(undefined);
      return short(t) || unsure[t] || lacking ? undefined : finite(AGGREGATES[how](all));
    }
    function rank(keys, row, rows, t) {
      const of = ({ cells }) => keys.map((key) => cells[key]);
      const mine = of(row);
      if (mine.includes(ABSENT)) return ABSENT;
      if (mine.includes(undefined) || short(t) || unsure[t]) return undefined;
      const better = (other) => !other.includes(ABSENT) && !other.includes(undefined) && other.map((x, n) => compare(x, mine[n])).find(Boolean) > 0;
      return 1 + rows.map(of).filter(better).length;
    }
    function compute(e, row, t) {
      if (typeof e !== 'object') return e;
      if (!Array.isArray(e)) return e.s;
      const [op, a, b, c, d, f] = e;
      const whatever = (part) => compute(part, row, t);
      const of = (part) => {
        const x = whatever(part);
        return x === ABSENT ? undefined : x;
      };
      switch (op) {
        case 'i': return inputs[a];
        case 'r': return results[a];
        case 'c': return row.cells[a];
        case 's': return row.source[a];
        case 'row': return row.n;
        case 'abs0': return ABSENT;
        case 'has': return of(a) !== undefined;
        case 'if': {
          const holds = whatever(a);
          return typeof holds === 'boolean' ? whatever(holds ? b : c) : holds;
        }
        case 'def': {
          const first = of(a);
          return first === undefined ? whatever(b) : first;
        }
        case 'prev': return row.before ? row.before.cells[a] : whatever(b);
        case 'rows': return short(a) || unsure[a] ? undefined : tables[a].length;
        case 'agg': return aggregate(a, b, c, tables[b]);
        case 'match': {
          const is = whatever(d);
          const same = ({ cells: { [c]: key } }) => key !== undefined && key !== ABSENT && !compare(key, is);
          return is === undefined || is === ABSENT ? is : aggregate(a, b, f, tables[b].filter(same));
        }
        case 'rank': return rank(a, row, tables[t], t);
      }
      const [name, ...parts] = op === 'f' ? e.slice(1) : e;
      const operands = parts.map(whatever);
      if (operands.includes(undefined)) return undefined;
      return operands.includes(ABSENT) ? ABSENT : finite(operations[name](...operands));
    }

    for (const [step, a, b] of program.o) {
      if (step === 0) results[a] = compute(program.r[a].e);
      else if (step === 1) for (const row of tables[a]) row.cells[b] = compute(program.t[a].c[b].e, row, a);
      else {
        const { of, times, keep } = program.t[a].rows;
        const stays = (row) => {
          const kept = compute(keep, row);
          if (typeof kept !== 'boolean') unsure[a] = true;
          return kept === true;
        };
        const every = tables[of].flatMap(({ cells: source }) => Array.from({ length: times }, (_, n) => ({ source, n: n + 1, cells: [] })));
        tables[a] = number(every.filter(stays));
      }
    }

    function outcome({ b: bands = [], n: [ins = [], columns = [], own = [], needed = []] = [] }, x, row, t) {
      if (x === ABSENT) return { is: 'absent' };
      if (x !== undefined) return { is: 'known', value: raw(x), band: bands.findIndex((e) => compute(e, row, t) === true) };
      const lack = {
        inputs: ins.filter((n) => inputs[n] === undefined),
        columns: columns.filter(([of, c]) => column(of, c).includes(undefined)),
        own: own.filter((c) => row.cells[c] === undefined),
        tables: needed.filter(short),
      };
      return { is: Object.values(lack).some(({ length }) => length) ? 'missing' : 'impossible', lack };
    }
    return {
      results: program.r.map((of, n) => outcome(of, results[n])),
      tables: program.t.map(({ c, shown }, t) => tables[t].map((row) => c.slice(0, shown).map((of, n) => (of.e === undefined ? null : outcome(of, row.cells[n], row, t))))),
      /* For each check the rows in which it is true; 0 for the whole. */
      checks: program.k.map(({ t, w }) => (t === null ? [undefined] : tables[t]).flatMap((row, n) => (compute(w, row, t) === true ? [n] : []))),
    };
  }

  window.cabildoWorksheet = { evaluate, settled, round, iso, dayOf };
})();

/* The form: reads what people type, shows what comes of it, keeps it and hands it on.
   Names, formats and bands are read from the page. Nothing that is typed leaves it unless somebody passes it on. */
(function () {
  'use strict';

  const one = (selector, inside = document) => inside.querySelector(selector);
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const form = one('form[data-calculator]');
  const data = one('[data-program]');
  if (!data) return;
  const { evaluate, settled, round, iso, dayOf } = window.cabildoWorksheet;
  const { p: program, h: holidays, x: examples, v: version, w: words, guatemala } = JSON.parse(data.textContent);
  const tool = form.dataset.calculator;
  const memory = `cabildo:${tool}`;
  const keep = one('[data-keep]');
  const dock = one('[data-dock]');
  const now = new Date();
  const today = dayOf(now.getFullYear(), now.getMonth() + 1, now.getDate());
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const put = (element, text) => { if (element.textContent !== text) element.textContent = text; };
  const make = (name, text, parent) => {
    const made = document.createElement(name);
    made.textContent = text;
    return parent ? parent.appendChild(made) : made;
  };

  /* Values as this language writes them. Decimals below zero mean: up to so many. */
  function number(x, { f, d, u }) {
    const places = Math.abs(d);
    const rounded = round(f === 'p' ? x * 100 : x, places);
    const digits = Math.abs(rounded).toLocaleString('en-US', { minimumFractionDigits: d < 0 ? 0 : places, maximumFractionDigits: places });
    const percent = f === 'p' ? (guatemala ? '\u00a0%' : '%') : '';
    return (rounded < 0 ? '−' : '') + (f === 'q' ? 'Q' : '') + digits + percent + (u ? ` ${u}` : '');
  }
  const date = (n) => (guatemala ? iso(n).split('-').reverse().join('/') : new Date(n * 864e5).toUTCString().slice(5, 16).replace(/^0/, ''));
  const word = { missing: words.missing, impossible: words.impossible, absent: '—' };
  function shown({ is, value }, kind, format) {
    if (is !== 'known') return word[is];
    if (kind === 'd') return date(value);
    if (kind === 'c') return (all('option', form).find((option) => option.value === value) || { text: value }).text;
    if (typeof value === 'boolean') return value ? words.yes : words.no;
    return typeof value === 'number' ? number(value, format) : value;
  }

  /* A number as people type it. A comma is a decimal comma only where it cannot part thousands; then it is `guessed`. */
  function typed(text, percentage) {
    let bare = text.replace(/[\s'’]/g, '').replace(/^([-−]?)(GT)?Q\.?/i, '$1').replace('−', '-');
    let guessed = /Q\./i.test(text);
    if (percentage) bare = bare.replace(/%$/, '');
    if (/^-?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/.test(bare)) bare = bare.replace(/,/g, '');
    else if (/^-?(\d*|[1-9]\d{0,2}(\.\d{3})+),\d+$/.test(bare)) {
      bare = bare.replace(/\./g, '').replace(',', '.');
      guessed = true;
    }
    return /^-?(\d+\.?\d*|\.\d+)$/.test(bare) ? { x: Number(bare), guessed } : {};
  }
  function read({ k: kind, w: whole, lo, hi, ab, be }, control) {
    const text = control.value.trim();
    if (control.validity.badInput) return { fault: words.date };
    if (!text) return {};
    if (kind === 'y') return { value: text === 'true' };
    if (kind === 'd') return { value: dayOf(...text.split('-').map(Number)) };
    if (kind === 'c' || kind === 't') return { value: text };
    const { x, guessed } = typed(text, kind === 'p');
    const s = settled(x || 0);
    const share = kind === 'p' ? 100 : 1;
    const limits = [[s < lo, 'least', lo], [s > hi, 'most', hi], [s <= ab, 'above', ab], [s >= be, 'below', be]];
    const [, key, n] = limits.find(([over]) => over) || [];
    const fault =
      x === undefined ? words[kind === 'p' ? 'percentage' : 'number']
        : whole && s % 1 ? words.whole
          : key && fill(words[key], { n: number(n / share, { f: kind === 'm' ? 'q' : kind, d: -6 }) });
    return fault ? { fault } : { value: x / share, note: guessed && fill(words.read, { n: number(x, { d: settled(x * 100) % 1 ? -6 : 2 }) }) };
  }

  /* What is filled in: inputs, and the cells of tables. */
  const inputs = program.i.map((_, n) => one(`[data-i="${n}"]`, form));
  const tables = program.t.map((_, t) => one(`[data-t="${t}"]`, form));
  const body = (t) => tables[t].tBodies[0];
  const blanks = tables.map((table, t) => table && body(t).rows[0].cloneNode(true));
  const limits = (t) => (Array.isArray(program.t[t].rows) ? program.t[t].rows : null);
  const rows = (t) => (tables[t] ? [...body(t).rows] : []);
  const cell = (row, c) => one(`[data-c="${c}"] :is(input,select)`, row);
  const initial = (control) => control.defaultValue ?? (one('[selected]', control) || { value: '' }).value;
  const place = (row) => one('th', row).textContent;
  const nameOf = (control) => control.ariaLabel || one('b', control.labels[0]).textContent;
  const controls = () => [
    ...inputs.map((control, n) => [program.i[n].id, control]),
    ...tables.flatMap((_, t) => rows(t).flatMap((row, n) => program.t[t].c.map(({ id }, c) => [`${program.t[t].id}.${n + 1}.${id}`, cell(row, c)]))),
  ].filter(([, control]) => control);

  function grow(t, count) {
    while (rows(t).length < count) body(t).append(blanks[t].cloneNode(true));
    while (rows(t).length > count) body(t).lastChild.remove();
    renumber(t);
  }
  function renumber(t) {
    rows(t).forEach((row, n) => {
      put(one('th', row), String(n + 1));
      for (const td of all('[data-c]', row)) {
        const control = one('input,select', td);
        if (control) control.ariaLabel = `${td.dataset.l}, ${fill(words.row, { n: n + 1 })}`;
      }
      const remove = one('button', row);
      remove.ariaLabel = fill(words.remove, { n: n + 1 });
      remove.hidden = rows(t).length <= Math.max(1, limits(t)[0]);
    });
    one('[data-do=add]', tables[t].parentNode).disabled = rows(t).length >= limits(t)[1];
  }

  /* What was typed, as texts by their names; what stands there anyway is left out. */
  let example = '';
  function state() {
    const texts = example ? { _example: example } : {};
    for (const [key, control] of controls()) if (control.value !== initial(control)) texts[key] = control.value;
    return texts;
  }
  function restore(texts) {
    form.reset();
    tables.forEach((table, t) => {
      if (!table || !limits(t)) return;
      const [least, most] = limits(t);
      const wanted = Object.keys(texts).map((key) => key.split('.')).map(([id, n]) => (id === program.t[t].id && +n) || 1);
      grow(t, 0);
      grow(t, Math.min(most, Math.max(1, least, ...wanted)));
    });
    for (const [key, control] of controls()) {
      if ('today' in control.dataset) control.value = texts._today || iso(today);
      if (key in texts) control.value = texts[key];
    }
    example = texts._example || '';
    update();
  }

  /* Faults and readings stand below their field and belong to its description. */
  let ids = 0;
  const named = (element) => {
    element.id = element.id || `n-${(ids += 1)}`;
    return element.id;
  };
  const notes = new Map();
  function note(control, text, fault) {
    if (!text && !notes.has(control)) return;
    if (!notes.has(control)) {
      const line = make('p', '');
      (control.closest('.box') || control).after(line);
      notes.set(control, [line, control.getAttribute('aria-describedby') || '']);
    }
    const [line, described] = notes.get(control);
    put(line, text || '');
    line.className = fault ? 'fault' : 'small';
    control.setAttribute('aria-invalid', Boolean(fault));
    control.setAttribute('aria-describedby', `${described} ${named(line)}`);
  }
  const linkTo = (control, text, parent) => { make('a', text, parent).href = `#${named(control)}`; };

  /* What a result lacks, with the way there. */
  function say(line, lack) {
    const found = lack.inputs.map((n) => [inputs[n], nameOf(inputs[n])]);
    for (const [t, c] of lack.columns) {
      const control = there[t].map((row) => cell(row, c)).find((each) => read(program.t[t].c[c], each).value === undefined);
      if (control) found.push([control, nameOf(control)]);
    }
    for (const t of lack.tables) found.push([one('input,select', body(t)), fill(words.rows, { table: tables[t].caption.textContent, n: limits(t)[0] })]);
    const few = found.slice(0, 3);
    line.hidden = !few.length;
    line.textContent = few.length ? `${words.needs} ` : '';
    few.forEach(([control, name], n) => {
      if (n) line.append(', ');
      linkTo(control, name, line);
    });
    if (few.length < found.length) line.append(fill(words.more, { n: found.length - few.length }));
  }

  const heads = (table) => all('th[data-c]', table);
  const label = (head) => head.firstChild.textContent;
  function show(td, outcome, kind, head) {
    put(td, outcome ? shown(outcome, kind, head.dataset) : '');
    td.className = !outcome || outcome.is === 'known' ? (kind === 'n' ? 'number' : '') : 'none';
    const band = outcome && one(`[data-b="${outcome.band}"]`, head);
    if (band) {
      td.append(' ', band.cloneNode(true));
      td.lastChild.hidden = false;
    }
  }
  /* The cells of a table's rows, for its list and its file: outcome, kind, heading. */
  const grid = (t, columns) => outcomes.tables[t].map((row, n) => columns.map((head) => {
    const { c } = head.dataset;
    const field = program.t[t].c[c];
    if (field.e !== undefined) return [row[c], field.k, head];
    const { value } = read(field, cell(there[t][n], c));
    return [value === undefined ? { is: 'missing' } : { is: 'known', value }, field.k, head];
  }));
  function list(table) {
    const { list: t, sort } = table.dataset;
    const key = (n) => {
      const { is, value } = sort ? outcomes.tables[t][n][sort] : {};
      return is === 'known' ? value : Infinity;
    };
    const made = make('tbody', '');
    grid(t, heads(table)).map((row, n) => [key(n), row]).sort(([x], [y]) => (x < y ? -1 : +(x > y))).forEach(([, row]) => {
      const tr = make('tr', '', made);
      for (const [outcome, kind, head] of row) {
        const td = make('td', '', tr);
        td.dataset.l = label(head);
        show(td, outcome, kind, head);
      }
    });
    table.tBodies[0].replaceWith(made);
    table.parentNode.hidden = !made.rows.length;
  }

  let timer;
  let outcomes;
  let there;
  function update(busy) {
    clearTimeout(timer);
    const faults = [];
    const value = (field, control) => {
      const found = read(field, control);
      // Whoever is still typing is not told off.
      const fault = control === busy && control.ariaInvalid !== 'true' ? '' : found.fault;
      note(control, fault || found.note, fault);
      if (fault) faults.push([control, `${nameOf(control)}: ${fault}`]);
      return found.value ?? null;
    };
    there = tables.map(() => []);
    outcomes = evaluate(program, {
      i: inputs.map((control, n) => value(program.i[n], control)),
      t: tables.map((_, t) => rows(t).flatMap((row) => {
        let touched = !limits(t);
        const values = program.t[t].c.map((field, c) => {
          const control = cell(row, c);
          const x = control ? value(field, control) : null;
          touched ||= x !== null && control.value !== initial(control);
          return x;
        });
        if (touched) there[t].push(row);
        return touched ? [values] : [];
      })),
    }, holidays);

    for (const element of all('[data-r]')) {
      const { r } = element.dataset;
      const outcome = outcomes.results[r];
      put(element, shown(outcome, program.r[r].k, element.dataset));
      element.classList.toggle('none', outcome.is !== 'known');
      const around = element.closest('dl > div') || element;
      for (const band of all('[data-b]', around)) band.hidden = +band.dataset.b !== outcome.band;
      const line = one('[data-needs]', around);
      if (line) say(line, outcome.lack || { inputs: [], columns: [], tables: [] });
    }
    tables.forEach((table, t) => rows(t).forEach((row) => {
      const cells = outcomes.tables[t][there[t].indexOf(row)];
      for (const head of heads(table)) {
        const { c } = head.dataset;
        const { e, k } = program.t[t].c[c];
        if (e !== undefined) show(one(`[data-c="${c}"]`, row), cells && cells[c], k, head);
      }
    }));
    all('[data-list]', form).forEach(list);
    outcomes.checks.forEach((found, n) => {
      const line = one(`[data-k="${n}"]`, form);
      const { t } = program.k[n];
      line.hidden = !found.length;
      if (t !== null) put(one('[data-at]', line), found.map((row) => (there[t][row] ? place(there[t][row]) : row + 1)).join(', '));
    });
    const summary = one('[data-faults]', form);
    summary.hidden = !faults.length;
    const lines = make('ul', '');
    for (const [control, fault] of faults) linkTo(control, fault, make('li', '', lines));
    if (summary.lastChild.innerHTML !== lines.innerHTML) summary.lastChild.replaceWith(lines);
    for (const mark of all('[data-demo]')) mark.hidden = mark.dataset.demo !== example;

    const kept = state();
    const hash = `#${new URLSearchParams(kept)}`.replace(/#$/, '');
    for (const link of all('.languages a')) link.setAttribute('href', link.getAttribute('href').replace(/(#.*)?$/, hash));
    // Whoever came with figures in the address can reload the page.
    if (location.hash.includes('=')) history.replaceState(null, '', hash || location.pathname);
    if (keep.checked) store((storage) => storage.setItem(memory, JSON.stringify(kept)));
  }
  function store(act) {
    try {
      return act(localStorage);
    } catch {
      return null;
    }
  }

  /* Messages, and the way back to what was there before. */
  let before;
  function tell(message, old) {
    put(one('[role=status]', dock), message);
    before = old;
    one('[data-do=undo]').hidden = !old;
  }
  function replace(texts, message) {
    const old = state();
    restore(texts);
    tell(message, old);
  }
  function save(name, type, content) {
    const link = make('a', '');
    link.href = URL.createObjectURL(new Blob([content], { type }));
    link.download = `${tool}${name}`;
    link.click();
  }

  const acts = {
    example: ({ n }) => replace(examples[n], words.filled),
    clear: () => replace({}, words.cleared),
    undo: () => replace(before, words.undone),
    add({ n }) {
      grow(n, rows(n).length + 1);
      one('input,select', body(n).lastChild).focus();
    },
    remove(_, button) {
      const row = button.closest('tr');
      const { t } = row.closest('table').dataset;
      const old = state();
      const at = rows(t).indexOf(row);
      row.remove();
      renumber(t);
      update();
      tell(fill(words.removed, { n: at + 1 }), old);
      one('input,select', rows(t)[Math.max(0, at - 1)]).focus();
    },
    csv({ n: t }) {
      const table = tables[t] || one(`[data-list="${t}"]`, form);
      const columns = heads(table);
      const labels = limits(t) || !tables[t] ? null : ['', ...there[t].map(place)];
      const raw = ([outcome, kind, head]) => {
        const { is, value } = outcome;
        if (is === 'known' && typeof value === 'number') return kind === 'd' ? iso(value) : settled(value * (head.dataset.f === 'p' ? 100 : 1));
        // A program for tables must not take a text for a formula.
        return shown(outcome, kind, {}).replace(/^[=+@-]/, "'$&");
      };
      const lines = [columns.map(label), ...grid(t, columns).map((row) => row.map(raw))];
      const line = (cells, n) => (labels ? [labels[n], ...cells] : cells).map((x) => `"${String(x).replace(/"/g, '""')}"`).join();
      save(`-${program.t[t].id}.csv`, 'text/csv', `\ufeff${lines.map(line).join('\r\n')}\r\n`);
    },
    ics({ n: t, date: when, title }) {
      const compact = (text) => text.replace(/[-:]|\.\d+/g, '');
      const events = outcomes.tables[t].filter((row) => row[when].is === 'known').flatMap((row) => {
        const day = row[when].value;
        const name = shown(row[title], 't');
        return ['BEGIN:VEVENT', `UID:${iso(day)}-${encodeURIComponent(name)}@${tool}`, `DTSTAMP:${compact(now.toISOString())}`,
          `DTSTART;VALUE=DATE:${compact(iso(day))}`, `DTEND;VALUE=DATE:${compact(iso(day + 1))}`,
          `SUMMARY:${name.replace(/[\\;,]/g, '\\$&')}`, 'END:VEVENT'];
      });
      const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Cabildo//ES', ...events, 'END:VCALENDAR', ''];
      // At most 75 bytes a line; no letter has more than four.
      save('.ics', 'text/calendar', lines.map((line) => (new TextEncoder().encode(line).length > 75 ? line.replace(/[^]{18}(?=[^])/gu, '$&\r\n ') : line)).join('\r\n'));
    },
    print: () => window.print(),
    save: () => save(`-${iso(today)}.json`, 'application/json', JSON.stringify({ tool, version, figures: state() }, null, 1)),
    link() {
      const field = one('[data-link]');
      field.value = `${location.href.split('#')[0]}#${new URLSearchParams(state())}`;
      field.hidden = false;
      field.select();
      const told = (message) => () => tell(message);
      Promise.resolve(navigator.clipboard).then((board) => board.writeText(field.value)).then(told(words.copied), told(words.copy));
    },
  };
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-do]');
    if (button) acts[button.dataset.do](button.dataset, button);
    const link = event.target.closest('a[href^="#"]');
    const to = link && document.getElementById(link.hash.slice(1));
    // The address may hold figures: links to a field move the focus only.
    if (to && form.contains(to)) {
      event.preventDefault();
      to.focus();
      to.scrollIntoView({ block: 'center' });
    }
  });
  form.addEventListener('input', ({ target }) => {
    tell('');
    clearTimeout(timer);
    timer = setTimeout(update, 400, target);
  });
  form.addEventListener('change', () => update());
  form.addEventListener('submit', (event) => event.preventDefault());
  keep.addEventListener('change', () => {
    update();
    if (!keep.checked) store((storage) => storage.removeItem(memory));
    tell(words[keep.checked ? 'kept' : 'erased']);
  });
  one('[data-open]').addEventListener('change', async ({ target }) => {
    try {
      const opened = JSON.parse(await target.files[0].text());
      if (opened.tool !== tool) tell(words.other_tool);
      else replace(opened.figures, opened.version === version ? words.opened : fill(words.other_version, { v: opened.version }));
    } catch {
      tell(words.no_file);
    }
    target.value = '';
  });
  const fromAddress = () => {
    const found = location.hash.includes('=');
    if (found) restore(Object.fromEntries(new URLSearchParams(location.hash.slice(1))));
    return found;
  };
  window.addEventListener('hashchange', fromAddress);

  one('.calculator').classList.add('live');
  put(one('[data-today-is]'), date(today));
  const kept = store((storage) => JSON.parse(storage.getItem(memory)));
  keep.checked = Boolean(kept);
  if (!fromAddress()) restore(kept || {});
})();
