import { createDraws, ExactSums, formatFixed, serve, stepOf } from '@ledgerline/fakes';
import fc from 'fast-check';
import { HttpResponse, http } from 'msw';
import { expect, onTestFinished, test } from 'vitest';

test('the same seed gives the same draws, another one others, and the low ranks come far more often', () => {
  const drawn = (seed: number) => {
    const draws = createDraws('plays', seed);
    return Array.from({ length: 2000 }, () => draws.zipf(100));
  };
  const first = drawn(1);
  expect(drawn(1)).toEqual(first);
  expect(drawn(2)).not.toEqual(first);
  expect(Math.max(...first)).toBeLessThan(100);
  const ofRank = (rank: number) => first.filter((found) => found === rank).length;
  expect(ofRank(0)).toBeGreaterThan(10 * ofRank(50));
});

test('sums are exact to twelve decimals, whatever is added in whatever order', () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n })), (values) => {
      const [there, back] = [new ExactSums(), new ExactSums()];
      for (const value of values) there.add('EUR', value);
      for (const value of values.toReversed()) back.add('EUR', value);
      expect(back.toObject()).toEqual(there.toObject());
      const [whole = '0', fraction = ''] = (there.toObject().EUR ?? '0').split('.');
      const scaled = BigInt(`${whole}${fraction.padEnd(12, '0')}`);
      expect(scaled).toBe(values.reduce((sum, value) => sum + value, 0n));
    }),
  );
  expect(formatFixed(-7n * stepOf(2), 2)).toBe('-0.07');
});

test('handlers answer on a real port, and an answer that is an error ends the connection', async () => {
  const served = await serve([
    http.post('*/told', async ({ request }) => HttpResponse.text(`heard ${await request.text()}`)),
    http.get('*/lost', () => HttpResponse.error()),
  ]);
  onTestFinished(() => served.close());
  const reply = await fetch(`${served.origin}/told`, { method: 'POST', body: 'x' });
  expect(await reply.text()).toBe('heard x');
  expect((await fetch(`${served.origin}/elsewhere`)).status).toBe(404);
  await expect(fetch(`${served.origin}/lost`)).rejects.toThrow();
});
