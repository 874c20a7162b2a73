import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import type { Check } from '../checks.ts';
import type { Lake } from './lakes.ts';

/** What is checked, and what was found where a check does not hold. */
export interface Checked {
  readonly checks: readonly Check[];
  readonly found: readonly string[];
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const widths = { phone: 360, desktop: 1200 } as const;
/** Units: bytes. */
const largestPage = 2_000_000;

/** Opens a report in a browser and looks at it as people do: wide, narrow, dark, printed, by keyboard; keeps pictures. */
export async function checkPage(context: BrowserContext, lake: Lake, pictures: string): Promise<Checked> {
  const page = await context.newPage();
  const told: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && told.push(message.text())));
  page.on('pageerror', (error) => void told.push(error.message));
  page.on('request', (request) => void requests.push(request.url()));
  const url = pathToFileURL(lake.page).href;
  await page.setViewportSize({ width: widths.desktop, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(url);
  const shoot = (name: string) => page.screenshot({ path: join(pictures, `${lake.name}-${name}.png`), fullPage: true });
  const found: string[] = [];
  const checks: Check[] = [];
  const none = (id: string, unit: string, bad: readonly string[]): void => {
    found.push(...bad.map((text) => `${lake.name}/${id}: ${text}`));
    checks.push({ id: `${lake.name}/${id}`, value: bad.length, unit, limit: '= 0', holds: bad.length === 0 });
  };
  const figures = await figuresOn(page);
  const isEmpty = lake.report.run === undefined && lake.report.money.length === 0;
  checks.push({
    ...{ id: `${lake.name}/figures`, value: figures.length, unit: 'figures', limit: isEmpty ? '>= 0' : '>= 20' },
    holds: isEmpty || figures.length >= 20,
  });
  none('wrong-figures', 'figures', wrongFigures(figures, lake));
  none('absent-figures', 'figures', absentFigures(figures, lake));
  await shoot('light');
  none('axe-light', 'violations', await violations(page));
  none('keyboard', 'problems', await keyboardProblems(page));
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot('dark');
  none('axe-dark', 'violations', await violations(page));
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: widths.phone, height: 780 });
  none('overflow-360', 'px', await overflow(page));
  await shoot('phone');
  await page.setViewportSize({ width: 718, height: 1000 });
  await page.emulateMedia({ media: 'print' });
  none('overflow-print', 'px', await overflow(page));
  await shoot('print');
  await page.emulateMedia({ media: null });
  none('console', 'errors', told);
  none(
    'requests',
    'requests',
    requests.filter((request) => request !== url && !request.startsWith('data:')),
  );
  const bytes = readFileSync(lake.page).length;
  checks.push({
    id: `${lake.name}/bytes`,
    value: bytes,
    unit: 'bytes',
    limit: `<= ${largestPage}`,
    holds: bytes <= largestPage,
  });
  await page.close();
  return { checks, found };
}

interface Shown {
  readonly at: string;
  readonly value: string;
  readonly text: string;
  /** How many digits a statistic is shown in; absent for what is shown whole. */
  readonly digits: string | null;
}

function figuresOn(page: Page): Promise<Shown[]> {
  return page.$$eval('data[data-at]', (elements) =>
    elements.map((element) => ({
      at: element.getAttribute('data-at') ?? '',
      value: element.getAttribute('value') ?? '',
      text: element.textContent ?? '',
      digits: element.getAttribute('data-digits'),
    })),
  );
}

/** Figures that are not what the JSON has at their place, to the last digit. */
function wrongFigures(figures: readonly Shown[], { report }: Lake): string[] {
  return figures.flatMap(({ at, value, text, digits: count }) => {
    const wanted = String(valueAt(report, at));
    const digits = text.replaceAll(',', '').replace('−', '-');
    const shown = count === null ? wanted : String(Number(Number(wanted).toPrecision(Number(count))));
    return value === wanted && digits === shown ? [] : [`${at} is ${wanted}, the page shows ${text} (${value})`];
  });
}

/** Totals that the JSON has and the page does not show. */
function absentFigures(figures: readonly Shown[], { report }: Lake): string[] {
  const shown = new Set(figures.map(({ at }) => at));
  const { totals } = report.run ?? {};
  const wanted = [
    ...(totals ? ['accepted', 'read', 'rejected', 'skipped', 'units'].map((name) => `/run/totals/${name}`) : []),
    ...Object.keys(totals?.amounts ?? {}).map((currency) => `/run/totals/amounts/${currency}`),
    ...report.money.flatMap(({ currencies }, source) =>
      currencies.flatMap(({ amount }, index) =>
        ['rows', 'units', ...(amount === undefined ? [] : ['amount'])].map(
          (name) => `/money/${source}/currencies/${index}/${name}`,
        ),
      ),
    ),
    ...Object.keys(report.calendar.states).map((state) => `/calendar/states/${state}`),
    ...report.deadLetters.reasons.map((_, index) => `/deadLetters/reasons/${index}/letters`),
    ...(report.audit ? ['/audit/records'] : []),
  ];
  return wanted.filter((at) => !shown.has(at));
}

function valueAt(report: object, pointer: string): unknown {
  let at: unknown = report;
  for (const name of pointer.split('/').slice(1))
    at =
      typeof at === 'object' && at !== null
        ? Reflect.get(at, name.replaceAll('~1', '/').replaceAll('~0', '~'))
        : undefined;
  return at;
}

async function violations(page: Page): Promise<string[]> {
  // The page allows no script of its own; the debugger's do not ask it.
  const result: {
    readonly violations: readonly {
      readonly id: string;
      readonly help: string;
      readonly nodes: readonly { readonly html: string }[];
    }[];
  } = await page.evaluate(`${axe};axe.run(document, { resultTypes: ['violations'] })`);
  return result.violations.map(
    ({ id, help, nodes }) => `${id}: ${help} (${nodes.length}, first ${nodes[0]?.html.slice(0, 160)})`,
  );
}

async function overflow(page: Page): Promise<string[]> {
  const [scroll, client]: [number, number] = await page.evaluate(
    '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
  );
  return scroll > client ? [`${scroll} px wide in ${client}`] : [];
}

/** The first stop is the way past the navigation, and everything that scrolls can be reached and scrolled. */
async function keyboardProblems(page: Page): Promise<string[]> {
  const problems: string[] = [];
  await page.keyboard.press('Tab');
  const first = await page.evaluate('document.activeElement.textContent');
  if (first !== 'Skip to the report') problems.push(`the first stop is ${first}`);
  const unreachable: number = await page.evaluate(
    "[...document.querySelectorAll('.scroll')].filter((part) => part.tabIndex !== 0 || !part.getAttribute('aria-label')).length",
  );
  if (unreachable > 0) problems.push(`${unreachable} parts that scroll cannot be reached`);
  await page.keyboard.press('Enter');
  const target = await page.evaluate('document.activeElement.id');
  if (target !== 'main') problems.push(`the way past the navigation leads to "${target}"`);
  return problems;
}
