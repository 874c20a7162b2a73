import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/** A Chromium to test with: the one that `CHROMIUM` names, an installed one, or Debian's, installed where this process may. */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM;
  const installed = (): string | undefined => [...(named ? [named] : []), ...places].find((path) => existsSync(path));
  return installed() ?? (installDebians() ? installed() : undefined);
}

function installDebians(): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  console.error('Installing the chromium package …');
  const apt = (...words: string[]): boolean =>
    spawnSync('apt-get', words, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  return apt('update') && apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core');
}

/** Starts it with a profile of its own and nothing that asks the network. */
export async function openBrowser(executablePath: string): Promise<BrowserContext> {
  return await chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), 'ledgerline-chromium-')), {
    executablePath,
    headless: true,
    args: [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
  });
}
