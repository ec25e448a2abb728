/** Where states are kept: a folder, or a prefix in an S3 bucket. */
export interface StateStore {
  /** For messages: the path or URL of this environment's state. */
  readonly where: string;
  readonly backup: string;
  /** The text, or undefined when there is none. */
  read(): Promise<string | undefined>;
  /** Durable and all or nothing; the text before it is kept as the backup. */
  write(text: string): Promise<void>;
  remove(): Promise<void>;
  /** Puts a state that cannot be read out of the way and says where it is now. */
  setAside(): Promise<string>;
  /** Throws `locked` when another run holds it. */
  lock(): Promise<Lock>;
}

export interface Lock {
  release(): Promise<void>;
}
