import { gzipSync } from 'node:zlib';
import { element, type ReporterError, reportAnswer, textAnswer, xmlAnswer } from './answers.ts';
import { daysOf, fiscalDays, salesState, shiftDay } from './calendar.ts';
import { financeDocument, salesDocument } from './documents.ts';
import type { FakeParts } from './fake-state.ts';
import type { Fault } from './faults.ts';
import type { ReporterRequest } from './parse-request.ts';
import type { GeneratedDocument } from './totals.ts';

type Answer = Response | ReporterError;

function gzipMembers(text: string, members: number): Uint8Array {
  const bytes = Buffer.from(text, 'utf8');
  const size = Math.ceil(bytes.length / members);
  const parts = Array.from({ length: members }, (_, index) =>
    gzipSync(bytes.subarray(index * size, (index + 1) * size)),
  );
  return Buffer.concat(parts);
}

function sendDocument(
  { state }: FakeParts,
  document: Pick<GeneratedDocument, 'name' | 'text'>,
  faults: readonly Fault[],
): Response {
  return reportAnswer(
    `${document.name}.gz`,
    gzipMembers(document.text, state.gzipMembers),
    state.contentEncoding,
    faults,
  );
}

function daysOff(faults: readonly Fault[]): number {
  return faults.find((fault) => fault.kind === 'other-days')?.byDays ?? 0;
}

function salesReport(parts: FakeParts, { args }: ReporterRequest, faults: readonly Fault[]): Answer {
  const { state, vendors, now } = parts;
  const [vendor = '', type = '', , dateType = '', date = '', version] = args;
  if (args.length < 5) return { code: 102 };
  if (!vendors.includes(vendor)) return { code: 200 };
  if (!['Daily', 'Weekly', 'Monthly'].includes(dateType)) return { code: 204 };
  const days = daysOf(dateType, date);
  if (days === undefined) return { code: 205 };
  if (type.startsWith('am') && version !== state.reportVersion) {
    return {
      code: 121,
      message: `A report version is required. The latest version for this report is ${state.reportVersion}.`,
    };
  }
  const there = salesState(dateType, days.end, state.zone, now());
  if (there !== 'there') return { code: there === 'early' ? 210 : 209 };
  if (state.noSales.has(args.slice(0, 5).join('/'))) return { code: 213 };
  const document = state.documents.get(args.slice(0, 5).join('/')) ?? salesDocument(parts, args, daysOff(faults));
  return document === undefined ? { code: 201 } : sendDocument(parts, document, faults);
}

function financeReport(parts: FakeParts, { args }: ReporterRequest, faults: readonly Fault[]): Answer {
  const { state, vendors, regions, financeReports, now } = parts;
  const [vendor = '', region = '', report = '', year = '', number = ''] = args;
  if (args.length !== 5) return { code: 102 };
  if (!vendors.includes(vendor)) return { code: 300 };
  if (!regions.includes(region)) return { code: 205 };
  if (!financeReports.includes(report)) return { code: 201 };
  const days = fiscalDays(Number(year), Number(number));
  if (days === undefined) return { code: 205 };
  const issued = shiftDay(days.end, state.financeIssuedAfterDays);
  // A period that is settled without sales, one that runs and one to come are all the same answer.
  const quiet = state.noSales.has([vendor, region, report, year, String(Number(number))].join('/'));
  if (quiet || new Date(now()).toISOString().slice(0, 10) < issued) return { code: 213 };
  const given = state.documents.get([vendor, region, report, year, String(Number(number))].join('/'));
  return sendDocument(parts, given ?? financeDocument(parts, args, daysOff(faults))!, faults);
}

function vendorsAndRegions({ vendors, regions, financeReports }: FakeParts, mode: string): Response {
  if (mode !== 'Robot.XML') {
    const lines = vendors.flatMap((vendor) => [
      `Reports are available for vendor ${vendor} in these regions:`,
      ...regions.map((region) => `${region}:${financeReports.join(', ')}`),
    ]);
    return textAnswer(`${lines.join('\n')}\n`);
  }
  const reports = element(
    'Reports',
    financeReports.map((report) => element('Report', report)),
  );
  const places = regions.map((region) => element('Region', [element('Code', region), reports]));
  return xmlAnswer(
    element(
      'VendorsAndRegions',
      vendors.map((vendor) => element('Vendor', [element('Number', vendor), ...places])),
    ),
  );
}

function status(name: string): Response {
  return xmlAnswer(
    element('Status', [element('Code', '0'), element('Message', `${name} Reporter is currently available.`)]),
  );
}

/** Answers a command whose token was found good. */
export function answerCommand(parts: FakeParts, request: ReporterRequest, faults: readonly Fault[]): Answer {
  const { accounts, vendors, state } = parts;
  const { command, account } = request;
  if (command.endsWith('.getStatus'))
    return status(command.startsWith('Sales') ? 'Sales and Trends' : 'Payments and Financial Reports');
  if (command.endsWith('.getAccounts')) {
    const listed = accounts.map(({ name, number }) =>
      element('Account', [element('Name', name), element('Number', number)]),
    );
    return xmlAnswer(element('Accounts', listed));
  }
  if (account === undefined && accounts.length > 1) return { code: 214 };
  // Source: public clients leave an empty account out because it is answered with 404.
  if (account === '') return { code: 215, status: 404 };
  if (account !== undefined && !accounts.some(({ number }) => number === account)) return { code: 215 };
  switch (command) {
    case 'Sales.getVendors':
      return xmlAnswer(
        element(
          'Vendors',
          vendors.map((vendor) => element('Vendor', vendor)),
        ),
      );
    case 'Finance.getVendorsAndRegions':
      return vendorsAndRegions(parts, request.mode);
    case 'Sales.getReportVersion':
      // † The form of this answer is not known.
      return xmlAnswer(element('Report', [element('LatestVersion', state.reportVersion)]));
    case 'Sales.getReport':
      return salesReport(parts, request, faults);
    case 'Finance.getReport':
      return financeReport(parts, request, faults);
    default:
      return { code: 101 };
  }
}
