import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { installation } from "./installation";

/** How to have the page as an app of its own. */
export function InstallHint() {
  const { t } = useTranslation("settings");
  const [, setChanged] = useState(0);
  useEffect(() => installation.follow(() => setChanged((count) => count + 1)), []);
  if (installation.isInstalled()) return <p className="quiet">{t("install.done")}</p>;
  return (
    <>
      <p>{t("install.why")}</p>
      {installation.canAsk() ? (
        <button type="button" onClick={() => void installation.ask()}>
          {t("install.do")}
        </button>
      ) : (
        <p className="quiet">{t("install.how")}</p>
      )}
    </>
  );
}
