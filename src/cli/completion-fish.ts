import { type CommandLine, type Flag, type Lookup, valueFlags } from "./completion-words.ts";

const lookUp: Record<Lookup, string> = {
  file: "-r -F",
  folder: "-x -a '(__fish_complete_directories)'",
  environment: "-x -a '(__deploy_wizard_environments)'",
  profile: "-x -a '(__deploy_wizard_profiles)'",
};

/** For fish 3 and later, which quotes what it inserts. */
export function fishScript(line: CommandLine): string {
  const { flags, commands } = line;
  const known = new Set(flags.map(keyOf));
  const own = new Map<string, { flag: Flag; users: string[] }>();
  for (const { name, flags } of commands) {
    for (const flag of flags.filter((each) => !known.has(keyOf(each)))) {
      own.set(keyOf(flag), { flag, users: [...(own.get(keyOf(flag))?.users ?? []), name] });
    }
  }
  const names = commands.map(({ name }) => name).join(" ");
  return `# Completes deploy-wizard in fish: deploy-wizard completion fish | source

# The command that was typed; fails where there is none yet.
function __deploy_wizard_command
    set -l is_value no
    for word in (commandline -opc)[2..-1]
        if test $is_value = yes
            set is_value no
            continue
        end
        switch $word
            case ${valueFlags(line).join(" ")}
                set is_value yes
            case ${names}
                echo $word
                return 0
        end
    end
    return 1
end

function __deploy_wizard_typed
    set -l command (__deploy_wizard_command)
    and contains -- $command $argv
end

function __deploy_wizard_commands
    printf '%s\\t%s\\n' ${commands.map(({ name, description }) => `${name} ${quoted(description)}`).join(" ")}
end

# The environments that have a state in the folder of --state.
function __deploy_wizard_environments
    set -l folder .deploy-wizard
    set -l words (commandline -opc)
    for at in (seq 2 (count $words))
        switch $words[$at]
            case '--state=*'
                set folder (string replace -- --state= '' $words[$at])
            case --state
                set -q words[(math $at + 1)]
                and set folder $words[(math $at + 1)]
        end
    end
    set folder (string replace -r '^~/' "$HOME/" -- $folder)
    set -l files $folder/*.json
    for file in $files
        string match -q -r '/(?<name>[a-z][a-z0-9]{0,6})\\.json\\z' -- $file
        and echo $name
    end
end

# The profiles of the AWS config.
function __deploy_wizard_profiles
    set -l file $HOME/.aws/config
    test -n "$AWS_CONFIG_FILE"
    and set file $AWS_CONFIG_FILE
    test -f $file -a -r $file
    or return 1
    string match -r '^\\[\\s*default\\s*\\]' <$file | string replace -r '.*' default
    string replace -r -f '^\\[\\s*profile\\s+(.*\\S)\\s*\\].*$' '$1' <$file
end

complete -c deploy-wizard -f
complete -c deploy-wizard -k -n 'not __deploy_wizard_command >/dev/null' -a '(__deploy_wizard_commands)'
${commands
  .filter(({ words }) => words.length > 0)
  .map(({ name, words }) => `complete -c deploy-wizard -n '__deploy_wizard_typed ${name}' -a '${words.join(" ")}'`)
  .join("\n")}
${flags.map((flag) => complete(flag, [])).join("\n")}
${[...own.values()].map(({ flag, users }) => complete(flag, users)).join("\n")}
`;
}

const keyOf = ({ names }: Flag) => names.join();

function complete({ names, description, takes, words, lookup }: Flag, users: string[]): string {
  const condition = users.length > 0 ? [`-n '__deploy_wizard_typed ${users.join(" ")}'`] : [];
  const flags = names.map((name) => (name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  const value = lookup ? lookUp[lookup] : words.length > 0 ? `-x -a '${words.join(" ")}'` : "-x";
  const values = takes === "a value" ? [value] : [];
  return ["complete -c deploy-wizard", ...condition, ...flags, ...values, `-d ${quoted(description)}`].join(" ");
}

/** Text that fish takes as it is. */
const quoted = (text: string) => `'${text.replace(/[\\']/g, "\\$&")}'`;
