// Written by `npm run types`. Do not edit.

/**
 * From 0 to 1.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "share".
 */
export type Share = number;
/**
 * Seconds of audio received since the start of the session, dropped audio included.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "seconds".
 */
export type Seconds = number;
/**
 * A chord in Harte syntax, such as A:min7/b3; N: no chord; X: unknown.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "harteLabel".
 */
export type HarteLabel = string;
/**
 * Tonic and mode, such as "Eb major" or "F# minor".
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "keyName".
 */
export type KeyName = string;
/**
 * Comes back in the pong.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "pingId".
 */
export type PingId = string | number;
/**
 * Protocol 1: any text message of a client.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "clientMessage".
 */
export type ClientMessage = Start | Config | Skip | Correction | Stop | Ping | Pong;
/**
 * Protocol 1: any text message of the server. Ignore types and fields you do not know.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "serverMessage".
 */
export type ServerMessage =
  | Ready
  | Ack
  | Chord
  | Key
  | Tuning
  | Tempo
  | Beat
  | Notes
  | Suggestions
  | Level
  | Dropped
  | Warning
  | Corrected
  | Heartbeat
  | Pong
  | Error
  | Done;
/**
 * Seed dialect: any message of a client.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "seedClientMessage".
 */
export type SeedClientMessage = SeedData | Ping | Pong;
/**
 * Seed dialect: any message of the server.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "seedServerMessage".
 */
export type SeedServerMessage = SeedAck | SeedChords | SeedPing | Pong | Error;

/**
 * Text messages as JSON; see protocol.md for what they mean. Validate against one of the definitions *Message, or against the definition of one message.
 */
export interface ChordworkWireProtocol1AndSeedDialect {
  [k: string]: unknown;
}
/**
 * client → server: opens a session; the first message.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "start".
 */
export interface Start {
  type: "start";
  protocol: 1;
  /**
   * Hz
   */
  sample_rate: number;
  /**
   * One sample, little-endian; floats in -1 … 1.
   */
  format?: "s16le" | "f32le";
  /**
   * 2: interleaved, averaged by the server.
   */
  channels?: 1 | 2;
  /**
   * stamped: each binary message begins with 16 bytes, little-endian: u32 sequence, u32 flags, u64 capture time in µs.
   */
  framing?: "plain" | "stamped";
  acks?: "chunk" | "hop" | "none";
  /**
   * live: late audio is dropped; file: the server stops reading instead.
   */
  pace?: "live" | "file";
  /**
   * The key, if the player knows it.
   */
  key?: KeyName | null;
  /**
   * How many chords to suggest after each; 0 for none.
   */
  suggestions?: number;
  /**
   * Lean the suggestions towards a mood.
   */
  mood?: "happy" | "calm" | "sad" | "tense" | null;
  /**
   * Lean the suggestions towards a genre.
   */
  genre?: "pop" | "rock" | "standards" | "jazz" | "swing" | "blues" | "folk" | "country" | null;
  /**
   * Also say which notes sound.
   */
  notes?: boolean;
  /**
   * The shortest rest between two chords, in seconds; a shorter silence belongs to the chord before it. null: the server's own.
   */
  rest_s?: number | null;
  /**
   * A promise to be heard at least so often, and the time between two pings of the server; who breaks it counts as lost. null: the server's own time, and no promise.
   */
  heartbeat_s?: number | null;
  /**
   * You will come back to this session when the connection is lost: the server shall keep it for a while.
   */
  resumable?: boolean;
  /**
   * Goes on with a session whose connection was lost.
   */
  resume?: {
    /**
     * resume.token of ready.
     */
    token: string;
    /**
     * Final chords received so far.
     */
    finals?: number;
  } | null;
}
/**
 * client → server: sets the key (null goes back to the key that is heard) and the taste of the suggestions; what is absent is left alone.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "config".
 */
export interface Config {
  type: "config";
  key?: KeyName | null;
  /**
   * How many chords to suggest after each; 0 for none.
   */
  suggestions?: number;
  /**
   * Lean the suggestions towards a mood.
   */
  mood?: "happy" | "calm" | "sad" | "tense" | null;
  /**
   * Lean the suggestions towards a genre.
   */
  genre?: "pop" | "rock" | "standards" | "jazz" | "swing" | "blues" | "folk" | "country" | null;
  /**
   * Also say which notes sound.
   */
  notes?: boolean;
  /**
   * The shortest rest between two chords from here on, in seconds; null: the server's own again.
   */
  rest_s?: number | null;
}
/**
 * client → server: that much audio, in whole samples, will not come; times count it.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "skip".
 */
export interface Skip {
  type: "skip";
  bytes: number;
}
/**
 * client → server: what a final chord really was; only if ready says corrections.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "correction".
 */
export interface Correction {
  type: "correction";
  /**
   * Of the final chord, as it came.
   */
  index: number;
  label: HarteLabel;
}
/**
 * client → server: no more audio.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "stop".
 */
export interface Stop {
  type: "stop";
}
/**
 * client → server: answered by pong.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "ping".
 */
export interface Ping {
  type: "ping";
  id?: PingId;
}
/**
 * either way: the answer to a ping.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "pong".
 */
export interface Pong {
  type: "pong";
  id?: PingId;
}
/**
 * server → client: the session is open.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "ready".
 */
export interface Ready {
  type: "ready";
  protocol: 1;
  /**
   * For the log.
   */
  session: string;
  server: string;
  /**
   * Who recognises.
   */
  model: {
    name: string;
    version: string;
  };
  /**
   * Time between two decisions.
   */
  hop_ms: number;
  /**
   * How to come back to this session when the connection is lost; null: not possible.
   */
  resume: {
    /**
     * Keep it secret: who has it has the session.
     */
    token: string;
    /**
     * Seconds for which the session waits.
     */
    grace_s: number;
    /**
     * Seconds of audio after which other servers can go on with the session if this one is gone; absent: they cannot.
     */
    checkpoint_s?: number;
  } | null;
  resumed: boolean;
  /**
   * Where in your audio to go on, skipped audio included.
   */
  received_bytes: number;
  /**
   * Whether the server wants to be told what chords really were.
   */
  corrections: boolean;
  /**
   * Of this server.
   */
  limits: {
    /**
     * Bytes of binary or characters of text.
     */
    max_message_bytes: number;
    /**
     * Seconds.
     */
    mailbox_s: number;
    /**
     * Seconds.
     */
    idle_timeout_s: number;
    /**
     * Seconds.
     */
    heartbeat_s: number;
    /**
     * Seconds.
     */
    max_session_s: number;
    /**
     * Seconds.
     */
    max_lag_s: number;
  };
}
/**
 * server → client: all audio up to and including sequence was taken in (acks: chunk) or recognised (acks: hop).
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "ack".
 */
export interface Ack {
  type: "ack";
  sequence: number;
  queue_age_ms: number;
  audio_s: Seconds;
  /**
   * Seconds of audio received since the start of the session, dropped audio included.
   */
  safe_s?: number;
  /**
   * Only for stamped audio: the client's clock.
   */
  capture_us?: number;
}
/**
 * server → client: a chord, provisional (may be replaced) or final (never changed; finals are contiguous and complete).
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "chord".
 */
export interface Chord {
  type: "chord";
  status: "provisional" | "final";
  label: HarteLabel;
  /**
   * For people: Am7/C; N.C.; ?
   */
  symbol: string;
  /**
   * The lowest note; null for N and X.
   */
  bass: string | null;
  start: Seconds;
  /**
   * null while provisional.
   */
  end: Seconds | null;
  at: Seconds;
  confidence: Share;
  /**
   * Best first.
   *
   * Items: Another reading.
   */
  alternatives: {
    label: HarteLabel;
    /**
     * For people: Am7/C; N.C.; ?
     */
    symbol: string;
    /**
     * The lowest note; null for N and X.
     */
    bass: string | null;
    confidence: Share;
  }[];
  /**
   * null for now.
   */
  beat: null;
  /**
   * From the arrival of the last audio it depends on until the server wrote it.
   */
  latency_ms: number;
  /**
   * Only final chords: how many came before it.
   */
  index?: number;
}
/**
 * server → client: the key, heard or as set by the client.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "key".
 */
export interface Key {
  type: "key";
  key: KeyName;
  /**
   * 0 = C … 11 = B.
   */
  tonic: number;
  mode: "major" | "minor";
  confidence: Share;
  source: "heard" | "set";
  at?: Seconds;
}
/**
 * server → client: offset from A4 = 440 Hz.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "tuning".
 */
export interface Tuning {
  type: "tuning";
  cents: number;
  at: Seconds;
}
/**
 * server → client: the tempo as heard so far.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "tempo".
 */
export interface Tempo {
  type: "tempo";
  /**
   * Beats a minute.
   */
  bpm: number;
  confidence: number;
  /**
   * Share of the current beat that had passed at `at`.
   */
  beat_phase: number;
  at: Seconds;
}
/**
 * server → client: a beat, foretold.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "beat".
 */
export interface Beat {
  type: "beat";
  /**
   * Seconds of audio received since the start of the session, dropped audio included.
   */
  time: number;
  bpm: number;
  confidence: number;
  at: Seconds;
}
/**
 * server → client: which pitch classes sound, within the chord that rings.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "notes".
 */
export interface Notes {
  type: "notes";
  /**
   * That each pitch class sounds; C first.
   *
   * @minItems 12
   * @maxItems 12
   */
  probabilities: [Share, Share, Share, Share, Share, Share, Share, Share, Share, Share, Share, Share];
  /**
   * Seconds of audio received since the start of the session, dropped audio included.
   */
  start: number;
  at: Seconds;
}
/**
 * server → client: what could come after the chord that rings, each time that chord, or one before it, changes.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "suggestions".
 */
export interface Suggestions {
  type: "suggestions";
  /**
   * The chord that rings, or the last one that did.
   */
  after: string;
  /**
   * The key that the suggestions are for; may be in a church mode.
   */
  key: string;
  /**
   * Likeliest first.
   *
   * @minItems 1
   * @maxItems 10
   *
   * Items: A chord that could come, and why.
   */
  next:
    | [
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        }
      ]
    | [
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        }
      ]
    | [
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        }
      ]
    | [
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        }
      ]
    | [
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        }
      ]
    | [
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        }
      ]
    | [
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        }
      ]
    | [
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        }
      ]
    | [
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        }
      ]
    | [
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        },
        {
          label: HarteLabel;
          /**
           * For people: Am7; N.C.; ?
           */
          symbol: string;
          /**
           * Numeral in the key: vi7, V7/ii.
           */
          roman: string;
          probability: Share;
          /**
           * One line for a player who knows no theory.
           */
          reason: string;
        }
      ];
  at: Seconds;
}
/**
 * server → client: input level since the last one.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "level".
 */
export interface Level {
  type: "level";
  peak_dbfs: number;
  rms_dbfs: number;
  clipped_samples: number;
  nonfinite_samples: number;
  at: Seconds;
}
/**
 * server → client: audio was lost because it came or was recognised too late, or was skipped.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "dropped".
 */
export interface Dropped {
  type: "dropped";
  seconds: number;
  bytes: number;
  at: Seconds;
}
/**
 * server → client: something the sender should know; the stream goes on. fields with ignored_fields; at and looks_like about the audio.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "warning".
 */
export interface Warning {
  type: "warning";
  code: string;
  message: string;
  fields?: string[];
  at?: Seconds;
  looks_like?: string;
}
/**
 * server → client: a sign of life; only differences of time_ms mean anything.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "heartbeat".
 */
export interface Heartbeat {
  type: "ping";
  time_ms: number;
}
/**
 * server → client: what became of a correction.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "corrected".
 */
export interface Corrected {
  type: "corrected";
  index: number;
  kept: boolean;
  /**
   * Why it was not kept.
   */
  code?: string;
}
/**
 * server → client: the connection closes next, perhaps after a done. In the seed dialect also: that message could not be used.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "error".
 */
export interface Error {
  type: "error";
  /**
   * For machines.
   */
  code: string;
  /**
   * For people.
   */
  message: string;
  /**
   * When to try again.
   */
  retry_after_s?: number;
  /**
   * Only with close 1013: address of another server that has room.
   */
  elsewhere?: string;
}
/**
 * server → client: everything was said.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "done".
 */
export interface Done {
  type: "done";
  reason: string;
  chunks: number;
  /**
   * Final chords said in all.
   */
  finals: number;
  received_s: number;
  dropped_s: number;
  /**
   * Who recognised.
   */
  model: {
    name: string;
    version: string;
  };
}
/**
 * client → server, seed dialect: audio; s16le, mono, 16 kHz unless the first message says otherwise.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "seedData".
 */
export interface SeedData {
  data: string | number[];
  sample_rate?: number | null;
  format?: "s16le" | "f32le" | null;
  channels?: 1 | 2 | null;
}
/**
 * server → client, seed dialect: one for each message with usable audio.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "seedAck".
 */
export interface SeedAck {
  ack: true;
}
/**
 * server → client, seed dialect: the latest chords, oldest first, when the list changed.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "seedChords".
 */
export interface SeedChords {
  /**
   * @maxItems 4
   */
  chords: [] | [string] | [string, string] | [string, string, string] | [string, string, string, string];
}
/**
 * server → client, seed dialect: a sign of life; no answer is expected.
 *
 * This interface was referenced by `ChordworkWireProtocol1AndSeedDialect`'s JSON-Schema
 * via the `definition` "seedPing".
 */
export interface SeedPing {
  type: "ping";
}
