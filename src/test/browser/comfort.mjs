// What annals.js adds: keys, marks, stars, the help. Keys are really pressed.

import { axe, withPage, widest } from './pages.mjs';

const THREAD = '/brook-devel/20261119091402.4417-0-ines@okafor.example/T/';
const NESTED = '/brook-devel/20261119091402.4417-0-ines@okafor.example/t/';
const MESSAGE = '/brook-devel/87y0tn2k4h.fsf@brook.example/';
const QUOTES = '/brook-devel/7bcb3081-7a06-44eb-a017-c61a7f2b4a1c@harbourside.example/';
const INBOX = '/brook-devel/';

const TESTS = [
  ['j and k walk over messages', THREAD, walksMessages],
  ['j and k walk over rows, o opens one', INBOX, walksRows],
  ['k goes from a message to the one before', MESSAGE, walksNeighbours],
  ['keys are off where text is typed', THREAD, offInFields],
  ['keys can be switched off and on', THREAD, switchedOff],
  ['the help is a dialog that holds the focus', THREAD, dialog],
  ['the help has no fault that axe sees', THREAD, dialogIsAccessible],
  ['f folds and unfolds', QUOTES, folds],
  ['r, u and g go places', THREAD, goesPlaces],
  ['y copies the permalink', THREAD, copies],
  ['s stars, and the home page lists it', MESSAGE, stars],
  ['a message is read when its end was seen', THREAD, reads],
  ['m marks as new, n and p go there', THREAD, marksNew],
  ['the row of the message in view is marked', THREAD, followsScrolling],
  ['marks go to a file and back', MESSAGE, exports],
];

export function comfortJobs(world) {
  const job = (name, path, test, options) => ({
    name: `script: ${name}`,
    run: (report) =>
      withPage(world, { path, status: 200 }, async (page, complaints) => {
        const problems = await test(page, world);
        report(`script: ${name}`, [...problems, ...complaints]);
      }, options),
  });
  return [
    ...TESTS.map(([name, path, test]) => job(name, path, test)),
    job('works where storage is denied', THREAD, withoutStorage, { denied: true }),
    job('adds nothing where it is off', THREAD, withoutScript, { javaScriptEnabled: false }),
  ];
}

/// Collects what is not as it should be.
function expecting() {
  const problems = [];
  const expect = (what, found, wanted) => {
    if (JSON.stringify(found) !== JSON.stringify(wanted)) {
      problems.push(`${what}: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
    }
  };
  return { problems, expect };
}

const keys = async (page, ...names) => {
  for (const name of names) {
    await page.keyboard.press(name);
  }
};

/// The number of the article or row that has the focus, from 0.
const at = (page) =>
  page.evaluate(() => {
    const items = [...document.querySelectorAll('article.msg, .rows > li')];
    return items.findIndex((item) => item.contains(document.activeElement));
  });

const said = (page) => page.locator('.say').textContent();
const path = (page) => {
  const { pathname, hash } = new URL(page.url());
  return pathname + hash;
};

async function walksMessages(page) {
  const { problems, expect } = expecting();
  await keys(page, 'j');
  expect('first j', await at(page), 0);
  await keys(page, 'j', 'j');
  expect('two more', await at(page), 2);
  const top = await page.evaluate(() => document.activeElement.getBoundingClientRect().top);
  expect('the message is at the top', Math.round(top), 0);
  const mark = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  expect('the message shows the focus', mark !== 'none', true);
  await keys(page, 'k');
  expect('k', await at(page), 1);
  await keys(page, 'k', 'k');
  expect('k at the beginning', await at(page), 0);
  expect('it says so', await said(page), 'Nothing more above.');
  await page.evaluate(() => {
    document.activeElement.blur();
    document.querySelectorAll('article.msg')[4].scrollIntoView();
  });
  await page.waitForFunction(() => scrollY > 0);
  await keys(page, 'j');
  expect('j after scrolling to the fifth', await at(page), 5);
  return problems;
}

async function walksRows(page) {
  const { problems, expect } = expecting();
  await keys(page, 'j', 'j', 'k', 'j');
  expect('row', await at(page), 1);
  const href = await page.evaluate(() => document.activeElement.href);
  await keys(page, 'o');
  await page.waitForURL(href);
  return problems;
}

async function walksNeighbours(page) {
  const { problems } = expecting();
  const previous = await page.locator('a[rel=prev]').first().evaluate((a) => a.href);
  await keys(page, 'k');
  await page.waitForURL(previous);
  return problems;
}

async function offInFields(page) {
  const { problems, expect } = expecting();
  await keys(page, '/');
  expect('/ goes to', await page.evaluate(() => document.activeElement.id), 'q');
  await page.keyboard.type('j?gh/');
  expect('what was typed', await page.locator('#q').inputValue(), 'j?gh/');
  expect('open dialogs', await page.locator('dialog').count(), 0);
  await page.locator('article.msg').first().click();
  await keys(page, 'Control+j', 'Alt+j', 'Meta+j');
  expect('with a modifier', await at(page), 0);
  return problems;
}

async function switchedOff(page) {
  const { problems, expect } = expecting();
  await keys(page, '?');
  await page.getByLabel('Use these keys').uncheck();
  await keys(page, 'Escape');
  await page.reload();
  await keys(page, 'j', '?');
  expect('message', await at(page), -1);
  expect('open dialogs', await page.locator('dialog').count(), 0);
  await page.getByRole('button', { name: 'Keys and marks' }).click();
  await page.getByLabel('Use these keys').check();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.evaluate(() => scrollTo(0, 0));
  await keys(page, 'j');
  expect('message, with keys on again', await at(page), 0);
  return problems;
}

async function dialog(page) {
  const { problems, expect } = expecting();
  const opener = page.getByRole('button', { name: 'Keys and marks' });
  await opener.focus();
  await keys(page, 'Enter');
  const box = page.getByRole('dialog', { name: 'Keys and marks' });
  expect('is shown', await box.isVisible(), true);
  expect('is modal', await box.evaluate((e) => e.matches(':modal')), true);
  const stops = new Set();
  for (let i = 0; i < 20; i++) {
    await keys(page, 'Tab');
    stops.add(
      await page.evaluate(() => {
        const controls = [...document.querySelectorAll('dialog button, dialog input')];
        const e = document.activeElement;
        const number = controls.indexOf(e);
        return number >= 0 ? number : e === document.body ? 'browser' : `escaped: ${e.outerHTML}`;
      }),
    );
  }
  stops.delete('browser');
  expect('stops', [...stops].sort(), [0, 1, 2, 3, 4, 5, 6]);
  await page.keyboard.press('j');
  expect('keys rest while it is open', await box.isVisible(), true);
  await keys(page, 'Escape');
  await page.locator('dialog').waitFor({ state: 'detached' }); // its event comes a task later
  const back = await page.evaluate(() => document.activeElement.textContent);
  expect('the focus is back', back, 'Keys and marks');
  return problems;
}

async function dialogIsAccessible(page, world) {
  const problems = [];
  await page.addInitScript(() => localStorage.clear());
  await keys(page, '?');
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [1280, 390, 320]) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      problems.push(...(await axe(page, world)), ...(await page.evaluate(widest)));
      await page.screenshot({ path: `${world.out}/help-${width}-${colorScheme}.png` });
    }
  }
  return problems;
}

async function folds(page) {
  const { problems, expect } = expecting();
  const open = () => page.locator('details.fold[open]').count();
  const all = await page.locator('details.fold').count();
  expect('there are folds', all > 0, true);
  await keys(page, 'f');
  expect('open', await open(), all);
  await keys(page, 'f');
  expect('open again', await open(), 0);
  return problems;
}

async function goesPlaces(page, { base }) {
  const { problems } = expecting();
  await keys(page, 'j', 'j', 'r');
  await page.waitForURL(`${base}/brook-devel/20261119091402.4417-1-ines@okafor.example/#R`);
  await keys(page, 'u');
  await page.waitForURL(`${base}/brook-devel/20261119091402.4417-1-ines@okafor.example/t/#u`);
  await keys(page, 'u');
  await page.waitForURL(`${base}/brook-devel/`);
  await keys(page, 'g', 'm');
  await page.waitForURL(`${base}/brook-devel/new.html`);
  await keys(page, 'g', 'i');
  await page.waitForURL(`${base}/brook-devel/`);
  await keys(page, 'g', 'h');
  await page.waitForURL(`${base}/`);
  return problems;
}

async function copies(page, { base }) {
  const { problems, expect } = expecting();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const url = `${base}/brook-devel/20261119091402.4417-1-ines@okafor.example/`;
  await keys(page, 'j', 'j', 'y');
  await page.locator('.say', { hasText: 'Copied' }).waitFor();
  expect('clipboard', await page.evaluate(() => navigator.clipboard.readText()), url);
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('denied'));
  });
  await keys(page, 'k', 'y');
  await page.locator('.say', { hasText: '4417-0' }).waitFor();
  const old = await page.evaluate(() => navigator.clipboard.readText());
  expect('clipboard, the old way', old, url.replace('4417-1', '4417-0'));
  expect('the focus stays', await at(page), 0);
  return problems;
}

async function stars(page, { base }) {
  const { problems, expect } = expecting();
  await keys(page, 's');
  const button = page.locator('.star').first();
  expect('pressed', await button.getAttribute('aria-pressed'), 'true');
  await page.reload();
  expect('after a reload', await button.getAttribute('aria-pressed'), 'true');
  const subject = await page.locator('h1').textContent();
  await keys(page, 'g', 's');
  await page.waitForURL(`${base}/#starred`);
  const link = page.locator('#starred').locator('xpath=../..').locator('a');
  expect('listed', await link.textContent(), subject.trim());
  await keys(page, 'j', 'j', 'j', 'j');
  expect('the list is walked over, too', await at(page), 0);
  await keys(page, 'o');
  await page.waitForURL(base + MESSAGE);
  await button.click();
  expect('no more', await button.getAttribute('aria-pressed'), 'false');
  await page.goto(`${base}/`);
  expect('list', await page.locator('#starred').count(), 0);
  return problems;
}

const read = (page) => page.evaluate(() => JSON.parse(localStorage['annals.read'] ?? '[]').length);

async function reads(page, { base }) {
  const { problems, expect } = expecting();
  await page.setViewportSize({ width: 1280, height: 500 });
  await page.reload();
  expect('new on the first visit', await page.locator('.new').count(), 0);
  const all = await page.locator('article.msg').count();
  await page.locator('article.msg footer').nth(1).scrollIntoViewIfNeeded();
  await page.waitForFunction(() => JSON.parse(localStorage['annals.read'] ?? '[]').length > 0);
  const seen = await read(page);
  expect('some are read, not all', seen > 0 && seen < all, true);
  await page.goto(base + NESTED);
  expect('new on the next visit', await page.locator('.msg .by .new').count(), all - (await read(page)));
  expect('in the overview', await page.locator('.tree .new').count(), all - (await read(page)));
  return problems;
}

async function marksNew(page) {
  const { problems, expect } = expecting();
  await keys(page, 'j', 'j', 'j', 'm', 'j', 'j', 'm');
  expect('counted', await page.getByRole('button', { name: '2 new' }).count(), 1);
  await keys(page, 'p');
  expect('p', await at(page), 2);
  await keys(page, 'n');
  expect('n', await at(page), 4);
  await keys(page, 'n');
  expect('n at the end', await said(page), 'Nothing new below.');
  await keys(page, 'm');
  expect('one left', await page.getByRole('button', { name: '1 new' }).count(), 1);
  expect('marked', await page.locator('.msg .new').count(), 1);
  return problems;
}

async function followsScrolling(page) {
  const { problems, expect } = expecting();
  const current = () =>
    page.evaluate(() => [...document.querySelectorAll('.tree [aria-current]')].map((e) => e.id));
  const ids = await page.locator('article.msg').evaluateAll((all) => all.map((e) => e.id));
  await page.locator('article.msg').nth(5).evaluate((e) => e.scrollIntoView());
  const row = ids[5].replace('m', 'r');
  await page.locator(`#${row}[aria-current]`).waitFor({ state: 'attached' });
  expect('rows', await current(), [row]);
  return problems;
}

async function exports(page) {
  const { problems, expect } = expecting();
  await keys(page, 's', '?');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save marks' }).click(),
  ]);
  const file = await download.path();
  await Promise.all([
    page.waitForEvent('load'),
    page.getByRole('button', { name: 'Forget everything' }).click(),
  ]);
  const button = page.locator('.star').first();
  expect('forgotten', await button.getAttribute('aria-pressed'), 'false');
  await keys(page, '?');
  const input = page.getByLabel('Take marks from a file');
  const buffer = Buffer.from('{"read": 7, "stars": [null]}');
  await input.setInputFiles({ name: 'bad.json', mimeType: 'application/json', buffer });
  await page.locator('.say', { hasText: 'bad.json holds no marks' }).waitFor();
  await Promise.all([page.waitForEvent('load'), input.setInputFiles(file)]);
  expect('back', await button.getAttribute('aria-pressed'), 'true');
  return problems;
}

async function withoutStorage(page) {
  const { problems, expect } = expecting();
  const denied = await page.evaluate(() => {
    try {
      return String(window.localStorage);
    } catch (e) {
      return e.name;
    }
  });
  expect('storage', denied, 'SecurityError');
  await keys(page, 'j', 's', 'm', '?', 'Escape', 'j');
  expect('message', await at(page), 1);
  expect('starred', await page.locator('.star[aria-pressed=true]').count(), 1);
  return problems;
}

async function withoutScript(page) {
  const { problems, expect } = expecting();
  expect('buttons', await page.locator('button').allTextContents(), ['Search']);
  expect('messages', (await page.locator('article.msg').count()) > 10, true);
  return problems;
}
