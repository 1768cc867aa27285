/** A menu under a button, for acts of second rank. */

import type { ReactElement } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { Icon, type IconName } from './icon.tsx';

export interface MenuAct {
  readonly key: string;
  readonly label: string;
  readonly icon?: IconName;
  readonly isDisabled?: boolean;
  readonly onAct: () => void;
}

interface MenuProps {
  readonly label: string;
  /** The button that opens it. */
  readonly trigger: ReactElement;
  readonly acts: readonly MenuAct[];
}

export function Menu({ label, trigger, acts }: MenuProps): ReactElement {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="b-popover" offset={4}>
        <AriaMenu className="b-listbox" aria-label={label}>
          {acts.map((act) => (
            <MenuItem
              key={act.key}
              id={act.key}
              textValue={act.label}
              className="b-option"
              isDisabled={act.isDisabled ?? false}
              onAction={act.onAct}
            >
              {act.icon === undefined ? null : <Icon name={act.icon} size={16} />}
              <span>{act.label}</span>
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
