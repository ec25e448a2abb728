export type RecordType = "A" | "AAAA" | "CAA" | "CNAME" | "MX" | "NS" | "SRV" | "TXT";

/** A record set as Route 53 writes it: `values` in presentation format (TXT quoted, MX with its preference). */
export interface RecordSet {
  name: string;
  type: RecordType;
  ttl: number;
  values: string[];
}

/** What the zone above says about a domain. */
export interface Referral {
  /** The name servers that it hands out; empty when it knows none. */
  nameServers: string[];
  /** False when it says that there is no such name (NXDOMAIN). */
  exists: boolean;
  /** Neither: the only server that could be asked failed to find out (SERVFAIL). */
  undecided?: true;
  /** Said by a resolver, which may keep what the registry said for days: the registry's own servers were out of reach. */
  secondHand?: true;
}

/** What one resolver still remembers of a domain's name servers. */
export interface CachedNameServers {
  nameServers: string[];
  /** It forgets them after so many seconds at most. */
  seconds: number;
}

/** The DS records that the zone above holds for a domain: with them, only signed answers count. */
export interface DelegationSigners {
  keyTags: number[];
  /** Seconds that resolvers may go on using them after they are removed. */
  ttl: number;
}

/** What the wizard asks of DNS. Names are lower case and without a trailing dot. */
export interface Dns {
  /** The name servers that the parent zone hands out for `domain`; empty when the parent knows none. */
  delegation(domain: string): Promise<string[]>;
  /** The same, and whether the parent knows the name at all. */
  referral(domain: string): Promise<Referral>;
  /** What each of the resolvers that people use here answers now; those that have nothing are left out. */
  cached(domain: string): Promise<CachedNameServers[]>;
  /** The DS records at the parent; undefined when there are none. */
  ds(domain: string): Promise<DelegationSigners | undefined>;
  /** The records of this name and type as the world sees them now; undefined when there are none. */
  records(name: string, type: RecordType): Promise<RecordSet | undefined>;
}
