import type { AuthSetting } from '../kinds/auth-kinds.ts';
import type { Words } from '../words.ts';
import { importLine, lineWidth } from './imports.ts';

const baseUrl = 'Root of the API.';

function settingLines({ origin }: Words, { key, secret, description, defaultPath }: AuthSetting): string {
  if (secret) return `    ${key}: Secret({ description: '${description}' }),\n`;
  if (defaultPath === undefined) return `    ${key}: Type.String({ minLength: 1, description: '${description}' }),\n`;
  return urlLines(key, `${origin}${defaultPath}`, description);
}

function urlLines(key: string, byDefault: string, description: string): string {
  const parts = [`default: '${byDefault}'`, "pattern: '^https?://'", `description: '${description}'`];
  const line = `    ${key}: Type.String({ ${parts.join(', ')} }),`;
  if (line.length <= lineWidth) return `${line}\n`;
  return `    ${key}: Type.String({\n${parts.map((part) => `      ${part},\n`).join('')}    }),\n`;
}

/** `src/config.ts` */
export function configRoom(words: Words): string {
  const { type, origin, authParts } = words;
  const lines = authParts.settings.map((setting) => settingLines(words, setting)).join('');
  return `${importLine(['Secret', 'type Static', 'Type'], '@ledgerline/core')}

/** The connector's configuration. */
export const ${type}Config = Type.Object(
  {
${lines}${urlLines('baseUrl', origin, baseUrl)}  },
  { additionalProperties: false },
);

export type ${type}Config = Static<typeof ${type}Config>;
`;
}

/** Rows of the settings table, as \`ledgerline connector check --write\` writes them. */
export function settingRows({ origin, authParts }: Words): readonly (readonly string[])[] {
  const rows = authParts.settings.map(({ key, secret, description, defaultPath }: AuthSetting) => {
    const type = secret ? 'secret text' : defaultPath === undefined ? 'text' : 'text `^https?://`';
    return [
      `\`${key}\``,
      type,
      '',
      defaultPath === undefined ? 'required' : `\`"${origin}${defaultPath}"\``,
      description,
    ];
  });
  return [...rows, ['`baseUrl`', 'text `^https?://`', '', `\`"${origin}"\``, baseUrl]];
}
