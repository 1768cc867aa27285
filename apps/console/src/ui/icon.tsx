/**
 * The icons of the house, drawn here: 24-unit grid, one stroke weight, current colour. An icon never
 * speaks alone: it is hidden from assistive technology and stands beside a text or inside a control
 * that has a name.
 */

import type { ReactElement } from 'react';
import { type IconName, iconPaths } from './icon-paths.ts';

export type { IconName } from './icon-paths.ts';

interface IconProps {
  readonly name: IconName;
  /** Edge in pixels, 18 unless told. */
  readonly size?: number;
}

export function Icon({ name, size = 18 }: IconProps): ReactElement {
  return (
    <svg
      className="b-icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {iconPaths[name].map((d) => (
        <path key={d} d={d} />
      ))}
    </svg>
  );
}

/** The belfry: mark of the product. */
export function BelfryMark({ size = 24 }: { readonly size?: number }): ReactElement {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path d="M16 2 8.5 11v3.5h15V11zM10 16h12v14H10z" fill="var(--accent)" />
      <path d="M13 20.5a3 3 0 0 1 6 0V26h-6z" fill="var(--surface-1)" />
    </svg>
  );
}
