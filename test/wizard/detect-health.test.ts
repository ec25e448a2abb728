import { describe, expect, test } from "vitest";
import { actuator, type Files, gradle, postgres, properties, security, seenIn, yml } from "./repository.ts";

const app = (...dependencies: string[]) => gradle(actuator, postgres, ...dependencies);
const java = (name: string, text: string): Files => ({ [`src/main/java/com/example/${name}.java`]: text });

describe("the health path with the actuator", () => {
  test.each([
    ["the usual one", "", "/actuator/health"],
    ["below the context path", "server:\n  servlet:\n    context-path: /shop\n", "/shop/actuator/health"],
    ["below a context path in camel case", "server.servlet.contextPath: /shop/", "/shop/actuator/health"],
    ["below a path of its own", "management.endpoints.web.base-path: /manage", "/manage/health"],
    ["at the top", "management.endpoints.web.base-path: /", "/health"],
    ["under another name", "management.endpoints.web.path-mapping.health: alive", "/actuator/alive"],
    ["below the dispatcher servlet", "spring.mvc.servlet.path: /api", "/api/actuator/health"],
    ["on the app's port, said twice", "server.port: 9000\nmanagement.server.port: 9000", "/actuator/health"],
    ["with an exposure list", "management.endpoints.web.exposure.include: [health, info]", "/actuator/health"],
    ["with everything exposed", 'management.endpoints.web.exposure.include: "*"', "/actuator/health"],
    [
      "of a group on the app's port",
      "management:\n  server:\n    port: 9001\n  endpoint:\n    health:\n      group:\n        live:\n          additional-path: server:/healthz\n",
      "/healthz",
    ],
    [
      "of a probe on the app's port",
      "management.server.port: 9001\nmanagement.endpoint.health.probes: {enabled: true, add-additional-paths: true}",
      "/readyz",
    ],
  ])("is %s", async (_name, text, path) => {
    const seen = await seenIn({ ...app(), [yml]: text });
    expect(seen.answers.healthCheck).toBe(path);
    expect(seen.notes).toEqual([]);
  });

  test("follows WebFlux's base path in a reactive app", async () => {
    const files = app("org.springframework.boot:spring-boot-starter-webflux");
    const reactive = { ...files, "build.gradle": String(files["build.gradle"]).replace(/.*starter-web'\n/, "") };
    const seen = await seenIn({
      ...reactive,
      [properties]: "spring.webflux.base-path=/flux\nserver.servlet.context-path=/no",
    });
    expect(seen.answers.healthCheck).toBe("/flux/actuator/health");
  });

  test("on another port is not reached, and another path is proposed", async () => {
    const seen = await seenIn({
      ...app(),
      [properties]: "management.server.port=9001\nserver.servlet.context-path=/shop\n",
    });
    expect(seen.answers.healthCheck).toBe("/shop/");
    expect(seen.notes).toEqual([
      `management.server.port in ${properties} puts the health endpoint on port 9001, where the load balancer does not ask.`,
    ]);
  });

  test.each([
    ["management.endpoint.health.enabled", "management.endpoint.health.enabled: false"],
    ["management.endpoint.health.access", "management.endpoint.health.access: none"],
    ["management.endpoints.enabled-by-default", "management.endpoints.enabled-by-default: false"],
    ["management.endpoints.web.exposure.exclude", "management.endpoints.web.exposure.exclude: [info, health]"],
    ["management.endpoints.web.exposure.include", "management.endpoints.web.exposure.include: info,metrics"],
    ["management.server.port", "management.server.port: -1"],
  ])("is not proposed when %s switches it off", async (key, text) => {
    const seen = await seenIn({ ...app(), [yml]: text });
    expect(seen.answers.healthCheck).toBe("/");
    expect(seen.notes).toEqual([`${key} in ${yml} switches the health endpoint off.`]);
  });

  test("stays when only the others are switched off", async () => {
    const text = "management.endpoints.enabled-by-default: false\nmanagement.endpoint.health.enabled: true";
    expect((await seenIn({ ...app(), [yml]: text })).answers.healthCheck).toBe("/actuator/health");
  });

  test("that the load balancer would not take is not proposed", async () => {
    const seen = await seenIn({ ...app(), [yml]: 'server.servlet.context-path: "/a b\\u001b[31m"' });
    expect(seen.answers).not.toHaveProperty("healthCheck");
  });
});

describe("the health path without the actuator", () => {
  test("is the first page below the context path, with the line that adds an endpoint", async () => {
    const seen = await seenIn({ ...gradle(postgres), [yml]: "server.servlet.context-path: /shop" });
    expect(seen.answers.healthCheck).toBe("/shop/");
    expect(seen.notes).toEqual([
      'No health endpoint: the actuator is missing. Add to build.gradle: implementation("org.springframework.boot:spring-boot-starter-actuator")',
    ]);
  });

  test("is a controller's, when one answers /health", async () => {
    const source = 'class HealthController {\n  @GetMapping("/health")\n  String health() { return "ok"; }\n}';
    const seen = await seenIn({ ...gradle(postgres), ...java("HealthController", source) });
    expect(seen.answers.healthCheck).toBe("/health");
    expect(seen.from.healthCheck).toBe("a route in the source code");
  });

  test("is not one that a class puts below another path", async () => {
    const source =
      '@RequestMapping("/v1")\npublic class HealthController {\n  @GetMapping("/health") String health() { }\n}';
    expect((await seenIn({ ...gradle(postgres), ...java("HealthController", source) })).answers.healthCheck).toBe("/");
  });
});

describe("Spring Security", () => {
  const config = (rules: string) =>
    java(
      "SecurityConfig",
      `class SecurityConfig {\n@Bean SecurityFilterChain chain(HttpSecurity http) {\nreturn http${rules}.build(); } }`,
    );
  const rules = (lines: string) =>
    config(`.authorizeHttpRequests(auth -> auth${lines}\n.anyRequest().authenticated())`);

  test.each([
    ["permits the path", rules('\n.requestMatchers("/login", "/actuator/health").permitAll()')],
    ["permits all below", rules('\n.requestMatchers("/actuator/**")\n  .permitAll()')],
    ["permits one level below", rules('.antMatchers(HttpMethod.GET, "/actuator/*").permitAll()')],
    ["permits the endpoint", rules(".requestMatchers(EndpointRequest.to(HealthEndpoint.class)).permitAll()")],
    [
      "permits a list",
      {
        ...rules(".requestMatchers(Paths.PUBLIC_URLS).permitAll()"),
        ...java("Paths", 'class Paths { static final String[] PUBLIC_URLS = {"/", "/actuator/health"}; }'),
      },
    ],
    [
      "ignores the path",
      {
        ...rules(""),
        ...java(
          "Web",
          'class Web { WebSecurityCustomizer web() { return web -> web.ignoring().requestMatchers("/actuator/**"); } }',
        ),
      },
    ],
    [
      "permits everything else",
      config('.authorizeHttpRequests(a -> a.requestMatchers("/admin/**").hasRole("ADMIN").anyRequest().permitAll())'),
    ],
    [
      "permits it in Kotlin",
      {
        "src/main/kotlin/Security.kt":
          'fun chain(http: HttpSecurity): SecurityFilterChain { http { authorizeHttpRequests { authorize("/actuator/**", permitAll) } } }',
      },
    ],
    ["is configured nowhere, and Spring Boot leaves the endpoint open", {}],
  ])("is no hindrance when it %s", async (_name, sources) => {
    expect((await seenIn({ ...app(security), ...(sources as Files) })).notes).toEqual([]);
  });

  test.each([
    ["permits other paths only", rules('.requestMatchers("/api/public/**").permitAll()')],
    [
      "keeps the path for administrators",
      rules('.requestMatchers("/actuator/**").hasRole("ADMIN").requestMatchers("/login").permitAll()'),
    ],
    ["permits the path in a comment", rules('\n// .requestMatchers("/actuator/**").permitAll()\n')],
  ])("is noted with what to permit when it %s", async (_name, sources) => {
    const { notes } = await seenIn({ ...app(security), ...sources });
    expect(notes).toEqual([
      'Spring Security may answer /actuator/health with 401 or 302, and the server would count as unhealthy. Permit it: .requestMatchers("/actuator/health").permitAll()',
    ]);
  });

  test("sees the path without the context path", async () => {
    const context = { [yml]: "server.servlet.context-path: /shop" };
    const open = await seenIn({
      ...app(security),
      ...context,
      ...rules('.requestMatchers("/actuator/health").permitAll()'),
    });
    expect(open.notes).toEqual([]);
    const closed = await seenIn({ ...app(security), ...context, ...rules("") });
    expect(closed.notes).toEqual([expect.stringMatching(/ \/shop\/actuator\/health with .*\("\/actuator\/health"\)/)]);
  });

  test("with OAuth 2 closes the endpoint without a line of code", async () => {
    const { notes } = await seenIn(app("org.springframework.boot:spring-boot-starter-oauth2-resource-server"));
    expect(notes).toEqual([expect.stringContaining("401 or 302")]);
  });

  test("closes the first page, when there is no actuator", async () => {
    const { notes } = await seenIn(gradle(postgres, security));
    expect(notes[1]).toContain('.requestMatchers("/").permitAll()');
  });
});
