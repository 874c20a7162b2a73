import { identifyCurrency, identifyDpid, identifyTerritory, parseDecimal, parsePeriod } from '@ledgerline/core';
import type { CellType } from './layouts/layout.ts';
import { valueSets } from './value-sets.ts';

/** What is wrong with a value: `…_FORM` can still be read, `…_INVALID` cannot, `…_UNKNOWN` is not in a list. */
export interface ValueFault {
  readonly code: string;
  readonly message: string;
}

type Check = (text: string) => ValueFault | undefined;

const fault = (code: string, message: string): ValueFault => Object.freeze({ code, message });

const decimalForm = fault(
  'DECIMAL_FORM',
  'is a decimal with superfluous zeros, a plus or an exponent; read exactly all the same',
);
const decimalInvalid = fault('DECIMAL_INVALID', 'is no decimal number');
const countDecimal = fault('COUNT_FRACTION', 'should be an integer and has decimals; read as a decimal');
const booleanForm = fault('BOOLEAN_FORM', 'should be true or false and is another spelling of it');
const booleanInvalid = fault('BOOLEAN_INVALID', 'is neither true nor false');
const dateForm = fault('DATE_FORM', 'is a date without hyphens; read as a day or month');
const dateInvalid = fault('DATE_INVALID', 'is no date');
const timeForm = fault('DATETIME_FORM', 'is an instant without a time zone, or a date only');
const timeInvalid = fault('DATETIME_INVALID', 'is no instant');
const durationInvalid = fault('DURATION_INVALID', 'is no ISO 8601 duration');
const dpidSuspect = fault('DPID_SUSPECT', 'is not the DDEX party id it should be');
const territoryReplaced = fault('TERRITORY_REPLACED', 'is a territory code that is not in force');
const territoryUnknown = fault('TERRITORY_UNKNOWN', 'is no known territory');
const currencyUnknown = fault('CURRENCY_UNKNOWN', 'is no ISO 4217 currency');
const valueUnknown = fault('VALUE_UNKNOWN', 'is not in the allowed-value set');

const plainDecimal = /^-?(?:0|[1-9]\d*)(?:\.(?:0|\d*[1-9]))?$/;
const plainInteger = /^[+-]?\d+$/;
const instant = /^(\d{4}-\d{2}-\d{2})(?:T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?$/;
const duration = /^P(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$/;

function decimal(text: string): ValueFault | undefined {
  if (plainDecimal.test(text)) return undefined;
  return parseDecimal(text) === undefined ? decimalInvalid : decimalForm;
}

function integer(text: string): ValueFault | undefined {
  if (plainInteger.test(text)) return undefined;
  return parseDecimal(text) === undefined ? decimalInvalid : countDecimal;
}

function date(text: string): ValueFault | undefined {
  if (/[^\d-]/.test(text) || parsePeriod(text) === undefined || text.includes('--')) return dateInvalid;
  return text.length === 4 || text.includes('-') ? undefined : dateForm;
}

function datetime(text: string): ValueFault | undefined {
  const [, day, time, zone] = instant.exec(text) ?? [];
  if (day === undefined || parsePeriod(day) === undefined) return timeInvalid;
  return time === undefined || zone === undefined ? timeForm : undefined;
}

function territory(text: string): ValueFault | undefined {
  const { state } = identifyTerritory(text);
  if (state === 'valid') return undefined;
  return state === 'suspect' ? territoryReplaced : territoryUnknown;
}

const checks: { readonly [T in CellType]?: Check } = Object.freeze({
  integer,
  decimal,
  date,
  datetime,
  territory,
  boolean: (text: string) => {
    if (text === 'true' || text === 'false') return undefined;
    return readBoolean(text) === undefined ? booleanInvalid : booleanForm;
  },
  duration: (text: string) => (duration.test(text) ? undefined : durationInvalid),
  dpid: (text: string) => (identifyDpid(text).state === 'valid' ? undefined : dpidSuspect),
  currency: (text: string) => (identifyCurrency(text).state === 'valid' ? undefined : currencyUnknown),
});

/** Types whose few distinct values come again and again. */
const repeating: ReadonlySet<CellType> = new Set(['date', 'dpid', 'territory', 'currency', 'duration']);

/** Distinct values remembered per type. */
const maxRemembered = 1024;

/** A check that remembers its answers. */
function remembering(check: Check): Check {
  const answers = new Map<string, ValueFault | undefined>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined || answers.has(text)) return known;
    if (answers.size >= maxRemembered) answers.clear();
    const answer = check(text);
    answers.set(text, answer);
    return answer;
  };
}

/** The check of a type of cell; undefined where any text will do. */
export function checkOf(type: CellType): Check | undefined {
  const set = valueSets[type];
  if (set !== undefined) return (text) => (set.has(text) ? undefined : valueUnknown);
  const check = checks[type];
  return check !== undefined && repeating.has(type) ? remembering(check) : check;
}

/** `true`, `false`, and the spellings met besides (`TRUE`, `1`, `Yes`). */
export function readBoolean(text: string): boolean | undefined {
  if (/^(?:true|1|yes|y)$/i.test(text)) return true;
  return /^(?:false|0|no|n)$/i.test(text) ? false : undefined;
}
