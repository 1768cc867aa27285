/**
 * A field for a civil date and time of the town, to the second. The browser's own control: it is
 * segmented, typed by keyboard and read by screen readers; its text is read in the town's zone, not
 * in the zone of the screen.
 */

import { type ReactElement, useId } from 'react';
import { Icon } from '../../ui/icon.tsx';

interface CivilFieldProps {
  readonly label: string;
  /** `2026-11-22T14:05:09`. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly fault?: string | undefined;
}

export function CivilField({ label, value, onChange, fault }: CivilFieldProps): ReactElement {
  const id = useId();
  return (
    <div className="b-field">
      <label className="b-label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="b-input"
        type="datetime-local"
        step="1"
        value={value}
        aria-invalid={fault !== undefined}
        aria-describedby={fault === undefined ? undefined : `${id}-fault`}
        onChange={(event) => onChange(event.target.value)}
      />
      {fault === undefined ? null : (
        <p className="b-field-fault" id={`${id}-fault`}>
          <Icon name="warning" size={14} /> {fault}
        </p>
      )}
    </div>
  );
}
