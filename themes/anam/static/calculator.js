/* The form of a calculator: reads what people type, shows what worksheet.js makes of it, keeps it and hands it on.
   Names, formats and bands are read from the page. Nothing that is typed leaves it unless somebody passes it on. */
(function () {
  'use strict';

  const one = (selector, inside = document) => inside.querySelector(selector);
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const form = one('form[data-calculator]');
  if (!form) return;
  const { evaluate, settled, round, civil, iso, dayOf } = window.cabildoWorksheet;
  const { p: program, h: holidays, x: examples, v: version, w: words, guatemala } = JSON.parse(one('[data-program]').textContent);
  const tool = form.dataset.calculator;
  const memory = `cabildo:${tool}`;
  const keep = one('[data-keep]');
  const dock = one('[data-dock]');
  const now = new Date();
  const today = dayOf(now.getFullYear(), now.getMonth() + 1, now.getDate()).n;
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
  function date(n) {
    const [year, month, day] = civil(n);
    const two = (x) => String(x).padStart(2, 0);
    return guatemala ? `${two(day)}/${two(month)}/${year}` : `${day} ${'JanFebMarAprMayJunJulAugSepOctNovDec'.substr(month * 3 - 3, 3)} ${year}`;
  }
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
    let guessed = false;
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
    if (kind === 'd') return { value: dayOf(...text.split('-').map(Number)).n };
    if (kind === 'c' || kind === 't') return { value: text };
    const { x, guessed } = typed(text, kind === 'p');
    const share = kind === 'p' ? 100 : 1;
    const told = (key, n) => fill(words[key], { n: number(n / share, { f: kind === 'm' ? 'q' : kind, d: -6 }) });
    const fault =
      x === undefined ? words[kind === 'p' ? 'percentage' : 'number']
        : whole && x % 1 ? words.whole
          : x < lo ? told('least', lo)
            : x > hi ? told('most', hi)
              : x <= ab ? told('above', ab)
                : x >= be ? told('below', be) : '';
    return fault ? { fault } : { value: x / share, note: guessed && told('read', x) };
  }

  /* What is filled in: inputs, and the cells of tables. */
  const inputs = program.i.map((_, n) => one(`[data-i="${n}"]`, form));
  const tables = program.t.map((_, t) => one(`[data-t="${t}"]`, form));
  const body = (t) => tables[t].tBodies[0];
  const blanks = tables.map((table, t) => table && body(t).rows[0].cloneNode(true));
  const limits = (t) => (Array.isArray(program.t[t].rows) ? program.t[t].rows : null);
  const rows = (t) => (tables[t] ? [...body(t).rows] : []);
  const cell = (row, c) => one(`[data-c="${c}"] :is(input,select)`, row);
  const initial = (control) => control.defaultValue || (one('[selected]', control) || control).defaultValue || (one('[selected]', control) || {}).value || '';
  const place = (row) => one('th', row).textContent;
  const nameOf = (control) => control.ariaLabel || one('b', control.labels[0]).textContent;
  const controls = () => [
    ...inputs.map((control, n) => [program.i[n].id, control]),
    ...tables.flatMap((_, t) => rows(t).flatMap((row, n) => program.t[t].c.map(({ id }, c) => [`${program.t[t].id}.${n + 1}.${id}`, cell(row, c)]))),
  ].filter(([, control]) => control);

  function grow(t, count) {
    while (rows(t).length < count) body(t).append(blanks[t].cloneNode(true));
    while (rows(t).length > count) body(t).lastChild.remove();
    number_(t);
  }
  function number_(t) {
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
  const state = () => Object.fromEntries(
    [...controls().filter(([, control]) => control.value !== initial(control)).map(([key, control]) => [key, control.value]), ['_example', example]].filter(([, text], n, { length }) => text || n < length - 1),
  );
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
