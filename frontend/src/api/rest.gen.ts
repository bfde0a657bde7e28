// Written by `npm run types`. Do not edit.

export interface paths {
    "/accompaniment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A band to play along with
         * @description Drums, bass and comping for the chords, or for a whole song plan, in many grooves: as notes (JSON), MIDI, sound (WAV, MP3, Ogg, Opus, FLAC) or picture (SVG).
         */
        get: operations["get_accompaniment"];
        put?: never;
        /**
         * A band to play along with
         * @description Drums, bass and comping for the chords, or for a whole song plan, in many grooves: as notes (JSON), MIDI, sound (WAV, MP3, Ogg, Opus, FLAC) or picture (SVG).
         */
        post: operations["post_accompaniment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/analyze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A recording to its chords
         * @description Send a recording (WAV, FLAC, OGG, Opus, MP3, AIFF, …; with the extra `media` M4A, WebM, WMA, AMR, 3GP, …), as the body or as the part `file` of a form. It is heard to its end, as live audio is: as `ndjson` the messages of wire protocol 1 come while they are found; other forms come at the end, with the key of the whole, bars, beats and `warnings`. Raw PCM: `audio/L16;rate=44100;channels=2` (big-endian), or `audio/pcm;format=s16le;rate=44100`. Gzip is inflated.
         */
        post: operations["analyze"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/charts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A chart in any format to songs, or to another format
         * @description Reads what musicians have (iReal Pro, ChordPro, chords over lyrics, MusicXML, Guitar Pro, ABC, MIDI, … by content, not by name): send the file as the body, as the part `file` of a form, or a text or link in JSON. The answer has its songs, which `/tabs` and `/accompaniment` take as `chart`, and what the reader remarked; as another format, the file itself, with what it cannot hold in `X-Chordwork-Notes`.
         */
        get: operations["get_charts"];
        put?: never;
        /**
         * A chart in any format to songs, or to another format
         * @description Reads what musicians have (iReal Pro, ChordPro, chords over lyrics, MusicXML, Guitar Pro, ABC, MIDI, … by content, not by name): send the file as the body, as the part `file` of a form, or a text or link in JSON. The answer has its songs, which `/tabs` and `/accompaniment` take as `chart`, and what the reader remarked; as another format, the file itself, with what it cannot hold in `X-Chordwork-Notes`.
         */
        post: operations["post_charts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/corrections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a chord really was
         * @description Only where the operator wants it (`corrections` of `/models` and of `ready`); else 403. Kept are the day, the model, both chords, the confidence and the length; no sound, no address, no key.
         */
        post: operations["post_corrections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/grooves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the band can play */
        get: operations["grooves"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/harmony/parse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read chord symbols
         * @description Spelling, notes, numeral and function of each chord, in the key given or found. A chord that cannot be read is a problem whose `position` points at the character.
         */
        get: operations["get_harmony_parse"];
        put?: never;
        /**
         * Read chord symbols
         * @description Spelling, notes, numeral and function of each chord, in the key given or found. A chord that cannot be read is a problem whose `position` points at the character.
         */
        post: operations["post_harmony_parse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is it alive?
         * @description 200 as long as the server answers at all, also while it shuts down.
         */
        get: operations["healthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/instructions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A theme to a song plan, step by step
         * @description Title, key, tempo, form, sections with chords and why they work, prompts for tune and words, chords to learn, steps and a practice plan. Only `theme` is needed. Send a `plan` back to change it: what `locked` settles and `keep` names stays, the rest is written around it; a `chart` keeps its chords. `links` in the answer are requests for /tabs, /accompaniment and /suggest. As a format of charts, it is a lead sheet of the plan.
         */
        get: operations["get_instructions"];
        put?: never;
        /**
         * A theme to a song plan, step by step
         * @description Title, key, tempo, form, sections with chords and why they work, prompts for tune and words, chords to learn, steps and a practice plan. Only `theme` is needed. Send a `plan` back to change it: what `locked` settles and `keep` names stays, the rest is written around it; a `chart` keeps its chords. `links` in the answer are requests for /tabs, /accompaniment and /suggest. As a format of charts, it is a lead sheet of the plan.
         */
        post: operations["post_instructions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/instruments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What tabs can be made for */
        get: operations["instruments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Figures for Prometheus
         * @description Needs a key where keys are set: Prometheus sends one by `authorization`. A server of several workers tells the figures of all of them, whichever is asked: each sample with the label `worker`, or with `?workers=together` one for all.
         */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which models hear new sessions
         * @description And how far what they say is from what they usually say. Needs a key where keys are set.
         */
        get: operations["models"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/practice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Did I play it right?
         * @description A chord against what was heard: notes that are present, missing and foreign, the strings to look at, and one thing to do next. `heard` is what the recogniser's notes say; `notes` are for who knows them otherwise.
         */
        get: operations["get_practice"];
        put?: never;
        /**
         * Did I play it right?
         * @description A chord against what was heard: notes that are present, missing and foreign, the strings to look at, and one thing to do next. `heard` is what the recogniser's notes say; `notes` are for who knows them otherwise.
         */
        post: operations["post_practice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Does it take new sessions?
         * @description 200 if it does, and which protections stand around the decoding of recordings; 503 while it is full or shuts down.
         */
        get: operations["readyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/suggest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What could come next, and why
         * @description Chords that could follow `chords`, ranked, each with its probability and a reason. With `after`, chords for the gap between the two; with `replace`, other chords for one place.
         */
        get: operations["get_suggest"];
        put?: never;
        /**
         * What could come next, and why
         * @description Chords that could follow `chords`, ranked, each with its probability and a reason. With `after`, chords for the gap between the two; with `replace`, other chords for one place.
         */
        post: operations["post_suggest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tabs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Chords to a playable tab
         * @description Shapes for the chords, chosen so that the hand moves little, with a rhythm: as JSON, text, a sheet (SVG, PNG, PDF), alphaTex, MusicXML, Guitar Pro 5, MIDI or ChordPro. Only `chords` is needed, or a `chart`.
         */
        get: operations["get_tabs"];
        put?: never;
        /**
         * Chords to a playable tab
         * @description Shapes for the chords, chosen so that the hand moves little, with a rhythm: as JSON, text, a sheet (SVG, PNG, PDF), alphaTex, MusicXML, Guitar Pro 5, MIDI or ChordPro. Only `chords` is needed, or a `chart`.
         */
        post: operations["post_tabs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * TimedChord
         * @description A chord with its length.
         */
        TimedChord: {
            /**
             * @description A lead-sheet symbol or a Harte label; in a list also bars, such as `C | G Am`.
             * @example Am7/C
             */
            chord: string;
            /** @description How long it lasts, in beats. */
            beats: number;
        };
        /**
         * SongDocument
         * @description A song as :class:`~chordwork.music.song.Song` has it.
         */
        SongDocument: {
            /** @default  */
            title: string;
            /** @default  */
            subtitle: string;
            /** @default  */
            artist: string;
            /** @default  */
            composer: string;
            /** @default  */
            lyricist: string;
            /** @default  */
            copyright: string;
            /** @default  */
            style: string;
            /** @default null */
            key: string | null;
            /** @default null */
            tempo_bpm: number | null;
            /**
             * @default 4/4
             * @example 6/8
             */
            metre: string;
            /** @default true */
            timed: boolean;
            /** @default 0 */
            capo: number;
            /** @default 0 */
            transposition: number;
            /** @default null */
            tuning: number[] | null;
            /** @default  */
            strum: string;
            /** @default [] */
            tags: components["schemas"]["TagDocument"][];
            /** @default [] */
            sections: components["schemas"]["SectionDocument"][];
        };
        /**
         * TagDocument
         * @description What else the source says of a song, by its own name for it.
         */
        TagDocument: {
            name: string;
            value: string;
        };
        /**
         * SectionDocument
         * @description A part of a song.
         */
        SectionDocument: {
            /** @default  */
            name: string;
            /** @default [] */
            bars: components["schemas"]["BarDocument"][];
            /** @default [] */
            texts: components["schemas"]["TextDocument"][];
            /** @default 1 */
            times: number;
            /** @default  */
            of: string;
        };
        /**
         * BarDocument
         * @description One bar as written, as :class:`~chordwork.music.song.Bar` has it.
         */
        BarDocument: {
            /** @default [] */
            chords: components["schemas"]["ChordDocument"][];
            /** @default null */
            metre: string | null;
            /** @default null */
            beats: number | string | null;
            /** @default null */
            key: string | null;
            /** @default null */
            tempo_bpm: number | null;
            /** @default false */
            repeat_begins: boolean;
            /** @default 0 */
            repeat_times: number;
            /** @default [] */
            endings: number[];
            /** @default false */
            segno: boolean;
            /** @default false */
            coda: boolean;
            /** @default false */
            to_coda: boolean;
            /** @default false */
            fine: boolean;
            /** @default null */
            jump: ("D.C." | "D.C. al Coda" | "D.C. al Fine" | "D.S." | "D.S. al Coda" | "D.S. al Fine") | null;
            /** @default  */
            rehearsal: string;
            /** @default 0 */
            same_as: number;
            /** @default false */
            new_line: boolean;
            /** @default [] */
            syllables: components["schemas"]["SyllableDocument"][];
            /** @default [] */
            melody: components["schemas"]["MelodyDocument"][];
            /** @default  */
            words: string;
        };
        /**
         * ChordDocument
         * @description A chord and where in its bar it begins, as :class:`~chordwork.music.song.PlacedChord` has it.
         */
        ChordDocument: {
            /** @description As a lead sheet prints it; `N.C.`: silence, `?`: could not be read. */
            symbol: string;
            /**
             * @description From the beginning of the bar, from 0.
             * @default 0
             */
            beat: number | string;
            /**
             * @description How much earlier it is struck.
             * @default 0
             */
            push: number | string;
            /**
             * @description As the source has it, where that says more.
             * @default
             */
            written: string;
            /** @default false */
            optional: boolean;
            /**
             * @description Its value in Harte syntax, where the symbol does not tell it.
             * @default
             */
            label: string;
        };
        /**
         * SyllableDocument
         * @description A piece of lyrics and when it is sung.
         */
        SyllableDocument: {
            text: string;
            /** @default 0 */
            beat: number | string;
            /** @default 1 */
            verse: number;
            /** @default false */
            new_line: boolean;
        };
        /**
         * MelodyDocument
         * @description A note of the tune.
         */
        MelodyDocument: {
            pitch: number;
            beat: number | string;
            beats: number | string;
        };
        /**
         * TextDocument
         * @description Lines that carry no time.
         */
        TextDocument: {
            lines: string[];
            /**
             * @default comment
             * @enum {unknown}
             */
            kind: "comment" | "other" | "tab" | "words";
            /** @default 0 */
            before: number;
        };
        /**
         * AccompanimentResult
         * @description All notes of the band.
         */
        AccompanimentResult: {
            groove: string;
            title: string;
            /** @description Felt beats a minute. */
            tempo_bpm: number;
            /**
             * @description The same with what it counts.
             * @example dotted quarter = 56 bpm
             */
            tempo: string;
            /** @example 6/8 */
            metre: string;
            /** @description Felt beats. */
            beats_a_bar: number;
            /** @description Without what rings on. */
            seconds: number;
            chords: components["schemas"]["MarkedChord"][];
            sections: components["schemas"]["MarkedSection"][];
            /** @description What the listener should know. */
            remarks: string[];
            notes: components["schemas"]["PlayedNote"][];
        };
        /**
         * MarkedChord
         * @description Where a chord begins, in seconds.
         */
        MarkedChord: {
            symbol: string;
            at: number;
        };
        /**
         * MarkedSection
         * @description Where a section of a plan begins, in seconds.
         */
        MarkedSection: {
            title: string;
            at: number;
        };
        /**
         * PlayedNote
         * @description One note of one player; times in seconds.
         */
        PlayedNote: {
            /** @enum {unknown} */
            part: "bass" | "comping" | "drums";
            /** @description Of MIDI; of the drum map for drums. */
            pitch: number;
            at: number;
            seconds: number;
            velocity: number;
        };
        /**
         * ProblemDocument
         * @description A refusal (RFC 9457). It may have further members, such as `position` for a text that cannot be read.
         */
        ProblemDocument: {
            type: string;
            title: string;
            status: number;
            /**
             * @description For machines: it never changes.
             * @example chord_symbol
             */
            code: string;
            /** @description For people: what is wrong, and what to do. */
            detail: string;
            /** @default null */
            request_id: string | null;
        };
        /**
         * AccompanimentRequest
         * @description What to play, and how.
         */
        AccompanimentRequest: {
            /**
             * @description A wrong name is answered with all. Default: the plan's, one in the metre of the chart, or pop.
             * @default null
             */
            groove: string | null;
            /**
             * @description Felt beats a minute, 20 to 400; in 6/8 and 12/8, dotted quarters. Default: the plan's, or the groove's own.
             * @default null
             */
            tempo_bpm: number | null;
            /**
             * @description 0 to 1: how many join in, how loud, how much they fill. Default: 0.6, or that of each section of a plan.
             * @default null
             */
            intensity: number | null;
            /**
             * @description Another number, another take; the same plays the same. Default: the plan's, or 0.
             * @default null
             */
            seed: number | null;
            /**
             * @description How often all of it is played.
             * @default 1
             */
            repeats: number;
            /**
             * @description Of chords that come without, as the lower number of the metre counts; not with a plan. Default: one bar.
             * @default null
             */
            beats_a_chord: number | null;
            /**
             * @description Count in for a bar.
             * @default true
             */
            intro: boolean;
            /**
             * @description End with a bar on the home chord.
             * @default true
             */
            ending: boolean;
            /**
             * @description Drum fills at the ends of sections.
             * @default true
             */
            fills: boolean;
            /**
             * @description Of note names, read and written: english (B, Bb, F#), german (H, B, Fis) or solfege (Si, Sib, Fa#).
             * @default english
             * @enum {unknown}
             */
            notation: "english" | "german" | "solfege";
            /**
             * @description Play a little early and late, as people do.
             * @default true
             */
            humanise: boolean;
            /** @default null */
            chords: string | (string | components["schemas"]["TimedChord"])[] | null;
            /**
             * @description A song from /charts, in place of chords: all of it is played.
             * @default null
             */
            chart: components["schemas"]["SongDocument"] | null;
            /**
             * @description A song plan from /instructions, in place of chords: all of it is played.
             * @default null
             */
            plan: Record<string, never> | null;
            /**
             * @description For sound: FluidSynth where the server has it, or the small built-in one.
             * @default best
             * @enum {unknown}
             */
            synthesiser: "best" | "built-in";
        };
        /**
         * TimelineResult
         * @description A recording's timeline; the chords are contiguous from 0 to `duration`.
         */
        TimelineResult: {
            file: string;
            duration: number;
            sample_rate: number;
            /** @enum {unknown} */
            tier: "final";
            /**
             * @description Of the whole.
             * @example G minor
             */
            key: string | null;
            key_confidence: number | null;
            /** @description The key, and where it changes. */
            keys: components["schemas"]["TimelineKey"][];
            tempo: components["schemas"]["TimelineTempo"] | null;
            /** @description Such as 4/4; from where chords change. */
            metre: string | null;
            /** @description Seconds. */
            beats: number[];
            bars: components["schemas"]["TimelineBar"][];
            tuning_cents: number | null;
            model: string;
            warnings: components["schemas"]["TimelineWarning"][];
            chords: components["schemas"]["TimelineChord"][];
        };
        /**
         * TimelineKey
         * @description A stretch in one key; seconds.
         */
        TimelineKey: {
            start: number;
            end: number;
            key: string;
            confidence: number;
        };
        /**
         * TimelineTempo
         * @description Beats a minute, as they are felt.
         */
        TimelineTempo: {
            bpm: number;
            confidence: number;
        };
        /**
         * TimelineBar
         * @description A bar: its number (0 is an upbeat), the second of its first beat, and how many beats were heard in it.
         */
        TimelineBar: {
            number: number;
            start: number;
            beats: number;
        };
        /**
         * TimelineWarning
         * @description What one should know before trusting the chart.
         */
        TimelineWarning: {
            /**
             * @description For machines: it never changes.
             * @example clipped
             */
            code: string;
            message: string;
            /**
             * @description Seconds; left out where it is about the whole.
             * @default null
             */
            at: number | null;
            /** @default null */
            looks_like: string | null;
        };
        /**
         * TimelineChord
         * @description A chord with its place in the recording: seconds, and bar and beat (from 1, to a quarter) where there is one.
         */
        TimelineChord: {
            start: number;
            end: number;
            /**
             * @description In Harte syntax; N for no chord.
             * @example A:min7
             */
            label: string;
            symbol: string;
            confidence: number;
            /** @default null */
            bar: number | null;
            /** @default null */
            beat: number | null;
        };
        /**
         * ChartsResult
         * @description The songs of a chart.
         */
        ChartsResult: {
            /** @description Name of the format that was read. */
            read_as: string;
            songs: components["schemas"]["SongDocument"][];
            /** @description Of each song its bars as they are played and sound, as a text that `/tabs` reads; empty where its signs cannot be followed. */
            played: string[];
            remarks: components["schemas"]["ChartRemark"][];
        };
        /**
         * ChartRemark
         * @description Something that the reader guessed or passed over; `line` and `column` from 1, 0 where there is none.
         */
        ChartRemark: {
            text: string;
            line: number;
            column: number;
            place: string;
            /** @description Which one of `songs`, from 0. */
            song: number;
        };
        /**
         * ChartsRequest
         * @description A chart, and what is to be changed of it. Send a file as the body itself, or give one of these.
         */
        ChartsRequest: {
            /**
             * @description Semitones up, or down below 0; the key moves along.
             * @default 0
             */
            transpose: number;
            /**
             * @description Write the shapes behind a capo at this fret, so that the same sounds. Default: as in the chart.
             * @default null
             */
            capo: number | null;
            /**
             * @description Write repeats, endings and jumps out, as they are played.
             * @default false
             */
            unfold: boolean;
            /**
             * @description Of note names, read and written: english (B, Bb, F#), german (H, B, Fis) or solfege (Si, Sib, Fa#).
             * @default english
             * @enum {unknown}
             */
            notation: "english" | "german" | "solfege";
            /**
             * @description A chart as text, or a link such as `irealb://…`.
             * @default null
             * @example [C]Hello [G]world
             */
            text: string | null;
            /**
             * @description A file, in base64.
             * @default null
             */
            data: string | null;
            /**
             * @description Songs from here, to be written in another format.
             * @default null
             */
            songs: components["schemas"]["SongDocument"][] | null;
            /**
             * @description Of the file; it decides where the content leaves it open.
             * @default
             */
            name: string;
            /**
             * @description Name of the format that is read. Default: told from the content.
             * @default null
             * @example chordpro
             */
            read_as: string | null;
            /**
             * @description Only this one of them, from 1.
             * @default null
             */
            song: number | null;
        };
        /**
         * CorrectionRequest
         * @description One chord that was heard as another than it was. Beside it the day is kept: no sound, no address.
         */
        CorrectionRequest: {
            /** @description Of the model that heard it, as `ready` or `/analyze` says. */
            name: string;
            version: string;
            /**
             * @description In Harte syntax.
             * @example A:min7
             */
            heard: string;
            /**
             * @description In Harte syntax.
             * @example A:min7
             */
            corrected: string;
            /** @default null */
            confidence: number | null;
            /** @default null */
            seconds: number | null;
        };
        /**
         * CorrectionKept
         * @description It was written down.
         */
        CorrectionKept: {
            kept: boolean;
        };
        /**
         * Grooves
         * @description All of them.
         */
        Grooves: {
            grooves: components["schemas"]["GrooveEntry"][];
        };
        /**
         * GrooveEntry
         * @description A groove that the band can play.
         */
        GrooveEntry: {
            name: string;
            title: string;
            /** @example 6/8 */
            metre: string;
            /** @description Its usual one, in felt beats a minute. */
            tempo_bpm: number;
            /**
             * @description The same with what it counts.
             * @example dotted quarter = 56 bpm
             */
            tempo: string;
            /** @description Felt beats. */
            beats_a_bar: number;
        };
        /**
         * ParseResult
         * @description What the chords are, and the likeliest keys; with `key`, that one alone.
         */
        ParseResult: {
            chords: components["schemas"]["ParsedChord"][];
            keys: components["schemas"]["KeyGuess"][];
        };
        /**
         * ParsedChord
         * @description One chord. The last four are null for N.C. and for unknown chords.
         */
        ParsedChord: {
            text: string;
            /** @description As a lead sheet prints it. */
            symbol: string;
            /** @description In Harte syntax. */
            label: string;
            /** @description Spelled, the bass first. */
            notes: string[];
            /** @default null */
            root: string | null;
            /** @default null */
            bass: string | null;
            /** @default null */
            roman: string | null;
            /** @default null */
            function: string | null;
            /** @default null */
            relation: string | null;
        };
        /**
         * KeyGuess
         * @description A key, and how sure that is.
         */
        KeyGuess: {
            key: string;
            confidence: number;
        };
        /**
         * ParseRequest
         * @description Chords to read.
         */
        ParseRequest: {
            chords: string | string[];
            /**
             * @description Such as A minor or F# dorian. Default: found from the chords.
             * @default null
             */
            key: string | null;
            /**
             * @description Semitones up, or down below 0; the key moves along.
             * @default 0
             */
            transpose: number;
            /**
             * @description Of note names, read and written: english (B, Bb, F#), german (H, B, Fis) or solfege (Si, Sib, Fa#).
             * @default english
             * @enum {unknown}
             */
            notation: "english" | "german" | "solfege";
            /**
             * @description Read German names, and answer in the notation asked for.
             * @default false
             */
            german: boolean;
        };
        /**
         * Health
         * @description The server is alive.
         */
        Health: {
            /** @enum {unknown} */
            status: "draining" | "ok";
            version: string;
            protocols: (number | string)[];
            sessions: number;
            max_sessions: number;
            connections: number;
            model: components["schemas"]["ModelName"];
        };
        /**
         * ModelName
         * @description The acoustic model.
         */
        ModelName: {
            name: string;
            version: string;
        };
        /** @description A chord of the song as this instrument plays it, in the order to learn them. */
        ChordToLearn: {
            symbol: string;
            shape: string;
            shape_name: string;
            /** @enum {unknown} */
            difficulty: "easy" | "fair" | "hard";
            tip: string;
        };
        /** @description One pass through a section. */
        FormPart: {
            section: string;
            title: string;
            task: string;
        };
        /** @description What the words of a section should do. */
        LyricPrompt: {
            job: string;
            point_of_view: string;
            lines: number;
            syllables_low: number;
            syllables_high: number;
            scheme: string;
            images: string[];
            rhymes: components["schemas"]["RhymeSet"][];
            opening: string;
        };
        /** @description How the tune of a section could go. */
        MelodyPrompt: {
            low: string;
            high: string;
            contour: string;
            rhythm: string;
            targets: components["schemas"]["MelodyTarget"][];
        };
        /** @description A note to aim at while a chord sounds. */
        MelodyTarget: {
            chord: string;
            note: string;
            degree: string;
        };
        /** @description The mood of a theme. */
        Mood: {
            /** @enum {unknown} */
            name: "happy" | "calm" | "sad" | "tense";
            valence: number;
            energy: number;
            words?: string[];
            confidence?: number;
            heard?: string;
        };
        /** @description One chord of a section. */
        PlannedChord: {
            symbol: string;
            bars: number;
            roman: string;
            /** @enum {unknown} */
            role: "home" | "away" | "tension" | "colour";
            tension: number;
            why: string;
        };
        /** @description How to get it into the hands. */
        PracticePlan: {
            minutes_a_day: number;
            days: number;
            ladder_bpm: number[];
            sessions: components["schemas"]["PracticeSession"][];
        };
        /** @description What to practise on some days. */
        PracticeSession: {
            days: string;
            focus: string;
            text: string;
        };
        /** @description A word and words that rhyme with it. */
        RhymeSet: {
            word: string;
            rhymes: string[];
        };
        /** @description One part of the song, however often it returns. */
        Section: {
            name: string;
            title: string;
            energy: number;
            chords: components["schemas"]["PlannedChord"][];
            cadence: string;
            why: string;
            melody: components["schemas"]["MelodyPrompt"];
            lyrics: components["schemas"]["LyricPrompt"];
        };
        /** @description One thing to do. */
        Step: {
            number: number;
            /** @enum {unknown} */
            kind: "listen" | "learn" | "play" | "sing" | "write" | "arrange" | "finish";
            title: string;
            text: string;
            minutes: number;
        };
        /**
         * SongPlan
         * @description A song to write and learn.
         */
        SongPlan: {
            /** @enum {unknown} */
            format: "chordwork-song-1";
            theme: string;
            /** @enum {unknown} */
            level: "beginner" | "intermediate" | "advanced";
            instrument: string;
            /** @enum {unknown} */
            voice: "low" | "medium" | "high";
            seed: number;
            genre: string;
            mood: components["schemas"]["Mood"];
            title: string;
            title_ideas: string[];
            key: string;
            key_why: string;
            tempo_bpm: number;
            metre: string;
            groove: string;
            feel: string;
            pattern: string;
            capo: number;
            form: components["schemas"]["FormPart"][];
            form_why: string;
            sections: components["schemas"]["Section"][];
            chords: components["schemas"]["ChordToLearn"][];
            steps: components["schemas"]["Step"][];
            practice: components["schemas"]["PracticePlan"];
            locked?: string[];
            /** @description Inputs for tabs, accompaniment and suggestions. */
            links?: Record<string, never>;
        };
        /**
         * InstructionsRequest
         * @description What the song is about; the rest may be left to the plan.
         */
        InstructionsRequest: {
            /**
             * @description Of the player. Default: beginner.
             * @default null
             */
            level: ("advanced" | "beginner" | "intermediate") | null;
            /**
             * @description As for tabs, or piano. Default: guitar.
             * @default null
             */
            instrument: string | null;
            /**
             * @description Of the singer. Default: medium.
             * @default null
             */
            voice: ("high" | "low" | "medium") | null;
            /**
             * @description Another seed, another song. Default: 0, or the plan's.
             * @default null
             */
            seed: number | null;
            /**
             * @description Such as pop, folk or jazz. Default: found from the theme.
             * @default null
             */
            genre: string | null;
            /**
             * @description Default: heard from the theme.
             * @default null
             */
            mood: ("calm" | "happy" | "sad" | "tense") | null;
            /**
             * @description Such as A minor. Default: one that lies well on the instrument.
             * @default null
             */
            key: string | null;
            /**
             * @description Felt beats a minute, 20 to 400; in 6/8 and 12/8, dotted quarters.
             * @default null
             */
            tempo_bpm: number | null;
            /**
             * @description Default: what the feel of the song asks for.
             * @default null
             */
            metre: ("12/8" | "3/4" | "4/4" | "5/4" | "6/8" | "7/8") | null;
            /**
             * @description As for the band.
             * @default null
             */
            groove: string | null;
            /**
             * @description Fields settled by you, by path, such as sections.chorus.chords.
             * @default null
             */
            locked: Record<string, never> | null;
            /**
             * @description In any language; needed unless there is a `plan`.
             * @default null
             */
            theme: string | null;
            /**
             * @description A plan from here, to be changed.
             * @default null
             */
            plan: Record<string, never> | null;
            /**
             * @description With `plan`: paths that stay besides all that is settled; the rest is written anew.
             * @default null
             */
            keep: string[] | null;
            /**
             * @description A song from /charts to write around: its form and chords stay, and title, key, tempo, metre and capo unless the request says otherwise. Without a theme, its title is one.
             * @default null
             */
            chart: components["schemas"]["SongDocument"] | null;
        };
        /**
         * Instruments
         * @description All of them, with what else `/tabs` knows by name.
         */
        Instruments: {
            instruments: components["schemas"]["InstrumentEntry"][];
            levels: string[];
            patterns: string[];
        };
        /**
         * InstrumentEntry
         * @description An instrument that tabs can be made for.
         */
        InstrumentEntry: {
            name: string;
            title: string;
            /** @description From the bass side. */
            tuning: string[];
            frets: number;
            /** @description Named ones. */
            tunings: string[];
        };
        /**
         * Models
         * @description Which models hear new sessions, and how they do; of the process that answers.
         */
        Models: {
            models: components["schemas"]["ServedModel"][];
            drift: components["schemas"]["DriftReport"][];
            /** @description Whether it wants to be told what chords really were. */
            corrections: boolean;
            /** @description The models last chosen could not be used: those before go on. */
            failing: boolean;
        };
        /**
         * ServedModel
         * @description A model that hears new sessions.
         */
        ServedModel: {
            name: string;
            version: string;
            /** @enum {unknown} */
            role: "canary" | "main";
            /** @description Of new sessions, 0 to 1. */
            share: number;
        };
        /**
         * DriftReport
         * @description How far what a model said lately is from the reference of its card.
         */
        DriftReport: {
            name: string;
            version: string;
            /** @description False: too little was heard for a score. */
            enough: boolean;
            /** @description Latest final chords that it rests on. */
            finals: number;
            needed: number;
            /** @description Jensen-Shannon divergence of the chord classes. */
            chords_bits: number | null;
            /** @description The same of the confidences. */
            confidence_bits: number | null;
            /** @description What 95 of 100 windows of known material stay below. */
            usual_chords_bits: number;
            usual_confidence_bits: number;
        };
        /**
         * PracticeResult
         * @description Whether the chord was played right, and what to do if not.
         */
        PracticeResult: {
            target: string;
            /** @enum {unknown} */
            verdict: "almost" | "not yet" | "right" | "silent";
            score: number;
            present: components["schemas"]["HeardNote"][];
            missing: components["schemas"]["HeardNote"][];
            foreign: components["schemas"]["HeardNote"][];
            unclear: components["schemas"]["HeardNote"][];
            shape: string;
            /** @description Likeliest trouble first. */
            checks: components["schemas"]["StringToCheck"][];
            /** @description Another chord that fits better; empty if none does. */
            sounds_like: string;
            /** @description The one thing to do next. */
            hint: string;
        };
        /**
         * HeardNote
         * @description A pitch class and how surely it sounds.
         */
        HeardNote: {
            /** @description Spelled for the chord. */
            note: string;
            pitch_class: number;
            probability: number;
            /** @description What it is in the chord; empty if it is none of its notes. */
            degree: string;
        };
        /**
         * StringToCheck
         * @description A string to look at.
         */
        StringToCheck: {
            /** @description As players count: 1 is nearest the floor. */
            string: number;
            name: string;
            /** @description Where the shape presses it; 0 open, null muted. */
            fret: number | null;
            /** @description That it should sound. */
            note: string;
            /** @enum {unknown} */
            problem: "open" | "silent" | "slipped" | "unmuted" | "wrong fret";
            likelihood: number;
            text: string;
        };
        /**
         * PracticeRequest
         * @description The chord that was meant, and either `heard` or `notes`.
         */
        PracticeRequest: {
            /**
             * @description The chord that was meant.
             * @example Am7/C
             */
            chord: string;
            /**
             * @description The notes that sounded: names with or without octaves, or MIDI pitches.
             * @default null
             * @example C E G
             */
            notes: string | (string | number)[] | null;
            /**
             * @description As for tabs, or piano.
             * @default guitar
             * @example guitar
             */
            instrument: string;
            /**
             * @description By name (drop d), or by its notes from the bass side (DADGBE, D2 A2 D3 G3 B3 E4). Default: standard.
             * @default null
             */
            tuning: string | null;
            /**
             * @description The shape that is played. Default: the one that tabs shows.
             * @default null
             * @example x32010
             */
            shape: string | (number | null)[] | null;
            /**
             * @description Fret of the capo.
             * @default 0
             */
            capo: number;
            /**
             * @description Whose shapes tabs would show.
             * @default intermediate
             * @enum {unknown}
             */
            level: "advanced" | "beginner" | "intermediate";
            /**
             * @description Of note names, read and written: english (B, Bb, F#), german (H, B, Fis) or solfege (Si, Sib, Fa#).
             * @default english
             * @enum {unknown}
             */
            notation: "english" | "german" | "solfege";
            /**
             * @description Probability that each pitch class sounds: twelve, C first.
             * @default null
             */
            heard: number[] | null;
        };
        /**
         * Readiness
         * @description The server takes new sessions.
         */
        Readiness: {
            status: string;
            sessions: number;
            max_sessions: number;
            /** @default null */
            protections: components["schemas"]["Protections"] | null;
            /**
             * @description Servers that share a store with this one, itself included.
             * @default 1
             */
            nodes: number;
            /**
             * @description Places for sessions at the others.
             * @default 0
             */
            free_elsewhere: number;
        };
        /**
         * Protections
         * @description Which walls stand around the decoding of recordings; ``docs/threat-model.md`` says what each holds.
         */
        Protections: {
            limits: boolean;
            namespaces: boolean;
            capabilities: boolean;
            no_new_privs: boolean;
            undumpable: boolean;
            landlock: boolean;
            seccomp: boolean;
            server_undumpable: boolean;
        };
        /**
         * SuggestResult
         * @description Suggestions, the likeliest first.
         */
        SuggestResult: {
            key: string;
            key_confidence: number;
            suggestions: components["schemas"]["SuggestedChord"][];
        };
        /**
         * SuggestedChord
         * @description A chord that could come, and why.
         */
        SuggestedChord: {
            /**
             * @description In Harte syntax.
             * @example A:min7
             */
            label: string;
            /**
             * @description As a lead sheet prints it, spelled for the key.
             * @example Am7
             */
            symbol: string;
            /**
             * @description Its numeral in the key.
             * @example vi7
             */
            roman: string;
            probability: number;
            /** @description One line for a player who knows no theory. */
            reason: string;
            /** @enum {unknown} */
            function: "dominant" | "none" | "subdominant" | "tonic";
            /**
             * @description How it belongs to the key.
             * @example diatonic
             * @example borrowed
             */
            relation: string;
        };
        /**
         * SuggestRequest
         * @description Chords so far, and what is wanted.
         */
        SuggestRequest: {
            /**
             * @description Such as A minor or F# dorian. Default: found from all chords given.
             * @default null
             */
            key: string | null;
            /**
             * @description At most so many.
             * @default 5
             */
            limit: number;
            /**
             * @description 0: what songs do. Towards 1: borrowed chords, secondary dominants and other surprises.
             * @default 0
             */
            adventurousness: number;
            /**
             * @description Lean towards pop, rock or standards; jazz, swing, blues, folk, country and the like mean the nearest.
             * @default null
             */
            style: string | null;
            /**
             * @description Lean towards chords that sound happy, calm, sad or tense: a rule, not counted in songs.
             * @default null
             */
            mood: string | null;
            /**
             * @description Of note names, read and written: english (B, Bb, F#), german (H, B, Fis) or solfege (Si, Sib, Fa#).
             * @default english
             * @enum {unknown}
             */
            notation: "english" | "german" | "solfege";
            /** @default  */
            chords: string | string[];
            /** @default null */
            after: (string | string[]) | null;
            /** @default null */
            replace: number | null;
        };
        /**
         * TabResult
         * @description A finished tab.
         */
        TabResult: {
            title: string;
            instrument: string;
            tuning: string[];
            capo: number;
            metre: string;
            tempo_bpm: number;
            bars: number;
            /** @description Of the chords that sound; null where no chord tells it. */
            key: string | null;
            /** @description That sound, in order. */
            chords: string[];
            /** @description The shape of each, from the capo. */
            shape_names: string[];
            shapes: components["schemas"]["Shape"][];
            /** @description Why this capo, where "easy" was asked. */
            reasons: string[];
            /** @description What the player should know. */
            notes: string[];
            /** @description The whole tab as plain text. */
            text: string;
        };
        /**
         * Shape
         * @description One shape of the left hand.
         */
        Shape: {
            /** @description The chord that sounds. */
            symbol: string;
            /** @description The name of the shape from the capo. */
            shape: string;
            /** @description From the bass side; null: muted, 0: open. */
            frets: (number | null)[];
            /** @description 1 index … 4 little, 0 none. */
            fingers: number[];
            /** @description Fret, lowest and highest string of each. */
            barres: number[][];
            /** @description How hard it is; compare only. */
            cost: number;
        };
        /**
         * TabRequest
         * @description What to play, on what, by whom.
         */
        TabRequest: {
            /**
             * @description guitar, guitar-12, guitar-7, guitar-8, guitar-baritone, bass, bass-5, bass-6, ukulele, ukulele-baritone, mandolin, banjo or banjo-tenor.
             * @default guitar
             * @example guitar
             * @example ukulele
             */
            instrument: string;
            /**
             * @description By name (drop d), or by its notes from the bass side (DADGBE, D2 A2 D3 G3 B3 E4). Default: standard.
             * @default null
             */
            tuning: string | (string | number)[] | null;
            /**
             * @description A fret, or easy to have it chosen. The chords given always sound; the shapes follow the capo.
             * @default 0
             */
            capo: number | "easy";
            /**
             * @description What the hand can hold.
             * @default intermediate
             * @enum {unknown}
             */
            level: "advanced" | "beginner" | "intermediate";
            /**
             * @description Mirror the diagrams. Tab lines stay as they are for everybody, and the sheet says so.
             * @default false
             */
            left_handed: boolean;
            /**
             * @description To press, counted from the capo.
             * @default null
             */
            lowest_fret: number | null;
            /**
             * @description To press, counted from the capo.
             * @default null
             */
            highest_fret: number | null;
            /**
             * @description Whether open strings may ring.
             * @default true
             */
            open_strings: boolean;
            /**
             * @description A chord that returns may take another shape where the voices lead better.
             * @default false
             */
            vary_shapes: boolean;
            /**
             * @description auto plays what the pattern is, a line on basses, and strums elsewhere.
             * @default auto
             * @enum {unknown}
             */
            style: "auto" | "bass" | "pick" | "strum";
            /**
             * @description By name, or written out; a wrong name is answered with all. Default: the usual one of the metre.
             * @default null
             */
            pattern: string | null;
            /**
             * @description Such as 3/4 or 6/8. Default: that of the chart, else 4/4.
             * @default 4/4
             * @example 4/4
             * @example 6/8
             */
            metre: string;
            /**
             * @description Of each chord that comes without, as the lower number of the metre counts. Default: one bar.
             * @default null
             */
            beats: number | null;
            /**
             * @description Felt beats a minute, 20 to 400; in 6/8 and 12/8, dotted quarters. Default: that of the chart, else 100.
             * @default null
             */
            tempo_bpm: number | null;
            /**
             * @description Printed on top.
             * @default
             */
            title: string;
            /**
             * @description Of the chords as given, such as Eb major. Default: found from them.
             * @default null
             */
            key: string | null;
            /**
             * @description Semitones to move all chords up, or down below 0; spelled for the key they land in.
             * @default 0
             */
            transpose: number;
            /**
             * @description The chords given are the shapes that the hand makes from the capo; what sounds is worked out.
             * @default false
             */
            shapes: boolean;
            /**
             * @description Of note names, read and written: english (B, Bb, F#), german (H, B, Fis) or solfege (Si, Sib, Fa#).
             * @default english
             * @enum {unknown}
             */
            notation: "english" | "german" | "solfege";
            /** @default null */
            chords: string | (string | components["schemas"]["TimedChord"])[] | null;
            /**
             * @description A song from /charts, in place of chords: played as it stands.
             * @default null
             */
            chart: components["schemas"]["SongDocument"] | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_accompaniment: {
        parameters: {
            query?: {
                /**
                 * @description A wrong name is answered with all. Default: the plan's, one in the metre of the chart, or pop.
                 * @example bossa
                 */
                groove?: string;
                /** @description Felt beats a minute, 20 to 400; in 6/8 and 12/8, dotted quarters. Default: the plan's, or the groove's own. */
                tempo_bpm?: number;
                /** @description 0 to 1: how many join in, how loud, how much they fill. Default: 0.6, or that of each section of a plan. */
                intensity?: number;
                /** @description Another number, another take; the same plays the same. Default: the plan's, or 0. */
                seed?: number;
                /** @description How often all of it is played. */
                repeats?: number;
                /** @description Of chords that come without, as the lower number of the metre counts; not with a plan. Default: one bar. */
                beats_a_chord?: number;
                /** @description Count in for a bar. */
                intro?: boolean;
                /** @description End with a bar on the home chord. */
                ending?: boolean;
                /** @description Drum fills at the ends of sections. */
                fills?: boolean;
                /** @description Of note names, read and written: english (B, Bb, F#), german (H, B, Fis) or solfege (Si, Sib, Fa#). */
                notation?: "english" | "german" | "solfege";
                /** @description Play a little early and late, as people do. */
                humanise?: boolean;
                /**
                 * @description Chords parted by blanks, each a bar long; between bar lines `|` they share the bar. Beats (`C / / G`), repeats, endings, metres, ChordPro and chords over words are read, too.
                 * @example C G Am F
                 */
                chords?: string;
                /** @description For sound: FluidSynth where the server has it, or the small built-in one. */
                synthesiser?: "best" | "built-in";
                /** @description Form of the answer; instead of the header `Accept`. */
                format?: "json" | "midi" | "wav" | "mp3" | "ogg" | "opus" | "flac" | "svg";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID"?: string;
                    ETag?: string;
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccompanimentResult"];
                    "audio/midi": string;
                    "audio/wav": string;
                    "audio/mpeg": string;
                    "audio/ogg": string;
                    "audio/opus": string;
                    "audio/flac": string;
                    "image/svg+xml": string;
                };
            };
            /** @description You have it already. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read: `detail` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description An API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This web page may not use this server. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description There is no such form of the answer. */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The address is too long: use POST. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server is not called like that: the header `Host` has to be one of its names. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It can be read, but not be done: `code` and `detail` say why. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests: see `Retry-After`. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This server lacks what it takes. */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy, or shutting down: see `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_accompaniment: {
        parameters: {
            query?: {
                /** @description Form of the answer; instead of the header `Accept`. */
                format?: "json" | "midi" | "wav" | "mp3" | "ogg" | "opus" | "flac" | "svg";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccompanimentRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID"?: string;
                    ETag?: string;
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccompanimentResult"];
                    "audio/midi": string;
                    "audio/wav": string;
                    "audio/mpeg": string;
                    "audio/ogg": string;
                    "audio/opus": string;
                    "audio/flac": string;
                    "image/svg+xml": string;
                };
            };
            /** @description The request cannot be read: `detail` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description An API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This web page may not use this server. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description There is no such form of the answer. */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The request took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too large, or too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server is not called like that: the header `Host` has to be one of its names. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It can be read, but not be done: `code` and `detail` say why. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests: see `Retry-After`. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This server lacks what it takes. */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy, or shutting down: see `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    analyze: {
        parameters: {
            query?: {
                /** @description final: the chords as decided. live: as a player would have seen them at each moment, provisional ones too, late ones late; over REST as ndjson only. */
                tier?: "final" | "live";
                /** @description Keep slivers: chords shorter than half a beat, as they were decided. Without it they join a neighbour. */
                raw?: boolean;
                /** @description Shortest rest in seconds: silence between two chords that is shorter belongs to the chord before it. Default: as the model has it, mostly 0.25. */
                rest_s?: number;
                /** @description Form of the answer; instead of the header `Accept`. */
                format?: "json" | "ndjson" | "text" | "chords" | "lab" | "csv" | "jams";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
                "audio/*": string;
                "multipart/form-data": {
                    file: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelineResult"];
                    "application/x-ndjson": string;
                    "text/plain": string;
                    "text/x-chords": string;
                    "text/x-lab": string;
                    "text/csv": string;
                    "application/vnd.jams+json": Record<string, never>;
                };
            };
            /** @description The request cannot be read: `detail` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description An API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This web page may not use this server. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description There is no such form of the answer. */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The request took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too large, or too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The address is too long: use POST. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Not of a kind that can be read. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server is not called like that: the header `Host` has to be one of its names. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It can be read, but not be done: `code` and `detail` say why. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests: see `Retry-After`. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy, or shutting down: see `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server has no room for it. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_charts: {
        parameters: {
            query?: {
                /** @description Semitones up, or down below 0; the key moves along. */
                transpose?: number;
                /** @description Write the shapes behind a capo at this fret, so that the same sounds. Default: as in the chart. */
                capo?: number;
                /** @description Write repeats, endings and jumps out, as they are played. */
                unfold?: boolean;
                /** @description Of note names, read and written: english (B, Bb, F#), german (H, B, Fis) or solfege (Si, Sib, Fa#). */
                notation?: "english" | "german" | "solfege";
                /**
                 * @description A chart as text, or a link such as `irealb://…`.
                 * @example {
                 *       "format": "chordwork-chart",
                 *       "version": 1,
                 *       "songs": [
                 *         {
                 *           "sections": [
                 *             {
                 *               "bars": [
                 *                 {}
                 *               ]
                 *             }
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                text?: string;
                /** @description A file, in base64. */
                data?: string;
                /** @description Of the file; it decides where the content leaves it open. */
                name?: string;
                /** @description Name of the format that is read. Default: told from the content. */
                read_as?: string;
                /** @description Only this one of them, from 1. */
                song?: number;
                /** @description Form of the answer; instead of the header `Accept`. */
                format?: "json" | "chordpro" | "ireal" | "abc" | "gp5" | "midi" | "musicxml" | "chords-over-lyrics" | "onsong" | "typed" | "lab" | "jams" | "sonic-visualiser";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID"?: string;
                    ETag?: string;
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChartsResult"];
                    "text/vnd.chordpro": string;
                    "text/html": string;
                    "text/vnd.abc": string;
                    "application/x-guitar-pro": string;
                    "audio/midi": string;
                    "application/vnd.recordare.musicxml+xml": string;
                    "text/plain": string;
                    "application/vnd.jams+json": Record<string, never>;
                    "text/csv": string;
                };
            };
            /** @description You have it already. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read: `detail` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description An API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This web page may not use this server. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description There is no such form of the answer. */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The address is too long: use POST. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server is not called like that: the header `Host` has to be one of its names. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It can be read, but not be done: `code` and `detail` say why. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests: see `Retry-After`. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This server lacks what it takes. */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy, or shutting down: see `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_charts: {
        parameters: {
            query?: {
                /** @description Form of the answer; instead of the header `Accept`. */
                format?: "json" | "chordpro" | "ireal" | "abc" | "gp5" | "midi" | "musicxml" | "chords-over-lyrics" | "onsong" | "typed" | "lab" | "jams" | "sonic-visualiser";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChartsRequest"];
                "application/octet-stream": string;
                "text/plain": string;
                "multipart/form-data": {
                    file: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID"?: string;
                    ETag?: string;
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChartsResult"];
                    "text/vnd.chordpro": string;
                    "text/html": string;
                    "text/vnd.abc": string;
                    "application/x-guitar-pro": string;
                    "audio/midi": string;
                    "application/vnd.recordare.musicxml+xml": string;
                    "text/plain": string;
                    "application/vnd.jams+json": Record<string, never>;
                    "text/csv": string;
                };
            };
            /** @description The request cannot be read: `detail` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description An API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This web page may not use this server. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description There is no such form of the answer. */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The request took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too large, or too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server is not called like that: the header `Host` has to be one of its names. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It can be read, but not be done: `code` and `detail` say why. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests: see `Retry-After`. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This server lacks what it takes. */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy, or shutting down: see `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_corrections: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CorrectionRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CorrectionKept"];
                };
            };
            /** @description The request cannot be read: `detail` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description An API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This web page may not use this server. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The request took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too large, or too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server is not called like that: the header `Host` has to be one of its names. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It can be read, but not be done: `code` and `detail` say why. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests: see `Retry-After`. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy, or shutting down: see `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server has no room for it. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    grooves: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Grooves"];
                };
            };
            /** @description An API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This web page may not use this server. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server is not called like that: the header `Host` has to be one of its names. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests: see `Retry-After`. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy, or shutting down: see `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_harmony_parse: {
        parameters: {
            query: {
                /**
                 * @description Chords, as `/tabs` reads them.
                 * @example Dm7 G7 Cmaj7
                 */
                chords: string;
                /** @description Such as A minor or F# dorian. Default: found from the chords. */
                key?: string;
                /** @description Semitones up, or down below 0; the key moves along. */
                transpose?: number;
                /** @description Of note names, read and written: english (B, Bb, F#), german (H, B, Fis) or solfege (Si, Sib, Fa#). */
                notation?: "english" | "german" | "solfege";
                /** @description Read German names, and answer in the notation asked for. */
                german?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID"?: string;
                    ETag?: string;
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParseResult"];
                };
            };
            /** @description You have it already. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read: `detail` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description An API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This web page may not use this server. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The address is too long: use POST. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server is not called like that: the header `Host` has to be one of its names. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It can be read, but not be done: `code` and `detail` say why. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests: see `Retry-After`. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy, or shutting down: see `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_harmony_parse: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ParseRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID"?: string;
                    ETag?: string;
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParseResult"];
                };
            };
            /** @description The request cannot be read: `detail` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description An API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This web page may not use this server. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The request took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too large, or too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server is not called like that: the header `Host` has to be one of its names. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It can be read, but not be done: `code` and `detail` say why. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests: see `Retry-After`. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy, or shutting down: see `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    healthz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Too many requests: see `Retry-After`. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy, or shutting down: see `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_instructions: {
        parameters: {
            query?: {
                /** @description Of the player. Default: beginner. */
                level?: "advanced" | "beginner" | "intermediate";
                /**
                 * @description As for tabs, or piano. Default: guitar.
                 * @example ukulele
                 */
                instrument?: string;
                /** @description Of the singer. Default: medium. */
                voice?: "high" | "low" | "medium";
                /** @description Another seed, another song. Default: 0, or the plan's. */
                seed?: number;
                /** @description Such as pop, folk or jazz. Default: found from the theme. */
                genre?: string;
                /** @description Default: heard from the theme. */
                mood?: "calm" | "happy" | "sad" | "tense";
                /** @description Such as A minor. Default: one that lies well on the instrument. */
                key?: string;
                /** @description Felt beats a minute, 20 to 400; in 6/8 and 12/8, dotted quarters. */
                tempo_bpm?: number;
                /** @description Default: what the feel of the song asks for. */
                metre?: "12/8" | "3/4" | "4/4" | "5/4" | "6/8" | "7/8";
                /** @description As for the band. */
                groove?: string;
                /**
                 * @description In any language; needed unless there is a `plan`.
                 * @example walking home through the rain
                 */
                theme?: string;
                /** @description Form of the answer; instead of the header `Accept`. */
                format?: "json" | "text" | "markdown" | "chordpro" | "song" | "ireal" | "abc" | "gp5" | "midi" | "musicxml" | "chords-over-lyrics" | "onsong" | "typed" | "lab" | "jams" | "sonic-visualiser";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID"?: string;
                    ETag?: string;
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SongPlan"];
                    "text/plain": string;
                    "text/markdown": string;
                    "text/x-chordpro": string;
                    "application/vnd.chordwork.chart+json": Record<string, never>;
                    "text/html": string;
                    "text/vnd.abc": string;
                    "application/x-guitar-pro": string;
                    "audio/midi": string;
                    "application/vnd.recordare.musicxml+xml": string;
                    "application/vnd.jams+json": Record<string, never>;
                    "text/csv": string;
                };
            };
            /** @description You have it already. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read: `detail` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description An API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This web page may not use this server. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description There is no such form of the answer. */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The address is too long: use POST. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server is not called like that: the header `Host` has to be one of its names. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It can be read, but not be done: `code` and `detail` say why. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests: see `Retry-After`. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This server lacks what it takes. */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy, or shutting down: see `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_instructions: {
        parameters: {
            query?: {
                /** @description Form of the answer; instead of the header `Accept`. */
                format?: "json" | "text" | "markdown" | "chordpro" | "song" | "ireal" | "abc" | "gp5" | "midi" | "musicxml" | "chords-over-lyrics" | "onsong" | "typed" | "lab" | "jams" | "sonic-visualiser";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InstructionsRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID"?: string;
                    ETag?: string;
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SongPlan"];
                    "text/plain": string;
                    "text/markdown": string;
                    "text/x-chordpro": string;
                    "application/vnd.chordwork.chart+json": Record<string, never>;
                    "text/html": string;
                    "text/vnd.abc": string;
                    "application/x-guitar-pro": string;
                    "audio/midi": string;
                    "application/vnd.recordare.musicxml+xml": string;
                    "application/vnd.jams+json": Record<string, never>;
                    "text/csv": string;
                };
            };
            /** @description The request cannot be read: `detail` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description An API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This web page may not use this server. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description There is no such form of the answer. */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The request took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too large, or too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server is not called like that: the header `Host` has to be one of its names. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It can be read, but not be done: `code` and `detail` say why. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests: see `Retry-After`. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This server lacks what it takes. */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy, or shutting down: see `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    instruments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Instruments"];
                };
            };
            /** @description An API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This web page may not use this server. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server is not called like that: the header `Host` has to be one of its names. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests: see `Retry-After`. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy, or shutting down: see `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: {
                /** @description Of several workers: each by its label, or all in one. */
                workers?: "each" | "together";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description The request cannot be read: `detail` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description An API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This web page may not use this server. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The address is too long: use POST. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server is not called like that: the header `Host` has to be one of its names. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests: see `Retry-After`. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy, or shutting down: see `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    models: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Models"];
                };
            };
            /** @description An API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This web page may not use this server. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server is not called like that: the header `Host` has to be one of its names. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests: see `Retry-After`. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy, or shutting down: see `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_practice: {
        parameters: {
            query: {
                /**
                 * @description The chord that was meant.
                 * @example C
                 */
                chord: string;
                /**
                 * @description The notes that sounded: names with or without octaves, or MIDI pitches.
                 * @example C E G F#
                 */
                notes?: string;
                /** @description As for tabs, or piano. */
                instrument?: string;
                /** @description By name (drop d), or by its notes from the bass side (DADGBE, D2 A2 D3 G3 B3 E4). Default: standard. */
                tuning?: string;
                /** @description The shape that is played. Default: the one that tabs shows. */
                shape?: string;
                /** @description Fret of the capo. */
                capo?: number;
                /** @description Whose shapes tabs would show. */
                level?: "advanced" | "beginner" | "intermediate";
                /** @description Of note names, read and written: english (B, Bb, F#), german (H, B, Fis) or solfege (Si, Sib, Fa#). */
                notation?: "english" | "german" | "solfege";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID"?: string;
                    ETag?: string;
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PracticeResult"];
                };
            };
            /** @description You have it already. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read: `detail` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description An API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This web page may not use this server. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The address is too long: use POST. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server is not called like that: the header `Host` has to be one of its names. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It can be read, but not be done: `code` and `detail` say why. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests: see `Retry-After`. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy, or shutting down: see `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_practice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PracticeRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID"?: string;
                    ETag?: string;
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PracticeResult"];
                };
            };
            /** @description The request cannot be read: `detail` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description An API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This web page may not use this server. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The request took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too large, or too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server is not called like that: the header `Host` has to be one of its names. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It can be read, but not be done: `code` and `detail` say why. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests: see `Retry-After`. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy, or shutting down: see `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    readyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description Too many requests: see `Retry-After`. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy, or shutting down: see `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_suggest: {
        parameters: {
            query?: {
                /** @description Such as A minor or F# dorian. Default: found from all chords given. */
                key?: string;
                /**
                 * @description At most so many.
                 * @example 3
                 */
                limit?: number;
                /** @description 0: what songs do. Towards 1: borrowed chords, secondary dominants and other surprises. */
                adventurousness?: number;
                /** @description Lean towards pop, rock or standards; jazz, swing, blues, folk, country and the like mean the nearest. */
                style?: string;
                /** @description Lean towards chords that sound happy, calm, sad or tense: a rule, not counted in songs. */
                mood?: string;
                /** @description Of note names, read and written: english (B, Bb, F#), german (H, B, Fis) or solfege (Si, Sib, Fa#). */
                notation?: "english" | "german" | "solfege";
                /**
                 * @description Chords, as `/tabs` reads them.
                 * @example C G Am
                 */
                chords?: string;
                /** @description What comes after the gap that is to be filled. */
                after?: string;
                /** @description Index of the chord that is to be replaced, from 0. */
                replace?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID"?: string;
                    ETag?: string;
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuggestResult"];
                };
            };
            /** @description You have it already. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read: `detail` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description An API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This web page may not use this server. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The address is too long: use POST. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server is not called like that: the header `Host` has to be one of its names. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It can be read, but not be done: `code` and `detail` say why. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests: see `Retry-After`. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy, or shutting down: see `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_suggest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SuggestRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID"?: string;
                    ETag?: string;
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuggestResult"];
                };
            };
            /** @description The request cannot be read: `detail` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description An API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This web page may not use this server. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The request took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too large, or too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server is not called like that: the header `Host` has to be one of its names. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It can be read, but not be done: `code` and `detail` say why. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests: see `Retry-After`. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy, or shutting down: see `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    get_tabs: {
        parameters: {
            query?: {
                /**
                 * @description guitar, guitar-12, guitar-7, guitar-8, guitar-baritone, bass, bass-5, bass-6, ukulele, ukulele-baritone, mandolin, banjo or banjo-tenor.
                 * @example ukulele
                 */
                instrument?: string;
                /** @description By name (drop d), or by its notes from the bass side (DADGBE, D2 A2 D3 G3 B3 E4). Default: standard. */
                tuning?: string;
                /** @description A fret, or easy to have it chosen. The chords given always sound; the shapes follow the capo. */
                capo?: number | "easy";
                /** @description What the hand can hold. */
                level?: "advanced" | "beginner" | "intermediate";
                /** @description Mirror the diagrams. Tab lines stay as they are for everybody, and the sheet says so. */
                left_handed?: boolean;
                /** @description To press, counted from the capo. */
                lowest_fret?: number;
                /** @description To press, counted from the capo. */
                highest_fret?: number;
                /** @description Whether open strings may ring. */
                open_strings?: boolean;
                /** @description A chord that returns may take another shape where the voices lead better. */
                vary_shapes?: boolean;
                /** @description auto plays what the pattern is, a line on basses, and strums elsewhere. */
                style?: "auto" | "bass" | "pick" | "strum";
                /** @description By name, or written out; a wrong name is answered with all. Default: the usual one of the metre. */
                pattern?: string;
                /** @description Such as 3/4 or 6/8. Default: that of the chart, else 4/4. */
                metre?: string;
                /** @description Of each chord that comes without, as the lower number of the metre counts. Default: one bar. */
                beats?: number;
                /** @description Felt beats a minute, 20 to 400; in 6/8 and 12/8, dotted quarters. Default: that of the chart, else 100. */
                tempo_bpm?: number;
                /** @description Printed on top. */
                title?: string;
                /** @description Of the chords as given, such as Eb major. Default: found from them. */
                key?: string;
                /** @description Semitones to move all chords up, or down below 0; spelled for the key they land in. */
                transpose?: number;
                /** @description The chords given are the shapes that the hand makes from the capo; what sounds is worked out. */
                shapes?: boolean;
                /** @description Of note names, read and written: english (B, Bb, F#), german (H, B, Fis) or solfege (Si, Sib, Fa#). */
                notation?: "english" | "german" | "solfege";
                /**
                 * @description Chords parted by blanks, each a bar long; between bar lines `|` they share the bar. Beats (`C / / G`), repeats, endings, metres, ChordPro and chords over words are read, too.
                 * @example C G Am F
                 */
                chords?: string;
                /** @description Form of the answer; instead of the header `Accept`. */
                format?: "json" | "text" | "svg" | "png" | "alphatex" | "musicxml" | "gp5" | "midi" | "chordpro" | "pdf";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID"?: string;
                    ETag?: string;
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TabResult"];
                    "text/plain": string;
                    "image/svg+xml": string;
                    "image/png": string;
                    "text/x-alphatex": string;
                    "application/vnd.recordare.musicxml+xml": string;
                    "application/x-guitar-pro": string;
                    "audio/midi": string;
                    "text/x-chordpro": string;
                    "application/pdf": string;
                };
            };
            /** @description You have it already. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be read: `detail` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description An API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This web page may not use this server. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description There is no such form of the answer. */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The address is too long: use POST. */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server is not called like that: the header `Host` has to be one of its names. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It can be read, but not be done: `code` and `detail` say why. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests: see `Retry-After`. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This server lacks what it takes. */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy, or shutting down: see `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    post_tabs: {
        parameters: {
            query?: {
                /** @description Form of the answer; instead of the header `Accept`. */
                format?: "json" | "text" | "svg" | "png" | "alphatex" | "musicxml" | "gp5" | "midi" | "chordpro" | "pdf";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TabRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "X-Request-ID"?: string;
                    ETag?: string;
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TabResult"];
                    "text/plain": string;
                    "image/svg+xml": string;
                    "image/png": string;
                    "text/x-alphatex": string;
                    "application/vnd.recordare.musicxml+xml": string;
                    "application/x-guitar-pro": string;
                    "audio/midi": string;
                    "text/x-chordpro": string;
                    "application/pdf": string;
                };
            };
            /** @description The request cannot be read: `detail` says where. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description An API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This web page may not use this server. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description There is no such form of the answer. */
            406: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The request took too long to arrive. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too large, or too long. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server is not called like that: the header `Host` has to be one of its names. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description It can be read, but not be done: `code` and `detail` say why. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Too many requests: see `Retry-After`. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description The server failed. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description This server lacks what it takes. */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
            /** @description Busy, or shutting down: see `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
}
