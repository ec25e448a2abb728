import { type CommandLine, type CommandWords, type Flag, type Lookup, quoted } from "./completion-words.ts";

const lookUp: Record<Lookup, string> = {
  file: "_files",
  folder: "_files -/",
  environment: "_deploy_wizard_environments",
  profile: "_deploy_wizard_profiles",
};

/** For zsh, sourced or as a file `_deploy-wizard` in the fpath. Names from files go through compadd, which quotes them. */
export function zshScript({ flags, commands }: CommandLine): string {
  return `#compdef deploy-wizard
# Completes deploy-wizard in zsh: source <(deploy-wizard completion zsh)

# The environments that have a state in the folder of --state.
_deploy_wizard_environments() {
  emulate -L zsh
  setopt extendedglob
  local folder=.deploy-wizard
  local -i at
  local -a names
  for (( at = 2; at < typed_count; at++ )); do
    case $typed[at] in
      --state) folder=\${(Q)typed[at + 1]} ;;
      --state=*) folder=\${(Q)\${typed[at]#--state=}} ;;
    esac
  done
  if [[ $folder == "~/"* ]]; then folder=$HOME/\${folder#"~/"}; fi
  names=( $folder/*.json(N:t:r) )
  names=( \${(M)names:#[a-z][a-z0-9](#c0,6)} )
  compadd -a names
}

# The profiles of the AWS config.
_deploy_wizard_profiles() {
  emulate -L zsh
  local file=\${AWS_CONFIG_FILE:-$HOME/.aws/config} line
  local -a names match mbegin mend
  [[ -f $file && -r $file ]] || return 1
  while IFS= read -r line; do
    if [[ $line =~ '^\\[[[:space:]]*profile[[:space:]]+([^]]*[^][:space:]])[[:space:]]*\\]' ]]; then names+=( $match[1] )
    elif [[ $line =~ '^\\[[[:space:]]*default[[:space:]]*\\]' ]]; then names+=( default )
    fi
  done <$file
  compadd -a names
}

_deploy-wizard() {
  local curcontext="$curcontext" state line
  local -A opt_args
  # _arguments shortens words to those after the command; --state may stand before it.
  local -a typed=( "\${words[@]}" )
  local -i typed_count=$#typed
  _arguments -C \\
${specs(flags, "'(-)1: :->command'", "'(-)*:: :->rest'")} && return

  case $state in
    command)
      local -a commands=(
${commands.map(({ name, description }) => `        ${quoted(`${name}:${description.replaceAll(":", "\\:")}`)}`).join("\n")}
      )
      _describe -V -t commands command commands
      ;;
    rest)
      curcontext="\${curcontext%:*:*}:deploy-wizard-$words[1]:"
      case $words[1] in
${commands.map(commandCase).join("\n")}
      esac
      ;;
  esac
}

if [[ \${funcstack[1]-} == _deploy-wizard ]]; then
  _deploy-wizard "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
  compdef _deploy-wizard deploy-wizard
fi
`;
}

function commandCase({ name, flags, words }: CommandWords): string {
  const values = words.length > 0 ? [quoted(`1: :(${words.join(" ")})`)] : [];
  return `        ${name})\n          _arguments \\\n${specs(flags, ...values)}\n          ;;`;
}

const specs = (flags: Flag[], ...more: string[]) =>
  [...flags.flatMap(spec).map(quoted), ...more].map((each) => `    ${each}`).join(" \\\n");

/** As `_arguments` wants it: `(-y --yes)--yes[ask nothing]`, `--entry=[...]:alb|direct:(alb direct)`. */
function spec({ names, description, takes, placeholder, words, lookup }: Flag): string[] {
  const others = names.length > 1 ? `(${names.join(" ")})` : "";
  const about = `[${description.replace(/[[\]\\:]/g, "\\$&")}]`;
  const action = lookup ? lookUp[lookup] : words.length > 0 ? `(${words.join(" ")})` : " ";
  const value = `${takes === "maybe a value" ? "::" : ":"}${placeholder.replaceAll(":", "\\:")}:${action}`;
  return names.map((name) => `${others}${name}${takes === "nothing" ? about : `=${about}${value}`}`);
}
