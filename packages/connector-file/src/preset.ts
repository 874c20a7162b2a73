import type { ClaimedTotals, ColumnMap, ReadObserver, Report, RowSource } from '@ledgerline/core';
import type { Examined } from './examined.ts';

/** What a file says about the report it stands for. */
export interface Said {
  /** Canonical text; absent when nothing in name or content says it. */
  readonly period?: string;
  readonly scope?: string;
  /** Constants of this report for the mapping. */
  readonly facts?: Readonly<Record<string, string>>;
  readonly alternative?: { readonly group: string; readonly layout: string };
}

/** What a person said, which stands in for what a file does not say. */
export interface Told {
  readonly period?: string;
  readonly scope?: string;
  readonly facts: Readonly<Record<string, string>>;
}

/** Tells a footer from data: claims, `skip`, or undefined for data. */
export type ReadFooter = (cells: readonly string[]) => ClaimedTotals | 'skip' | undefined;

/** Footers of one document; made anew for every reading. */
export interface Footers {
  readonly marks: readonly string[];
  readonly read: ReadFooter;
  /** Called at the end of the document, for claims that need all of it. */
  finish?(observer: ReadObserver): void;
}

/** A kind of file, as data: which report it stands for, its headers, and where they are known from. */
export interface Preset {
  readonly name: string;
  /** Whose report it is; absent when the file or the operator says. */
  readonly as?: { readonly dsp: string; readonly feed: string };
  readonly money: boolean;
  readonly grain: 'day' | 'week' | 'month' | 'span';
  readonly summary: string;
  /** What files of it are called, or where a portal has them. */
  readonly documents: string;
  /** How reports of an account are told apart. */
  readonly key: string;
  /** Where the headers are known from. */
  readonly source: string;
  readonly format: 'text' | 'dsr';
  readonly columns: ColumnMap;
  readonly ignore: readonly string[];
  /** Quotes are plain characters when the file is delimited by tabs. @default false */
  readonly plainTabs?: boolean;
  /** Marks that the format itself defines, so that nothing is looked for. */
  readonly stated?: { readonly decimal: '.'; readonly dates: 'ISO' };
  /** Rows in which all of these are empty are no data. */
  readonly substance?: readonly string[];
  /** Columns that say which day or month a row is about, besides that of `period`. */
  readonly dateHeaders?: readonly string[];
  /** Whether rows of earlier months belong into the file. @default false */
  readonly earlierMonths?: boolean;
  /** Columns whose values say something about the whole file; up to three different ones are kept of each. */
  readonly watch?: readonly string[];
  /** An example of a scope, where the file alone may not tell it. */
  readonly scopeExample?: string;
  /** Reads name, preamble and watched columns. Errors: PayloadErrors that say what to set. */
  identify(file: Examined, told: Told): Said;
  footers?(file: Pick<Examined, 'preamble' | 'currencies'>): Footers;
  /** Adds columns of its own, or changes lines. */
  derive?(source: RowSource, report: Pick<Report, 'facts'>): RowSource;
  readonly claims?: readonly 'rows'[];
}
