using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Cli.Show;

/// <summary><c>edgar show</c>: a company's statement in the terminal.</summary>
internal static class ShowCommand
{
    private static readonly Dictionary<string, StatementKind> Statements =
        new(StringComparer.OrdinalIgnoreCase) { ["income"] = StatementKind.Income, ["balance"] = StatementKind.Balance, ["cashflow"] = StatementKind.CashFlow };

    private static readonly Dictionary<string, Frequency> Frequencies =
        new(StringComparer.OrdinalIgnoreCase) { ["annual"] = Frequency.Annual, ["quarterly"] = Frequency.Quarterly, ["ttm"] = Frequency.Ttm };

    private static readonly Dictionary<string, StatementView> Views =
        new(StringComparer.OrdinalIgnoreCase) { ["standard"] = StatementView.Standard, ["reported"] = StatementView.Reported };

    private static readonly Dictionary<string, Vintage> Vintages =
        new(StringComparer.OrdinalIgnoreCase) { ["latest"] = Vintage.Latest, ["original"] = Vintage.Original };

    public static Command Create(Terminal terminal)
    {
        var company = new Argument<string>("company") { Description = "Ticker in any case, or CIK." };
        var statement = new Argument<string>("statement") { Description = "income, balance or cashflow." };
        statement.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, [.. Statements.Keys]);
        var frequency = Choice("--freq", "Length of the periods.", Frequencies.Keys);
        var periods = new Option<int>("--periods") { Description = "How many, newest first; 1 to 40.", HelpName = "number", DefaultValueFactory = _ => 4 };
        periods.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 40) result.AddError("--periods must be between 1 and 40.");
        });
        var view = Choice("--view", "The standard metrics, or every concept as reported.", Views.Keys);
        var all = new Option<bool>("--all") { Description = "Every standard metric, not only the essential ones." };
        var asOf = new Option<DateOnly?>("--as-of") { Description = "Only what was filed by that day.", HelpName = "yyyy-MM-dd", CustomParser = Day };
        var vintage = Choice("--vintage", "Values as restated last, or as first reported.", Vintages.Keys);
        var sources = new Option<bool>("--sources") { Description = "Under the table, where each number comes from." };
        var from = new Option<string?>("--from") { Description = "Zip or folder of the SEC's, or folder of snapshots; the bundled sample without it.", HelpName = "path" };

        var command = new Command("show", "Show a statement, in millions.") { company, statement, frequency, periods, view, all, asOf, vintage, sources, from };
        command.SetAction(async (parsed, cancellation) =>
        {
            var found = await CompanyLookup.FindAsync(parsed.GetRequiredValue(company), parsed.GetValue(from), cancellation).ConfigureAwait(false);
            var request = new StatementRequest(Statements[parsed.GetRequiredValue(statement)], Frequencies[parsed.GetRequiredValue(frequency)], parsed.GetValue(periods))
            {
                View = Views[parsed.GetRequiredValue(view)], Options = new StatementOptions { AsOf = parsed.GetValue(asOf), Vintage = Vintages[parsed.GetRequiredValue(vintage)] },
            };
            var built = StatementBuilder.Build(found.Facts, request);
            if (built.Periods.Count == 0) throw new CommandException($"{found.Name} has no {parsed.GetValue(statement)} statement on file{AsOf(parsed.GetValue(asOf))}.");
            StatementTable.Write(terminal.Out, found, built, everyLine: parsed.GetValue(all));
            if (parsed.GetValue(sources)) SourceTable.Write(terminal.Out, built, everyLine: parsed.GetValue(all));
            return 0;
        });
        return command;
    }

    private static DateOnly? Day(ArgumentResult result)
    {
        if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        result.AddError($"--as-of takes a day as 2024-12-31, not '{result.Tokens[0].Value}'.");
        return null;
    }

    private static Option<string> Choice(string name, string description, IReadOnlyCollection<string> values)
    {
        var option = new Option<string>(name) { Description = description, HelpName = string.Join('|', values), DefaultValueFactory = _ => values.First() };
        option.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, [.. values]);
        return option;
    }

    private static string AsOf(DateOnly? day) => day is { } d ? $" as of {d:yyyy-MM-dd}" : "";
}
