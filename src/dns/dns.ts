export type RecordType = "A" | "AAAA" | "CAA" | "CNAME" | "MX" | "NS" | "SRV" | "TXT";

/** A record set as Route 53 writes it: `values` in presentation format (TXT quoted, MX with its preference). */
export interface RecordSet {
  name: string;
  type: RecordType;
  ttl: number;
  values: string[];
}

/** What the wizard asks of DNS. Names are lower case and without a trailing dot. */
export interface Dns {
  /** The name servers that the parent zone hands out for `domain`; empty when the parent knows none. */
  delegation(domain: string): Promise<string[]>;
  /** The records of this name and type as the world sees them now; undefined when there are none. */
  records(name: string, type: RecordType): Promise<RecordSet | undefined>;
}
