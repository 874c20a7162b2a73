/** What a rule may cost: nothing, a remark, the row, or the commit. */
export type Policy = 'off' | 'flag' | 'quarantine' | 'stop';

/**
 * One rule of drift, as data; the settings, the findings and the page in docs are made of it.
 *
 * Shape: a `row` rule judges rows one by one while they stream and may quarantine them; a `group` or `report` rule judges what all rows
 * together say, at the end, when there is nothing left to set aside: it flags or stops.
 */
export interface DriftRule {
  readonly level: 'row' | 'group' | 'report';
  /** The code of its findings and dead letters. */
  readonly code: string;
  readonly policy: Policy;
  /** The least sample it judges by; `minimumOf` says of what. */
  readonly minimum: number;
  readonly minimumOf: string;
  readonly meaning: string;
}

const rule = (
  level: DriftRule['level'],
  code: string,
  policy: Policy,
  minimum: number,
  minimumOf: string,
  meaning: string,
): DriftRule => Object.freeze({ level, code, policy, minimum, minimumOf, meaning });

const learnt = 'rows of the group in earlier reports';
const now = 'rows of the group in this report';

/** Every rule with its defaults: a remark, but for what certainly pays wrong amounts. */
export const driftRules = Object.freeze({
  'unit-jump-row': rule(
    'row',
    'DRIFT_UNIT_JUMP_ROW',
    'quarantine',
    100,
    learnt,
    'A single row whose amount per unit is 10³ or 10⁶ times (or one such part of) what its group always has.',
  ),
  'rate-row': rule(
    'row',
    'DRIFT_RATE_ROW',
    'flag',
    100,
    learnt,
    'A single row whose amount per unit lies outside the band of its group.',
  ),
  'sign-row': rule(
    'row',
    'DRIFT_SIGN_ROW',
    'flag',
    100,
    learnt,
    'A single row whose amount and units have opposite signs, in a group that never had one.',
  ),
  'currency-row': rule(
    'row',
    'DRIFT_CURRENCY_ROW',
    'flag',
    1,
    'rows',
    'A row in a currency that its territory never had, while the usual one is still there.',
  ),
  'territory-invalid': rule(
    'row',
    'DRIFT_TERRITORY_INVALID',
    'flag',
    1,
    'rows',
    'A territory that is withdrawn or does not exist, and that earlier reports did not have.',
  ),
  'territory-new': rule(
    'row',
    'DRIFT_TERRITORY_NEW',
    'flag',
    1,
    'rows',
    'A territory never seen before; at a plausible rate and with less than a tenth of the units it is only noted (`info`).',
  ),
  'unit-jump': rule(
    'group',
    'DRIFT_UNIT_JUMP',
    'stop',
    20,
    now,
    'A whole group, or the report, in other units: amount per unit, or the total of units, times 10^±3 or 10^±6 (micros).',
  ),
  rate: rule(
    'group',
    'DRIFT_RATE',
    'flag',
    20,
    now,
    'The median amount per unit of a group has left its band: a new deal, or a wrong rate.',
  ),
  'sign-flip': rule(
    'group',
    'DRIFT_SIGN_FLIP',
    'stop',
    10,
    now,
    'Half or more of a group has amounts and units of opposite signs, where hardly any had.',
  ),
  'currency-swap': rule(
    'group',
    'DRIFT_CURRENCY_SWAP',
    'stop',
    5,
    'rows of the territory in this report',
    'Half or more of a territory is in a currency that it never had.',
  ),
  volume: rule(
    'report',
    'DRIFT_VOLUME',
    'flag',
    3,
    'earlier reports (of this weekday, in daily feeds)',
    'The total of units is far from what earlier periods, the weekday and the month let expect.',
  ),
  'territory-missing': rule(
    'report',
    'DRIFT_TERRITORY_MISSING',
    'flag',
    6,
    'earlier reports, all of which had it',
    'A territory that always reports is not there.',
  ),
  'upc-changed': rule(
    'report',
    'DRIFT_UPC_CHANGED',
    'flag',
    1,
    'ISRCs',
    'A known ISRC comes with a UPC it never had and with none of those it had; a further UPC beside a known one is no change.',
  ),
  'column-added': rule(
    'report',
    'DRIFT_COLUMN_ADDED',
    'flag',
    1,
    'earlier reports',
    'A column that the last report did not have; before there is one, a column that is neither mapped nor known to be ignored.',
  ),
  'column-gone': rule(
    'report',
    'DRIFT_COLUMN_GONE',
    'flag',
    1,
    'earlier reports',
    'A column of the last report is not there (one that is mapped and required fails the report before).',
  ),
  'column-renamed': rule(
    'report',
    'DRIFT_COLUMN_RENAMED',
    'flag',
    1,
    'earlier reports',
    'A column went and another stands in its place.',
  ),
});

export type RuleName = keyof typeof driftRules;

export const ruleNames = Object.keys(driftRules) as readonly RuleName[];
