/** Every shortcut of the page in front, by group, and the switch that turns them off. */

import type { ReactElement } from 'react';
import { useText } from '../i18n/text.ts';
import { Checkbox } from '../ui/checkbox.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { type Shortcut, useShortcutSwitch, useShortcuts } from './shortcuts.ts';

interface ShortcutHelpProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function ShortcutHelp({ isOpen, onClose }: ShortcutHelpProps): ReactElement {
  const t = useText();
  const [isOn, switchTo] = useShortcutSwitch();
  const groups = Map.groupBy(useShortcuts(), (shortcut) => shortcut.group);
  return (
    <Dialog title={t('Raccourcis clavier')} isOpen={isOpen} onClose={onClose}>
      <div className="b-stack">
        <Checkbox isSelected={isOn} onChange={switchTo}>
          {t('Raccourcis actifs sur ce poste')}
        </Checkbox>
        <div className="s-keys">
          {[...groups].map(([group, shortcuts]) => (
            <section key={group}>
              <h3>{group}</h3>
              <dl>
                {shortcuts.map((shortcut) => (
                  <Keys key={shortcut.keys} shortcut={shortcut} />
                ))}
              </dl>
            </section>
          ))}
        </div>
      </div>
    </Dialog>
  );
}

function Keys({ shortcut }: { readonly shortcut: Shortcut }): ReactElement {
  return (
    <div>
      <dt>{shortcut.label}</dt>
      <dd>
        {shortcut.keys.split(' ').map((key, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a sequence may repeat a key.
          <kbd key={index}>{key === '' ? '␣' : key}</kbd>
        ))}
      </dd>
    </div>
  );
}
