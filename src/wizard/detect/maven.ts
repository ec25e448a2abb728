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
  const modules: Module[] = [];
  for (const folder of folders.filter(isModuleFolder).slice(0, mostModules)) {
    const pom = await readPom(tree, `${folder}/pom.xml`);
    if (pom) modules.push({ folder, pom });
  }
  const [app, ...otherApps] = modules.filter(({ pom }) => plugins(pom).includes(repackaging));
  const { folder: module, pom } = app ?? { folder: "", pom: root };
  const siblings = siblingsOf(pom, modules);
  const all = [...new Set([root, pom, ...siblings.map((each) => each.pom)])];
  const dependencies = new Set(all.flatMap(dependenciesOf));
  const parents = all.map((each) => textAt(each, "parent/artifactId"));
  const executable = plugins(pom).includes(repackaging);
  // With several modules it is the app's own name that people know it by.
  const artifactId = textAt(pom, "artifactId");
  const buildFile = module === "" ? "pom.xml" : `${module}/pom.xml`;
  return {
    buildFile,
    tool: "maven",
    springBoot:
      executable ||
      parents.includes("spring-boot-starter-parent") ||
      [...dependencies].some((coordinates) => coordinates.startsWith("org.springframework.boot:spring-boot")),
    executable: executable && (textAt(pom, "packaging") ?? "jar") === "jar",
    ...(artifactId && { name: { value: artifactId, what: "artifactId", file: buildFile } }),
    module,
    siblings: siblings.map(({ folder }) => folder),
    otherApps: otherApps.map(({ folder }) => folder),
    dependencies,
    artifact: { files: module === "" ? "target/*.jar" : `${module}/target/*.jar`, ...jarNamed(jarName(pom)) },
  };
}

interface Module {
  folder: string;
  pom: XmlElement;
}

/** The modules that a module is built with, and those that these are built with, by their artifact's name. */
function siblingsOf(app: XmlElement, modules: readonly Module[]): Module[] {
  const found = new Set<Module>();
  const open = [app];
  for (let next = open.pop(); next; next = open.pop()) {
    const wanted = dependenciesOf(next).map((coordinates) => coordinates.split(":")[1]);
    for (const module of modules) {
      if (module.pom === app || found.has(module) || !wanted.includes(textAt(module.pom, "artifactId"))) continue;
      found.add(module);
      open.push(module.pom);
    }
  }
  return [...found];
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
