import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { coreVersion, incompatibility } from '@ledgerline/core/runtime';
import type { AnyConnector, Check } from '@ledgerline/testkit/checks';
import type { ConnectorPackage } from '../connector-package.ts';

const doors = ['.', './mock', './package.json'];

/** What names a connector's package, whatever its scope. */
function shortName(packageName: string): string | undefined {
  const [, own] = /^@ledgerline\/connector-(.+)$/.exec(packageName) ?? [];
  const [, others] = /^(?:@[^/]+\/)?ledgerline-connector-(.+)$/.exec(packageName) ?? [];
  return own ?? others;
}

function workflows(folder: string): string {
  const below = join(folder, '.github', 'workflows');
  const names = existsSync(below) ? readdirSync(below).filter((name) => /\.ya?ml$/.test(name)) : [];
  return names.map((name) => readFileSync(join(below, name), 'utf8')).join('\n');
}

/** What a package.json and the files beside it must say. */
export function packageChecks({ folder, manifest }: ConnectorPackage, connector: AnyConnector): readonly Check[] {
  const { name = '', version = '0.0.0', keywords = [], license = '', exports = {} } = manifest;
  const check = (id: string, title: string, run: () => void): Check => ({ id, title, run: async () => run() });
  return [
    check('package/name', 'the name leads from `connector: NAME` to the package', () => {
      const short = shortName(name);
      assert.ok(short, `"${name}" is not ledgerline-connector-NAME, with or without a scope`);
      assert.equal(
        connector.name,
        short,
        `the connector calls itself "${connector.name}", its package says "${short}"`,
      );
    }),
    check('package/keyword', 'the keyword makes it found', () => {
      assert.ok(keywords.includes('ledgerline-connector'), 'put "ledgerline-connector" among the keywords');
    }),
    check('package/licence', 'the licence is named, and its text is there', () => {
      assert.ok(license !== '' && license !== 'UNLICENSED', 'package.json names no licence');
      const texts = readdirSync(folder).filter((file) => /^(licen[cs]e|copying)/i.test(file));
      assert.ok(texts.length > 0, 'there is no LICENSE beside package.json');
    }),
    check('package/core', 'core is a peer, in a range that this core fits', () => {
      assert.ok(!manifest.dependencies?.['@ledgerline/core'], 'core is a dependency: there would be two of them');
      assert.ok(
        manifest.peerDependencies?.['@ledgerline/core'],
        'state a range on @ledgerline/core in peerDependencies',
      );
      assert.equal(incompatibility(manifest, coreVersion()), undefined);
    }),
    check('package/doors', 'connector, mock and package.json are exported, and built', () => {
      for (const door of doors) {
        const target = exports[door];
        assert.ok(target, `exports has no "${door}"`);
        const files = typeof target === 'string' ? [target] : [target.types, target.default];
        for (const file of files)
          assert.ok(file && existsSync(join(folder, file)), `"${door}" leads to ${file}; build it`);
      }
    }),
    check('package/version', 'the connector has the version of its package', () => {
      if (version === '0.0.0') return; // never released
      assert.equal(connector.version, version, `defineConnector says ${connector.version}, package.json ${version}`);
    }),
    check('package/changesets', 'versions are made by changesets', () => {
      assert.ok(existsSync(join(folder, '.changeset', 'config.json')), 'there is no .changeset/config.json');
    }),
    check('package/provenance', 'npm can tell which commit and workflow built a version', () => {
      assert.equal(manifest.publishConfig?.provenance, true, 'set publishConfig.provenance to true');
      assert.ok(manifest.repository, 'package.json names no repository; provenance is about one');
      assert.match(workflows(folder), /id-token:\s*write/, 'no workflow has the permission `id-token: write`');
    }),
  ];
}
