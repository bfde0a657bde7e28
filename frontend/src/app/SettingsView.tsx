import { useTranslation } from "react-i18next";

export default function SettingsView() {
  const { t } = useTranslation("app");
  return <h1>{t("places.settings")}</h1>;
}
