import { allFlags, type CommandLine, type Flag, type Lookup, quoted, valueFlags } from "./completion-words.ts";

const lookUp: Record<Lookup, string> = {
  file: "_deploy_wizard_files -f",
  folder: "_deploy_wizard_files -d",
  environment: '_deploy_wizard_environments "$state"',
  profile: "_deploy_wizard_profiles",
};

/** For bash 3.2 (macOS) and later. Names from files are compared and offered, never evaluated. */
export function bashScript(line: CommandLine): string {
  const { flags, commands } = line;
  const names = commands.map(({ name }) => name);
  return `# Completes deploy-wizard in bash: source <(deploy-wizard completion bash)

# Offers the words that begin with what is typed.
_deploy_wizard_offer() {
  local word
  for word in "$@"; do
    if [[ $word == "$current"* ]]; then COMPREPLY+=("$word"); fi
  done
}

# Files (-f) or folders (-d). Where bash cannot quote them (before 4.0), only names that need no quotes.
_deploy_wizard_files() {
  local LC_ALL=C quotes=yes name
  compopt -o filenames 2>/dev/null || quotes=no
  while IFS= read -r name; do
    if [[ $quotes == yes || $name =~ ^[A-Za-z0-9_./@%+,-]+$ ]]; then COMPREPLY+=("$name"); fi
  done < <(compgen "$1" -- "$current")
}

# The environments that have a state in the folder.
_deploy_wizard_environments() {
  local LC_ALL=C folder=$1 file name
  # Typed text is not expanded yet: quotes and backslashes are still in it.
  folder=\${folder//[\\"\\'\\\\]/}
  case $folder in
    \\~/*) folder=$HOME/\${folder:2} ;;
  esac
  for file in "$folder"/*.json; do
    name=\${file##*/}
    name=\${name%.json}
    if [[ $name =~ ^[a-z][a-z0-9]{0,6}$ ]]; then _deploy_wizard_offer "$name"; fi
  done
}

# The profiles of the AWS config whose names need no quotes.
_deploy_wizard_profiles() {
  local LC_ALL=C file=\${AWS_CONFIG_FILE:-$HOME/.aws/config} line
  local section='^\\[[[:space:]]*(profile[[:space:]]+([A-Za-z0-9_.@/+-]+)|default)[[:space:]]*\\]'
  [[ -f $file && -r $file ]] || return 0
  while IFS= read -r line; do
    if [[ $line =~ $section ]]; then _deploy_wizard_offer "\${BASH_REMATCH[2]:-default}"; fi
  done <"$file"
}

_deploy_wizard() {
  local current=\${COMP_WORDS[COMP_CWORD]} command='' flag='' state=.deploy-wizard i
  COMPREPLY=()
  # What was typed before; bash gives --env=prod as three words.
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      ${valueFlags(line).join(" | ")})
        flag=\${COMP_WORDS[i]}
        if [[ \${COMP_WORDS[i + 1]} == = ]]; then i=$((i + 1)); fi
        i=$((i + 1))
        if ((i < COMP_CWORD)); then
          if [[ $flag == --state ]]; then state=\${COMP_WORDS[i]}; fi
          flag=''
        fi
        ;;
      ${names.join(" | ")})
        if [[ -z $command ]]; then command=\${COMP_WORDS[i]}; fi
        ;;
    esac
  done
  if [[ $current == = ]]; then current=''; fi

  case $flag in
    '') ;;
${allFlags(line).flatMap(valueCase).join("\n")}
    *) return ;;
  esac
  if [[ -n $flag ]]; then return; fi

  # Bash before 4.4 sorts them.
  compopt -o nosort 2>/dev/null
  case $command in
    '')
      if [[ $current != -* ]]; then _deploy_wizard_offer ${names.join(" ")}; fi
      if [[ $current == -* ]]; then _deploy_wizard_offer ${flagNames(flags)}; fi
      ;;
${commands
  .map(
    ({ name, flags, words }) => `    ${name})
      _deploy_wizard_offer ${[...words, flagNames(flags)].join(" ")}
      ;;`,
  )
  .join("\n")}
  esac
}

complete -F _deploy_wizard deploy-wizard
`;
}

const flagNames = (flags: Flag[]) => flags.flatMap(({ names }) => names).join(" ");

function valueCase({ names, lookup, words, takes }: Flag): string[] {
  if (takes !== "a value" || (!lookup && words.length === 0)) return [];
  const offer = lookup ? lookUp[lookup] : `_deploy_wizard_offer ${words.map(quoted).join(" ")}`;
  return [`    ${names.join(" | ")}) ${offer} ;;`];
}
