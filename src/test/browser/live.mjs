// A mail arrives while pages are open. Runs alone and last, for it changes the archive.

import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { axe, withPage, widest } from './pages.mjs';

const ROOT = '20260303101000.43200-1-farid.haddad@lowland.example';
const THREAD = `/brook-devel/${ROOT}/T/`;
const SUBJECT = 'Re: <b>news</b> & more';
const ARRIVAL_MILLIS = 60_000;

const REPLY = `From: "New <i>Comer</i>" <new@comer.example>
To: brook-devel@lists.brook.example
Subject: ${SUBJECT}
Date: Wed, 25 Nov 2026 10:00:00 +0000
Message-ID: <arrives-while-open@comer.example>
In-Reply-To: <${ROOT}>

This one came while you were reading.
`;

export function liveJobs(world) {
  const visit = (path, test) =>
    withPage(world, { path, status: 200 }, async (page, complaints) => {
      await test(page);
      if (complaints.length) {
        throw new Error(complaints.join('; '));
      }
    });
  const name = 'live: mail that arrives is announced, and marked as new when shown';
  return [
    {
      name,
      run: async (report) => {
        const problems = [];
        await visit(THREAD, (thread) =>
          visit('/brook-devel/', (inbox) =>
            visit(THREAD, async (background) => {
              await setHidden(background, true);
              await readToTheEnd(thread);
              await arrive(world);
              problems.push(
                ...(await inThread(thread, world)),
                ...(await inInbox(inbox)),
                ...(await inBackground(background)),
              );
            }),
          ),
        );
        report(name, problems);
      },
    },
  ];
}

async function arrive({ out, importCommand }) {
  const file = `${out}/arrives.eml`;
  writeFileSync(file, REPLY);
  const [program, ...words] = importCommand;
  await promisify(execFile)(program, [...words, 'brook-devel', file]);
}

async function readToTheEnd(page) {
  const all = await page.locator('article.msg').count();
  await page.locator('article.msg footer').last().scrollIntoViewIfNeeded();
  for (let i = 0; i < all; i++) {
    await page.locator('article.msg footer').nth(i).scrollIntoViewIfNeeded();
    await page.waitForFunction(
      (n) => JSON.parse(localStorage['annals.read'] ?? '[]').length > n,
      i,
    );
  }
}

/// As when another tab is in front: nothing is told to a page that nobody sees.
async function setHidden(page, hidden) {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { value, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}

const notice = (page) => page.locator('.news', { hasText: 'new message' });

async function inThread(page, world) {
  const problems = [];
  await notice(page).waitFor({ timeout: ARRIVAL_MILLIS });
  const text = (await notice(page).textContent()).split('. ')[0];
  if (text !== '1 new message in this thread, from New <i>Comer</i>') {
    problems.push(`the thread says: ${text}`);
  }
  if (await notice(page).locator('i, b').count()) {
    problems.push('markup of the mail became markup of the page');
  }
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [1280, 390, 320]) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      problems.push(...(await page.evaluate(widest)));
      await page.screenshot({ path: `${world.out}/news-${width}-${colorScheme}.png` });
    }
    problems.push(...(await axe(page, world)));
  }
  await notice(page).getByRole('link', { name: 'show' }).click();
  const fresh = page.locator('article.msg', { hasText: 'This one came while' });
  await fresh.waitFor();
  const id = await fresh.getAttribute('id');
  if (new URL(page.url()).hash !== `#${id}`) {
    problems.push(`shown at ${page.url()}, not at ${id}`);
  }
  if ((await page.locator('article.msg .by .new').count()) !== 1) {
    problems.push('it is not the only one that is marked as new');
  }
  if (await notice(page).count()) {
    problems.push('it is announced again');
  }
  return problems;
}

async function inInbox(page) {
  const problems = [];
  await notice(page).waitFor({ timeout: ARRIVAL_MILLIS });
  const text = await notice(page).textContent();
  if (!text.startsWith(`1 new message in brook-devel: ${SUBJECT}, from `)) {
    problems.push(`the inbox says: ${text}`);
  }
  await page.keyboard.press('n');
  await notice(page).getByRole('link', { name: 'show' }).click();
  await page.locator('.counted', { hasText: '1 new since you last looked' }).waitFor();
  await page.keyboard.press('n');
  const row = await page.evaluate(() => document.activeElement.closest('li')?.textContent ?? '');
  if (!row.includes('new ')) {
    problems.push(`n went to ${row}`);
  }
  return problems;
}

async function inBackground(page) {
  if (await notice(page).count()) {
    return ['a page in the background was told'];
  }
  await setHidden(page, false);
  await notice(page).waitFor({ timeout: ARRIVAL_MILLIS });
  return [];
}
