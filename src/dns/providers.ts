import type { registrars } from "../language/en/registrars.ts";

/** A company that registers domains, or keeps their DNS. */
export interface Provider {
  name: string;
  /** The names of its own name servers. */
  nameServers: RegExp;
  /** How registries name it as a registrar; left out for who only keeps DNS. */
  registrar?: RegExp;
  /** Where in its pages a domain's name servers are entered. */
  menu?: keyof typeof registrars;
}

const providers: readonly Provider[] = [
  {
    name: "GoDaddy",
    nameServers: /(^|\.)domaincontrol\.com$/,
    registrar: /\b(godaddy|wild west domains)/i,
    menu: "registrarGoDaddy",
  },
  {
    name: "Namecheap",
    nameServers: /(^|\.)registrar-servers\.com$/,
    registrar: /\bnamecheap/i,
    menu: "registrarNamecheap",
  },
  { name: "Gandi", nameServers: /(^|\.)gandi\.net$/, registrar: /\bgandi/i, menu: "registrarGandi" },
  {
    name: "Cloudflare",
    nameServers: /\.ns\.cloudflare\.com$/,
    registrar: /\bcloudflare/i,
    menu: "registrarCloudflare",
  },
  { name: "Porkbun", nameServers: /(^|\.)porkbun\.com$/, registrar: /\bporkbun/i, menu: "registrarPorkbun" },
  {
    name: "Squarespace (Google Domains)",
    nameServers: /(^|\.)(googledomains|squarespacedns|squarespace)\.com$/,
    registrar: /\b(squarespace|google)/i,
    menu: "registrarSquarespace",
  },
  {
    name: "IONOS",
    nameServers: /(^|\.)ui-dns\.(com|org|de|biz)$|(^|\.)1and1\./,
    registrar: /\b(ionos|1&1|1und1)/i,
    menu: "registrarIonos",
  },
  { name: "OVHcloud", nameServers: /(^|\.)(ovh\.(net|ca)|anycast\.me)$/, registrar: /\bovh/i, menu: "registrarOvh" },
  { name: "Hover", nameServers: /(^|\.)hover\.com$/, registrar: /\bhover/i, menu: "registrarHover" },
  {
    name: "Dynadot",
    nameServers: /(^|\.)(dyna-ns\.net|dynadot\.com)$/,
    registrar: /\bdynadot/i,
    menu: "registrarDynadot",
  },
  { name: "Name.com", nameServers: /(^|\.)name\.com$/, registrar: /\bname\.com/i, menu: "registrarNameCom" },
  {
    name: "Hostinger",
    nameServers: /(^|\.)(dns-parking\.com|hostinger\.[a-z.]+)$/,
    registrar: /\bhostinger/i,
    menu: "registrarHostinger",
  },
  {
    name: "Gabia (가비아)",
    nameServers: /(^|\.)gabia\.(co\.kr|net|io|com)$/,
    registrar: /\bgabia/i,
    menu: "registrarGabia",
  },
  {
    name: "Hosting.kr (Megazone, 메가존)",
    nameServers: /(^|\.)(hosting\.co\.kr|hosting\.kr|megazone\.[a-z.]+)$/,
    registrar: /\b(megazone|hosting\.kr)/i,
    menu: "registrarHostingKr",
  },
  {
    name: "Cafe24 (카페24)",
    nameServers: /(^|\.)cafe24\.(com|co\.kr)$/,
    registrar: /\bcafe24/i,
    menu: "registrarCafe24",
  },
  {
    name: "Whois (후이즈)",
    nameServers: /(^|\.)(whoisdomain\.kr|whois\.co\.kr)$/,
    registrar: /\b(whois (corp|networks))/i,
    menu: "registrarWhois",
  },
  {
    name: "Inames (아이네임즈)",
    nameServers: /(^|\.)inames\.(co\.kr|com)$/,
    registrar: /\binames/i,
    menu: "registrarInames",
  },
  {
    name: "Dotname (닷네임)",
    nameServers: /(^|\.)dotname(korea)?\.(co\.kr|com)$/,
    registrar: /\bdotname/i,
    menu: "registrarDotname",
  },
  {
    name: "Onamae.com (お名前.com)",
    nameServers: /(^|\.)(onamae\.com|gmoserver\.jp|dnsv\.jp)$/,
    registrar: /\b(onamae|gmo internet)/i,
    menu: "registrarOnamae",
  },
  {
    name: "Value Domain",
    nameServers: /(^|\.)value-domain\.com$/,
    registrar: /\b(value.?domain|gmo digirock)/i,
    menu: "registrarValueDomain",
  },
  {
    name: "MuuMuu Domain",
    nameServers: /(^|\.)muumuu-domain\.com$/,
    registrar: /\bgmo pepabo/i,
    menu: "registrarMuumuu",
  },
  {
    name: "Amazon Route 53",
    nameServers: /(^|\.)awsdns-\d+\./,
    registrar: /\bamazon registrar/i,
    menu: "registrarRoute53",
  },
  {
    name: "united-domains",
    nameServers: /(^|\.)(udag|udagdns)\.(de|net|org)$/,
    registrar: /\bunited.domains/i,
    menu: "registrarUnitedDomains",
  },
  { name: "INWX", nameServers: /(^|\.)inwx\.[a-z]+$/, registrar: /\binwx/i, menu: "registrarInwx" },
  { name: "STRATO", nameServers: /(^|\.)rzone\.de$/, registrar: /\bstrato/i, menu: "registrarStrato" },
  {
    name: "Infomaniak",
    nameServers: /(^|\.)infomaniak\.(ch|com)$/,
    registrar: /\binfomaniak/i,
    menu: "registrarInfomaniak",
  },
  { name: "Netim", nameServers: /(^|\.)netim\.(net|com)$/, registrar: /\bnetim/i, menu: "registrarNetim" },
  {
    name: "NameSilo",
    nameServers: /(^|\.)(namesilo|dnsowl)\.com$/,
    registrar: /\bnamesilo/i,
    menu: "registrarNamesilo",
  },
  {
    name: "Spaceship",
    nameServers: /(^|\.)spaceship\.(net|com)$/,
    registrar: /\bspaceship/i,
    menu: "registrarSpaceship",
  },
  {
    name: "DNSimple",
    nameServers: /(^|\.)dnsimple(-edge)?\.[a-z]+$/,
    registrar: /\bdnsimple/i,
    menu: "registrarDnsimple",
  },
  {
    name: "Alibaba Cloud",
    nameServers: /(^|\.)(hichina|alidns)\.com$/,
    registrar: /\b(alibaba|hichina)/i,
    menu: "registrarAlibaba",
  },
  {
    name: "Tencent Cloud",
    nameServers: /(^|\.)dnspod\.(net|com)$/,
    registrar: /\b(tencent|dnspod)/i,
    menu: "registrarTencent",
  },
  { name: "Vercel", nameServers: /(^|\.)vercel-dns(-\d+)?\.com$/, registrar: /\bvercel/i, menu: "registrarVercel" },
  { name: "Wix", nameServers: /(^|\.)wixdns\.net$/, registrar: /\bwix/i, menu: "registrarWix" },
  {
    name: "WordPress.com",
    nameServers: /(^|\.)wordpress\.com$/,
    registrar: /\bautomattic/i,
    menu: "registrarWordPress",
  },
  {
    name: "Bluehost",
    nameServers: /(^|\.)bluehost\.com$/,
    registrar: /\b(bluehost|fastdomain)/i,
    menu: "registrarBluehost",
  },
  {
    name: "Network Solutions",
    nameServers: /(^|\.)(worldnic|register)\.com$/,
    registrar: /\b(network solutions|register\.com)/i,
    menu: "registrarNetworkSolutions",
  },
  { name: "Enom", nameServers: /(^|\.)name-services\.com$/, registrar: /\benom/i, menu: "registrarEnom" },
  {
    name: "Hetzner",
    nameServers: /(^|\.)(hetzner\.(com|de)|first-ns\.de|second-ns\.(com|de))$/,
    registrar: /\bhetzner/i,
    menu: "registrarHetzner",
  },
  { name: "TransIP", nameServers: /(^|\.)transip\.(net|nl|eu)$/, registrar: /\btransip/i, menu: "registrarTransip" },
  { name: "Aruba", nameServers: /(^|\.)(technorail\.com|aruba\.it)$/, registrar: /\baruba/i, menu: "registrarAruba" },
  { name: "Loopia", nameServers: /(^|\.)loopia\.se$/, registrar: /\bloopia/i, menu: "registrarLoopia" },
  { name: "one.com", nameServers: /(^|\.)one\.com$/, registrar: /\bone\.com/i, menu: "registrarOneCom" },
  { name: "Microsoft Azure DNS", nameServers: /(^|\.)azure-dns\.(com|net|org|info)$/ },
  { name: "DigitalOcean", nameServers: /(^|\.)digitalocean\.com$/ },
  { name: "NS1 (also Netlify)", nameServers: /(^|\.)nsone\.net$/ },
  { name: "Linode", nameServers: /(^|\.)linode\.com$/ },
  { name: "Hurricane Electric", nameServers: /(^|\.)he\.net$/ },
  { name: "deSEC", nameServers: /(^|\.)desec\.(io|org)$/ },
  { name: "DNSEver", nameServers: /(^|\.)dnsever\.com$/ },
  { name: "DNSZi", nameServers: /(^|\.)dnszi\.com$/ },
  { name: "Sakura", nameServers: /(^|\.)dns\.ne\.jp$/ },
  { name: "ClouDNS", nameServers: /(^|\.)cloudns\.(net|uk)$/ },
];

/** Whose name servers these are; undefined when they are nobody's that we know, or of several. */
export function providerOf(nameServers: readonly string[]): Provider | undefined {
  const found = new Set(
    nameServers.map((server) => providers.find((provider) => provider.nameServers.test(server.toLowerCase()))),
  );
  const [only] = found;
  return found.size === 1 ? only : undefined;
}

/** The registrar that a registry calls `name`. */
export const registrarNamed = (name: string): Provider | undefined =>
  providers.find(({ registrar }) => registrar?.test(name));
