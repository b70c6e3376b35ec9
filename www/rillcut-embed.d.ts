// Types of rillcut-embed.js and of the messages between a lab in a frame and the page around it. Version 1 of the messages.

/** The clock's steps: to just after the next record, window or row of the destination, or a day on. */
export type RillcutClockStep = "record" | "window" | "anomaly" | "day";

/** A lab that comes with the page. */
export type RillcutExample = "clickstream" | "stock-ticker" | "empty";

export type RillcutTheme = "light" | "dark" | "auto";

/** What every message has. */
interface RillcutEnvelope {
  source: "rillcut";
  v: 1;
}

/** What messages may have, and answers then have, too. A text has at most 300 characters. */
interface RillcutAnswered {
  id?: string | number;
}

/** A lab to open: the text of a lab file, at most 4 MB, or what "Copy link" gives behind `#lab=`; or one that comes with the page. */
export type RillcutLoad = { lab: string; example?: undefined } | { example: RillcutExample; lab?: undefined };

/** From the page around to the lab. */
export type RillcutRequest = RillcutEnvelope &
  RillcutAnswered &
  (
    | ({ type: "load" } & RillcutLoad)
    | { type: "run" }
    | { type: "pause" }
    | { type: "reset" }
    /** Opens the guide at a step, 1 to 9. */
    | { type: "step"; step: number; by?: undefined }
    /** Moves the clock. */
    | { type: "step"; by: RillcutClockStep; step?: undefined }
    | { type: "theme"; theme: RillcutTheme }
    | { type: "getState" }
  );

/** The lab is there and can be played. */
export interface RillcutReady extends RillcutEnvelope {
  type: "ready";
  /** Version of Rillcut. */
  version: string;
  /** Name of the lab. */
  lab: string;
}

/** The content is that high, in CSS pixels. */
export interface RillcutResize extends RillcutEnvelope {
  type: "resize";
  height: number;
}

/** Where the lab is: at most four a second while something changes, and in answer to `getState`. Numbers of rows count from the start of the clock. */
export interface RillcutState extends RillcutEnvelope, RillcutAnswered {
  type: "state";
  lab: string;
  /** Whether the clock runs, or will when the frame is on the screen. */
  running: boolean;
  /** The lab's clock, milliseconds since 1970. */
  clock: number;
  /** Where it began. */
  start: number;
  /** Seconds of the lab in a second; absent where it runs as fast as it can. */
  speed?: number;
  /** Records that came to the source. */
  records: number;
  /** Rows that reached the destination. */
  anomalies: number;
}

/** A row has reached the destination. Of many at once the newest twenty are told. */
export interface RillcutAnomaly extends RillcutEnvelope {
  type: "anomaly";
  /** Its place among the rows of the destination, from 0. */
  number: number;
  /** Its ROWTIME, milliseconds since 1970. */
  time: number;
  /** Absent where no column holds one. */
  score?: number;
  /** What a message about it says, in English. */
  sentence: string;
}

/** The guide has come to a step, or the step is done. */
export interface RillcutStep extends RillcutEnvelope {
  type: "step";
  /** 1 to 9. */
  step: number;
  done: boolean;
}

/** A message or a lab was refused, or the engine has stopped. */
export interface RillcutError extends RillcutEnvelope, RillcutAnswered {
  type: "error";
  /** A code of the guide's list. */
  code: string;
  message: string;
  /** What to do about it; empty where nothing helps. */
  hint: string;
  /** Refused messages that have no answer of their own, since there were too many. */
  further: number;
}

/** From the lab to the page around. */
export type RillcutMessage = RillcutReady | RillcutResize | RillcutState | RillcutAnomaly | RillcutStep | RillcutError;

/**
 * `<rillcut-lab>`. Attributes: `src`, the address of the lab (else the folder of the script); `example` or `lab`; `view`, `hide`, `step`, `speed`, `seed`,
 * `lang`, `theme`, `autorun` and `readonly` as in an address; `title`, which a screen reader says; `height` in pixels, else the frame is as high as its
 * content; `poster`, a picture to press on (or nothing), before which the lab is not loaded.
 *
 * Without `theme` and `lang` it has those of the page around. Calls before the lab is there wait for it.
 */
export interface RillcutLabElement extends HTMLElement {
  run(): void;
  pause(): void;
  reset(): void;
  /** A number: to a step of the guide; else moves the clock. */
  step(to: number | RillcutClockStep): void;
  load(lab: RillcutLoad): void;
  getState(): Promise<RillcutState>;
  addEventListener<K extends keyof RillcutEventMap>(
    type: K,
    listener: (this: RillcutLabElement, event: RillcutEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

/** Its events. */
export interface RillcutEventMap {
  "rillcut-ready": CustomEvent<RillcutReady>;
  "rillcut-resize": CustomEvent<RillcutResize>;
  "rillcut-state": CustomEvent<RillcutState>;
  "rillcut-anomaly": CustomEvent<RillcutAnomaly>;
  "rillcut-step": CustomEvent<RillcutStep>;
  "rillcut-error": CustomEvent<RillcutError>;
}

declare global {
  interface HTMLElementTagNameMap {
    "rillcut-lab": RillcutLabElement;
  }
}
