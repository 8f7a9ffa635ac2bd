using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using EdgarApi.Data.Sec.Bulk;
using EdgarApi.Data.Sec.Files;
using EdgarApi.Financials.Audit;
using Spectre.Console;

namespace EdgarApi.Cli.Audit;

/// <summary><c>edgar audit</c>: runs the engine over company facts and tells how right and how complete the statements are.</summary>
internal static class AuditCommand
{
    private static readonly Option<string> From = new("--from") { Description = "companyfacts.zip, or a folder with it or with files CIK##########.json", Required = true };
    private static readonly Option<bool> Json = new("--json") { Description = "Write the whole report as JSON" };

    private static readonly Option<int> Findings = new("--findings")
    {
        Description = "How many findings of a kind the tables list", DefaultValueFactory = _ => 20,
    };

    private static readonly Option<int?> MaxFailures = new("--max-failures") { Description = "Fail when more statement checks than this fail" };

    private static readonly Option<Dictionary<string, decimal>> Gate = new("--gate")
    {
        Description = $"Another minimum share for a measure, as in quarterly_Revenue=0.95. Measures: {string.Join(", ", AuditMeasures.All.Select(m => m.Name))}",
        CustomParser = ParseGates,
        DefaultValueFactory = _ => [],
    };

    public static Command Create()
    {
        var command = new Command("audit", "Audits the statements of all companies of a bulk file: sources, equations, coverage. Returns 1 when a gate fails, 2 on bad input.")
        {
            From, Json, Findings, MaxFailures, Gate,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        AuditReport report;
        try
        {
            report = AuditRunner.Run(BulkLayout.Find(arguments.GetRequiredValue(From)).Facts);
        }
        catch (SecDataException error)
        {
            Console.Error.WriteLine(error.Message);
            return ExitCodes.BadInput;
        }
        var gates = AuditGates.Of(report, arguments.GetValue(Gate)!, arguments.GetValue(MaxFailures));
        if (arguments.GetValue(Json)) AuditJson.Write(Console.OpenStandardOutput(), report, gates);
        else AuditTables.Write(AnsiConsole.Console, report, gates, arguments.GetValue(Findings));
        return gates.All(gate => gate.Passed) ? ExitCodes.Passed : ExitCodes.Failed;
    }

    private static Dictionary<string, decimal> ParseGates(ArgumentResult result)
    {
        var gates = new Dictionary<string, decimal>();
        foreach (var token in result.Tokens)
        {
            var (name, share) = token.Value.Split('=', 2) is [var left, var right] ? (left, right) : (token.Value, "");
            if (AuditMeasures.All.All(measure => measure.Name != name)) result.AddError($"'{name}' is no measure of the audit.");
            else if (!decimal.TryParse(share, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var minimum) || minimum > 1)
                result.AddError($"'{token.Value}': write {name}= and a share from 0 to 1.");
            else gates[name] = minimum;
        }
        return gates;
    }
}
