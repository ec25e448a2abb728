const times = (count: number, rest: string) => (count === 1 ? rest : `${count} x ${rest}`);

/** What a deployment costs a month, line by line. */
export const cost = {
  costAbout: (amount: string) => `about ${amount}`,
  costAtLeast: (amount: string, without: string) => `at least ${amount}, not counting ${without} (no price is known)`,
  costTitle: "Cost a month in US dollars",
  costTotal: "Total",

  costServer: (type: string) => `server ${type}`,
  costDisk: "disk of the server (gp3)",
  costServerAddress: "public IPv4 address of the server",
  costDatabase: (name: string) => `database ${name}`,
  costDatabaseMultiAz: (name: string) => `database ${name}, Multi-AZ`,
  costDatabaseStorage: "storage of the database (gp3)",
  costSnapshot: "final snapshot of the database",
  costSecret: "secret with the database's password",
  costHostedZone: "hosted zone",
  costBalancer: "load balancer",
  costBalancerAddress: "public IPv4 addresses of the load balancer",
  costCapacityUnits: "load balancer capacity units (LCU), by use",
  costBuckets: "storage in the buckets, by use",
  costTraffic: "traffic to the internet, by use",

  costHours: (count: number, hours: number, price: string) => times(count, `${hours} h x ${price}`),
  costUpToHours: (units: number, hours: number, price: string) => `up to ${units} x ${hours} h x ${price}`,
  costGiB: (copies: number, gib: number, price: string) => times(copies, `${gib} GiB x ${price}`),
  costUpToGiB: (gib: number, price: string) => `up to ${gib} GiB x ${price}`,
  costMonths: (count: number, price: string) => times(count, `${price} a month`),
  costTrafficDetail: (free: number, price: string) => `${free} GB free, then ${price} a GB`,
  costUnknownPrice: "price not known",
  costUnknownSize: (price: string) => `size not known, ${price} a GiB`,

  costUnknownLines: (lines: string) => `Not in the total, because nobody knows what it costs: ${lines}`,
  costAsOf: (date: string) => `AWS list prices as of ${date}, without taxes, discounts and free tiers.`,
  costAsOfApproximate: (date: string) =>
    `Approximate: AWS list prices as of ${date}, without taxes, discounts and free tiers.`,
  costAssumptions: (hours: number, units: number, gib: number, traffic: number, free: number) =>
    `A month is ${hours} hours. The higher amounts suppose a typical small site: ${units === 0 ? "" : `${units} capacity unit at any time, `}${gib} GiB in the buckets, ${traffic} GB a month to the internet, of which ${free} GB are free for the account as a whole.`,
};
