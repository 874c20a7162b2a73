import { type Static, Type } from '@ledgerline/core';
import { DropConfig } from '@ledgerline/drop';

const Currency = Type.Object(
  {
    territory: Type.String({ pattern: '^[A-Z]{2}$', description: 'The territory as its folder names it.' }),
    service: Type.Optional(
      Type.String({ minLength: 1, description: 'The service as its folder names it; every service without it.' }),
    ),
    currency: Type.String({ pattern: '^[A-Z]{3}$', description: 'The currency its statements are in (ISO 4217).' }),
  },
  {
    additionalProperties: false,
    description: 'The currency of the statements of a territory, or of one of its services.',
  },
);

const Flags = Type.Array(Type.String({ minLength: 1 }), { uniqueItems: true });

/** The connector's configuration. */
export const AmazonConfig = Type.Object(
  {
    drop: DropConfig,
    prefix: Type.String({
      default: '',
      description: 'Only files whose path begins with this; the folders of territory, month and service follow it.',
    }),
    vendor: Type.Optional(
      Type.String({ minLength: 1, description: 'Your vendor code; files of another vendor are held.' }),
    ),
    amount: Type.Union([Type.Literal('AMOUNT'), Type.Literal('COST')], {
      default: 'AMOUNT',
      description: 'The column with the money that is paid out.',
    }),
    currencies: Type.Array(Currency, {
      default: [],
      description: 'Currencies of files that do not say theirs. There is no default currency.',
    }),
    returnFlags: { ...Flags, default: ['R', 'RETURN'], description: 'Values of SALE_RETURN_FLAG that mean a return.' },
    saleFlags: { ...Flags, default: ['S', 'SALE'], description: 'Values of SALE_RETURN_FLAG that mean a sale.' },
    periodFrom: Type.Optional(
      Type.String({
        pattern: '^\\d{4}-(0[1-9]|1[0-2])$',
        description: 'First month to take (`YYYY-MM`); files of earlier months are skipped.',
      }),
    ),
    dsrSemaphore: Type.Union(
      [Type.Literal('none'), Type.Literal('ctrl'), Type.Literal('file-available'), Type.Literal('ack')],
      {
        default: 'none',
        description: 'The file that says that all files of a DSR message are there, if one is agreed.',
      },
    ),
  },
  { additionalProperties: false },
);

export type AmazonConfig = Static<typeof AmazonConfig>;
