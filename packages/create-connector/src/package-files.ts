import type { Answers } from './answers.ts';
import type { PackageSpecs } from './package-specs.ts';
import { clientRoom } from './rooms/client-room.ts';
import { configRoom } from './rooms/config-room.ts';
import { connectorRoom } from './rooms/connector-room.ts';
import { demoConfig, demoMain } from './rooms/demo-rooms.ts';
import { feedRoom } from './rooms/feed-room.ts';
import { door, fakeRoom, mockDoor, upstreamRoom } from './rooms/mock-rooms.ts';
import { gitignore, licence, manifest, tsconfig, tsconfigBuild, vitestConfig } from './rooms/package-rooms.ts';
import { policyRoom } from './rooms/policy-room.ts';
import { readme } from './rooms/readme-room.ts';
import { recordsRoom } from './rooms/records-room.ts';
import { changesetConfig, firstChangeset, publishWorkflow } from './rooms/release-rooms.ts';
import { contractTest, fixtureName, fixtureTest, fixtureText, sources } from './rooms/test-rooms.ts';
import { wordsOf } from './words.ts';

/** Every file of a connector package by its path; pure. */
export function packageFiles(answers: Answers, specs: PackageSpecs): ReadonlyMap<string, string> {
  const words = wordsOf(answers);
  return new Map([
    ['package.json', manifest(words, specs)],
    ['README.md', readme(words)],
    ['LICENSE', licence(words)],
    ['.gitignore', gitignore()],
    ['tsconfig.json', tsconfig()],
    ['tsconfig.build.json', tsconfigBuild()],
    ['vitest.config.ts', vitestConfig()],
    ['src/index.ts', door(words)],
    ['src/connector.ts', connectorRoom(words)],
    ['src/config.ts', configRoom(words)],
    ['src/client.ts', clientRoom(words)],
    ['src/sales.ts', feedRoom(words)],
    ['src/records.ts', recordsRoom(words)],
    ['src/policy.ts', policyRoom(words)],
    ['src/mock.ts', mockDoor(words)],
    [`src/mock/fake-${words.name}.ts`, fakeRoom(words)],
    ['src/mock/upstream.ts', upstreamRoom(words)],
    ['test/contract.test.ts', contractTest()],
    ['test/fixture.test.ts', fixtureTest(words)],
    [`test/fixtures/${fixtureName(words.formatParts)}`, fixtureText(words.formatParts)],
    ['test/fixtures/SOURCES.md', sources(words)],
    ['demo/main.ts', demoMain(words)],
    ['demo/ledgerline.yaml', demoConfig(words)],
    ['.changeset/config.json', changesetConfig()],
    ['.changeset/first-release.md', firstChangeset(words)],
    ['.github/workflows/publish.yml', publishWorkflow()],
  ]);
}
