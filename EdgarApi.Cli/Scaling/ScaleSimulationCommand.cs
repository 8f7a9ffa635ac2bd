using System.CommandLine;
using EdgarApi.LoadTesting.Report;
using EdgarApi.Operations.Scaling;
using Spectre.Console;

namespace EdgarApi.Cli.Scaling;

/// <summary><c>edgar scale-sim</c>: compares scale rules by replaying traffic against the autoscaler's behavior.</summary>
internal static class ScaleSimulationCommand
{
    public const string Name = "scale-sim";

    public static Command Create(Terminal terminal)
    {
        var rules = new Option<string?>("--rules")
        {
            Description = "Alternatives, replica and objective of your own, in the form of scaling.json.", HelpName = "file",
        };
        var template = new Option<string?>("--template")
        {
            Description = "Evaluated template with the deployed rules (bicep snapshot). Default: that of infra/api.bicep.",
            HelpName = "file",
        };
        var recorded = new Option<string?>("--recorded") { Description = "Replay also a result of edgar load --json.", HelpName = "file" };
        var only = new Option<string?>("--traffic") { Description = "Replay only traffic whose name contains this.", HelpName = "text" };
        var csv = new Option<string?>("--csv") { Description = "Write the comparison to this file.", HelpName = "file" };
        var html = new Option<string?>("--html") { Description = "Write a page with charts to this file.", HelpName = "file" };
        var command = new Command(Name, "Compare scale rules by simulation. Exit code 1: others than the deployed ones are better.")
        {
            rules, template, recorded, only, csv, html,
        };
        command.SetAction(parsed =>
        {
            try
            {
                return Run(
                    terminal.Out, ScaleStudy.Read(parsed.GetValue(rules), parsed.GetValue(template)), parsed.GetValue(recorded),
                    parsed.GetValue(only), parsed.GetValue(csv), parsed.GetValue(html));
            }
            catch (InvalidDataException error)
            {
                throw new CommandException(error.Message);
            }
        });
        return command;
    }

    private static int Run(IAnsiConsole console, ScaleStudy study, string? recorded, string? only, string? csv, string? html)
    {
        var traffic = study.CreateTraffic(recorded is null ? null : LoadReport.Read(recorded))
            .Where(item => only is null || item.Name.Contains(only, StringComparison.OrdinalIgnoreCase)).ToList();
        if (traffic.Count == 0)
        {
            throw new CommandException(
                $"no traffic contains '{only}'. There are: {string.Join("; ", study.CreateTraffic().Select(item => item.Name))}.");
        }

        var outcomes = study.Run(traffic);
        foreach (var group in outcomes.GroupBy(outcome => outcome.Traffic))
        {
            var table = new Table().Border(TableBorder.Simple).Title(Markup.Escape(group.Key)).AddColumns([.. ScaleReport.Columns]);
            foreach (var outcome in group) table.AddRow([.. ScaleReport.ToCells(outcome).Select(Markup.Escape)]);
            console.Write(table);
        }

        if (csv is not null) File.WriteAllText(csv, ScaleReport.ToCsv(outcomes));
        if (html is not null) File.WriteAllText(html, ScaleReport.ToHtml(outcomes));
        var best = ScaleStudy.Recommend(outcomes);
        console.WriteLine($"Recommended: {best}.");
        return best == ScaleStudy.Committed ? 0 : 1;
    }
}
