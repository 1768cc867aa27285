/**
 * Buttons. `primary` once a view at most; `danger` for what takes something away. A button that the
 * law greys (`decision`) stays reachable by keyboard and says which rule refuses it: a grey button
 * without a reason teaches nothing.
 */

import type { ReactElement, ReactNode } from 'react';
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
  ToggleButton as AriaToggleButton,
} from 'react-aria-components';
import type { Decision } from '../api/session.ts';
import { useWords } from '../i18n/text.ts';
import { Icon, type IconName } from './icon.tsx';
import { Tooltip } from './tooltip.tsx';

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children'> {
  readonly variant?: 'plain' | 'primary' | 'quiet' | 'danger';
  readonly small?: boolean;
  readonly icon?: IconName;
  /** What the law says of this act, now; refused: greyed, with the rule in a tooltip. */
  readonly decision?: Decision;
  readonly children: ReactNode;
}

function classes(variant: string, small: boolean, extra = ''): string {
  return `b-button b-button-${variant}${small ? ' b-button-small' : ''}${extra}`;
}

export function Button(props: ButtonProps): ReactElement {
  const { variant = 'plain', small = false, icon, decision, isPending, children, ...rest } = props;
  const words = useWords();
  const label = (
    <>
      {icon === undefined ? null : <Icon name={icon} size={small ? 16 : 18} />}
      <span>{children}</span>
    </>
  );
  // An act under way, or one that the law refuses: focus stays, nothing happens.
  const { onPress: _held, type: _type, ...inert } = rest;
  if (decision !== undefined && !decision.allowed) {
    const reason = decision.words === null ? decision.rule : words(decision.words);
    return (
      <Tooltip text={`${reason} (${decision.rule})`}>
        <AriaButton {...inert} aria-disabled="true" className={classes(variant, small, ' is-held')}>
          {label}
        </AriaButton>
      </Tooltip>
    );
  }
  if (isPending === true) {
    return (
      <AriaButton {...inert} aria-disabled="true" className={classes(variant, small, ' is-held')}>
        {label}
      </AriaButton>
    );
  }
  return (
    <AriaButton {...rest} className={classes(variant, small)}>
      {label}
    </AriaButton>
  );
}

interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'aria-label'> {
  readonly icon: IconName;
  /** The control's name; also its tooltip. */
  readonly label: string;
  readonly small?: boolean;
  readonly variant?: 'quiet' | 'plain' | 'primary' | 'danger';
}

export function IconButton(props: IconButtonProps): ReactElement {
  const { icon, label, small = false, variant = 'quiet', ...rest } = props;
  return (
    <Tooltip text={label}>
      <AriaButton
        {...rest}
        aria-label={label}
        className={classes(variant, small, ' b-button-icon')}
      >
        <Icon name={icon} size={small ? 16 : 18} />
      </AriaButton>
    </Tooltip>
  );
}

interface ToggleProps {
  readonly icon: IconName;
  readonly label: string;
  readonly isSelected: boolean;
  readonly onChange: (selected: boolean) => void;
  readonly small?: boolean;
  readonly isDisabled?: boolean;
  /** Show the label beside the icon. */
  readonly withText?: boolean;
}

/** A button that stays pressed; its state is said by `aria-pressed` and by its shape. */
export function ToggleButton(props: ToggleProps): ReactElement {
  const { icon, label, small = false, withText = false, ...rest } = props;
  const button = (
    <AriaToggleButton
      {...rest}
      {...(withText ? {} : { 'aria-label': label })}
      className={classes('quiet', small, withText ? ' b-toggle' : ' b-button-icon b-toggle')}
    >
      <Icon name={icon} size={small ? 16 : 18} />
      {withText ? <span>{label}</span> : null}
    </AriaToggleButton>
  );
  return withText ? button : <Tooltip text={label}>{button}</Tooltip>;
}
