import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { wordGroups } from "./chordLines";
import { isNoChord } from "./chordName";
import styles from "./SheetLines.module.css";
import type { Line, Piece, Section, Sheet } from "./sheet";

/** The words of a song with its chords above. */
export function SheetLines({ sheet, unread }: { sheet: Sheet; unread: readonly string[] }) {
  const strangers = new Set(unread);
  return (
    <div className={styles.sheet}>
      {sheet.sections.map((section, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: sections have no other name
        <SectionLines key={index} section={section} strangers={strangers} />
      ))}
    </div>
  );
}

const NAMED = ["verse", "chorus", "bridge"] as const;

function SectionLines({ section, strangers }: { section: Section; strangers: ReadonlySet<string> }) {
  const { t } = useTranslation("songbook");
  const named = NAMED.find((kind) => kind === section.kind);
  const label = section.label || (named === undefined ? "" : t(`section.${named}`));
  return (
    <section className={styles.section} data-kind={section.kind ?? undefined}>
      {label !== "" && <h2 className={styles.label}>{label}</h2>}
      {section.lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name
        <SheetLine key={index} line={line} strangers={strangers} />
      ))}
    </section>
  );
}

function SheetLine({ line, strangers }: { line: Line; strangers: ReadonlySet<string> }) {
  const { t } = useTranslation("songbook");
  switch (line.kind) {
    case "sung":
      return <SungLine pieces={line.pieces} strangers={strangers} />;
    case "row":
      return (
        <p className={styles.row}>
          {line.parts.map((part, index) => {
            const key = `${index}${part.text}`;
            return part.isChord ? (
              <b key={key} className={styles.rowChord}>
                {part.text}
              </b>
            ) : (
              <Fragment key={key}>{part.text}</Fragment>
            );
          })}
        </p>
      );
    case "comment":
      return <p className={styles.comment}>{line.text}</p>;
    case "recall":
      return <p className={styles.recall}>{line.label || t("section.chorus")}</p>;
    case "verbatim":
      return <pre className={styles.verbatim}>{line.text}</pre>;
    case "blank":
      return <div className={styles.blank} />;
  }
}

function SungLine({ pieces, strangers }: { pieces: Piece[]; strangers: ReadonlySet<string> }) {
  const hasChords = pieces.some((piece) => piece.chord !== null);
  if (!hasChords) return <p className={styles.words}>{pieces.map((piece) => piece.words).join("")}</p>;
  return (
    <p className={styles.sung}>
      {wordGroups(pieces).map((group, index) => {
        const chorded = group.some((piece) => piece.chord !== null);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: words may come twice
          <span key={index} className={styles.group}>
            {group.map((piece, place) => (
              <span
                // biome-ignore lint/suspicious/noArrayIndexKey: so may parts of them
                key={`${place}${piece.words}`}
                className={piece.hangs ? `${styles.piece} ${styles.hanging}` : styles.piece}
              >
                {chorded && (
                  <ChordAbove
                    text={piece.chord}
                    isStranger={piece.chord !== null && strangers.has(piece.chord)}
                  />
                )}
                <span>{piece.words || "\u200b"}</span>
              </span>
            ))}
          </span>
        );
      })}
    </p>
  );
}

function ChordAbove({ text, isStranger }: { text: string | null; isStranger: boolean }) {
  const { t } = useTranslation("songbook");
  if (text === null) return <span className={styles.noChord} />;
  if (text.startsWith("*")) return <i className={styles.remark}>{text.slice(1)}</i>;
  if (isStranger)
    return (
      <b className={`${styles.chord} ${styles.stranger}`} title={t("unread.one")}>
        {text}
      </b>
    );
  return <b className={isNoChord(text) ? `${styles.chord} ${styles.rest}` : styles.chord}>{text}</b>;
}
