import assert from 'node:assert/strict';
import type { Theme } from '../check.ts';
import type { ConnectorKit } from '../connector-kit.ts';

export const againTheme: Theme<ConnectorKit> = (kit) => [
  {
    id: 'again/unchanged',
    title: 'a second run of the same listing reads no document again and changes no byte',
    run: () =>
      kit.inWorld(async (world) => {
        await world.run();
        const report = await world.run();
        await kit.honest(world, report, 'a second run');
        const documents = report.requests.filter(({ place }) => place === 'document').length;
        assert.equal(documents, 0, 'documents that are committed and unchanged were read again');
      }),
  },
  {
    id: 'again/reproducible',
    title: 'two lakes of the same reports hold the same bytes',
    run: () =>
      kit.inWorld(async (world) => {
        const { told } = await kit.honest(world, await world.run(), 'another lake');
        assert.deepEqual(told, []);
      }),
  },
];
