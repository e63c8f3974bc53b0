/* Search in the reader's browser. src/search/index.rs describes the index; fold, slug, words and stem have twins in
   src/search/fold.rs. */
(function () {
  'use strict';

  const PAGE = 30;
  const LONGEST = 200;

  /* --- Words --- */

  const fold = (text) => text.toLowerCase().normalize('NFD').replace(/n\u0303/g, 'ñ')
    .replace(/\p{M}|['’‘ʼꞌ`´]/gu, '');

  const plain = (folded) => folded.replace(/ñ/g, 'n');

  const slug = (text) => plain(fold(text)).replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');

  const words = (text) => text.replace(/\d+([.,]\d+)+/g, ' ').match(/[\p{L}\p{N}\p{M}'’‘ʼꞌ`´]+/gu) || [];

  function stem(word) {
    if (/\d/.test(word)) return word;
    for (let before = ''; before !== word;) {
      before = word;
      if (word.length > 3) word = word.replace(/([^s])s$/, '$1');
      if (word.length > 3) word = word.replace(/[aeo]$/, '');
    }
    return word.replace(/y$/, 'i').replace(/z$/, 'c');
  }

  /* What a Spanish word sounds like: licencia and lisensia, conexión and conecsion, proceso and prosezo agree,
     and so does the plural. */
  const sound = (word) => plain(word).replace(/ch/g, '#').replace(/h/g, '').replace(/ll|y/g, 'i')
    .replace(/v/g, 'b').replace(/n(?=[bp])/g, 'm').replace(/g(?=[ei])/g, 'j').replace(/gu(?=[ei])/g, 'g')
    .replace(/qu|q/g, 'k').replace(/c(?=[ei])|[zx]/g, 's').replace(/c/g, 'k').replace(/ks/g, 's')
    .replace(/(.)\1+/g, '$1').replace(/s$/, '');

  /* Letters wrong, missing, too many or swapped between a and b; if over max, some number over max. */
  function distance(a, b, max) {
    if (Math.abs(a.length - b.length) > max) return max + 1;
    let above = [];
    let row = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
      const next = [i];
      for (let j = 1; j <= b.length; j++) {
        const same = a[i - 1] === b[j - 1];
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
          next[j] = Math.min(next[j], above[j - 2] + 1);
        }
      }
      if (Math.min(...next) > max) return max + 1;
      above = row;
      row = next;
    }
    return row[b.length];
  }

  /* --- The index --- */

  function open(file) {
    const stop = new Set(file.stop.split(' '));
    const forms = [];
    const keys = new Map();
    const hits = file.hits.split(' ').map(unpack);
    const name = (key, group) => keys.set(key, (keys.get(key) || []).concat(group));
    let written = '';
    let group = -1;
    file.words.replace(/(-?)([A-Z])([^A-Z-]*)/g, (_, same, shared, rest) => {
      written = written.slice(0, shared.charCodeAt(0) - 65) + rest;
      const folded = fold(written);
      if (!same) {
        group++;
        const key = stem(folded);
        name(key, group);
        if (key !== plain(key)) name(plain(key), group);
      }
      forms.push({ written, folded, plain: plain(folded), group });
    });
    const titles = file.title.map((title) => words(title).map(fold).filter((word) => !stop.has(word)).map(stem));
    return { file, stop, forms, keys, hits, titles };
  }

  function unpack(packed) {
    const weights = new Map();
    let weight = 0;
    let next = 0;
    let high = 0;
    for (let i = 0; i < packed.length; i++) {
      const code = packed.charCodeAt(i);
      if (code > 109) {
        high = high * 17 + code - 109;
      } else if (code > 96) {
        weight = code - 96;
        next = 0;
      } else {
        next += high * 57 + code - 35;
        weights.set(next++, weight);
        high = 0;
      }
    }
    return weights;
  }

  /* --- Looking up --- */

  /* Document -> ten times the word's weight there; a word that only begins like it counts six tenths. */
  function lookUp(index, word, prefix) {
    const found = new Map();
    const add = (group, times) => index.hits[group].forEach((weight, doc) => {
      found.set(doc, Math.max(found.get(doc) || 0, weight * times));
    });
    (index.keys.get(stem(word)) || []).forEach((group) => add(group, 10));
    if (prefix || !found.size && word.length > 2) {
      index.forms.forEach((form) => {
        if (form.folded.startsWith(word) || form.plain.startsWith(word)) add(form.group, 6);
      });
    }
    return found;
  }

  /* Known words near an unknown one, the nearest first. Numbers and codes have no neighbours. */
  function near(index, word) {
    if (word.length < 4 || word.length > 30 || /\d/.test(word)) return [];
    const max = word.length < 8 ? 1 : 2;
    const heard = sound(word);
    const found = [];
    index.forms.forEach((form) => {
      if (/\d/.test(form.plain)) return;
      let far = distance(plain(word), form.plain, max);
      if (far > 0.5 && sound(form.plain) === heard) far = 0.5;
      if (far > max) return;
      let use = 0;
      index.hits[form.group].forEach((weight) => { use += weight; });
      found.push({ form, far: far + (form.plain[0] === word[0] ? 0 : 0.25), use });
    });
    return found.sort((a, b) => a.far - b.far || b.use - a.use).map((entry) => entry.form);
  }

  const both = (a, b) => {
    const common = new Map();
    a.forEach((score, doc) => { if (b.has(doc)) common.set(doc, score + b.get(doc)); });
    return common;
  };

  /* { docs: numbers of the documents, the best first; near: the words that were looked for instead, or '' } */
  function search(index, query) {
    const asked = words(query.slice(0, LONGEST)).map((written) => ({ written, word: fold(written) }))
      .filter((one) => one.word);
    if (asked.length) asked[asked.length - 1].last = true;
    let used = asked.filter((one) => one.word.length > 1 && !index.stop.has(one.word));
    if (!used.length) used = asked.slice(-1).filter((one) => one.word.length > 1);
    used.forEach((one) => { one.docs = lookUp(index, one.word, one.last); });

    let scores = null;
    const narrow = (docs) => { scores = scores ? both(scores, docs) : docs; };
    used.filter((one) => one.docs.size).forEach((one) => narrow(one.docs));
    let changed = false;
    used.filter((one) => !one.docs.size).forEach((one) => {
      const forms = near(index, one.word);
      const form = forms.find((other) => !scores || both(scores, index.hits[other.group]).size);
      if (form) {
        changed = true;
        one.written = form.written;
        one.word = form.folded;
      }
      narrow(form ? lookUp(index, form.folded) : one.docs);
    });
    if (!scores) return { docs: [], near: '' };

    /* Who types a whole title wants that page (13 is the highest weight). A term's title is everybody's word. */
    const stems = new Set(used.map((one) => stem(one.word)));
    const { demo, kind, kinds } = index.file;
    const ranked = Array.from(scores, ([doc, score]) => {
      const title = index.titles[doc];
      const whole = kinds[kind[doc]] !== 'term' && title.length && title.every((word) => stems.has(word));
      return { doc, demo: doc >= demo, score: score + (whole ? 90 * title.length : 0) };
    });
    ranked.sort((a, b) => a.demo - b.demo || b.score - a.score || a.doc - b.doc);
    return {
      docs: ranked.map((entry) => entry.doc),
      near: changed && ranked.length ? asked.map((one) => one.written).join(' ') : '',
    };
  }

  /* Where a result lies. From the disk a folder is no page, its index.html is. */
  function address(index, doc, base, onDisk) {
    const url = base + index.file.url[doc].replace('~', slug(index.file.title[doc]));
    return onDisk ? url.replace(/(^|\/)(?=#|$)/, '$1index.html') : url || './';
  }

  const internals = { fold, words, stem, sound, distance, open, near, search, address };

  /* --- The page --- */

  function enhance(form) {
    const part = (selector) => form.querySelector(selector) || document.querySelector(selector);
    const input = form.querySelector('input[name="q"]');
    const status = part('[data-search-status]');
    const list = part('[data-search-results]');
    if (!input || !status || !list) return;

    const say = (name, values) => (form.getAttribute('data-t-' + name) || '')
      .replace(/\{(\w+)\}/g, (whole, key) => (key in values ? values[key] : whole));
    let kinds = {};
    try {
      kinds = JSON.parse(form.getAttribute('data-kinds')) || {};
    } catch (error) { /* Without names the results stand without them. */ }

    let index = null;
    let state = 'idle';
    let timer = 0;
    let answer = [];
    let shown = 0;
    let last = '';

    const make = (name, text, className) => {
      const element = document.createElement(name);
      element.textContent = text;
      if (className) element.className = className;
      return element;
    };
    const more = make('button', '', 'search-more');
    more.type = 'button';
    more.hidden = true;
    list.after(more);

    function item(doc) {
      const { file } = index;
      const result = document.createElement('li');
      const link = make('a', file.title[doc]);
      link.href = address(index, doc, form.getAttribute('data-base') || '', location.protocol === 'file:');
      result.append(link);
      const tag = (text, className) => { if (text) result.append(' ', make('span', text, className)); };
      tag(kinds[file.kinds[file.kind[doc]]], 'tag');
      if (doc >= file.demo) tag(say('demo', {}), 'tag tag-demo');
      if (file.text[doc]) result.append(make('p', file.text[doc]));
      if (file.langs && file.langs[doc]) result.lang = file.langs[doc];
      return result;
    }

    function show() {
      answer.slice(shown, shown + PAGE).forEach((doc) => list.append(item(doc)));
      shown = Math.min(shown + PAGE, answer.length);
      more.hidden = shown === answer.length;
      more.textContent = say('more', { n: answer.length - shown });
    }

    function remember(query) {
      try {
        const url = new URL(location.href);
        if (query) url.searchParams.set('q', query);
        else url.searchParams.delete('q');
        history.replaceState(history.state, '', url.href);
      } catch (error) { /* Some browsers forbid it from the disk. */ }
    }

    function run() {
      clearTimeout(timer);
      const query = input.value.trim();
      if (!index) {
        if (query) load();
        return;
      }
      if (query === last) return;
      last = query;
      remember(query);
      list.textContent = '';
      const found = search(index, query);
      answer = found.docs;
      shown = 0;
      show();
      const n = answer.length;
      const values = { n, q: found.near || query, typed: query };
      const count = fold(query).length > 1 ? say(n ? n === 1 ? 'one' : 'many' : 'none', values) : '';
      status.textContent = found.near ? say('near', values) + ' ' + count : count;
    }

    function load() {
      if (state === 'loading' || index) return;
      state = 'loading';
      status.textContent = say('wait', {});
      const script = document.createElement('script');
      window.cabildoSearch = (file) => { index = open(file); };
      script.onload = () => {
        status.textContent = '';
        run();
      };
      script.onerror = () => {
        state = 'failed';
        script.remove();
        status.textContent = say('fail', {});
      };
      script.src = form.getAttribute('data-index');
      document.head.append(script);
    }

    input.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(run, 150);
    });
    form.addEventListener('focusin', load);
    form.addEventListener('submit', (event) => {
      /* If the index cannot be had, the form goes its own way: the list of everything. */
      if (state === 'failed') return;
      event.preventDefault();
      run();
    });
    more.addEventListener('click', () => {
      const first = shown;
      show();
      list.children[first].querySelector('a').focus();
    });
    /* Arrows walk from the field through the results and back; Tab does it as everywhere. */
    const walk = (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
      const stops = [input].concat(Array.from(list.querySelectorAll('a')));
      const next = stops[stops.indexOf(document.activeElement) + step];
      if (!next) return;
      event.preventDefault();
      next.focus();
    };
    input.addEventListener('keydown', walk);
    list.addEventListener('keydown', walk);

    const given = new URLSearchParams(location.search).get('q');
    if (given) input.value = given.slice(0, LONGEST);
    if (input.value.trim() || document.activeElement === input) load();
  }

  if (typeof document === 'undefined') globalThis.cabildoSearchInternals = internals;
  else document.querySelectorAll('form[data-search]').forEach(enhance);
}());
