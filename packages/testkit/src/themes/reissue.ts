import assert from 'node:assert/strict';
import type { Theme } from '../check.ts';
import type { ConnectorKit } from '../connector-kit.ts';
import { complaints } from '../world/honesty.ts';

/** Re-issues are proved where they are declared. */
export const reissueTheme: Theme<ConnectorKit> = (kit) => {
  const check = kit.needing(['reissue'], {
    id: 'reissue/supersedes',
    title: 'a report that is published anew supersedes the old one, and no other changes',
    run: () =>
      kit.inWorld(async (world) => {
        await world.run();
        const before = await world.lake();
        assert.ok(world.upstream.reissue, 'the upstream has no `reissue` and no reason in `cannot`');
        world.upstream.reissue();
        world.clock.jumpTo(world.clock.mono() + (world.upstream.noticedAfterMs ?? 0));
        const { summary } = await world.run();
        const after = await world.lake();
        assert.deepEqual(
          [...after.keys()].sort(),
          [...before.keys()].sort(),
          'a re-issue must not be a report of its own',
        );
        const changed = [...after].filter(([id, { content }]) => before.get(id)?.content !== content);
        assert.equal(
          changed.length,
          1,
          `one report was published anew, ${changed.length} changed; ${complaints(summary)}`,
        );
        const [id, { manifest }] = changed[0] ?? assert.fail('nothing changed');
        assert.equal(manifest.supersedes, before.get(id)?.manifest.revision, 'it does not say what it supersedes');
        assert.equal(manifest.sequence, 2, 'it is not the second revision');
      }),
  });
  return [kit.declaring('revisions', check)];
};
