// The fake of one DSP on a loopback port, for trying by hand. Options: see --help, or options.ts.
import { createFaultProxy, type FaultProxy, serveHandlers } from '@ledgerline/testkit/checks';
import { getResponse, http } from 'msw';
import { fakeAmazon } from './dsp/amazon.ts';
import { fakeApple } from './dsp/apple.ts';
import { fakeSpotify } from './dsp/spotify.ts';
import { fakeYoutube } from './dsp/youtube.ts';
import { answeredFaults, drawnNumbers, drawnToxics } from './faults.ts';
import { type DspName, type MockOptions, readOptions, UsageError } from './options.ts';
import { help, page } from './page.ts';
import type { FakeOptions, FaultNumbers, ServedFake } from './served-fake.ts';

const makers: Readonly<Record<DspName, (options: FakeOptions) => ServedFake>> = {
  spotify: fakeSpotify,
  apple: fakeApple,
  amazon: fakeAmazon,
  youtube: fakeYoutube,
};

function originOf({ host, port }: FaultProxy): string {
  return `http://${host}:${port}`;
}

/** Opens the port, which always leads through the fault proxy. Errors: UsageError when it is taken. */
async function openPort(port: number, upstreamPort: number, toxics: ReturnType<typeof drawnToxics>) {
  const upstream = { host: '127.0.0.1', port: upstreamPort };
  return createFaultProxy({ upstream, toxics, port }).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`Port ${port} cannot be opened (${error.code}); name another with --port, or 0 for any.`);
  });
}

/** People type `localhost`; the fakes answer for the address they were told. */
function byOtherName(handlers: ServedFake['handlers']): ServedFake['handlers'][number] {
  return http.all('http://localhost:*/*', ({ request }) => {
    const url = new URL(request.url);
    url.hostname = '127.0.0.1';
    return getResponse([...handlers], new Request(url, request));
  });
}

/** Serves until it is told to stop. */
async function serve(options: MockOptions, opened: (() => unknown)[]): Promise<void> {
  const { dsp, port, seed, faults } = options;
  const handlers: ServedFake['handlers'][number][] = [];
  const served = await serveHandlers(handlers);
  opened.push(() => served.close());
  const toxics = drawnToxics(seed, faults);
  const main = await openPort(port, served.port, toxics);
  opened.push(() => main.close());
  const storage = dsp === 'spotify' ? await openPort(port === 0 ? 0 : port + 1, served.port, toxics) : main;
  opened.push(() => storage.close());
  const origins = { main: originOf(main), storage: originOf(storage) };
  const fake = makers[dsp]({ seed, nowMs: Date.now(), origins });
  opened.push(() => fake.close?.());
  const numbers = answeredFaults.map((name) => [name, drawnNumbers(seed, name, faults[name] ?? 0)]);
  fake.addFaults(Object.fromEntries(numbers) as FaultNumbers);
  handlers.push(...fake.handlers, byOtherName(fake.handlers));
  console.log(page(options, origins.main, fake));
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  console.log(`Stopped after ${fake.requests.length} requests.`);
}

const opened: (() => unknown)[] = [];
try {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') console.log(help);
  else await serve(options, opened);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message} See npm run mock -- --help.`);
  process.exitCode = 2;
} finally {
  await Promise.all(opened.map((close) => close()));
}
