import type { ProjectTree } from "./project-tree.ts";
import { isModuleFolder, type JavaProject, jarNamed } from "./spring-project.ts";
import { elementsAt, parseXml, textAt, type XmlElement } from "./xml.ts";

/** More modules than this are not looked at. */
const mostModules = 40;

const repackaging = "spring-boot-maven-plugin";

/**
 * The Maven project in the folder, or undefined when there is no pom.xml that can be read.
 * @see https://maven.apache.org/pom.html
 */
export async function readMaven(tree: ProjectTree): Promise<JavaProject | undefined> {
  const root = await readPom(tree, "pom.xml");
  if (!root) return undefined;
  const folders = elementsAt(root, "modules/module").map(({ text }) => text.replace(/^\.\//, ""));
  let [module, pom] = ["", root];
  for (const folder of folders.filter(isModuleFolder).slice(0, mostModules)) {
    const below = await readPom(tree, `${folder}/pom.xml`);
    if (!below || !plugins(below).includes(repackaging)) continue;
    [module, pom] = [folder, below];
    break;
  }
  const all = module === "" ? [root] : [root, pom];
  const dependencies = new Set(all.flatMap(dependenciesOf));
  const parents = all.map((each) => textAt(each, "parent/artifactId"));
  const executable = plugins(pom).includes(repackaging);
  const artifactId = textAt(root, "artifactId");
  return {
    buildFile: module === "" ? "pom.xml" : `${module}/pom.xml`,
    tool: "maven",
    springBoot:
      executable ||
      parents.includes("spring-boot-starter-parent") ||
      [...dependencies].some((coordinates) => coordinates.startsWith("org.springframework.boot:spring-boot")),
    executable: executable && (textAt(pom, "packaging") ?? "jar") === "jar",
    ...(artifactId && { name: { value: artifactId, what: "artifactId", file: "pom.xml" } }),
    module,
    dependencies,
    artifact: { files: module === "" ? "target/*.jar" : `${module}/target/*.jar`, ...jarNamed(jarName(pom)) },
  };
}

async function readPom(tree: ProjectTree, path: string): Promise<XmlElement | undefined> {
  const project = parseXml((await tree.text(path)) ?? "");
  return project?.name === "project" ? project : undefined;
}

const plugins = (pom: XmlElement) => elementsAt(pom, "build/plugins/plugin/artifactId").map(({ text }) => text);

function dependenciesOf(pom: XmlElement): string[] {
  return elementsAt(pom, "dependencies/dependency")
    .filter((dependency) => textAt(dependency, "scope") !== "test")
    .map((dependency) => `${textAt(dependency, "groupId")}:${textAt(dependency, "artifactId")}`);
}

function jarName(pom: XmlElement): string | undefined {
  const version = textAt(pom, "version") ?? textAt(pom, "parent/version");
  const name = textAt(pom, "build/finalName") ?? `${textAt(pom, "artifactId")}-${version}`;
  return version ? `${name}.jar` : undefined;
}
