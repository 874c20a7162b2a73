/** A report that a fake API has. Shape: `period` is a month (`2026-03`); `version` counts publications from 1. */
export interface FakeReport {
  readonly id: string;
  readonly period: string;
  readonly version: number;
  readonly rows: number;
}
