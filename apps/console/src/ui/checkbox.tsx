/** Boxes to tick and one-of-few choices; the tick is a shape, never a colour alone. */

import type { ReactElement, ReactNode } from 'react';
import {
  Checkbox as AriaCheckbox,
  CheckboxGroup as AriaCheckboxGroup,
  Label,
  Radio,
  RadioGroup,
  Text,
} from 'react-aria-components';
import { Icon } from './icon.tsx';
import type { Choice } from './select.tsx';

interface CheckboxProps {
  readonly isSelected: boolean;
  readonly onChange: (selected: boolean) => void;
  readonly isDisabled?: boolean;
  readonly children: ReactNode;
}

export function Checkbox({ children, ...rest }: CheckboxProps): ReactElement {
  return (
    <AriaCheckbox {...rest} className="b-check">
      <span className="b-check-box">
        <Icon name="check" size={14} />
      </span>
      <span>{children}</span>
    </AriaCheckbox>
  );
}

interface ChecklistProps<Value extends string> {
  readonly label: string;
  readonly hint?: string;
  readonly choices: readonly Choice<Value>[];
  readonly values: readonly Value[];
  readonly onChange: (values: readonly Value[]) => void;
  readonly columns?: 1 | 2;
}

/** Several of a closed list. */
export function Checklist<Value extends string>(props: ChecklistProps<Value>): ReactElement {
  const { label, hint, choices, values, onChange, columns = 1 } = props;
  return (
    <AriaCheckboxGroup
      className="b-field"
      value={[...values]}
      onChange={(keys) =>
        onChange(choices.map(({ value }) => value).filter((value) => keys.includes(value)))
      }
    >
      <Label className="b-label">{label}</Label>
      {hint === undefined ? null : (
        <Text slot="description" className="b-field-hint">
          {hint}
        </Text>
      )}
      <div className={`b-choices b-choices-${columns}`}>
        {choices.map((choice) => (
          <AriaCheckbox key={choice.value} value={choice.value} className="b-check">
            <span className="b-check-box">
              <Icon name="check" size={14} />
            </span>
            <ChoiceText choice={choice} />
          </AriaCheckbox>
        ))}
      </div>
    </AriaCheckboxGroup>
  );
}

interface RadiosProps<Value extends string> {
  readonly label: string;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly inline?: boolean;
}

/** One of a few, all visible. */
export function Radios<Value extends string>(props: RadiosProps<Value>): ReactElement {
  const { label, choices, value, onChange, inline = false } = props;
  return (
    <RadioGroup
      className="b-field"
      value={value}
      orientation={inline ? 'horizontal' : 'vertical'}
      onChange={(key) => {
        const chosen = choices.find((choice) => choice.value === key);
        if (chosen !== undefined) {
          onChange(chosen.value);
        }
      }}
    >
      <Label className="b-label">{label}</Label>
      <div className={inline ? 'b-choices-line' : 'b-choices'}>
        {choices.map((choice) => (
          <Radio key={choice.value} value={choice.value} className="b-check b-radio">
            <span className="b-check-box" />
            <ChoiceText choice={choice} />
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}

function ChoiceText<Value extends string>({ choice }: { readonly choice: Choice<Value> }) {
  return (
    <span>
      <span className="b-option-label">{choice.label}</span>
      {choice.about === undefined ? null : <span className="b-option-about">{choice.about}</span>}
    </span>
  );
}
