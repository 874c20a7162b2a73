import { faultMeanings, plans } from './faults.ts';
import { dspNames, type MockOptions } from './options.ts';
import type { ServedFake } from './served-fake.ts';

const marks = { start: '# ledgerline.yaml: from here', end: '# to here' };

export const help = `npm run mock -- DSP [options]: serves the fake of a DSP on a loopback port, for trying by hand.

  DSP             ${dspNames.join(', ')}
  --port N        the port; spotify takes the next one as well (default 4010, 0 for any free one)
  --faults PLAN   ${Object.keys(plans).join(', ')} (default none)
  --fault NAME=SHARE[,NAME=SHARE]
                  a fault and the share of requests or connections that it hits, over those of the plan
  --seed S        the same seed gives the same data and the same faults (default 1)

Faults:
${Object.entries(faultMeanings)
  .map(([name, meaning]) => `  ${name.padEnd(15)} ${meaning}`)
  .join('\n')}

Plans:
${Object.entries(plans)
  .map(([name, plan]) => `  ${name.padEnd(15)} ${shares(plan) || 'nothing goes wrong'}`)
  .join('\n')}

Example: npm run mock -- apple --port 4010 --fault throttle=0.1,cut=0.05`;

function shares(faults: Readonly<Record<string, number>>): string {
  return Object.entries(faults)
    .filter(([, share]) => share > 0)
    .map(([name, share]) => `${name}=${share}`)
    .join(' ');
}

/** A pipeline that reads the fake, whole: what stands here is the file. */
function configText(dsp: string, { config, feeds, window }: ServedFake): string {
  const settings = Object.entries(config).map(([key, value]) => `      ${key}: ${JSON.stringify(value)}`);
  return [
    marks.start,
    'sinks: { lake: { use: filesystem, path: ./lake } }',
    'pipelines:',
    `  ${dsp}-mock:`,
    `    connector: ${dsp}`,
    '    accounts: [fake-label]',
    `    feeds: [${feeds.join(', ')}]`,
    `    since: ${window.since}`,
    `    until: ${window.until}`,
    '    # Quicker than the DSP itself would allow.',
    '    policy: { rate: [], retry: { baseMs: 50, maxMs: 2000 } }',
    '    config:',
    ...settings,
    marks.end,
  ].join('\n');
}

/** Everything that is told when a fake is up. */
export function page({ dsp, seed, faults }: MockOptions, origin: string, fake: ServedFake): string {
  const width = Math.max(...Object.keys(fake.credentials).map((name) => name.length));
  const credentials = Object.entries(fake.credentials).map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
  return [
    `A fake ${dsp} listens on ${origin} (seed ${seed}; ${shares(faults) || 'no faults'}). Ctrl-C stops it.`,
    ...(fake.notes ?? []),
    '',
    'Credentials:',
    ...credentials,
    '',
    configText(dsp, fake),
    '',
    'Try it:',
    `  ${fake.curl}`,
    '  npm run ledgerline -- -c ledgerline.yaml run',
  ].join('\n');
}
