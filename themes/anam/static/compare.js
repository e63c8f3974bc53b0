/* Puts two or three municipalities beside each other. What is chosen stands after the # of the address: it is sent
   nowhere, and the address can be passed on. */
(function () {
  'use strict';

  const box = document.querySelector('[data-compare]');
  if (!box) return;
  const t = box.dataset;
  const make = (name, text, parent) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    return parent ? parent.appendChild(made) : made;
  };
  const link = (parent, text, href) => { make('a', text, parent).href = href; };

  window.cabildoCompare = ({ i: indicators, s: states, d: departments }) => {
    const known = new Map();
    for (const [department, rows] of departments) for (const row of rows) known.set(row[0], [department, row]);
    const form = make('form', '', box);
    const status = make('p', '', box);
    const table = make('div', '', box);
    status.setAttribute('role', 'status');
    status.className = 'small';
    const fields = [1, 2, 3].map((n) => {
      const label = make('label', `${t.one} ${n}`, make('p', '', form));
      const field = make('select', '', label);
      make('option', t.none, field).value = '';
      for (const [department, rows] of departments) {
        const group = make('optgroup', '', field);
        group.label = department;
        for (const [code, name] of rows) make('option', name, group).value = code;
      }
      field.addEventListener('change', () => {
        history.replaceState(null, '', `#?m=${chosen().join()}`);
        show();
      });
      return field;
    });
    form.addEventListener('submit', (event) => event.preventDefault());
    const chosen = () => [...new Set(fields.map((field) => field.value).filter(Boolean))];

    function show() {
      const all = chosen().map((code) => known.get(code));
      table.textContent = '';
      status.textContent = all.length < 2 ? t.few : t.shown.replace('{n}', all.length);
      if (!all.length) return;
      const scroll = make('div', '', table);
      scroll.className = 'scroll';
      scroll.tabIndex = 0;
      scroll.setAttribute('role', 'region');
      scroll.setAttribute('aria-label', t.caption);
      const grid = make('table', '', scroll);
      grid.className = 'money';
      const head = make('tr', '', make('thead', '', grid));
      make('th', t.indicator, head).scope = 'col';
      for (const [department, [, name, href]] of all) {
        const cell = make('th', '', head);
        cell.scope = 'col';
        link(cell, name, href);
        make('p', department, cell).className = 'small';
      }
      const body = make('tbody', '', grid);
      const line = (name, href, cells, note) => {
        const row = make('tr', '', body);
        const first = make('th', href ? '' : name, row);
        first.scope = 'row';
        if (href) link(first, name, href);
        if (note) make('p', note, first).className = 'small';
        for (const [value, small] of cells) {
          const cell = make('td', value || t.missing, row);
          if (small) make('p', small, cell).className = 'small';
        }
      };
      line(t.people, '', all.map(([, row]) => [row[3], row[3] && t.census]));
      indicators.forEach(([name, href], n) => {
        const cells = all.map(([, row]) => row[4][n]);
        if (!cells.some(Boolean)) return;
        const state = (letter) => (states.find(([key]) => key === letter) || [])[1];
        const years = new Set(cells.filter(Boolean).map((cell) => cell.slice(0, 5)));
        line(name, href, cells.map((cell) => cell ? [cell.slice(5), `${cell.slice(0, 4)} · ${state(cell[4])}`] : ['']),
          years.size > 1 ? t.differ : '');
      });
    }

    function read() {
      const codes = (location.hash.split('m=')[1] || '').split(',').filter((code) => known.has(code));
      fields.forEach((field, n) => { field.value = codes[n] || ''; });
      show();
    }
    window.addEventListener('hashchange', read);
    document.querySelector('[data-plain]').hidden = true;
    read();
  };
  const script = document.createElement('script');
  script.src = t.compare;
  document.head.append(script);
})();
