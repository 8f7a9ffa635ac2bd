using System.Globalization;
using System.Text.Json;
using EdgarApi.Operations.Drills;
using Spectre.Console;

namespace EdgarApi.Cli.Drills;

/// <summary>Prints what a drill found.</summary>
internal static class DrillOutput
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerOptions.Web) { WriteIndented = true };

    public static void Write(IAnsiConsole console, DrillReport report, bool json)
    {
        if (json)
        {
            console.WriteLine(JsonSerializer.Serialize(report, Indented));
            return;
        }

        var steps = new Table().Border(TableBorder.Simple).AddColumn("step").AddColumn(new TableColumn("seconds").RightAligned());
        foreach (var step in report.Steps)
            steps.AddRow(Markup.Escape(step.Name), step.Seconds.ToString("0.0", CultureInfo.InvariantCulture));
        console.Write(steps);
        var targets = new Table().Border(TableBorder.Simple).AddColumn("target").AddColumn("measured").AddColumn("required").AddColumn("");
        foreach (var target in report.Targets)
            targets.AddRow(Markup.Escape(target.Name), target.Measured, target.Target, target.IsMet ? "met" : "missed");
        console.Write(targets);
        foreach (var finding in report.Findings) console.WriteLine(finding);
    }
}
