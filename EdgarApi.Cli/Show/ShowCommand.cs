using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Cli.Show;

/// <summary><c>edgar show</c>: prints a company's statement.</summary>
internal static class ShowCommand
{
    private static readonly Dictionary<string, StatementKind> Statements =
        new(StringComparer.OrdinalIgnoreCase)
        {
            ["income"] = StatementKind.Income, ["balance"] = StatementKind.Balance, ["cashflow"] = StatementKind.CashFlow,
        };

    private static readonly Dictionary<string, Frequency> Frequencies =
        new(StringComparer.OrdinalIgnoreCase)
        {
            ["annual"] = Frequency.Annual, ["quarterly"] = Frequency.Quarterly, ["ttm"] = Frequency.Ttm,
        };

    private static readonly Dictionary<string, StatementView> Views =
        new(StringComparer.OrdinalIgnoreCase) { ["standard"] = StatementView.Standard, ["reported"] = StatementView.Reported };

    private static readonly Dictionary<string, Vintage> Vintages =
        new(StringComparer.OrdinalIgnoreCase) { ["latest"] = Vintage.Latest, ["original"] = Vintage.Original };

    public static Command Create(Terminal terminal)
    {
        var company = new Argument<string>("company") { Description = "Ticker, in upper or lower case, or CIK." };
        var statement = new Argument<string>("statement") { Description = "income, balance or cashflow." };
        statement.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, [.. Statements.Keys]);
        var frequency = CreateChoice("--freq", "Length of the periods.", Frequencies.Keys);
        var periods = Numbers.CreateOption("--periods", "Number of periods, newest first; 1 to 40.", 1, 40, 4);
        var view = CreateChoice("--view", "Standard metrics, or every concept as reported.", Views.Keys);
        var all = new Option<bool>("--all") { Description = "Show all standard metrics, not only the essential ones." };
        var asOf = new Option<DateOnly?>("--as-of")
        {
            Description = "Use only filings up to this day.", HelpName = "yyyy-MM-dd", CustomParser = ParseDay,
        };
        var vintage = CreateChoice("--vintage", "Latest restated values, or values as first reported.", Vintages.Keys);
        var sources = new Option<bool>("--sources") { Description = "Also list where each number comes from." };
        var from = new Option<string?>("--from")
        {
            Description = "Zip or folder of the SEC's bulk files, or folder of snapshots. Default: the bundled sample.", HelpName = "path",
        };

        var command = new Command("show", "Show a statement, in millions.")
        {
            company, statement, frequency, periods, view, all, asOf, vintage, sources, from,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var found = await CompanyLookup.FindAsync(parsed.GetRequiredValue(company), parsed.GetValue(from), cancellation)
                .ConfigureAwait(false);
            var (kind, length) = (Statements[parsed.GetRequiredValue(statement)], Frequencies[parsed.GetRequiredValue(frequency)]);
            var options = new StatementOptions { AsOf = parsed.GetValue(asOf), Vintage = Vintages[parsed.GetRequiredValue(vintage)] };
            var built = StatementBuilder.Build(found.Facts, new StatementRequest(kind, length, parsed.GetValue(periods))
            {
                View = Views[parsed.GetRequiredValue(view)], Options = options,
            });
            if (built.Periods.Count == 0) throw new CommandException(DescribeMissing(found, built));
            StatementTable.Write(terminal.Out, found, built, everyLine: parsed.GetValue(all));
            if (parsed.GetValue(sources)) SourceTable.Write(terminal.Out, built, everyLine: parsed.GetValue(all));
            return 0;
        });
        return command;
    }

    /// <summary>Says which statement is missing, and which ones the company has.</summary>
    private static string DescribeMissing(FoundCompany found, Statement missing)
    {
        var asOf = missing.Options.AsOf is { } day ? $" as of {day:yyyy-MM-dd}" : "";
        var available = Statements
            .Select(statement => (statement.Key, Lengths: AvailableFrequencies.Get(found.Facts, statement.Value, missing.View)))
            .Where(statement => statement.Lengths.Count > 0)
            .Select(statement => $"{statement.Key} ({string.Join(", ", statement.Lengths.Select(length => GetName(Frequencies, length)))})")
            .ToList();
        var others = available.Count == 0 ? "It has no statements on file."
            : $"{(asOf.Length > 0 ? "Up to today it has" : "It has")}: {string.Join(", ", available)}.";
        var wanted = $"{GetName(Frequencies, missing.Frequency)} {GetName(Statements, missing.Kind)} statement";
        return $"{found.Name} has no {wanted} on file{asOf}. {others}";
    }

    private static string GetName<T>(Dictionary<string, T> names, T value) where T : struct =>
        names.First(name => name.Value.Equals(value)).Key;

    private static DateOnly? ParseDay(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        result.AddError($"--as-of takes a day such as 2024-12-31, not '{text}'.");
        return null;
    }

    private static Option<string> CreateChoice(string name, string description, IReadOnlyCollection<string> values)
    {
        var option = new Option<string>(name)
        {
            Description = description, HelpName = string.Join('|', values), DefaultValueFactory = _ => values.First(),
        };
        option.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, [.. values]);
        return option;
    }
}
