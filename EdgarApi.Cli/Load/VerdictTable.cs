using EdgarApi.LoadTesting.Measurement;
using Spectre.Console;

namespace EdgarApi.Cli.Load;

/// <summary>Verdicts as a table in the terminal.</summary>
internal static class VerdictTable
{
    public static void Write(IAnsiConsole console, IEnumerable<Verdict> verdicts, string passed, string failed)
    {
        var table = new Table { Border = TableBorder.Horizontal };
        foreach (var column in (string[])["", "requirement", "measured", "verdict"])
            table.AddColumn(new TableColumn(column) { NoWrap = true });
        foreach (var verdict in verdicts)
        {
            string[] cells = [verdict.Subject, verdict.Requirement, verdict.Measured, verdict.Passed ? passed : failed];
            table.AddRow([.. cells.Select(cell => new Text(cell))]);
        }
        console.Write(table);
    }
}
