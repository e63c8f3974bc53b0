/* Computes a calculator from its checked program (crates/worksheet/src/json.rs), as evaluate.rs beside it does: the same
   steps in the same order, with the same binary fractions. Unknown is undefined; a date is a Day. */
(function () {
  'use strict';

  const ABSENT = {};
  class Day {
    constructor(n) { this.n = n; }
  }

  /* Twelve significant digits, at most nine decimals. */
  const settled = (x) => {
    const y = Number(x.toPrecision(12));
    return Math.abs(y) < 1e12 ? Number(y.toFixed(9)) : y;
  };
  const half = (x) => Math.sign(x) * Math.floor(Math.abs(x) + 0.5);
  const scaled = (to, x, decimals) => {
    const power = 10 ** (decimals || 0);
    return to(settled(settled(x) * power)) / power;
  };
  const round = (x, decimals) => scaled(half, x, decimals);

  const dayOf = (year, month, day) => {
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, day);
    return new Day(date / 864e5);
  };
  const civil = ({ n }) => {
    const date = new Date(n * 864e5);
    return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  };
  const endOf = (year, month) => dayOf(year, month + 1, 0);
  const weekday = ({ n }) => ((((n + 3) % 7) + 7) % 7) + 1;
  const iso = (day) => civil(day).map((part, n) => String(part).padStart(n ? 2 : 4, 0)).join('-');

  const compare = (a, b) => {
    if (a instanceof Day) return a.n - b.n;
    if (typeof a === 'number') return settled(a) - settled(b);
    return a < b ? -1 : +(a > b);
  };
  const OPERATORS = {
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '*': (a, b) => a * b,
    '/': (a, b) => a / b,
    '^': (a, b) => a ** b,
    '&': (a, b) => a + b,
    '=': (a, b) => !compare(a, b),
    '<>': (a, b) => !!compare(a, b),
    '<': (a, b) => compare(a, b) < 0,
    '<=': (a, b) => compare(a, b) <= 0,
    '>': (a, b) => compare(a, b) > 0,
    '>=': (a, b) => compare(a, b) >= 0,
    and: (a, b) => a && b,
    or: (a, b) => a || b,
    neg: (a) => -a,
    not: (a) => !a,
  };
  const least = (...all) => all.reduce((a, b) => (compare(b, a) < 0 ? b : a));
  const greatest = (...all) => all.reduce((a, b) => (compare(b, a) > 0 ? b : a));
  const FUNCTIONS = {
    min: least,
    max: greatest,
    round,
    floor: (x, d) => scaled(Math.floor, x, d),
    ceil: (x, d) => scaled(Math.ceil, x, d),
    abs: Math.abs,
    sqrt: Math.sqrt,
    text: (x) => (x instanceof Day ? iso(x) : String(settled(x))),
    date: (year, month, day) => least(dayOf(year, month, day), endOf(year, month)),
    year: (day) => civil(day)[0],
    month: (day) => civil(day)[1],
    day: (day) => civil(day)[2],
    weekday,
    eom: (day) => endOf(...civil(day)),
    addd: (day, n) => new Day(day.n + n),
    days: (from, to) => to.n - from.n,
  };
  const AGGREGATES = {
    sum: (all) => all.reduce((a, b) => a + b, 0),
    mean: (all) => AGGREGATES.sum(all) / all.length,
    min: (all) => (all.length ? least(...all) : undefined),
    max: (all) => (all.length ? greatest(...all) : undefined),
    count: (all) => all.length,
    first: (all) => all[0],
  };
  const known = (x) => (typeof x === 'number' && !Number.isFinite(x) ? undefined : x);

  /* `entered.i` has a value for each input, `entered.t` for each table its rows of values by column, in those that are
     computed null. Shares are 0.80, dates are days since 1970, what was not filled in is null. */
  function evaluate(program, entered, holidays) {
    const day = (field, x) => (x === null || x === undefined ? undefined : field.k === 'd' ? new Day(x) : x);
    const inputs = program.i.map((field, n) => day(field, entered.i[n]));
    const results = [];
    const tables = program.t.map((table, t) => {
      const rows = [];
      for (const cells of entered.t[t] || []) {
        const row = { cells: table.c.map((column, c) => (column.e === undefined ? day(column, cells[c]) : undefined)) };
        row.there = !Array.isArray(table.rows) || row.cells.some((x) => x !== undefined);
        if (row.there) rows.push(row);
      }
      return rows;
    });
    const few = (t) => Array.isArray(program.t[t].rows) && tables[t].length < program.t[t].rows[0];
    const number = (rows) => rows.forEach((row, n) => { row.n = n + 1; row.before = rows[n - 1]; });
    tables.forEach(number);

    const off = new Set(holidays);
    const works = ({ n }) => weekday({ n }) < 6 && !off.has(n);
    const between = (from, to) => {
      let count = 0;
      for (let n = from + 1; n <= to; n += 1) count += works({ n });
      return count;
    };
    const functions = {
      ...FUNCTIONS,
      isw: works,
      wob: ({ n }) => {
        while (!works({ n })) n -= 1;
        return new Day(n);
      },
      workd: (from, to) => (to.n < from.n ? -between(to.n, from.n) : between(from.n, to.n)),
      addw: ({ n }, count) => {
        const step = Math.sign(count);
        for (let left = Math.abs(count); left; left -= works({ n })) n += step;
        return new Day(n);
      },
    };

    const aggregate = (how, cells) => {
      const all = cells.filter((x) => x !== ABSENT);
      return all.includes(undefined) && how !== 'first' ? undefined : AGGREGATES[how](all);
    };
    const column = (t, c) => tables[t].map((row) => row.cells[c]);

    function value(e, row, rows) {
      if (typeof e !== 'object') return e;
      if (!Array.isArray(e)) return e.s;
      const [op, a, b, c, d, f] = e;
      const of = (part) => value(part, row, rows);
      switch (op) {
        case 'i': return inputs[a];
        case 'r': return results[a];
        case 'c': return row.cells[a];
        case 's': return row.source[a];
        case 'row': return row.n;
        case 'abs0': return ABSENT;
        case 'if': {
          const holds = of(a);
          return holds === undefined ? holds : of(holds ? b : c);
        }
        case 'has': return of(a) !== undefined;
        case 'def': {
          const first = of(a);
          return first === undefined ? of(b) : first;
        }
        case 'prev': return row.before ? row.before.cells[a] : of(b);
        case 'rows': return few(a) ? undefined : tables[a].length;
        case 'agg': return few(b) ? undefined : aggregate(a, column(b, c));
        case 'match': {
          const is = of(d);
          if (is === undefined || few(b)) return undefined;
          const same = tables[b].filter(({ cells }) => cells[c] !== undefined && !compare(cells[c], is));
          return aggregate(a, same.map(({ cells }) => cells[f]));
        }
        case 'rank': {
          const mine = a.map((key) => row.cells[key]);
          if (mine.includes(ABSENT)) return ABSENT;
          if (mine.includes(undefined)) return undefined;
          return 1 + rows.filter(({ cells }) => {
            const other = a.map((key) => cells[key]);
            if (other.includes(ABSENT) || other.includes(undefined)) return false;
            return other.map((x, n) => compare(x, mine[n])).find(Boolean) > 0;
          }).length;
        }
      }
      const operands = (op === 'f' ? e.slice(2) : e.slice(1)).map(of);
      if (operands.includes(undefined)) return undefined;
      return known((op === 'f' ? functions[a] : OPERATORS[op])(...operands));
    }

    for (const [step, a, b] of program.o) {
      if (step === 0) results[a] = value(program.r[a].e);
      else if (step === 1) for (const row of tables[a]) row.cells[b] = value(program.t[a].c[b].e, row, tables[a]);
      else {
        const { of, times, keep } = program.t[a].rows;
        tables[a] = tables[of].flatMap(({ cells: source }) =>
          Array.from({ length: times }, (_, n) => ({ source, n: n + 1, cells: [] })),
        );
        tables[a] = tables[a].filter((row) => value(keep, row) === true);
        tables[a].forEach((row, n) => { row.before = tables[a][n - 1]; });
      }
    }

    /* What a value lacks: inputs, columns of whole tables, cells of its own row, tables with too few rows. */
    const lacks = ([ins = [], columns = [], own = [], all = []] = [], row) => ({
      inputs: ins.filter((n) => inputs[n] === undefined),
      columns: columns.filter(([t, c]) => column(t, c).includes(undefined)),
      own: own.filter((c) => row && row.cells[c] === undefined),
      tables: all.filter(few),
    });
    const outcome = (computed, x, row, rows) => {
      if (x === ABSENT) return { is: 'absent' };
      const band = (computed.b || []).findIndex((e) => value(e, row, rows) === true);
      if (x !== undefined) return { is: 'known', value: x instanceof Day ? x.n : x, band };
      const lack = lacks(computed.n, row);
      return { is: Object.values(lack).some((list) => list.length) ? 'missing' : 'impossible', lack, band: -1 };
    };
    return {
      results: program.r.map((computed, n) => outcome(computed, results[n])),
      tables: program.t.map((table, t) =>
        tables[t].map((row) =>
          table.c.slice(0, table.shown).map((c, n) => (c.e === undefined ? null : outcome(c, row.cells[n], row, tables[t]))),
        ),
      ),
      checks: program.k.map(({ t, w }) =>
        (t === null ? [undefined] : tables[t]).flatMap((row, n) => (value(w, row, t === null ? [] : tables[t]) === true ? [n] : [])),
      ),
    };
  }

  window.cabildoWorksheet = { evaluate, settled, round, civil: (n) => civil({ n }), iso: (n) => iso({ n }), dayOf };
})();
