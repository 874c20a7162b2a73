import { type GlobalOptions, type Host, redacted, redactedJson } from './host.ts';
import { createPaint, type Paint } from './render/paint.ts';

/** Writes the one result of a command: an object with `--json`, else text. */
export function answer(
  host: Host,
  options: GlobalOptions,
  forms: { readonly json: () => object; readonly text: (paint: Paint) => string },
): void {
  const result = options.json
    ? redactedJson(forms.json(), host.secrets)
    : redacted(forms.text(createPaint(host.out.colours)), host.secrets);
  host.out.write(`${result}\n`);
}
