import { type GlobalOptions, type Host, redacted } from './host.ts';
import { createPaint, type Paint } from './render/paint.ts';

/** Writes the one result of a command: an object with `--json`, else text. */
export function answer(
  host: Host,
  options: GlobalOptions,
  forms: { readonly json: () => object; readonly text: (paint: Paint) => string },
): void {
  const result = options.json ? JSON.stringify(forms.json()) : forms.text(createPaint(host.out.colours));
  host.out.write(redacted(`${result}\n`, host.secrets));
}
