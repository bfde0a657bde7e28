import { useTranslation } from "react-i18next";

export default function ListenView() {
  const { t } = useTranslation("listen");
  return <h1>{t("title")}</h1>;
}
