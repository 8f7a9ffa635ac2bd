using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using EdgarApi.Financials.Audit;
using EdgarApi.Sec.Bulk;
using EdgarApi.Sec.Files;
using Spectre.Console;

namespace EdgarApi.Cli.Audit;

/// <summary><c>edgar audit</c>: checks the statements of all companies for accuracy and coverage.</summary>
internal static class AuditCommand
{
    public const string Name = "audit";

    /// <summary>Exit code for invalid arguments or files.</summary>
    public const int InvalidInput = 2;

    public static Command Create(Terminal terminal)
    {
        var from = new Option<string>("--from")
        {
            Description = "companyfacts.zip, or a folder with it or with files CIK##########.json; SIC codes are of submissions beside it.",
            HelpName = "path", Required = true,
        };
        var json = new Option<bool>("--json") { Description = "Print the whole report as JSON." };
        var findings = Numbers.CreateOption("--findings", "Number of findings listed per kind.", 0, int.MaxValue, 20);
        var maxFailures = Numbers.CreateOptional("--max-failures", "Maximum number of failed statement checks.", 0, int.MaxValue);
        var gate = new Option<Dictionary<string, decimal>>("--gate")
        {
            Description = $"Another minimum for a measure. Measures: {string.Join(", ", AuditMeasures.All.Select(m => m.Name))}.",
            HelpName = "measure=share", CustomParser = ParseGates, DefaultValueFactory = _ => [],
        };

        var command = new Command(Name, "Audit the statements of all companies in a bulk file. Exit code 1: a gate fails; 2: bad input.")
        {
            from, json, findings, maxFailures, gate,
        };
        command.SetAction(parsed =>
        {
            AuditReport report;
            try
            {
                report = AuditRunner.Run(BulkLayout.Find(parsed.GetRequiredValue(from)));
            }
            catch (SecDataException error)
            {
                terminal.Error.WriteLine($"edgar: {error.Message}");
                return InvalidInput;
            }
            var gates = AuditGates.Create(report, parsed.GetValue(gate)!, parsed.GetValue(maxFailures));
            if (parsed.GetValue(json)) AuditJson.Write(terminal.Out.Profile.Out.Writer, report, gates);
            else AuditTables.Write(terminal.Out, report, gates, parsed.GetValue(findings));
            return gates.All(g => g.Passed) ? 0 : 1;
        });
        return command;
    }

    private static Dictionary<string, decimal> ParseGates(ArgumentResult result)
    {
        var gates = new Dictionary<string, decimal>();
        foreach (var token in result.Tokens)
        {
            var (name, share) = token.Value.Split('=', 2) is [var left, var right] ? (left, right) : (token.Value, "");
            if (AuditMeasures.All.All(measure => measure.Name != name)) result.AddError($"'{name}' is not a measure of the audit.");
            else if (!decimal.TryParse(share, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var minimum) || minimum > 1)
                result.AddError($"'{token.Value}': write {name}=SHARE, with a share from 0 to 1.");
            else gates[name] = minimum;
        }
        return gates;
    }
}
