using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using EdgarApi.Financials.Audit;
using EdgarApi.Sec.Bulk;
using EdgarApi.Sec.Files;
using Spectre.Console;

namespace EdgarApi.Cli.Audit;

/// <summary><c>edgar audit</c>: runs the engine over company facts and tells how right and how complete the statements are.</summary>
internal static class AuditCommand
{
    public const string Name = "audit";

    /// <summary>Exit code for arguments or files that cannot be understood.</summary>
    public const int BadInput = 2;

    public static Command Create(Terminal terminal)
    {
        var from = new Option<string>("--from") { Description = "companyfacts.zip, or a folder with it or with files CIK##########.json.", HelpName = "path", Required = true };
        var json = new Option<bool>("--json") { Description = "Write the whole report as JSON." };
        var findings = new Option<int>("--findings") { Description = "How many findings of a kind the tables list.", HelpName = "number", DefaultValueFactory = _ => 20 };
        var maxFailures = new Option<int?>("--max-failures") { Description = "Fail when more statement checks than this fail.", HelpName = "number" };
        var gate = new Option<Dictionary<string, decimal>>("--gate")
        {
            Description = $"Another minimum share for a measure. Measures: {string.Join(", ", AuditMeasures.All.Select(m => m.Name))}.", HelpName = "measure=share",
            CustomParser = ParseGates, DefaultValueFactory = _ => [],
        };

        var command = new Command(Name, "Audit the statements of all companies of a bulk file. Returns 1 when a gate fails, 2 on bad input.")
        {
            from, json, findings, maxFailures, gate,
        };
        command.SetAction(parsed =>
        {
            AuditReport report;
            try
            {
                report = AuditRunner.Run(BulkLayout.Find(parsed.GetRequiredValue(from)).Facts);
            }
            catch (SecDataException error)
            {
                terminal.Error.WriteLine($"edgar: {error.Message}");
                return BadInput;
            }
            var gates = AuditGates.Of(report, parsed.GetValue(gate)!, parsed.GetValue(maxFailures));
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
            if (AuditMeasures.All.All(measure => measure.Name != name)) result.AddError($"'{name}' is no measure of the audit.");
            else if (!decimal.TryParse(share, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var minimum) || minimum > 1)
                result.AddError($"'{token.Value}': write {name}= and a share from 0 to 1.");
            else gates[name] = minimum;
        }
        return gates;
    }
}
