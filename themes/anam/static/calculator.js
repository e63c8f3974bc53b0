/* The form of a calculator: reads what people type, shows what worksheet.js makes of it, keeps it and hands it on.
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
  const state = () => Object.fromEntries([
    ...controls().filter(([, control]) => control.value !== initial(control)).map(([key, control]) => [key, control.value]),
    ...(example ? [['_example', example]] : []),
  ]);
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
      if (Object.hasOwn(texts, key)) control.value = texts[key];
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
    if (one('ul', summary).innerHTML !== lines.innerHTML) one('ul', summary).replaceWith(lines);
    for (const mark of all('[data-demo]')) mark.hidden = mark.dataset.demo !== example;

    const kept = state();
    for (const link of all('.languages a')) link.hash = new URLSearchParams(kept);
    // Whoever came with figures in the address can reload the page.
    if (location.hash.includes('=')) history.replaceState(null, '', `#${new URLSearchParams(kept)}`);
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
    one('[data-do=undo]').hidden = !old || !Object.keys(old).length;
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
    example: ({ n }) => replace({ ...examples[n].i, _example: examples[n].id }, words.filled),
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
