import { useTranslation } from "react-i18next";

export default function BandView() {
  const { t } = useTranslation("band");
  return <h1>{t("title")}</h1>;
}
