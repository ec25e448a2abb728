import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { detect } from "../../src/wizard/detect/detect.ts";
import { type Files, repository, seenIn, told } from "./repository.ts";

const remote = (url: string, name = "origin") =>
  `[remote "${name}"]\n\turl = ${url}\n\tfetch = +refs/heads/*:refs/remotes/${name}/*\n`;
const git = (config: string, more: Files = {}): Files => ({
  ".git/HEAD": "ref: refs/heads/main\n",
  ".git/config": `[core]\n\trepositoryformatversion = 0\n${config}`,
  ...more,
});
const github = git(remote("git@github.com:acme/shop.git"));

describe("the repository", () => {
  test.each([
    "https://github.com/acme/shop.git",
    "https://github.com/acme/shop",
    "https://www.github.com/acme/shop/",
    "https://GitHub.com/acme/shop.git",
    "https://somebody@github.com/acme/shop.git",
    "https://somebody:ghp_secret@github.com/acme/shop.git",
    "git@github.com:acme/shop.git",
    "github.com:acme/shop",
    "git@github.com-work:acme/shop.git",
    "ssh://git@github.com/acme/shop",
    "ssh://git@ssh.github.com:443/acme/shop.git",
    "git://github.com/acme/shop.git",
    '"https://github.com/acme/shop.git" # ours',
  ])("is read from %s", async (url) => {
    const seen = await seenIn(git(remote(url)));
    expect(seen.answers.github).toEqual({ repository: "acme/shop", branch: "main" });
    expect(seen.from["github.repository"]).toBe("remote origin of git");
    expect(JSON.stringify(seen)).not.toContain("secret");
  });

  test.each([
    [
      "https://token:s3cret@gitlab.com/acme/shop.git",
      "The git remote is on gitlab.com; deploys come from GitHub only.",
    ],
    ["git@bitbucket.org:acme/shop.git", "The git remote is on bitbucket.org; deploys come from GitHub only."],
    [
      "https://github.com.evil.example/acme/shop",
      "The git remote is on github.com.evil.example; deploys come from GitHub only.",
    ],
    ["/srv/git/shop.git", "The git remote is not on GitHub; deploys come from GitHub only."],
    ["C:/git/shop.git", "The git remote is not on GitHub; deploys come from GitHub only."],
    ["file:///srv/git/shop.git", "The git remote is not on GitHub; deploys come from GitHub only."],
    ["https://github.com/acme", "The git remote on GitHub names no repository as owner/name."],
    ['"https://github.com/acme/shop;rm -rf"', "The git remote is not on GitHub; deploys come from GitHub only."],
    ["https://github.com/acme/$(id)", "The git remote on GitHub names no repository as owner/name."],
    ['"https://github.com/acme/shop\\nevil"', "The git remote is not on GitHub; deploys come from GitHub only."],
  ])("is not read from %s", async (url, note) => {
    const seen = await seenIn(git(remote(url)));
    expect(seen.answers).not.toHaveProperty("github");
    expect(seen.notes).toEqual([note]);
    expect(JSON.stringify(seen)).not.toContain("s3cret");
  });

  test("is origin's of several remotes", async () => {
    const both = remote("git@github.com:fork/shop.git", "fork") + remote("git@github.com:acme/shop.git");
    expect((await seenIn(git(both))).answers.github).toMatchObject({ repository: "acme/shop" });
  });

  test("is the only remote's, whatever it is called", async () => {
    const seen = await seenIn(git(remote("git@github.com:acme/shop.git", "upstream")));
    expect(seen.answers.github).toMatchObject({ repository: "acme/shop" });
    expect(seen.from["github.repository"]).toBe("remote upstream of git");
  });

  test("is left open when none of several is origin", async () => {
    const seen = await seenIn(git(remote("git@github.com:a/b.git", "a") + remote("git@github.com:c/d.git", "c")));
    expect(seen.answers).not.toHaveProperty("github");
    expect(seen.notes).toEqual([expect.stringContaining("several remotes")]);
  });

  test("is not told where there is no remote", async () => {
    const seen = await seenIn(git(""));
    expect(seen.answers).not.toHaveProperty("github");
    expect(seen.notes).toEqual([]);
  });

  test("a remote's hostile name is not repeated", async () => {
    const seen = await seenIn(git(remote("git@github.com:acme/shop.git", "\u001b[31mred")));
    expect(seen.from["github.repository"]).toBe("the only remote of git");
  });
});

describe("the branch", () => {
  test("is the remote's default one", async () => {
    const seen = await seenIn({
      ...github,
      ".git/HEAD": "ref: refs/heads/fix\n",
      ".git/refs/remotes/origin/HEAD": "ref: refs/remotes/origin/release/2\n",
    });
    expect(seen.answers.github).toEqual({ repository: "acme/shop", branch: "release/2" });
    expect(seen.from["github.branch"]).toBe("default branch of the remote");
  });

  test("is master when that is checked out", async () => {
    const seen = await seenIn({
      ...github,
      ".git/HEAD": "ref: refs/heads/master\n",
      ".git/packed-refs": "abc123 refs/remotes/origin/main\n",
    });
    expect(seen.answers.github).toMatchObject({ branch: "master" });
  });

  test("is main when that is there while another is checked out", async () => {
    const packed = "# pack-refs with: peeled fully-peeled sorted\n1f2e3d refs/remotes/origin/main\n^4c5b6a\n";
    const seen = await seenIn({ ...github, ".git/HEAD": "ref: refs/heads/fix\n", ".git/packed-refs": packed });
    expect(seen.answers.github).toMatchObject({ branch: "main" });
    expect(seen.from["github.branch"]).toBe("a branch of the git repository");
  });

  test("is the one that is checked out, without main or master", async () => {
    const seen = await seenIn({ ...github, ".git/HEAD": "ref: refs/heads/develop\n" });
    expect(seen.answers.github).toMatchObject({ branch: "develop" });
    expect(seen.from["github.branch"]).toBe("current branch of git");
  });

  test.each(["1f2e3d4c5b6a79881f2e3d4c5b6a79881f2e3d4c\n", "ref: refs/heads/.invalid\n", "ref: refs/heads/a..b\n"])(
    "is left open when HEAD is %j",
    async (head) => {
      expect((await seenIn({ ...github, ".git/HEAD": head })).answers.github).toEqual({ repository: "acme/shop" });
    },
  );
});

describe("the files of git", () => {
  test("of a further working tree are those of the first", async () => {
    const folder = repository({
      ...Object.fromEntries(Object.entries(github).map(([path, text]) => [`shop/${path}`, text])),
      "shop/.git/worktrees/fix/HEAD": "ref: refs/heads/fix\n",
      "shop/.git/worktrees/fix/commondir": "../..\n",
      "shop/.git/refs/remotes/origin/HEAD": "ref: refs/remotes/origin/trunk\n",
      "fix/.git": "gitdir: ../shop/.git/worktrees/fix\n",
    });
    const seen = told(await detect(join(folder, "fix")));
    expect(seen.answers.github).toEqual({ repository: "acme/shop", branch: "trunk" });
  });

  test("may lie above the project, which GitHub would not look into", async () => {
    const folder = repository({ ...github, "backend/api/Dockerfile": "FROM a" });
    const seen = told(await detect(join(folder, "backend/api")));
    expect(seen.answers.github).toEqual({ repository: "acme/shop", branch: "main" });
    expect(seen.notes).toEqual([expect.stringContaining("not the root of its git repository")]);
  });

  test("that are broken are passed over", async () => {
    const folder = repository({ "app/.git": "gitdir: /nowhere/at/all\n", "app/Dockerfile": "FROM a" });
    mkdirSync(join(folder, "app/empty/.git"), { recursive: true });
    expect(told(await detect(join(folder, "app/empty"))).answers).toEqual({ app: "empty" });
    expect(told(await detect(join(folder, "app"))).answers).not.toHaveProperty("github");
  });
});
