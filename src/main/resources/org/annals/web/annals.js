// Annals. What is nicer with script: keys, unread and starred marks kept in this browser, quotes
// folded at once, new mail announced. Pages are complete without it and nothing waits for it.
//
// All text is put in as text: nothing here turns a string into markup.
(() => {
  'use strict';

  const READ_MAX = 20_000; // messages remembered as read, oldest forgotten first
  const STARS_MAX = 500;
  const PLACES_MAX = 200; // inboxes whose last look is remembered
  const IMPORT_BYTES_MAX = 4 << 20;
  const DWELL_MILLIS = 800; // how long the end of a message is in view until it counts as read
  const SAY_MILLIS = 6_000;
  const CHORD_MILLIS = 1_500;
  const ANNOUNCED_MAX = 500;
  const REFUSED_MILLIS = 60_000;

  const script = document.currentScript;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (selector, within = document) => within.querySelector(selector);

  function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  const plural = (count, noun) => `${count} ${noun}${count === 1 ? '' : 's'}`;

  // ---- What is kept in the browser; where that is denied, for as long as the page is open.

  function store(area) {
    const memory = new Map();
    return {
      get(name, empty) {
        let text = memory.get(name);
        try {
          text = window[area].getItem(`annals.${name}`) ?? text;
        } catch {
          // denied: what is in memory has to do
        }
        try {
          const value = JSON.parse(text ?? 'null');
          return value !== null && Array.isArray(value) === Array.isArray(empty) ? value : empty;
        } catch {
          return empty;
        }
      },
      set(name, value) {
        const text = JSON.stringify(value);
        memory.set(name, text);
        try {
          window[area].setItem(`annals.${name}`, text);
        } catch {
          // denied or full: the page goes on without
        }
      },
    };
  }

  const kept = store('localStorage');
  const session = store('sessionStorage');
  const settings = { keys: true, marks: true, live: true, ...kept.get('settings', {}) };

  // ---- Messages and rows: what j and k walk over.

  const articles = all('article.msg');
  const rows = all('.rows > li, .inboxes tbody tr');
  const items = articles.length ? articles : rows;
  const home = new URL(one('.brand a').getAttribute('href'), document.baseURI);
  const inbox = one('.where a')?.href;
  const inConversation = articles.length > 0 && one('.tree') !== null;

  const permalink = (item) => one('a[rel=bookmark], .subj', item)?.href;

  /// The Message-ID in a URL of ours, still escaped: the last segment that is not T or t.
  function messageId(url) {
    const names = new URL(url).pathname.split('/').filter((name) => name);
    return names[names.length - (/^[tT]$/.test(names.at(-1)) ? 2 : 1)];
  }

  /// Short and even enough for a set of some thousands: two rounds of a 32-bit mix.
  function key(item) {
    const text = messageId(permalink(item) ?? document.URL);
    let a = 0xdeadbeef;
    let b = 0x41c6ce57;
    for (const letter of text) {
      a = Math.imul(a ^ letter.codePointAt(0), 2654435761);
      b = Math.imul(b ^ letter.codePointAt(0), 1597334677);
    }
    return ((a >>> 0) * 0x200000 + (b >>> 11)).toString(36);
  }

  /// Its row in the overview beside the messages.
  const rowOf = (article) => document.getElementById(article.id.replace('m', 'r'));

  const time = (item) => one('time', item)?.getAttribute('datetime') ?? '';

  // ---- What is new: in a thread that was read before, what was not; in an inbox, what came since
  // the last look.

  const unread = new Set();
  const wasRead = new Set(kept.get('read', []));

  function setRead(list, read) {
    const known = kept.get('read', []).filter((k) => !list.includes(k));
    kept.set('read', read ? [...known, ...list].slice(-READ_MAX) : known);
  }

  function lastLook() {
    const name = inbox ?? '';
    const looks = kept.get('looks', {});
    const since = session.get('looks', {})[name] ?? looks[name] ?? null;
    session.set('looks', { ...session.get('looks', {}), [name]: since });
    const newest = items.reduce((latest, item) => (time(item) > latest ? time(item) : latest), '');
    if (newest && newest >= (looks[name]?.time ?? '')) {
      const there = items.filter((item) => time(item) === newest).map(key);
      delete looks[name]; // the last to be set is the last to be forgotten
      const entries = [...Object.entries(looks), [name, { time: newest, there }]];
      kept.set('looks', Object.fromEntries(entries.slice(-PLACES_MAX)));
    }
    return since;
  }

  function findUnread() {
    if (inConversation) {
      if (articles.some((article) => wasRead.has(key(article)))) {
        return articles.filter((article) => !wasRead.has(key(article)));
      }
      return [];
    }
    if (!inbox || location.search) {
      return [];
    }
    const since = lastLook();
    return items.filter((item) => {
      const newer = since && (time(item) > since.time ||
        (time(item) === since.time && !since.there.includes(key(item))));
      return newer && !wasRead.has(key(item));
    });
  }

  function mark(item, isNew) {
    const places = [one('.by, .meta', item), articles.length && rowOf(item)];
    for (const place of places.filter((p) => p)) {
      one('.new', place)?.remove();
      if (isNew) {
        place.prepend(element('b', { className: 'new', textContent: 'new' }), ' ');
      }
    }
    unread[isNew ? 'add' : 'delete'](item);
    count();
  }

  const counter = element('button', { type: 'button', className: 'plain counted' });
  counter.addEventListener('click', () => step(1, unread));

  function count() {
    counter.textContent = `${unread.size} new since you last looked`;
    counter.hidden = unread.size === 0;
  }

  /// A message is read when its end has been in view for a moment.
  function watchReading() {
    const waiting = new Map();
    const ends = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        clearTimeout(waiting.get(target));
        if (isIntersecting) {
          const article = target.closest('article');
          waiting.set(target, setTimeout(() => {
            setRead([key(article)], true);
            ends.unobserve(target);
          }, DWELL_MILLIS));
        }
      }
    });
    articles.forEach((article) => ends.observe(one('footer', article)));
  }

  function startMarks() {
    one('main .facts')?.prepend(counter);
    findUnread().forEach((item) => mark(item, true));
    count();
    if (articles.length) {
      watchReading();
    } else {
      rows.forEach((row) => one('.subj', row)?.addEventListener('click', () => mark(row, false)));
    }
  }

  function toggleRead(item) {
    const isNew = !unread.has(item);
    setRead([key(item)], !isNew);
    mark(item, isNew);
    say(isNew ? 'Marked as new.' : 'Marked as read.');
  }

  // ---- Starred messages.

  const isStarred = (article) => kept.get('stars', []).some(({ path }) => path === starPath(article));
  const starPath = (article) => permalink(article).slice(home.href.length);

  function toggleStar(article) {
    const path = starPath(article);
    const others = kept.get('stars', []).filter((star) => star.path !== path);
    const subject = one('h1, h2', article).textContent.trim();
    const author = one('.by b:not(.new)', article).textContent;
    const starred = !isStarred(article);
    const star = { path, subject, author, time: time(article) };
    kept.set('stars', starred ? [...others, star].slice(-STARS_MAX) : others);
    showStar(article);
    say(starred ? 'Starred. The home page lists what is starred.' : 'No longer starred.');
  }

  function showStar(article) {
    one('footer .star', article).setAttribute('aria-pressed', String(isStarred(article)));
  }

  function startStars() {
    for (const article of articles.filter(permalink)) {
      const button = element('button', { type: 'button', className: 'plain star', textContent: 'star' });
      button.addEventListener('click', () => toggleStar(article));
      one('footer', article).append(button);
      showStar(article);
    }
    const stars = kept.get('stars', []);
    if (one('.home') && stars.length) {
      const title = element('h2', { id: 'starred', textContent: 'Starred' });
      const list = element('ul', { className: 'rows' }, ...stars.reverse().map(starRow));
      const section = element('section', { className: 'entry sec' },
        element('div', { className: 'margin' }, title), element('div', { className: 'text' }, list));
      section.setAttribute('aria-labelledby', 'starred');
      one('.home').after(section);
      items.splice(items.filter((item) => item.closest('.home')).length, 0, ...list.children);
    }
  }

  function starRow({ path, subject, author, time: when }) {
    const link = element('a', { className: 'subj', textContent: subject });
    const url = new URL(String(path), home);
    link.href = url.href.startsWith(home.href) ? url.href : home.href; // an import may say anything
    const meta = element('div', { className: 'meta' }, `${author}, ${String(when).slice(0, 10)}`);
    return element('li', {}, link, meta);
  }

  // ---- Where the reader is.

  let shown = null;

  /// The last message that begins in the upper third of the window.
  function current() {
    const line = innerHeight / 3;
    let low = 0;
    let high = items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (items[middle].getBoundingClientRect().top <= line) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  function showCurrent() {
    const row = rowOf(articles[Math.max(current(), 0)]);
    if (!row || row === shown) {
      return;
    }
    shown = row;
    all('.tree [aria-current]').forEach((other) => other.removeAttribute('aria-current'));
    row.setAttribute('aria-current', 'true');
    const side = row.closest('.side');
    if (side.scrollHeight > side.clientHeight) {
      const away = row.getBoundingClientRect().top - side.getBoundingClientRect().top;
      if (away < 0 || away > side.clientHeight - row.offsetHeight) {
        side.scrollTop += away - side.clientHeight / 2;
      }
    }
  }

  function followScrolling() {
    let waits = false;
    addEventListener('scroll', () => {
      if (!waits) {
        waits = true;
        requestAnimationFrame(() => {
          waits = false;
          showCurrent();
        });
      }
    }, { passive: true });
  }

  const focused = () => items.find((item) => item.contains(document.activeElement));
  const here = () => focused() ?? items[Math.max(current(), 0)];

  function goTo(item) {
    if (articles.length) {
      item.tabIndex = -1;
      item.focus({ preventScroll: true });
      item.scrollIntoView();
    } else {
      one('.subj', item).focus();
    }
  }

  /// To the next or previous item, or to the next one of those wanted.
  function step(by, wanted) {
    const at = items.indexOf(focused());
    const top = (item) => item.getBoundingClientRect().top;
    const below = (item, i) => (at < 0 ? top(item) > 1 : i > at);
    const above = (item, i) => (at < 0 ? top(item) < -1 : i < at);
    const ahead = by > 0 ? items.filter(below) : items.filter(above).reverse();
    const next = wanted ? ahead.find((item) => wanted.has(item)) : ahead[0];
    if (next) {
      goTo(next);
    } else if (!wanted && articles.length === 1 && follow(by > 0 ? 'a[rel=next]' : 'a[rel=prev]')) {
      // a page of one message goes on to its neighbour
    } else {
      const where = by > 0 ? 'below' : 'above';
      say(wanted ? `Nothing new ${where}.` : `Nothing more ${where}.`);
    }
  }

  /// Goes where the first link of this kind leads.
  function follow(selector, within = document) {
    const link = one(selector, within);
    if (link) {
      location.assign(link.href);
    }
    return link !== null;
  }

  function up() {
    const folder = location.pathname.split('/').filter((name) => name).at(-1);
    location.assign(inConversation && /^[tT]$/.test(folder) ? inbox
      : inConversation ? new URL('t/#u', document.URL) : home);
  }

  // ---- Small things.

  const said = element('div', { className: 'say' });
  said.setAttribute('role', 'status');
  let saying;

  function say(text) {
    clearTimeout(saying);
    said.textContent = text;
    saying = setTimeout(() => (said.textContent = ''), SAY_MILLIS);
  }

  function foldAll() {
    const folds = all('details.fold');
    const open = folds.some((fold) => !fold.open);
    folds.forEach((fold) => (fold.open = open));
    say(folds.length === 0 ? 'No quote is folded here.'
      : open ? 'All quotes unfolded.' : 'Long quotes folded.');
  }

  async function copy(url) {
    try {
      await navigator.clipboard.writeText(url);
    } catch {
      // without TLS there is only the old way
      const field = element('textarea', { value: url });
      const before = document.activeElement;
      document.body.append(field);
      field.select();
      document.execCommand('copy');
      field.remove();
      before?.focus({ preventScroll: true });
    }
    say(`Copied ${url}`);
  }

  // ---- Keys. They are off where text is typed, and altogether when the reader says so.

  const withArticle = (action) => () => {
    const item = here();
    return item?.matches('article') && permalink(item) ? action(item) : say('No message here.');
  };

  const KEYS = [
    ['j', 'next message or row', () => step(1)],
    ['k', 'previous message or row', () => step(-1)],
    ['n', 'next new one', () => step(1, unread)],
    ['p', 'previous new one', () => step(-1, unread)],
    ['o', 'open it', () => here() && permalink(here()) && location.assign(permalink(here()))],
    ['u', 'up: message, thread, inbox, home', up],
    ['f', 'fold or unfold all quotes', foldAll],
    ['r', 'reply', withArticle((article) => follow('a[href$="#R"]', article))],
    ['y', 'copy the permalink', withArticle((article) => copy(permalink(article)))],
    ['s', 'star', withArticle(toggleStar)],
    ['m', 'mark as new or read', () => here() && toggleRead(here())],
    ['/', 'search', () => one('#q')?.focus()],
    ['g h', 'go to the home page', () => location.assign(home)],
    ['g i', 'go to the inbox', () => location.assign(inbox ?? home)],
    ['g m', 'go to its messages', () => follow('.tabs a[href$="new.html"]')],
    ['g s', 'go to what is starred', () => location.assign(new URL('#starred', home))],
    ['?', 'this help', () => help()],
  ];

  let chord = 0;

  function pressed(event) {
    const typing = event.target.closest?.('input, textarea, select, [contenteditable]');
    if (!settings.keys || typing || event.defaultPrevented || event.isComposing) {
      return;
    }
    if (event.repeat && !'jknp'.includes(event.key)) {
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || one('dialog[open]')) {
      return;
    }
    const name = Date.now() - chord < CHORD_MILLIS ? `g ${event.key}` : event.key;
    chord = event.key === 'g' && name === 'g' ? Date.now() : 0;
    const found = KEYS.find(([k]) => k === name);
    if (found) {
      event.preventDefault();
      found[2]();
    }
  }

  // ---- Help and settings: one dialog.

  function choice(name, text) {
    const box = element('input', { type: 'checkbox', checked: settings[name] });
    box.addEventListener('change', () => {
      settings[name] = box.checked;
      kept.set('settings', settings);
    });
    return element('p', {}, element('label', {}, box, text));
  }

  const MARKS = { read: [], stars: [], looks: {} };

  function exportAll() {
    const marks = Object.entries(MARKS).map(([name, none]) => [name, kept.get(name, none)]);
    const text = JSON.stringify(Object.fromEntries(marks));
    const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    element('a', { href: url, download: 'annals-marks.json' }).click();
    setTimeout(() => URL.revokeObjectURL(url), SAY_MILLIS);
  }

  async function importAll(file) {
    try {
      if (file.size > IMPORT_BYTES_MAX) {
        throw new Error('it is too large');
      }
      const found = JSON.parse(await file.text());
      const strings = (list) => list.filter((entry) => typeof entry === 'string');
      const stars = found.stars.map(({ path, subject, author, time: when }) => (
        { path: `${path}`, subject: `${subject}`, author: `${author}`, time: `${when}` }));
      const looks = Object.entries(found.looks).map(([name, { time: when, there }]) => (
        [name, { time: `${when}`, there: strings(there) }]));
      kept.set('read', strings(found.read).slice(-READ_MAX));
      kept.set('stars', stars.slice(-STARS_MAX));
      kept.set('looks', Object.fromEntries(looks.slice(-PLACES_MAX)));
      location.reload();
    } catch (e) {
      say(`${file.name} holds no marks that can be read: ${e.message}`);
    }
  }

  function forgetAll() {
    Object.entries(MARKS).forEach(([name, none]) => kept.set(name, none));
    session.set('looks', {});
    location.reload();
  }

  function button(text, action) {
    const made = element('button', { type: 'button', textContent: text });
    made.addEventListener('click', action);
    return made;
  }

  function help() {
    const title = element('h2', { id: 'help', textContent: 'Keys and marks' });
    const close = button('Close', () => dialog.close());
    const lines = KEYS.map(([name, what]) => {
      const keys = name.split(' ').map((k) => element('kbd', { textContent: k }));
      return element('div', {}, element('dt', {}, ...keys), element('dd', { textContent: what }));
    });
    const file = element('input', { type: 'file', accept: '.json,application/json' });
    file.addEventListener('change', () => file.files[0] && importAll(file.files[0]));
    const dialog = element('dialog', { className: 'help' },
      element('div', { className: 'acts' }, title, close),
      element('dl', { className: 'keys' }, ...lines),
      choice('keys', 'Use these keys'),
      choice('marks', 'Remember what I read, and mark what is new'),
      choice('live', 'Announce new mail'),
      element('p', { className: 'quiet small',
        textContent: 'All of this is kept in this browser and sent nowhere.' }),
      element('div', { className: 'acts' },
        button('Save marks to a file', exportAll), button('Forget everything', forgetAll),
        element('label', {}, 'Take marks from a file ', file)));
    dialog.setAttribute('aria-labelledby', 'help');
    dialog.addEventListener('close', () => {
      document.body.append(notices);
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.append(notices); // nothing outside of an open dialog is seen
    dialog.showModal();
  }

  // ---- New mail. Only a page in view listens, so that many tabs do not use up the connections.

  function listen(path) {
    let source = null;
    let last = null;
    const fresh = [];
    const start = () => {
      if (source || document.hidden || !settings.live) {
        return;
      }
      const url = new URL(path, document.baseURI);
      if (last !== null) {
        url.searchParams.set('n', last);
      }
      source = new EventSource(url);
      source.addEventListener('mail', (event) => {
        last = event.lastEventId;
        fresh.push(...JSON.parse(event.data));
        fresh.splice(ANNOUNCED_MAX);
        announce(fresh);
      });
      source.addEventListener('error', () => {
        if (source?.readyState === EventSource.CLOSED) { // refused: the browser does not try again
          stop();
          setTimeout(start, REFUSED_MILLIS);
        }
      });
    };
    const stop = () => {
      source?.close();
      source = null;
    };
    document.addEventListener('visibilitychange', () => (document.hidden ? stop() : start()));
    addEventListener('pagehide', stop);
    addEventListener('pageshow', start);
    start();
  }

  const news = element('div', { className: 'news' });
  news.setAttribute('role', 'status');

  const notices = element('div', { className: 'notices' }, news, said);

  function announce(mails) {
    const place = inConversation ? 'this thread' : one('.where a').textContent;
    const people = [...new Set(mails.map(({ from }) => from))];
    const what = mails.length === 1 && !inConversation ? `: ${mails[0].subject}` : '';
    const from = people.length > 2 ? `${people.length} people` : people.join(' and ');
    const show = element('a', { href: document.URL, textContent: 'show' });
    show.addEventListener('click', (event) => {
      event.preventDefault();
      const anchor = inConversation ? `#m${mails[0].anchor}` : '';
      history.replaceState(null, '', location.pathname + location.search + anchor);
      location.reload();
    });
    news.replaceChildren(
      `${plural(mails.length, 'new message')} in ${place}${what}, from ${from}. `, show, ' ',
      button('dismiss', () => news.replaceChildren()));
  }

  // ---- Start.

  document.body.append(notices);
  const opener = button('Keys and marks', help);
  opener.className = 'plain';
  one('.foot p')?.append(' ', opener);
  addEventListener('keydown', pressed);
  startStars();
  if (settings.marks) {
    startMarks();
  }
  if (inConversation && articles.length > 1) {
    followScrolling();
    showCurrent();
  }
  if (script.dataset.events) {
    listen(script.dataset.events);
  }
})();
