import { useTranslation } from "react-i18next";

export default function PracticeView() {
  const { t } = useTranslation("practice");
  return <h1>{t("title")}</h1>;
}
