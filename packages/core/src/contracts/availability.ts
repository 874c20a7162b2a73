/**
 * When the report of a period can be expected; pure.
 *
 * Units: epoch ms in and out. `dueMs` is the instant from which absence means `missing` rather than `not-ready`;
 * `goneMs` the instant after which the DSP no longer keeps the report.
 */
export interface Availability {
  /** For people: `by 05:00 Europe/Paris on day 15 of the next month`. */
  readonly text: string;
  /** The due date is a guess of the connector's author: a report past it is late, never missing. @default false */
  readonly assumed?: boolean;
  /** First and last day (ISO) of the period containing the given ISO date. */
  periodOf(isoDate: string): string;
  /** Every period that overlaps the window, ascending. */
  periods(fromIsoDate: string, toIsoDate: string): readonly string[];
  dueMs(period: string): number;
  goneMs?(period: string): number;
}
