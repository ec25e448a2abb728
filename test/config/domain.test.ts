import { describe, expect, it } from "vitest";
import { certificateNames, domainProblem, parseDomain } from "../../src/config/domain.ts";
import { WizardError } from "../../src/engine/errors.ts";

const label63 = "a".repeat(63);

describe("a domain", () => {
  it.each([
    ["example.com", "example.com", true, "example.com"],
    [" Shop.EXAMPLE.co.uk. ", "shop.example.co.uk", false, "example.co.uk"],
    ["my-app.github.io", "my-app.github.io", true, "my-app.github.io"],
    ["xn--bcher-kva.example", "xn--bcher-kva.example", true, "xn--bcher-kva.example"],
    ["食狮.公司.cn", "xn--85x722f.xn--55qx5d.cn", true, "xn--85x722f.xn--55qx5d.cn"],
    ["例え。テスト", "xn--r8jz45g.xn--zckzah", true, "xn--r8jz45g.xn--zckzah"],
    ["4chan.org", "4chan.org", true, "4chan.org"],
  ])("%j is read as %s", (typed, ascii, registrable, registrableDomain) => {
    expect(parseDomain(typed)).toMatchObject({ ascii, registrable, registrableDomain });
    expect(domainProblem(typed)).toBeUndefined();
  });

  it("shows an international name in both forms", () => {
    const display = "bücher.example (xn--bcher-kva.example)";
    expect(parseDomain("Bücher.example").display).toBe(display);
    expect(parseDomain("XN--bcher-kva.example").display).toBe(display);
    expect(parseDomain("example.com").display).toBe("example.com");
  });

  it.each([
    ["", "it is empty"],
    ["   ", "it is empty"],
    ["localhost", "a single word without a dot"],
    ["localhost.", "a single word without a dot"],
    ["192.0.2.1", "an IP address"],
    ["192.0.2.1:80", "an IP address"],
    ["2001:db8::1", "an IP address"],
    ["[2001:db8::1]:443", "an IP address"],
    ["0x7f.1", "an IP address"],
    ["co.uk", "a public suffix"],
    ["github.io", "a public suffix"],
    ["公司.cn", "a public suffix"],
    ["*.example.com", "a wildcard; type the name itself: example.com"],
    ["a..example.com", "an empty part"],
    [".example.com", "an empty part"],
    ["example.com..", "an empty part"],
    [`${label63}a.com`, "has 64 characters; at most 63"],
    [`${`${label63}.`.repeat(4)}com`, "259 characters; a domain name has at most 253"],
    [`${label63}.example.com`, "75 characters; an AWS certificate takes at most 64"],
    ["my_app.example.com", 'it contains "_"'],
    ["exam ple.com", 'it contains " "'],
    ["me@example.com", 'it contains "@"'],
    ["example.com; rm -rf", 'it contains ";"'],
    ["a\u0000.com", "it contains"],
    ["exa\u200dmple.com", "not a valid international domain name"],
    ["-a.example.com", "starts or ends with a hyphen"],
    ["a-.example.com", "starts or ends with a hyphen"],
    ["https://example.com/", "a URL; type only the name: example.com"],
    ["HTTPS://user:secret@example.com:8443/x?y", "a URL; type only the name: example.com"],
    ["//example.com", "a URL; type only the name: example.com"],
    ["example.com/path", "a URL; type only the name: example.com"],
    ["example.com:8080", "it has a port; type only the name: example.com"],
  ])("refuses %j", (typed, reason) => {
    expect(String(domainProblem(typed))).toContain(reason);
    expect(() => parseDomain(typed)).toThrow(WizardError);
  });

  it("covers www. with the certificate when the domain is a registrable one", () => {
    expect(certificateNames(parseDomain("example.com"))).toEqual(["example.com", "www.example.com"]);
    expect(certificateNames(parseDomain("api.example.com"))).toEqual(["api.example.com"]);
  });
});
