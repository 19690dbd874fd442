package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"fugong/internal/fault"
	"fugong/internal/i18n"
	"fugong/internal/masterplan/stoppage"
)

// wrong is a wrong call, said by the message "app.usage."+key.
func wrong(key string, args ...any) usage {
	return usage{fault.New(fault.Invalid, "app.usage."+key, args...)}
}

// languageOf is the language that the person asks for: --lang, else what the
// environment says, else English. A --lang that names none of ours is a wrong
// call, told in the language of the environment.
func languageOf(args []string, env func(string) string) (string, error) {
	lang := i18n.English
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := env(name); v != "" {
			if strings.HasPrefix(v, i18n.Chinese) {
				lang = i18n.Chinese
			}
			break
		}
	}
	asked, ok := askedLanguage(args)
	if !ok {
		return lang, nil
	}
	base := strings.ToLower(strings.FieldsFunc(asked+" ", func(r rune) bool { return strings.ContainsRune("-_. ", r) })[0])
	if !slices.Contains(i18n.Languages, base) {
		return lang, wrong("lang", "Lang", asked, "Known", strings.Join(i18n.Languages, ", "))
	}
	return base, nil
}

// askedLanguage is the last --lang among args; false when there is none.
func askedLanguage(args []string) (lang string, ok bool) {
	for i, a := range args {
		if a == "--" {
			break
		}
		if v, is := strings.CutPrefix(a, "--lang="); is {
			lang, ok = v, true
		}
		if a == "--lang" && i+1 < len(args) {
			lang, ok = args[i+1], true
		}
	}
	return lang, ok && strings.Trim(lang, "-_. ") != ""
}

// helpKey is the message of what a command is for: "app.help.plan.recover".
func helpKey(cmd *cobra.Command) string {
	return strings.ReplaceAll("app.help "+strings.TrimPrefix(cmd.CommandPath()+" ", "fugong "), " ", ".")
}

// translateHelp puts the help of cmd and of all below it into the language of ctx.
// The message of a flag is its command's own, else that of the name.
func translateHelp(ctx context.Context, cmd *cobra.Command) {
	key := strings.TrimSuffix(helpKey(cmd), ".")
	cmd.InitDefaultHelpFlag()
	cmd.Short = i18n.T(ctx, key)
	if i18n.Has(ctx, key+".long") {
		cmd.Long = i18n.T(ctx, key+".long")
	}
	for _, flags := range []*pflag.FlagSet{cmd.Flags(), cmd.PersistentFlags()} {
		flags.VisitAll(func(f *pflag.Flag) { f.Usage = flagHelp(ctx, key, f) })
	}
	for _, sub := range cmd.Commands() {
		translateHelp(ctx, sub)
	}
}

func flagHelp(ctx context.Context, command string, f *pflag.Flag) string {
	key := command + ".--" + f.Name
	if !i18n.Has(ctx, key) {
		key = "app.help.--" + f.Name
	}
	return i18n.T(ctx, key, "Formats", strings.Join(formatNames(), ", "), "Causes", causeNames())
}

// causeNames are what --cause takes.
func causeNames() string {
	names := make([]string, len(stoppage.Causes))
	for i, c := range stoppage.Causes {
		names[i] = string(c)
	}
	return strings.Join(names, ", ")
}

// usageTemplate is cobra's with its words in the language of ctx.
func usageTemplate(ctx context.Context) string {
	t := func(key string) string { return i18n.T(ctx, "app.help."+key) }
	return t("usage") + `{{if .Runnable}}
  {{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} ` + t("command") + `

` + t("commands") + `{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

` + t("flags") + `
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

` + t("all_flags") + `
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableSubCommands}}

` + t("more") + `{{end}}
`
}

// commandGroup is a command that only holds others: alone it prints its help, and a
// word that names none of them is a wrong call.
func commandGroup(use string, subs ...*cobra.Command) *cobra.Command {
	cmd := &cobra.Command{Use: use, Args: cobra.ArbitraryArgs, RunE: func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return unknownCommand(cmd, args[0])
		}
		return cmd.Help()
	}}
	cmd.DisableFlagsInUseLine = true
	cmd.AddCommand(subs...)
	return cmd
}

// unknownCommand names what was meant, where something is near enough.
func unknownCommand(cmd *cobra.Command, word string) error {
	cmd.SuggestionsMinimumDistance = 2
	if near := cmd.SuggestionsFor(word); len(near) > 0 {
		return wrong("command_near", "Word", word, "Path", cmd.CommandPath(), "Near", strings.Join(near, ", "))
	}
	var known []string
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			known = append(known, sub.Name())
		}
	}
	return wrong("command", "Word", word, "Path", cmd.CommandPath(), "Known", strings.Join(known, ", "))
}

// wrongFlag says what is wrong with a flag. A group that was given a word knows
// no flags, because the word was meant to be a command.
func wrongFlag(cmd *cobra.Command, err error) error {
	if args := cmd.Flags().Args(); cmd.HasSubCommands() && len(args) > 0 {
		return unknownCommand(cmd, args[0])
	}
	var unknown *pflag.NotExistError
	var bare *pflag.ValueRequiredError
	var bad *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		return wrong("flag", "Flag", flagText(unknown.GetSpecifiedName()), "Path", cmd.CommandPath())
	case errors.As(err, &bare):
		return wrong("flag_bare", "Flag", flagText(bare.GetSpecifiedName()))
	case errors.As(err, &bad):
		return wrong("flag_value", "Flag", "--"+bad.GetFlag().Name, "Value", bad.GetValue(), "Type", bad.GetFlag().Value.Type())
	}
	return usage{err}
}

func flagText(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// needFlags refuses a call without the named flags, before anything is opened.
func needFlags(cmd *cobra.Command, names ...string) error {
	var missing []string
	for _, name := range names {
		if f := cmd.Flags().Lookup(name); f.Value.String() == "" {
			missing = append(missing, fmt.Sprintf("--%s (%s)", name, f.Usage))
		}
	}
	if len(missing) > 0 {
		return wrong("missing", "Flags", strings.Join(missing, ", "), "Path", cmd.CommandPath())
	}
	return nil
}

// explainError is the message of err and of every input that it refuses. What the
// machine says of a file is told as it is: it names the file and the reason.
func explainError(ctx context.Context, err error) string {
	var f *fault.Error
	var path *fs.PathError
	if !errors.As(err, &f) && errors.As(err, &path) {
		return i18n.T(ctx, "app.usage.file", "File", path.Path, "Wrong", path.Err)
	}
	text := i18n.Error(ctx, err)
	if f != nil {
		for _, field := range f.Fields {
			text += " " + i18n.Message(ctx, field.Key, field.Args)
		}
	}
	return text
}
