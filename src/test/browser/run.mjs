// Opens the pages of a running Annals in Chromium and prints one line for each check that was made:
// `ok<TAB>name`, or `bad<TAB>name` with a tab and the text of each problem behind it.
//
//   node run.mjs --base URL --modules DIR --chromium FILE --out DIR [--only KIND] -- COMMAND...
//
// `--modules` is node_modules, `--out` takes pictures, `--only` is part of the names of the kinds
// or tests that are wanted, and COMMAND imports mail when it is given an inbox and a file.

import { readFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { comfortJobs } from './comfort.mjs';
import { liveJobs } from './live.mjs';
import { pageJobs } from './pages.mjs';

const KINDS = new URL('kinds.txt', import.meta.url);
const AT_ONCE = 2;

const text = { type: 'string' };
const { values: job, positionals: importCommand } = parseArgs({
  options: { base: text, modules: text, chromium: text, out: text, only: text },
  allowPositionals: true,
});
const require = createRequire(job.modules + '/');
const { chromium } = require('playwright-core');

function kinds() {
  return readFileSync(KINDS, 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => line.split(/ +/))
    .map(([name, status, path]) => ({ name, status: Number(status), path }));
}

const oneLine = (text) => String(text).replace(/\s+/g, ' ').slice(0, 500);

function report(name, problems) {
  const words = problems.length ? ['bad', name, ...problems.slice(0, 10).map(oneLine)] : ['ok', name];
  process.stdout.write(words.join('\t') + '\n');
}

async function work(jobs, atOnce) {
  const left = jobs.filter(({ name }) => name.includes(job.only ?? ''));
  const worker = async () => {
    for (let next; (next = left.shift()); ) {
      await next.run(report).catch((e) => report(next.name, [e.stack]));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

mkdirSync(job.out, { recursive: true });
const browser = await chromium.launch({
  executablePath: job.chromium,
  chromiumSandbox: process.getuid() !== 0, // which root cannot have
  args: [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-gpu',
    '--disable-quic',
    '--disable-sync',
    '--no-first-run',
  ],
});
try {
  const world = { ...job, importCommand, browser, axe: readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8') };
  await work([...pageJobs(world, kinds()), ...comfortJobs(world)], AT_ONCE);
  await work(liveJobs(world), 1);
} finally {
  await browser.close();
}
