/** Fields to type in: a visible label, a hint, and the fault beside the field (WCAG 3.3.1, 3.3.2). */

import type { ReactElement, ReactNode } from 'react';
import {
  Button as AriaButton,
  NumberField as AriaNumberField,
  SearchField as AriaSearchField,
  TextField as AriaTextField,
  FieldError,
  Group,
  Input,
  Label,
  Text,
  TextArea,
} from 'react-aria-components';
import { useText } from '../i18n/text.ts';
import { Icon } from './icon.tsx';

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  /** The fault, in words; present: the field is marked invalid. */
  readonly fault?: string | undefined;
  readonly isRequired?: boolean;
  readonly isDisabled?: boolean;
}

interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'password' | 'url';
  readonly autoComplete?: string;
  readonly inputMode?: 'text' | 'numeric' | 'url';
  readonly maxLength?: number;
  readonly placeholder?: string;
  readonly autoFocus?: boolean;
  /** Several lines. */
  readonly lines?: number;
  readonly onBlur?: () => void;
  /** Stands in the field, at its end. */
  readonly after?: ReactNode;
}

/** What stands under a field: its hint, then its fault. */
export function Notes({ hint, fault }: Pick<FieldProps, 'hint' | 'fault'>): ReactElement {
  return (
    <>
      {hint === undefined ? null : (
        <Text slot="description" className="b-field-hint">
          {hint}
        </Text>
      )}
      <FieldError className="b-field-fault">
        {fault === undefined ? null : (
          <>
            <Icon name="warning" size={14} /> {fault}
          </>
        )}
      </FieldError>
    </>
  );
}

export function TextField(props: TextFieldProps): ReactElement {
  const { label, hint, fault, lines, placeholder, after, ...rest } = props;
  return (
    <AriaTextField {...rest} className="b-field" isInvalid={fault !== undefined}>
      <Label className="b-label">{label}</Label>
      {lines === undefined ? (
        <div className={after === undefined ? 'b-input-row' : 'b-input-row b-input-row-two'}>
          <Input className="b-input" {...(placeholder === undefined ? {} : { placeholder })} />
          {after}
        </div>
      ) : (
        <TextArea className="b-input" rows={lines} />
      )}
      <Notes {...(hint === undefined ? {} : { hint })} fault={fault} />
    </AriaTextField>
  );
}

interface NumberFieldProps extends FieldProps {
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly minValue?: number;
  readonly maxValue?: number;
  readonly step?: number;
  /** Digits after the point, at most. */
  readonly digits?: number;
  readonly unit?: string;
}

export function NumberField(props: NumberFieldProps): ReactElement {
  const { label, hint, fault, unit, digits = 0, ...rest } = props;
  const t = useText();
  return (
    <AriaNumberField
      {...rest}
      className="b-field"
      isInvalid={fault !== undefined}
      formatOptions={{ maximumFractionDigits: digits, useGrouping: false }}
    >
      <Label className="b-label">{unit === undefined ? label : `${label} (${unit})`}</Label>
      <Group className="b-number-group">
        <Input className="b-input" />
        <AriaButton slot="decrement" className="b-step" aria-label={t('Moins')}>
          <Icon name="minus" size={14} />
        </AriaButton>
        <AriaButton slot="increment" className="b-step" aria-label={t('Plus')}>
          <Icon name="plus" size={14} />
        </AriaButton>
      </Group>
      <Notes {...(hint === undefined ? {} : { hint })} fault={fault} />
    </AriaNumberField>
  );
}

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function SearchField({ label, value, onChange }: SearchFieldProps): ReactElement {
  const t = useText();
  return (
    <AriaSearchField
      className="b-search"
      aria-label={label}
      value={value}
      onChange={onChange}
      // What is found shows while one types; Enter must not send the form that this stands in.
      onSubmit={() => undefined}
    >
      <Icon name="search" size={16} />
      <Input className="b-input" placeholder={label} />
      {value === '' ? null : (
        <AriaButton className="b-step" aria-label={t('Effacer la recherche')}>
          <Icon name="close" size={14} />
        </AriaButton>
      )}
    </AriaSearchField>
  );
}
