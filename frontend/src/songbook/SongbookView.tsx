import { useTranslation } from "react-i18next";

export default function SongbookView() {
  const { t } = useTranslation("songbook");
  return <h1>{t("title")}</h1>;
}
