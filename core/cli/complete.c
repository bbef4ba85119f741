/* complete.c - completion scripts for three shells, from the tables. */
#include "base/err.h"
#include "cli/help.h"
#include "cli/stubs.h"
#include "cli/topics.h"

static void add_verb_names(dm_buf *out, const char *between)
{
    for (size_t i = 0; dm_verb_at(i) != NULL; i++)
        dm_buf_printf(out, "%s%s", i > 0 ? between : "", dm_verb_at(i)->name);
}

/* Whatever `docmill help` knows beside verbs. */
static void add_topic_names(dm_buf *out, const char *between)
{
    for (size_t i = 0; dm_topic_at(i) != NULL; i++)
        dm_buf_printf(out, "%s%s", between, dm_topic_at(i)->name);
    for (size_t i = 0; dm_code_at(i) != 0; i++)
        dm_buf_printf(out, "%sE%d", between, dm_code_at(i));
    for (size_t i = 0; dm_stub_name(i) != NULL; i++)
        dm_buf_printf(out, "%s%s", between, dm_stub_name(i));
}

/* `choices` with blanks between. */
static void add_choices(dm_buf *out, const char *choices)
{
    for (; *choices != '\0'; choices++) {
        if (*choices == '|')
            dm_buf_char(out, ' ');
        else
            dm_buf_char(out, *choices);
    }
}

/* Is the option nothing without a value? */
static bool must_have(const dm_option *o)
{
    return o->arg != NULL && o->kind != DM_OPT_MAYBE;
}

static void bash_verb(dm_buf *out, const dm_verb *verb)
{
    dm_buf_printf(out, "    %s) opts='", verb->name);
    for (size_t i = 0; dm_option_at(i) != NULL; i++) {
        const dm_option *o = dm_option_at(i);

        if ((o->verbs & verb->bit) == 0)
            continue;
        dm_buf_printf(out, " --%s%s", o->name, must_have(o) ? "=" : "");
        if (o->letter != 0)
            dm_buf_printf(out, " -%c", o->letter);
    }
    dm_buf_str(out, "' ;;\n");
}

static void bash_values(dm_buf *out)
{
    for (size_t i = 0; dm_option_at(i) != NULL; i++) {
        const dm_option *o = dm_option_at(i);

        if (o->choices == NULL)
            continue;
        dm_buf_printf(out, "    --%s) values='", o->name);
        add_choices(out, o->choices);
        dm_buf_str(out, "' ;;\n");
    }
}

static void add_bash(dm_buf *out)
{
    dm_buf_str(out, "# bash completion for docmill; written by docmill itself\n"
                    "_docmill() {\n"
                    "    local cur prev opts= values=\n"
                    "    COMPREPLY=()\n"
                    "    cur=${COMP_WORDS[COMP_CWORD]}\n"
                    "    prev=${COMP_WORDS[COMP_CWORD-1]}\n"
                    "    if [ \"$cur\" = = ]; then cur=; "
                    "elif [ \"$prev\" = = ]; then "
                    "prev=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
                    "    if [ \"$COMP_CWORD\" = 1 ]; then\n"
                    "        COMPREPLY=($(compgen -W '");
    add_verb_names(out, " ");
    dm_buf_str(out, " --help --version' -- \"$cur\"))\n        return\n    fi\n"
                    "    case $prev in\n");
    bash_values(out);
    dm_buf_str(out,
               "    esac\n"
               "    if [ -n \"$values\" ]; then\n"
               "        COMPREPLY=($(compgen -W \"$values\" -- \"$cur\"))\n"
               "        return\n    fi\n"
               "    case ${COMP_WORDS[1]} in\n");
    for (size_t i = 0; dm_verb_at(i) != NULL; i++)
        bash_verb(out, dm_verb_at(i));
    dm_buf_str(out,
               "    esac\n"
               "    case ${COMP_WORDS[1]},$cur in\n"
               "    *,-*) COMPREPLY=($(compgen -W \"$opts\" -- \"$cur\"))\n"
               "        case ${COMPREPLY-} in *=) compopt -o nospace ;; "
               "esac ;;\n"
               "    help,*) COMPREPLY=($(compgen -W '");
    add_verb_names(out, " ");
    add_topic_names(out, " ");
    dm_buf_str(out, "' -- \"$cur\")) ;;\n"
                    "    *) compopt -o default ;;\n"
                    "    esac\n}\n"
                    "complete -F _docmill docmill\n");
}

/* Text inside single quotes and brackets of zsh's _arguments. */
static void add_zsh_text(dm_buf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '\'')
            dm_buf_str(out, "'\\''");
        else if (*text == ':' || *text == '[' || *text == ']')
            dm_buf_printf(out, "\\%c", *text);
        else
            dm_buf_char(out, *text);
    }
}

static void zsh_option(dm_buf *out, const dm_option *o)
{
    if (o->letter != 0)
        dm_buf_printf(out, " '(-%c --%s)'{-%c%s,--%s%s}'[", o->letter, o->name,
                      o->letter, o->arg != NULL ? "+" : "", o->name,
                      o->arg != NULL ? "=" : "");
    else
        dm_buf_printf(out, " '--%s%s[", o->name,
                      must_have(o)     ? "="
                      : o->arg != NULL ? "=-"
                                       : "");
    add_zsh_text(out, o->help);
    dm_buf_char(out, ']');
    if (o->choices != NULL) {
        dm_buf_printf(out, ":%s:(", o->arg);
        add_choices(out, o->choices);
        dm_buf_char(out, ')');
    } else if (o->arg != NULL) {
        dm_buf_printf(out, "%s:%s:%s", must_have(o) ? "" : ":", o->arg,
                      o->kind == DM_OPT_FILE ? "_files" : "");
    }
    dm_buf_str(out, "' \\\n");
}

static void add_zsh(dm_buf *out)
{
    dm_buf_str(out, "#compdef docmill\n"
                    "# zsh completion for docmill; written by docmill itself\n"
                    "if (( CURRENT == 2 )); then\n    local -a verbs=(\n");
    for (size_t i = 0; dm_verb_at(i) != NULL; i++) {
        dm_buf_printf(out, "        '%s:", dm_verb_at(i)->name);
        add_zsh_text(out, dm_verb_at(i)->what);
        dm_buf_str(out, "'\n");
    }
    dm_buf_str(out, "    )\n    _describe verb verbs\n    return\nfi\n"
                    "local verb=$words[2]\nshift words; (( CURRENT-- ))\n"
                    "case $verb in\n");
    for (size_t v = 0; dm_verb_at(v) != NULL; v++) {
        dm_buf_printf(out, "%s)\n    _arguments -s \\\n", dm_verb_at(v)->name);
        for (size_t i = 0; dm_option_at(i) != NULL; i++)
            if ((dm_option_at(i)->verbs & dm_verb_at(v)->bit) != 0)
                zsh_option(out, dm_option_at(i));
        if (strcmp(dm_verb_at(v)->name, "help") == 0) {
            dm_buf_str(out, " '*:topic:(");
            add_verb_names(out, " ");
            add_topic_names(out, " ");
            dm_buf_str(out, ")' ;;\n");
        } else {
            dm_buf_str(out, " '*:input:_files' ;;\n");
        }
    }
    dm_buf_str(out, "esac\n");
}

/* Text inside single quotes of fish. */
static void add_fish_text(dm_buf *out, const char *text)
{
    dm_buf_char(out, '\'');
    for (; *text != '\0'; text++) {
        if (*text == '\'' || *text == '\\')
            dm_buf_char(out, '\\');
        dm_buf_char(out, *text);
    }
    dm_buf_char(out, '\'');
}

static void fish_option(dm_buf *out, const dm_option *o)
{
    dm_buf_str(out, "complete -c docmill -n '__fish_seen_subcommand_from");
    for (size_t v = 0; dm_verb_at(v) != NULL; v++)
        if ((dm_verb_at(v)->bit & o->verbs) != 0)
            dm_buf_printf(out, " %s", dm_verb_at(v)->name);
    dm_buf_printf(out, "' -l %s", o->name);
    if (o->letter != 0)
        dm_buf_printf(out, " -s %c", o->letter);
    if (must_have(o))
        dm_buf_str(out, o->kind == DM_OPT_FILE ? " -r" : " -x");
    if (o->choices != NULL) {
        dm_buf_str(out, " -a '");
        add_choices(out, o->choices);
        dm_buf_char(out, '\'');
    }
    dm_buf_str(out, " -d ");
    add_fish_text(out, o->help);
    dm_buf_char(out, '\n');
}

static void add_fish(dm_buf *out)
{
    dm_buf_str(out,
               "# fish completion for docmill; written by docmill itself\n");
    for (size_t i = 0; dm_verb_at(i) != NULL; i++) {
        dm_buf_printf(out,
                      "complete -c docmill -n __fish_use_subcommand -f -a %s "
                      "-d ",
                      dm_verb_at(i)->name);
        add_fish_text(out, dm_verb_at(i)->what);
        dm_buf_char(out, '\n');
    }
    dm_buf_str(out, "complete -c docmill -n '__fish_seen_subcommand_from help' "
                    "-f -a '");
    add_verb_names(out, " ");
    add_topic_names(out, " ");
    dm_buf_str(out, "'\n");
    for (size_t i = 0; dm_option_at(i) != NULL; i++)
        fish_option(out, dm_option_at(i));
}

void dm_help_completion(dm_buf *out, const char *shell)
{
    if (strcmp(shell, "bash") == 0)
        add_bash(out);
    else if (strcmp(shell, "zsh") == 0)
        add_zsh(out);
    else
        add_fish(out);
}
