/* Computes a calculator from its program (crates/worksheet/src/json.rs) as evaluate.rs beside it does: the same steps in
   the same order with the same binary fractions. What is unknown is undefined. */
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
      addw: ({ n }, count) => go(n, Math.sign(whole(count)), Math.abs(whole(count))),
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
          const is = of(d);
          const same = ({ cells: { [c]: key } }) => key !== undefined && key !== ABSENT && !compare(key, is);
          return is === undefined ? is : aggregate(a, b, f, tables[b].filter(same));
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
