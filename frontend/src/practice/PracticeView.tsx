import * as Tabs from "@radix-ui/react-tabs";
import { useTranslation } from "react-i18next";
import styles from "./PracticeView.module.css";
import { SlowDown } from "./SlowDown";
import { Trainer } from "./Trainer";

export default function PracticeView() {
  const { t } = useTranslation("practice");
  return (
    <Tabs.Root defaultValue="chords" className="stack">
      <div className={styles.head}>
        <h1>{t("title")}</h1>
        <Tabs.List className={styles.tabs}>
          <Tabs.Trigger value="chords" className={styles.tab}>
            {t("tabs.chords")}
          </Tabs.Trigger>
          <Tabs.Trigger value="slow" className={styles.tab}>
            {t("tabs.slow")}
          </Tabs.Trigger>
        </Tabs.List>
      </div>
      <Tabs.Content value="chords">
        <Trainer />
      </Tabs.Content>
      {/* Kept while the other is shown: a recording that was chosen stays. */}
      <Tabs.Content value="slow" forceMount className={styles.kept}>
        <SlowDown />
      </Tabs.Content>
    </Tabs.Root>
  );
}
