/** A choice of one out of a closed list: typed by the list's own words. */

import type { ReactElement } from 'react';
import {
  Select as AriaSelect,
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
} from 'react-aria-components';
import { Notes } from './field.tsx';
import { Icon } from './icon.tsx';

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** A second line in the list. */
  readonly about?: string;
}

interface SelectProps<Value extends string> {
  readonly label: string;
  /** The label is said but not shown. */
  readonly hideLabel?: boolean;
  readonly hint?: string;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value | null;
  readonly onChange: (value: Value) => void;
  readonly placeholder?: string;
  readonly isDisabled?: boolean;
  readonly isRequired?: boolean;
  /** The fault, in words; present: the field is marked invalid. */
  readonly fault?: string | undefined;
}

export function Select<Value extends string>(props: SelectProps<Value>): ReactElement {
  const { label, hideLabel = false, hint, choices, value, onChange, placeholder, fault } = props;
  return (
    <AriaSelect
      className="b-field"
      {...(hideLabel ? { 'aria-label': label } : {})}
      {...(placeholder === undefined ? {} : { placeholder })}
      isDisabled={props.isDisabled ?? false}
      isRequired={props.isRequired ?? false}
      isInvalid={fault !== undefined}
      value={value}
      onChange={(key) => {
        const chosen = choices.find((choice) => choice.value === key);
        if (chosen !== undefined) {
          onChange(chosen.value);
        }
      }}
    >
      {hideLabel ? null : <Label className="b-label">{label}</Label>}
      <Button className="b-input b-select" data-invalid={fault === undefined ? undefined : ''}>
        <SelectValue className="b-select-value">
          {({ selectedText, defaultChildren }) => selectedText || defaultChildren}
        </SelectValue>
        <Icon name="chevron-down" size={16} />
      </Button>
      <Notes {...(hint === undefined ? {} : { hint })} fault={fault} />
      <Popover className="b-popover" offset={4}>
        <ListBox className="b-listbox">
          {choices.map((choice) => (
            <ListBoxItem
              key={choice.value}
              id={choice.value}
              textValue={choice.label}
              className="b-option"
            >
              <span className="b-option-check">
                <Icon name="check" size={14} />
              </span>
              <span>
                <span className="b-option-label">{choice.label}</span>
                {choice.about === undefined ? null : (
                  <span className="b-option-about">{choice.about}</span>
                )}
              </span>
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
