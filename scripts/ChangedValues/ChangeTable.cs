using System.Globalization;
using System.Text;

namespace ChangedValues;

/// <summary>Counts differences between two dumps by metric and kind of change.</summary>
internal static class ChangeTable
{
    private readonly record struct Key(string Company, string Statement, string Frequency, string End, string Metric);

    public static string Create(string before, string after)
    {
        var (old, current) = (Read(before), Read(after));
        var (oldPeriods, periods) = (GetPeriods(old), GetPeriods(current));
        var changes = old.Keys.Union(current.Keys)
            .Select(key => (Key: key, Change: Classify(
                old.GetValueOrDefault(key), current.GetValueOrDefault(key), oldPeriods.Contains(key with { Metric = "" }),
                periods.Contains(key with { Metric = "" }))))
            .Where(change => change.Change is not null).ToList();

        var text = new StringBuilder();
        var values = current.Values.Count(value => value is not null);
        text.Append(CultureInfo.InvariantCulture, $"{old.Values.Count(value => value is not null):N0} values before, {values:N0} after, ");
        text.Append(CultureInfo.InvariantCulture, $"{changes.Count:N0} differences.\n\n");
        text.Append("| change | values | companies |\n| --- | --- | --- |\n");
        foreach (var group in changes.GroupBy(change => change.Change).OrderByDescending(group => group.Count()))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {group.Key} | {group.Count():N0} | ");
            text.Append(CultureInfo.InvariantCulture, $"{CountCompanies(group.Select(change => change.Key))} |\n");
        }

        text.Append("\n| metric | change | values | companies | example |\n| --- | --- | --- | --- | --- |\n");
        foreach (var group in changes.GroupBy(change => (change.Key.Metric, change.Change))
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key.Metric, StringComparer.Ordinal))
        {
            var example = group.OrderBy(change => change.Key.Frequency, StringComparer.Ordinal)
                .ThenByDescending(change => change.Key.End, StringComparer.Ordinal).First().Key;
            var (from, to) = (Describe(old.GetValueOrDefault(example)), Describe(current.GetValueOrDefault(example)));
            text.Append(CultureInfo.InvariantCulture, $"| {group.Key.Metric} | {group.Key.Change} | {group.Count():N0} | ");
            text.Append(CultureInfo.InvariantCulture, $"{CountCompanies(group.Select(change => change.Key))} | ");
            text.Append(CultureInfo.InvariantCulture, $"{example.Company} {example.Frequency} {example.End}: {from} → {to} |\n");
        }
        return text.ToString();
    }

    private static string? Classify(decimal? before, decimal? after, bool hadPeriod, bool hasPeriod) => (before, after) switch
    {
        (null, null) => null,
        (null, _) => hadPeriod ? "found" : "found in a new period",
        (_, null) => hasPeriod ? "no longer shown" : "gone with its period",
        ({ } old, { } now) when old == now => null,
        ({ } old, { } now) when old == -now => "sign turned",
        ({ } old, { } now) when IsRounding(old, now) => "other digits",
        ({ } old, { } now) when Math.Abs(old - now) < Math.Abs(old) / 100 => "by less than 1 %",
        _ => "by 1 % or more",
    };

    /// <summary>
    /// Whether the amounts differ by two units of the coarser one's last digit at most: one is rounded, or is the sum of rounded ones.
    /// </summary>
    private static bool IsRounding(decimal one, decimal other)
    {
        var difference = Math.Abs(one - other);
        return difference <= 2 * Math.Max(GetUnit(one), GetUnit(other)) && difference <= Math.Abs(one) / 20;
    }

    /// <summary>The unit of the last digit, a million at most: filers round to no coarser one.</summary>
    private static decimal GetUnit(decimal value)
    {
        var unit = 1m;
        while (unit < 1_000_000 && value != 0 && value % (unit * 10) == 0) unit *= 10;
        return unit == 1 ? 1 / (decimal)Math.Pow(10, value.Scale) : unit;
    }

    private static Dictionary<Key, decimal?> Read(string path)
    {
        var values = new Dictionary<Key, decimal?>();
        foreach (var cells in File.ReadLines(path).Select(line => line.Split('\t')))
        {
            var company = cells[0].Replace("CIK", "", StringComparison.Ordinal).Replace(".json", "", StringComparison.Ordinal);
            values[new Key(company, cells[1], cells[2], cells[3], cells[4])] =
                cells[5].Length == 0 ? null : decimal.Parse(cells[5], CultureInfo.InvariantCulture);
        }
        return values;
    }

    private static HashSet<Key> GetPeriods(Dictionary<Key, decimal?> values) => [.. values.Keys.Select(key => key with { Metric = "" })];

    private static int CountCompanies(IEnumerable<Key> keys) => keys.Select(key => key.Company).Distinct().Count();

    private static string Describe(decimal? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "none";
}
