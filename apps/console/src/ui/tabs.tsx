/** Tabs: arrows move, the chosen one is underlined and bold. The chosen tab may live in the URL. */

import type { ReactElement, ReactNode } from 'react';
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components';

interface TabsProps<Key extends string> {
  readonly label: string;
  readonly tabs: readonly { readonly key: Key; readonly label: string; readonly body: ReactNode }[];
  readonly selected: Key;
  readonly onSelect: (key: Key) => void;
}

export function Tabs<Key extends string>(props: TabsProps<Key>): ReactElement {
  const { label, tabs, selected, onSelect } = props;
  return (
    <AriaTabs
      className="b-tabs"
      selectedKey={selected}
      onSelectionChange={(key) => {
        const chosen = tabs.find((tab) => tab.key === key);
        if (chosen !== undefined) {
          onSelect(chosen.key);
        }
      }}
    >
      <TabList aria-label={label} className="b-tab-list">
        {tabs.map((tab) => (
          <Tab key={tab.key} id={tab.key} className="b-tab">
            {tab.label}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.key} id={tab.key} className="b-tab-panel">
          {tab.body}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
