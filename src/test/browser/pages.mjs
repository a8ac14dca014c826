// What must hold for every kind of page.

const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const SMALL = { width: 320, height: 256 }; // 1280 x 1024 at 400 %, WCAG 2.2 SC 1.4.10
const PAPER = { width: 718, height: 1047 }; // A4 at 96 dpi within margins of 1 cm
const STEP_MILLIS = 20_000;
const WALK_STOPS = 300; // of a longer page only the first and the last of them
const MORE_STOPS = 8; // what Chromium itself puts into the tab order, such as areas that scroll

const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/// WCAG 2.2 SC 1.4.12
const SPACED_TEXT =
  '*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}' +
  'p{margin-bottom:2em!important}';

/// In this order on one page; each leaves it fit for the next.
const CHECKS = [
  ['axe finds nothing', { colorScheme: 'light' }, WIDE, axe],
  ['fingers hit what they mean on a phone', {}, PHONE, axeLayout],
  ['contrasts in the dark', { colorScheme: 'dark' }, WIDE, axeContrast],
  ['works in forced colours', { forcedColors: 'active' }, WIDE, forcedColours],
  ['the keyboard reaches everything', {}, WIDE, keyboard],
  ['prints', { media: 'print' }, PAPER, printed],
  ['nothing scrolls sideways at 400 %', {}, SMALL, zoomed],
];

const PLAIN = { media: 'screen', colorScheme: 'light', forcedColors: 'none' };

/// A job for each kind of page; it says what came out by `report(name, problems)`.
export function pageJobs(world, kinds) {
  return kinds.map((kind) => ({
    name: kind.name,
    run: (report) =>
      withPage(world, kind, async (page, complaints) => {
        for (const [what, media, viewport, test] of CHECKS) {
          await page.emulateMedia({ ...PLAIN, ...media });
          await page.setViewportSize(viewport);
          report(`${kind.name}: ${what}`, await test(page, world));
        }
        report(`${kind.name}: the browser has no complaint`, complaints);
      }),
  }));
}

/// Opens the page in a fresh profile. What the browser complains about grows in `complaints`.
export async function withPage(world, kind, visit, { denied, ...options } = {}) {
  const context = await world.browser.newContext({ viewport: WIDE, ...PLAIN, ...options });
  context.setDefaultTimeout(STEP_MILLIS);
  if (denied) {
    await context.addInitScript(denyStorage);
  }
  try {
    const page = await context.newPage();
    const complaints = listen(page, world.base, kind);
    const response = await page.goto(world.base + kind.path);
    if (response.status() !== kind.status) {
      complaints.push(`status ${response.status()}, not ${kind.status}`);
    }
    await visit(page, complaints);
  } finally {
    await context.close();
  }
}

/// In the page: as when the reader forbids to keep anything.
function denyStorage() {
  for (const area of ['localStorage', 'sessionStorage']) {
    Object.defineProperty(window, area, {
      get() {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  }
}

function listen(page, base, kind) {
  const complaints = [];
  const itself = (url) => kind.status >= 400 && url.split('#')[0] === base + kind.path;
  page.on('pageerror', (e) => complaints.push(`script: ${e.message}`));
  page.on('console', (message) => {
    const { url } = message.location();
    if (['error', 'warning'].includes(message.type()) && !itself(url)) {
      complaints.push(`console: ${message.text()} (${url})`);
    }
  });
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== base) {
      complaints.push(`asks another server: ${request.url()}`);
    }
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && !itself(response.url())) {
      complaints.push(`${response.status()} ${response.url()}`);
    }
  });
  return complaints;
}

export async function axe(page, world) {
  await page.evaluate(world.axe);
  return violations(page, {
    runOnly: AXE_TAGS,
    rules: { 'target-size': { enabled: true } },
  });
}

function axeLayout(page) {
  return violations(page, { runOnly: ['target-size', 'scrollable-region-focusable'] });
}

function axeContrast(page) {
  return violations(page, { runOnly: ['color-contrast'] });
}

async function violations(page, options) {
  const found = await page.evaluate(
    (all) => window.axe.run(document, all),
    { ...options, resultTypes: ['violations'] },
  );
  return found.violations.map(({ id, help, nodes }) => {
    const shown = nodes.slice(0, 3).map(({ html }) => html.slice(0, 120));
    return `${id}: ${help}, ${nodes.length} times: ${shown.join(' ')}`;
  });
}

/// Tabs through the whole page: first the skip links, then everything in the order of the source,
/// each in sight, with a mark, and at the end out again (WCAG 2.2 SC 2.1.1, 2.1.2, 2.4.1, 2.4.3,
/// 2.4.7, 2.4.11).
async function keyboard(page) {
  const stops = await page.evaluate(markStops);
  const problems = await skipLinks(page, stops);
  const seen = [];
  let left = false;
  const jump = stops.length > WALK_STOPS ? stops.length - WALK_STOPS / 2 : 0;
  for (let i = 0; i < Math.min(stops.length, WALK_STOPS) + MORE_STOPS && !left; i++) {
    if (jump && i === WALK_STOPS / 2) {
      await page.locator(`[data-stop="${jump}"]`).focus();
    }
    await page.keyboard.press('Tab');
    const at = await page.evaluate(describeFocus);
    left = at === null;
    if (at?.problem) {
      problems.push(at.problem);
    }
    if (at?.stop) {
      seen.push(at.stop);
    }
  }
  if (!left) {
    problems.push('Tab never leaves the page: a trap');
  }
  const missed = stops
    .filter((_, i) => !jump || i < WALK_STOPS / 2 || i >= jump)
    .filter(({ stop }) => !seen.includes(stop));
  if (missed.length) {
    problems.push(`not reached: ${missed.map(({ html }) => html).slice(0, 5).join(' ')}`);
  }
  if (seen.some((stop, i) => i > 0 && Number(stop) <= Number(seen[i - 1]))) {
    problems.push(`out of order: ${seen.join(' ')}`);
  }
  return problems.slice(0, 10);
}

/// Each skip link comes into sight when it has the focus, and the next Tab starts where it leads.
async function skipLinks(page, stops) {
  const problems = [];
  const skips = stops.filter(({ skip }) => skip);
  for (let i = 0; i < skips.length; i++) {
    await arrive(page);
    for (let n = 0; n <= i; n++) {
      await page.keyboard.press('Tab');
    }
    const at = await page.evaluate(describeFocus);
    if (at?.stop !== skips[i].stop || at.problem) {
      problems.push(`skip link ${i + 1} is not where Tab ${i + 1} leads: ${at?.problem ?? ''}`);
      continue;
    }
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    const wrong = await page.evaluate(() => {
      const target = document.getElementById(location.hash.slice(1));
      const next = document.activeElement;
      const after = (a, b) => a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING;
      if (!target) {
        return `leads to ${location.hash}, which is not there`;
      }
      return target === next || after(target, next) ? '' : `leads to ${next.outerHTML}`;
    });
    if (wrong) {
      problems.push(`skip link ${skips[i].html} ${wrong}`);
    }
  }
  await arrive(page);
  return problems;
}

/// Loads the page anew, so that Tab starts where it does for a reader.
async function arrive(page) {
  await page.evaluate(() => history.replaceState(null, '', location.pathname + location.search));
  await page.reload();
  await page.evaluate(markStops);
}

/// In the page: numbers what Tab should reach.
function markStops() {
  const able = 'a[href],button,input,select,textarea,summary,[tabindex]';
  return [...document.querySelectorAll(able)]
    .filter((e) => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({ visibilityProperty: true }))
    .map((e, i) => {
      e.dataset.stop = i + 1;
      return { stop: e.dataset.stop, skip: e.matches('.skip'), html: e.outerHTML.slice(0, 90) };
    });
}

/// In the page: what has the focus and what is wrong with how it shows. Null when nothing has it.
function describeFocus() {
  const e = document.activeElement;
  if (!e || e === document.body || e === document.documentElement) {
    return null;
  }
  const box = [...e.getClientRects()].find((r) => r.width && r.height);
  const style = getComputedStyle(e);
  const name = e.outerHTML.slice(0, 90);
  let problem = '';
  if (!box) {
    problem = `has no size: ${name}`;
  } else if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) {
    problem = `focus shows no mark: ${name}`;
  } else {
    const x = Math.min(Math.max(box.left + Math.min(box.width, 24) / 2, 0), innerWidth - 1);
    const top = Math.max(box.top, 0);
    const y = (top + Math.min(box.bottom, innerHeight)) / 2;
    const hit = box.bottom <= 0 || box.top >= innerHeight ? null : document.elementFromPoint(x, y);
    if (!hit) {
      problem = `focus is out of sight: ${name}`;
    } else if (!e.contains(hit) && !hit.contains(e)) {
      problem = `focus is covered by ${hit.outerHTML.slice(0, 60)}: ${name}`;
    }
  }
  return { stop: e.dataset.stop, problem };
}

/// In the page: what makes it wider than the window.
export function widest() {
  const root = document.scrollingElement;
  if (root.scrollWidth <= root.clientWidth) {
    return [];
  }
  const wide = [...document.querySelectorAll('body *')]
    .filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1)
    .slice(0, 3)
    .map((e) => e.outerHTML.slice(0, 90));
  return [`${root.scrollWidth} px wide in ${root.clientWidth}: ${wide.join(' ')}`];
}

async function zoomed(page) {
  const problems = await page.evaluate(widest);
  await page.evaluate((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
  }, SPACED_TEXT);
  const spaced = await page.evaluate(widest);
  const covered = await page.evaluate(() => {
    window.scrollTo(0, 400);
    return [...document.querySelectorAll('body *')]
      .filter((e) => ['fixed', 'sticky'].includes(getComputedStyle(e).position))
      .filter((e) => e.getBoundingClientRect().height > innerHeight / 2)
      .map((e) => `sticks and covers the window: ${e.outerHTML.slice(0, 90)}`);
  });
  return [...problems, ...spaced.map((s) => `with wide spaces: ${s}`), ...covered];
}

async function printed(page) {
  await page.emulateMedia({ media: 'print' });
  return page.evaluate(() => {
    const problems = [];
    const shown = (e) => e.checkVisibility() && e.getBoundingClientRect().height > 1;
    const some = (selector) => [...document.querySelectorAll(selector)];
    for (const e of some('.skip,.tabs,.top form').filter(shown)) {
      problems.push(`is printed: ${e.outerHTML.slice(0, 90)}`);
    }
    for (const e of some('main details').filter((d) => !d.open && d.checkVisibility())) {
      if (![...e.children].some((child) => !child.matches('summary') && shown(child))) {
        problems.push(`is not printed: ${e.outerHTML.slice(0, 90)}`);
      }
    }
    for (const e of some('body,body *').filter(shown)) {
      if (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== 'visible') {
        problems.push(`is cut off on paper: ${e.outerHTML.slice(0, 90)}`);
      }
    }
    if (document.scrollingElement.scrollWidth > innerWidth) {
      problems.push(`${document.scrollingElement.scrollWidth} px wide on ${innerWidth} px of paper`);
    }
    return problems.slice(0, 5);
  });
}

/// The system takes our colours away: what they said must be said by a shape as well.
async function forcedColours(page) {
  return page.evaluate(() => {
    const problems = [];
    if (!matchMedia('(forced-colors: active)').matches) {
      problems.push('the browser does not force colours');
    }
    const name = (e) => e.outerHTML.slice(0, 90);
    const shown = (selector) =>
      [...document.querySelectorAll(selector)].filter((e) => e.checkVisibility());
    for (const e of shown('body *')) {
      if (getComputedStyle(e).forcedColorAdjust === 'none' && e.textContent.trim()) {
        problems.push(`keeps its own colours: ${name(e)}`);
      }
    }
    for (const e of shown('button,input:not([type=hidden]),textarea,select')) {
      if (parseFloat(getComputedStyle(e).borderTopWidth) < 1) {
        problems.push(`has no border: ${name(e)}`);
      }
    }
    for (const e of shown('[aria-current]')) {
      if (Number(getComputedStyle(e).fontWeight) < 600) {
        problems.push(`looks like its neighbours: ${name(e)}`);
      }
    }
    return problems.slice(0, 5);
  });
}
