import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../api/client";
import { post } from "../api/post";
import type { components } from "../api/rest.gen";
import { ModalDialog } from "../app/ModalDialog";
import { useSettings } from "../app/settings";
import { listening } from "../connection/browser";
import { type TimedChord, useSession } from "../connection/session";
import { ChordSymbol } from "../harmony/ChordSymbol";
import styles from "./CorrectDialog.module.css";
import { tell } from "./telling";

type Parsed = components["schemas"]["ParseResult"];
type Name = { label: string; symbol: string };

async function parsed(question: object): Promise<Parsed["chords"]> {
  const answer = await post("/harmony/parse", question);
  return ((await answer.json()) as Parsed).chords;
}

/** What was it really? One of the rivals, or what the player writes. */
export function CorrectDialog({ chord, onClose }: { chord: TimedChord; onClose: () => void }) {
  const { t } = useTranslation("listen");
  const notation = useSettings((settings) => settings.notation);
  const [text, setText] = useState("");
  const [trouble, setTrouble] = useState<string | null>(null);
  const wanted = useSession((session) => session.corrections) && chord.model !== undefined;
  const tells = useSettings((settings) => settings.tells);
  const setSettings = useSettings((settings) => settings.set);
  const choose = (name: Name | null) => {
    listening.correct(chord.start, name);
    if (wanted && tells && name !== null) void tell(chord, name.label);
    onClose();
  };
  const rivals: Name[] = [
    ...(chord.corrected === undefined ? [] : [chord]),
    ...chord.alternatives
      .filter(({ label }) => label !== (chord.corrected ?? chord).label && label !== "N")
      .slice(0, 6),
    { label: "N", symbol: "N.C." },
  ];
  const write = async (event: FormEvent) => {
    event.preventDefault();
    try {
      // English names are understood without saying so, and kept: the view writes them in the player's.
      const names = notation === "english" ? {} : { notation };
      const [found] = await parsed({ chords: [text.trim()], ...names });
      const english = found && notation !== "english" ? await parsed({ chords: [found.label] }) : [found];
      if (english[0] !== undefined) choose({ label: english[0].label, symbol: english[0].symbol });
    } catch (error) {
      const offline = !(error instanceof Problem) || error.status === 0;
      setTrouble(offline ? t("correct.offline") : (error as Problem).message);
    }
  };
  const time = `${Math.floor(chord.start / 60)}:${String(Math.floor(chord.start % 60)).padStart(2, "0")}`;
  return (
    <ModalDialog title={t("correct.title", { time })} onClose={onClose}>
      <p>
        {t("correct.heard")} <strong>{<ChordSymbol symbol={chord.symbol} />}</strong>{" "}
        <span className="quiet">{Math.round(chord.confidence * 100)} %</span>
      </p>
      <div className="row">
        {rivals.map(({ label, symbol }) => (
          <button
            key={label}
            type="button"
            onClick={() => choose(label === chord.label ? null : { label, symbol })}
          >
            <ChordSymbol symbol={symbol} />
          </button>
        ))}
      </div>
      <form className="row" onSubmit={(event) => void write(event)}>
        <label>
          {t("correct.write")}
          <input
            value={text}
            onChange={(event) => setText(event.target.value)}
            placeholder="F#m7/E"
            autoCapitalize="off"
            autoComplete="off"
            autoCorrect="off"
            spellCheck={false}
            aria-invalid={trouble !== null}
          />
        </label>
        <button type="submit" className="primary" disabled={text.trim() === ""}>
          {t("correct.take")}
        </button>
        <button type="button" onClick={onClose}>
          {t("close")}
        </button>
      </form>
      {wanted && (
        <label className={styles.tell}>
          <input
            type="checkbox"
            checked={tells}
            onChange={(event) => setSettings({ tells: event.target.checked })}
          />
          <span>
            <strong>{t("correct.tell")}</strong>
            <br />
            {t("correct.told")}
          </span>
        </label>
      )}
      {trouble !== null && (
        <p role="alert" className="notice notice-bad">
          {trouble}
        </p>
      )}
    </ModalDialog>
  );
}
