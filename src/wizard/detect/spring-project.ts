import type { Artifact } from "../detected.ts";

/** A Gradle or Maven project, as far as its build files tell. */
export interface JavaProject {
  /** The build file that was read, for people. */
  buildFile: string;
  tool: "gradle" | "maven";
  /** Spring Boot is what is built. */
  springBoot: boolean;
  /** The build makes a jar that starts by itself. */
  executable: boolean;
  /** As the build file calls it. */
  name?: { value: string; what: string; file: string };
  /** Folder of the module that is the app, "" for the project itself. */
  module: string;
  /** Folders of the project's other modules that the app is built with. */
  siblings: readonly string[];
  /** Folders of further modules that are apps of their own; only one can be deployed. */
  otherApps?: readonly string[];
  /** `group:artifact` of everything that the app runs with, its siblings' too. */
  dependencies: ReadonlySet<string>;
  artifact?: Artifact;
}

/** What, put into a build file, adds Spring Boot's actuator. */
export const actuatorLine = {
  gradle: 'implementation("org.springframework.boot:spring-boot-starter-actuator")',
  maven:
    "<dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-actuator</artifactId></dependency>",
};

/** A folder inside the project, as build files name their modules. */
export const isModuleFolder = (path: string) => /^(?!.*\.\.)[\w-][\w.-]*(\/[\w-][\w.-]*)*$/.test(path);

/** A jar called so, if that can be a file name. */
export function jarNamed(name: string | undefined): { name?: string } {
  return name && /^[\w-][\w.+-]*\.jar$/.test(name) ? { name } : {};
}

/** WebFlux serves the app; with both, Spring MVC does. */
export const isReactive = ({ dependencies }: JavaProject) => {
  const has = (name: string) => dependencies.has(`org.springframework.boot:${name}`);
  return has("spring-boot-starter-webflux") && !has("spring-boot-starter-web") && !has("spring-boot-starter-webmvc");
};
