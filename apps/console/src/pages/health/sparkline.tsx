/** The last hour of one figure as a line the height of a word; the figure itself stands beside it. */

import type { ReactElement } from 'react';

type Series = readonly (number | null)[];

const width = 72;
const height = 18;

/** The newest value, null when the newest minute has none. */
export function lastOf(values: Series): number | null {
  return values.at(-1) ?? null;
}

export function Sparkline({ values }: { readonly values: Series }): ReactElement {
  return (
    <svg className="p-sparkline" width={width} height={height} aria-hidden="true" focusable="false">
      <path d={sparkPath(values)} fill="none" stroke="currentColor" strokeWidth="1.25" />
    </svg>
  );
}

/** From zero to the highest value; a minute without a value leaves a hole. */
export function sparkPath(values: Series): string {
  const highest = Math.max(1, ...values.map((value) => value ?? 0));
  const step = width / Math.max(1, values.length - 1);
  let isDrawing = false;
  return values
    .map((value, index) => {
      if (value === null) {
        isDrawing = false;
        return '';
      }
      const y = height - 1 - (value / highest) * (height - 2);
      const act = isDrawing ? 'L' : 'M';
      isDrawing = true;
      return `${act}${(index * step).toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
}
