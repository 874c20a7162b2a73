import { expect, test } from 'vitest';
import { PolicyFigures } from './policy-figures.ts';

test('figures are added up per DSP from the records alone', () => {
  const figures = new PolicyFigures();
  const scope = 'spotify/me/api';
  for (const record of [
    { k: 'header' },
    { k: 'call', scope },
    { k: 'admit', scope },
    { k: 'verdict', scope, verdict: 'throttle' },
    { k: 'gate', scope: 'spotify/me', to: 'Open', until: 1300, t: 300 },
    { k: 'hold', scope, cause: 'hint' },
    { k: 'hold', scope, cause: 'slots' },
    { k: 'admit', scope },
    { k: 'settle', scope, outcome: 'delivered' },
    { k: 'call', scope: 'apple' },
    { k: 'settle', scope: 'apple', outcome: 'deferred' },
  ])
    figures.take(record);
  const none = { calls: 0, sends: 0, throttled: 0, windows: 0, closedMs: 0, callsSaved: 0, deferred: 0, gaveUp: 0 };
  expect(figures.byDsp()).toEqual({
    apple: { ...none, calls: 1, deferred: 1 },
    spotify: { ...none, calls: 1, sends: 2, throttled: 1, windows: 1, closedMs: 1000, callsSaved: 1 },
  });
});
