import { type Body, ConfigError, type Http, type HttpRequest } from '@ledgerline/core';
import type { AppleConfig } from './config.ts';
import { childrenOf, requireXml, textOf, type XmlElement } from './reporter-xml.ts';

/** Where the client sends to, and as whom. */
export interface ReporterAccess {
  readonly http: Http;
  readonly config: AppleConfig;
}

type Service = 'Sales' | 'Finance';

const paths: Readonly<Record<Service, string>> = {
  Sales: '/reportservice/sales/v1',
  Finance: '/reportservice/finance/v1',
};

interface Command {
  readonly op: string;
  readonly service: Service;
  readonly name: 'getAccounts' | 'getVendors' | 'getVendorsAndRegions' | 'getReportVersion' | 'getReport';
  readonly args?: readonly string[];
  readonly vendor?: string;
}

/**
 * One command as a request.
 *
 * Shape: a form with one field, `jsonRequest`. `account` is left out when unset: an empty one is refused.
 * Source: Apple's Reporter guides (commands, modes, version 2.2), public clients (form and JSON keys).
 */
export function commandRequest(config: AppleConfig, { op, service, name, args = [], vendor }: Command): HttpRequest {
  const command = `${service}.${name}`;
  const request = {
    accesstoken: config.accessToken,
    ...(config.account === undefined ? {} : { account: config.account }),
    version: '2.2',
    mode: 'Robot.XML',
    queryInput: `[p=Reporter.properties, ${[command, ...(args.length === 0 ? [] : [args.join(',')])].join(', ')}]`,
  };
  return {
    op,
    method: 'POST',
    path: paths[service],
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/xml, text/plain' },
    body: `jsonRequest=${encodeURIComponent(JSON.stringify(request))}`,
    key: [name, ...args].join('/'),
    inspect: 'xml-error',
    ...(vendor === undefined ? {} : { scope: [vendor] }),
  };
}

async function ask({ http, config }: ReporterAccess, command: Command, root: string): Promise<XmlElement> {
  const reply = await http.request(commandRequest(config, command));
  return requireXml(reply.text(), root, `${command.service}.${command.name}`);
}

export interface ReporterAccount {
  readonly number: string;
  readonly name: string;
}

/** The accounts that the token sees. */
export async function listAccounts(access: ReporterAccess): Promise<readonly ReporterAccount[]> {
  const found = await ask(access, { op: 'accounts', service: 'Sales', name: 'getAccounts' }, 'Accounts');
  return childrenOf(found, 'Account').map((account) => ({
    number: textOf(account, 'Number') ?? '',
    name: textOf(account, 'Name') ?? '',
  }));
}

/** The vendors to ask for: those configured, else those that Apple lists. */
export async function listVendors(access: ReporterAccess): Promise<readonly string[]> {
  const { vendors } = access.config;
  if (vendors !== undefined) return vendors;
  const found = await ask(access, { op: 'vendors', service: 'Sales', name: 'getVendors' }, 'Vendors');
  const listed = childrenOf(found, 'Vendor').map(({ text }) => text.trim());
  if (listed.length > 0) return listed;
  throw new ConfigError(
    'Apple lists no vendor for this token; check what the token may see, or name them in `vendors`.',
  );
}

/** One kind of financial report of a vendor and region. */
export interface FinanceSeries {
  readonly vendor: string;
  readonly region: string;
  readonly report: string;
}

/** Every kind of financial report that Apple lists, within what the configuration asks for. */
export async function listFinanceSeries(access: ReporterAccess): Promise<readonly FinanceSeries[]> {
  const { vendors, finance } = access.config;
  const command: Command = { op: 'regions', service: 'Finance', name: 'getVendorsAndRegions' };
  const found = await ask(access, command, 'VendorsAndRegions');
  const wants = (wanted: readonly string[] | undefined, value: string) => wanted?.includes(value) ?? true;
  return childrenOf(found, 'Vendor').flatMap((entry) => {
    const vendor = textOf(entry, 'Number') ?? '';
    if (vendor === '' || !wants(vendors, vendor)) return [];
    return childrenOf(entry, 'Region').flatMap((place) => {
      const region = textOf(place, 'Code') ?? '';
      if (region === '' || !wants(finance.regions, region)) return [];
      const reports = childrenOf(place, 'Reports').flatMap((list) => childrenOf(list, 'Report'));
      return reports
        .map(({ text }) => text.trim())
        .filter((report) => report !== '' && wants(finance.reports, report))
        .map((report) => ({ vendor, region, report }));
    });
  });
}

/** The latest version of a report, as far as Apple's answer names one: the form of that answer is not documented. */
export async function latestVersion(
  access: ReporterAccess,
  type: string,
  subType: string,
): Promise<string | undefined> {
  const command: Command = { op: 'version', service: 'Sales', name: 'getReportVersion', args: [type, subType] };
  const reply = await access.http.request(commandRequest(access.config, command));
  return /(?<![\d._])\d{1,2}_\d{1,2}(?![\d._])/.exec(reply.text())?.[0];
}

/** A report of Sales & Trends. `date` is written as the date type wants it. */
export interface SalesReportKey {
  /** `sales-report` takes "no sales" for an answer about the period, the others do not. */
  readonly op: 'sales-report' | 'sales-report-early' | 'content-report';
  readonly vendor: string;
  readonly type: string;
  readonly subType: string;
  readonly dateType: string;
  readonly date: string;
  readonly version: string | undefined;
}

/** The name people know a report by; the version asked for is part of it and so of the manifest. */
export function salesObject({ vendor, type, subType, dateType, date, version }: Omit<SalesReportKey, 'op'>): string {
  return [vendor, type, subType, dateType, date, ...(version === undefined ? [] : [`v${version}`])].join('-');
}

export function salesBody({ http, config }: ReporterAccess, key: SalesReportKey): Body {
  const { op, vendor, type, subType, dateType, date, version } = key;
  const args = [vendor, type, subType, dateType, date, ...(version === undefined ? [] : [version])];
  return http.download(
    salesObject(key),
    commandRequest(config, { op, service: 'Sales', name: 'getReport', args, vendor }),
  );
}

export interface FinanceReportKey extends FinanceSeries {
  readonly year: number;
  readonly number: number;
}

export function financeObject({ vendor, region, report, year, number }: FinanceReportKey): string {
  return [vendor, region, report, year, String(number).padStart(2, '0')].join('-');
}

/** A financial report; `named` is told the file name that Apple gives it, which tells its kind. */
export function financeBody(
  { http, config }: ReporterAccess,
  key: FinanceReportKey,
  named: (fileName: string) => void,
): Body {
  const { vendor, region, report, year, number } = key;
  const args = [vendor, region, report, String(year), String(number)];
  const request = commandRequest(config, { op: 'finance-report', service: 'Finance', name: 'getReport', args, vendor });
  return http.download(financeObject(key), { ...request, answered: ({ headers }) => named(headers.filename ?? '') });
}
