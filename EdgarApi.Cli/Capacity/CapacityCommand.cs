using System.CommandLine;
using System.Globalization;
using EdgarApi.Operations.Capacity;
using Spectre.Console;

namespace EdgarApi.Cli.Capacity;

/// <summary><c>edgar capacity</c>: plans processes, databases, cache and cost for the next months.</summary>
internal static class CapacityCommand
{
    public const string Name = "capacity";

    private const int MaxMonths = 60;

    public static Command Create(Terminal terminal)
    {
        var measured = CreateFile("--measured", "Measurements of edgar load --json, which replace planning values.");
        var values = CreateFile("--values", "Planning values of your own, in the form of capacity.json.");
        var prices = CreateFile("--prices", "Prices of your own, in the form of prices.json.");
        var rate = Numbers.CreateOptional(
            "--rate", "Requests per second in the first month. Default: that of the planning values.", 0.001, 1e9);
        var months = Numbers.CreateOption("--months", "Number of months.", 1, MaxMonths, 24);
        var start = new Option<DateOnly?>("--start")
        {
            Description = "First month. Default: this month.", HelpName = "yyyy-MM",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
                result.AddError($"--start must be a month such as 2026-01, not '{text}'.");
                return null;
            },
        };
        var csv = new Option<string?>("--csv") { Description = "Write the months to this file.", HelpName = "file" };
        var html = new Option<string?>("--html") { Description = "Write a page with charts to this file.", HelpName = "file" };
        var command = new Command(Name, "Plan capacity and cost.") { measured, values, prices, rate, months, start, csv, html };
        command.SetAction(parsed =>
        {
            try
            {
                var planning = PlanningValues.Read(parsed.GetValue(values));
                if (parsed.GetValue(rate) is { } perSecond)
                    planning = planning with { Start = planning.Start with { RequestsPerSecond = perSecond } };
                var plan = CapacityReport.Create(
                    planning, parsed.GetValue(measured) is { } file ? Measurements.Read(file) : null,
                    PriceList.Read(parsed.GetValue(prices)), parsed.GetValue(start) ?? DateOnly.FromDateTime(DateTime.UtcNow),
                    parsed.GetValue(months));
                if (parsed.GetValue(csv) is { } csvFile) File.WriteAllText(csvFile, CapacityReport.ToCsv(plan));
                if (parsed.GetValue(html) is { } htmlFile) File.WriteAllText(htmlFile, CapacityReport.ToHtml(plan));
                Write(terminal.Out, plan);
            }
            catch (InvalidDataException error)
            {
                throw new CommandException(error.Message);
            }
        });
        return command;
    }

    private static Option<string?> CreateFile(string name, string description) =>
        new(name) { Description = description, HelpName = "file" };

    private static void Write(IAnsiConsole console, CapacityPlan plan)
    {
        var months = new Table().Border(TableBorder.Simple).AddColumns(
            "month", "requests/s", "users", "processes", "by", "connections", "replicas", "database GB", "Redis GB",
            $"cost {plan.Prices.Currency}");
        foreach (var month in plan.Months)
        {
            months.AddRow(
                Text($"{month.Month:yyyy-MM}"), Text($"{month.Load.RequestsPerSecond:#,0}"), Text($"{month.Load.Users:#,0}"),
                Text($"{month.Needs.Instances}"), month.Needs.DecidedBy, Text($"{month.Needs.Connections:#,0.#}"),
                Text($"{month.Needs.ReadReplicas}"), Text($"{month.Needs.DatabaseGigabytes:#,0}"),
                Text($"{month.Needs.CacheGigabytes:#,0}"), Text($"{month.Cost.Total:#,0}"));
        }

        console.Write(months);
        var answers = new Table().Border(TableBorder.Simple).AddColumns("question", "answer");
        foreach (var item in plan.Answers) answers.AddRow(Markup.Escape(item.Question), Markup.Escape(item.Answer));
        console.Write(answers);
        var basis = new Table().Border(TableBorder.Simple).AddColumns("assumption", "value", "origin");
        foreach (var item in plan.Basis) basis.AddRow(Markup.Escape(item.Name), Text($"{item.Value:#,0.######}"), item.Origin);
        console.Write(basis);
        console.WriteLine(Text($"Prices of {plan.Prices.Date:yyyy-MM-dd} in {plan.Prices.Currency}. {plan.Prices.Source}"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
